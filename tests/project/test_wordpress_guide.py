"""The webmaster's guide knows the plug-in: its addresses, commands and attributes."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "publishers" / "wordpress" / "wbl-feed"
GUIDE = (ROOT / "docs" / "publish-from-wordpress.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", re.findall(r"'\^([a-z./\\-]+?)(?:/\?)?\$'", (PLUGIN / "includes/feed/class-discovery.php").read_text())
)
def test_each_address_is_in_the_guide(path: str):
    """Every fixed path that the plug-in answers is in the table of addresses."""
    assert f"`/{path.replace(chr(92), '')}" in GUIDE


def test_each_command_is_in_the_guide():
    """Every command of WP-CLI is shown."""
    text = (PLUGIN / "includes/cli/class-commands.php").read_text()
    commands = re.findall(r"public function (\w+)\(", text)
    assert len(set(commands)) >= 4
    assert [name for name in commands if f"wp wbl {name}" not in GUIDE] == []


def test_each_attribute_of_the_shortcode_is_in_the_guide():
    """What the block can be told, the shortcode can too, and the guide says so."""
    attributes = json.loads((PLUGIN / "blocks/postings/block.json").read_text())["attributes"]
    missing = [name for name in attributes if not re.search(rf"\b{name}=|`{name}`", GUIDE)]
    assert missing == []


def test_versions_are_those_that_the_plug_in_states():
    """The guide asks for the WordPress and the PHP that the header of the plug-in asks for."""
    header = (PLUGIN / "wbl-feed.php").read_text()
    for name, word in (("Requires at least", "WordPress"), ("Requires PHP", "PHP")):
        version = re.search(rf"{name}:\s+([\d.]+)", header)
        assert version
        assert f"{word} {version[1]} or newer" in GUIDE
