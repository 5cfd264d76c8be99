"""The zip of the plug-in has what WordPress needs and nothing else, and is the same each time."""

import gettext
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from publishers.wordpress import build as building
from publishers.wordpress.build import PLUGIN, SPEC, BuildError, build, compiled, version

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"

#. translators: what happened.
#: includes/a.php:3
msgid "Hello"
msgstr "¡Hola!"

msgctxt "verb"
msgid "Post"
msgstr "Publicar «\"\n»"

#, php-format
msgid "%d posting"
msgid_plural "%d postings"
msgstr[0] "%d anuncio"
msgstr[1] "%d "
"anuncios"

#, fuzzy, php-format
msgid "Old"
msgstr "Viejo"

msgid "None yet"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Ido"
"""


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """A plug-in of two files, with what does not belong into a zip beside them."""
    folder = tmp_path / "wbl-feed"
    files = {
        "wbl-feed.php": "<?php\n/**\n * Version: 1.2.3\n */\ndefine( 'WBL_FEED_VERSION', '1.2.3' );\n",
        "readme.txt": "=== WBL Feed ===\nStable tag: 1.2.3\n",
        "languages/wbl-feed-es_ES.po": PO,
        ".hidden": "",
        "includes/.DS_Store": "",
        "tools/__pycache__/a.pyc": "",
        "spec/posting.schema.json": "an old copy",
        "spec/dropped.schema.json": "an old copy",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_zip_holds_the_plugin_the_standard_and_translations(stub: Path, tmp_path: Path):
    """One folder, named as the plug-in, with its files, the standard's JSON as it is in spec/v1, and a .mo for each .po."""
    archive = build(tmp_path / "dist", stub)
    assert archive.name == "wbl-feed-1.2.3.zip"
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        inner = {name.removeprefix("wbl-feed/") for name in names}
        assert packed.read("wbl-feed/spec/posting.schema.json") == (SPEC / "posting.schema.json").read_bytes()
        assert packed.read("wbl-feed/languages/wbl-feed-es_ES.mo")[:4] == b"\xde\x12\x04\x95"
    assert all(name.startswith("wbl-feed/") for name in names)
    own = {name for name in inner if not name.startswith("spec/")}
    assert own == {"wbl-feed.php", "readme.txt", "languages/wbl-feed-es_ES.po", "languages/wbl-feed-es_ES.mo"}
    vocabularies = {f"spec/vocabulary/{path.name}" for path in (SPEC / "vocabulary").glob("*.json")}
    profiles = {f"spec/{path.relative_to(SPEC).as_posix()}" for path in (SPEC / "profiles").rglob("*.json")}
    documents = {
        f"spec/{name}" for name in ("posting.schema.json", "feed.schema.json", "catalog.schema.json", "columns.json")
    }
    assert inner - own == vocabularies | profiles | documents


def test_the_same_files_give_the_same_zip(stub: Path, tmp_path: Path):
    """Neither the day, nor the times of the files, nor the order in which they lie on the disk is in it."""
    first = build(tmp_path / "first", stub).read_bytes()
    other = tmp_path / "copy" / "wbl-feed"
    for path in sorted(stub.rglob("*"), reverse=True):
        if path.is_file():
            (other / path.relative_to(stub)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, other / path.relative_to(stub))
    assert build(tmp_path / "second", other).read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist() == sorted(packed.namelist())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("wbl-feed.php", "Version: 1.2.3", "Version: 1.2.4", "the header of wbl-feed.php: 1.2.4; WBL_FEED_VERSION"),
        ("wbl-feed.php", "'1.2.3'", "'1.2'", "WBL_FEED_VERSION in wbl-feed.php: 1.2;"),
        ("readme.txt", "1.2.3", "trunk", "Stable tag in readme.txt: trunk"),
        ("readme.txt", "Stable tag: 1.2.3", "", "Stable tag in readme.txt: none"),
    ],
)
def test_versions_that_differ_are_refused(stub: Path, tmp_path: Path, name: str, old: str, new: str, said: str):
    """No zip is made if header, constant and readme.txt do not name one version; the message says which names what."""
    (stub / name).write_text((stub / name).read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError, match="the version is not everywhere the same") as refusal:
        build(tmp_path / "dist", stub)
    assert said in str(refusal.value)
    assert not list((tmp_path / "dist").glob("*.zip"))


def test_a_translation_is_as_gettext_reads_it():
    """Texts, contexts and plurals are translated; what is fuzzy, untranslated or obsolete stays English."""
    read = gettext.GNUTranslations(io.BytesIO(compiled(PO)))
    assert read.gettext("Hello") == "¡Hola!"
    assert read.pgettext("verb", "Post") == 'Publicar «"\n»'
    assert [read.ngettext("%d posting", "%d postings", n) for n in (1, 2)] == ["%d anuncio", "%d anuncios"]
    assert [read.gettext(text) for text in ("Old", "None yet", "Gone")] == ["Old", "None yet", "Gone"]
    assert read.info()["content-type"] == "text/plain; charset=UTF-8"


def test_a_translation_that_cannot_be_read_is_named(stub: Path, tmp_path: Path):
    """A broken line in a .po stops the build, with its text."""
    (stub / "languages" / "wbl-feed-es_ES.po").write_text('msgid "A"\nmsgstr "B\n', encoding="utf-8")
    with pytest.raises(BuildError, match=r'wbl-feed-es_ES\.po: line 2 of a message cannot be read: msgstr "B'):
        build(tmp_path / "dist", stub)


def test_the_command_makes_the_real_zip(tmp_path: Path):
    """``python publishers/wordpress/build.py --out FOLDER`` prints the path of a zip with the program, and no tests."""
    command = [sys.executable, building.__file__, "--out", str(tmp_path)]
    printed = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()
    assert printed == str(tmp_path / f"wbl-feed-{version()}.zip")
    with zipfile.ZipFile(printed) as packed:
        names = packed.namelist()
    assert {"wbl-feed/wbl-feed.php", "wbl-feed/uninstall.php", "wbl-feed/LICENSE", "wbl-feed/readme.txt"} <= set(names)
    wanted = {".php", ".txt", ".json", ".js", ".css", ".svg", ".png", ".po", ".pot", ".mo", ""}
    assert {Path(name).suffix for name in names} <= wanted
    assert [name for name in names if Path(name).suffix == ""] == ["wbl-feed/LICENSE"]
    assert len([name for name in names if name.endswith(".php")]) == len(list(PLUGIN.rglob("*.php")))
    assert not {"test", "tests"} & {part for name in names for part in name.split("/")}
    assert Path(printed).stat().st_size < 1_000_000
