"""The public names of the library are few, all there, and quick to import."""

import subprocess
import sys

import wbl_feed


def test_every_public_name_is_there():
    """Each name of __all__ can be had, and there are at most fifteen."""
    assert all(getattr(wbl_feed, name) for name in wbl_feed.__all__)
    assert len(wbl_feed.__all__) <= 15


def test_import_is_light():
    """Importing the package loads neither pydantic nor the network library."""
    program = "import sys, wbl_feed; print({'pydantic', 'httpx', 'feedparser'} & set(sys.modules))"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "set()\n"
    )


def test_nothing_is_fetched_from_the_namespace():
    """No code names the namespace as an address to fetch: schemas and vocabularies come from the package."""
    from wbl_feed.resources import NAMESPACE, spec_folder, spec_json

    assert spec_json("posting.schema.json")["$id"].startswith(NAMESPACE)
    assert spec_folder().joinpath("vocabulary", "activity-type.json").is_file()
