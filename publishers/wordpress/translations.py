"""Brings the plug-in's translations up to date: ``python publishers/wordpress/translations.py``.

What the plug-in says is written to ``languages/wbl-feed.pot``; every ``languages/wbl-feed-<locale>.po`` gets new
messages, empty, and loses what is gone. A message never gets the translation of another that is like it. Neither
file tells a date or the number of a line, so they change with the words alone. Needs GNU gettext.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PLUGIN = Path(__file__).resolve().parent / "wbl-feed"
KEYWORDS = (
    "__", "_e", "_x:1,2c", "_ex:1,2c", "_n:1,2", "_nx:1,2,4c", "_n_noop:1,2", "_nx_noop:1,2,3c", "esc_html__",
    "esc_html_e", "esc_html_x:1,2c", "esc_attr__", "esc_attr_e", "esc_attr_x:1,2c",
)  # fmt: skip
"""WordPress's functions for translation, with the places of their texts, plurals and contexts."""
HEADERS = {"Plugin Name": "Name of the plugin", "Description": "Description of the plugin"}
"""Lines of the main file's header that WordPress translates on its screen of plug-ins."""
BLOCK = {"title": "block title", "description": "block description", "keywords": "block keyword"}
"""Members of a block.json that WordPress translates, with their contexts (wp-includes/block-i18n.json)."""
FORM = ("--no-wrap", "--sort-by-file", "--add-location=file")
HEAD = r"""
# Texts of the WordPress plugin WBL Feed.
# This file is distributed under the same license as the plugin (GPL-2.0-or-later).
msgid ""
msgstr ""
"Project-Id-Version: WBL Feed\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"X-Domain: wbl-feed\n"
""".lstrip()


def template(plugin: Path = PLUGIN) -> str:
    """The .pot: what the plug-in's PHP, its header and its blocks say."""
    files = sorted(path.relative_to(plugin).as_posix() for path in plugin.rglob("*.php"))
    keywords = [f"--keyword={keyword}" for keyword in ("", *KEYWORDS)]
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "wbl-feed.pot"
        pot.write_text("\n".join((HEAD, *_header(plugin), *_blocks(plugin))), encoding="utf-8")
        _gettext(
            "xgettext", "--language=PHP", "--from-code=UTF-8", "--add-comments=translators:", *keywords, *FORM,
            "--join-existing", f"--output={pot}", *files, folder=plugin,
        )  # fmt: skip
        # Once more, since xgettext itself has messages of a file by their lines.
        _gettext("msgcat", *FORM, f"--output={pot}", str(pot), folder=plugin)
        return HEAD + "\n" + _messages(pot.read_text(encoding="utf-8"))


def merged(translation: Path, pot: str) -> str:
    """A .po with the messages of the .pot and its own header."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "new.pot").write_text(pot, encoding="utf-8")
        _gettext("msgmerge", "--quiet", "--no-fuzzy-matching", *FORM, f"--output={folder}/new.po",
                 str(translation), f"{folder}/new.pot", folder=PLUGIN)  # fmt: skip
        _gettext("msgattrib", "--no-obsolete", *FORM, f"--output={folder}/po", f"{folder}/new.po", folder=PLUGIN)
        head = translation.read_text(encoding="utf-8").split("\n\n")[0]
        return head + "\n\n" + _messages((Path(folder) / "po").read_text(encoding="utf-8"))


def translations(plugin: Path = PLUGIN) -> Iterator[tuple[Path, str]]:
    """Each file of ``languages/`` that the command writes, with its text."""
    pot = template(plugin)
    yield plugin / "languages" / "wbl-feed.pot", pot
    for path in sorted((plugin / "languages").glob("wbl-feed-*.po")):
        yield path, merged(path, pot)


def _header(plugin: Path) -> Iterator[str]:
    main = plugin / f"{plugin.name}.php"
    for line, meaning in HEADERS.items():
        found = re.search(rf"^\s*\*\s*{line}:\s*(.+?)\s*$", main.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            yield _message(found[1], main.name, comment=meaning)


def _blocks(plugin: Path) -> Iterator[str]:
    for path in sorted(plugin.glob("blocks/*/block.json")):
        block = json.loads(path.read_text(encoding="utf-8"))
        for member, context in BLOCK.items():
            said = block.get(member, [])
            for text in [said] if isinstance(said, str) else said:
                yield _message(text, path.relative_to(plugin).as_posix(), context)


def _message(text: str, file: str, context: str = "", comment: str = "") -> str:
    lines = [f"#. {comment}."] if comment else []
    lines += [f"#: {file}"]
    lines += [f"msgctxt {json.dumps(context)}"] if context else []
    return "\n".join((*lines, f"msgid {json.dumps(text, ensure_ascii=False)}", 'msgstr ""', ""))


def _messages(text: str) -> str:
    """What follows the header: gettext adds dates to that, as far as its version does."""
    return text.split("\n\n", 1)[1].rstrip("\n") + "\n"


def _gettext(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - tools of gettext, by the names above


def main() -> int:
    """Write the files; 1 with the reason if a tool is missing or finds fault with a file."""
    try:
        for path, text in translations():
            path.write_text(text, encoding="utf-8")
            missing = text.count('msgstr ""\n\n') + text.count('msgstr[0] ""\n')
            print(f"{path.name}: {missing if path.suffix == '.po' else 0} messages to be translated")  # noqa: T201
    except FileNotFoundError as error:
        print(f"GNU gettext is not installed: {error.filename} is missing", file=sys.stderr)  # noqa: T201
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{error.cmd[0]} failed", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
