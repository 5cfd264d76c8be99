"""The plug-in's words: each can be translated, each is in Spanish, and a site in Spanish shows them so."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.server import FaultServer, document
from wordpress.packages import OLDEST, SUITES
from wordpress.plugin_site import POSTING, set_up, written
from wordpress.real_site import RealSite
from wordpress.visitor import Visitor, text_of

from publishers.wordpress.build import PLUGIN, messages
from publishers.wordpress.translations import merged, template

LANGUAGES = PLUGIN / "languages"
POT = LANGUAGES / "wbl-feed.pot"
SPANISH = LANGUAGES / "wbl-feed-es_ES.po"
PLACEHOLDER = re.compile(r"%(?:\d+\$)?[sd]")
TAG = re.compile(r"<[^>]*>")
BRITISH = re.compile(
    r"plug-in|e-mail|for ever\b|\b(?:licence|catalogue|programme|organis|colour|cancelled|labour|centre|behaviour|favour)",
    re.IGNORECASE,
)
every_language_loader = pytest.mark.parametrize(
    "suite", [*SUITES, pytest.param(OLDEST, marks=pytest.mark.php_matrix)], scope="module"
)
"""Versions of WordPress differ in when they load translations, and from 6.8 on also look into a plug-in's own folder."""
OPTION = """
add_filter( 'locale', function ( $locale ) {
	return is_file( WP_CONTENT_DIR . '/spanish.txt' ) ? 'es_ES' : $locale;
} );"""
"""The language of the site. As an option it would need WordPress's own Spanish, which packages do not have."""
HUB = {
    "type": "DataFeed",
    "specVersion": "1.0",
    "id": "https://hub.example/feed",
    "name": "Statewide",
    "publisher": {"name": "The hub", "url": "https://hub.example/"},
    "license": "CC-BY-4.0",
    "timeZone": "America/New_York",
    "dateModified": "2026-11-01T00:00:00Z",
    "completeness": "complete",
    "items": [
        {
            "id": "https://reef.example/id/1", "url": "https://reef.example/1", "title": "Reef survey", "rolling": True,
            "dateModified": "2026-11-01T00:00:00Z", "activityType": "job-shadow", "status": "open",
            "eligibility": {"workPermit": "required", "gradeLevels": [11]},
        }
    ],
}  # fmt: skip


def told(path: Path) -> dict[str, str]:
    """Translations by message, without the header; a plural follows its singular after a NUL."""
    return {key: value for key, value in messages(path.read_text(encoding="utf-8")) if key}


def english(key: str) -> list[str]:
    """The texts of a message, without its context."""
    return key.rpartition("\x04")[2].split("\0")


def lasting(texts: list[str]) -> list[Counter[str]]:
    """What a translation keeps: placeholders and tags, each as often."""
    return [Counter(PLACEHOLDER.findall(text) + TAG.findall(text)) for text in texts]


@pytest.fixture
def gettext() -> None:
    """GNU gettext; without it the test is skipped."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not installed; CONTRIBUTING.md says how to get it")


@pytest.mark.usefixtures("gettext")
def test_the_files_are_what_the_command_writes():
    """After a change of a text somebody ran publishers/wordpress/translations.py."""
    pot = template()
    assert POT.read_text(encoding="utf-8") == pot
    for path in sorted(LANGUAGES.glob("*.po")):
        assert path.read_text(encoding="utf-8") == merged(path, pot)


@pytest.mark.usefixtures("gettext")
def test_texts_are_gathered_from_code_header_and_blocks(tmp_path: Path):
    """Of each kind of call; moving a line changes nothing, and a text that is gone is not kept."""
    (tmp_path / "blocks/one").mkdir(parents=True)
    plugin = tmp_path / f"{tmp_path.name}.php"
    plugin.write_text("<?php\n/**\n * Plugin Name: Own\n * Description: Does it.\n */", encoding="utf-8")
    block = {"title": "Row", "description": "Of boats", "keywords": ["oar"], "category": "widgets"}
    (tmp_path / "blocks/one/block.json").write_text(json.dumps(block), encoding="utf-8")
    code = tmp_path / "a.php"
    lines = """<?php
    echo esc_html_x( 'Post', 'verb', 'd' ), esc_attr__( 'It’s "so"', 'd' );
    /* translators: %s: number. */
    printf( _n( '%s boat', '%s boats', $n, 'd' ), $n );
    """
    code.write_text(lines, encoding="utf-8")
    pot = template(tmp_path)
    assert set(dict(messages(pot))) == {
        "", "Own", "Does it.", "block title\x04Row", "block description\x04Of boats", "block keyword\x04oar",
        "verb\x04Post", 'It’s "so"', "%s boat\0%s boats",
    }  # fmt: skip
    assert '#. translators: %s: number.\n#: a.php\n#, php-format\nmsgid "%s boat"' in pot
    start, first, *others = lines.splitlines()
    code.write_text("\n".join((start, "", *others, first)), encoding="utf-8")
    assert template(tmp_path) == pot
    po = tmp_path / "es.po"
    po.write_text(pot.replace('"%s boats"\nmsgstr[0] ""', '"%s boats"\nmsgstr[0] "%s bote"'), encoding="utf-8")
    code.write_text(lines.replace("'Post'", "'Posts'").replace("'It’s \"so\"'", "'Now'"), encoding="utf-8")
    again = dict(messages(merged(po, template(tmp_path))))
    assert again["%s boat\0%s boats"] == "%s bote\0"
    assert again["verb\x04Posts"] == again["Now"] == ""
    assert "verb\x04Post" not in again


def test_every_placeholder_is_explained():
    """A comment for translators says what stands for each %s."""
    blocks = [block for block in POT.read_text(encoding="utf-8").split("\n\n") if "msgid" in block]
    with_placeholder = [block for block in blocks if PLACEHOLDER.search(block.partition("msgid")[2])]
    assert len(with_placeholder) > 50
    assert [block for block in with_placeholder if "#. translators:" not in block] == []
    without = [block for block in blocks if "#. translators:" in block and "%" in block.partition("msgid")[0]]
    assert [block for block in without if block not in with_placeholder] == []


def test_english_is_american():
    """Schools in the United States read it: spelling, in texts of the program and in readme.txt."""
    texts = [text for key in told(POT) for text in english(key)]
    texts += (PLUGIN / "readme.txt").read_text(encoding="utf-8").splitlines()
    assert [text for text in texts if BRITISH.search(text)] == []


def test_the_domain_is_the_name_of_the_files():
    """WordPress finds translations by the text domain and the folder that the plug-in's header names."""
    header = (PLUGIN / "wbl-feed.php").read_text(encoding="utf-8")
    assert re.search(r"Text Domain:\s+wbl-feed\n", header)
    assert re.search(r"Domain Path:\s+/languages\n", header)
    blocks = [json.loads(path.read_text(encoding="utf-8")) for path in PLUGIN.glob("blocks/*/block.json")]
    assert {block["textdomain"] for block in blocks} == {"wbl-feed"}


def test_spanish_has_every_message():
    """None is missing, empty, fuzzy or left over; a plural has both its forms."""
    spanish = told(SPANISH)
    assert set(spanish) == set(told(POT))
    assert len(spanish) > 700
    assert [key for key, value in spanish.items() if not all(value.split("\0"))] == []
    assert [key for key, value in spanish.items() if len(value.split("\0")) != len(english(key))] == []
    text = SPANISH.read_text(encoding="utf-8")
    assert "fuzzy" not in text
    assert "No speaker of Spanish has reviewed it yet." in text.split("msgid")[0]
    assert '"Plural-Forms: nplurals=2; plural=n != 1;\\n"' in text


def test_spanish_keeps_placeholders_tags_and_spaces():
    """Each form has the placeholders and tags of the English, and begins and ends like it."""
    for key, value in told(SPANISH).items():
        source, target = english(key), value.split("\0")
        assert lasting(source) == lasting(target), key
        for one, other in zip(source, target, strict=True):
            assert (one[:1].isspace(), one[-1:].isspace()) == (other[:1].isspace(), other[-1:].isspace()), key
            assert one[-1:] not in ":…" or one[-1] == other[-1], key


def test_explanations_are_of_notices_that_there_are():
    """Each sentence that stands for one of the standard's belongs to a code that the program gives."""
    explained = re.findall(r"'(\w+)' +=> __\(", (PLUGIN / "includes/editor/class-explanations.php").read_text("utf-8"))
    code = "".join(path.read_text(encoding="utf-8") for path in (PLUGIN / "includes/standard").glob("*.php"))
    assert len(explained) > 40
    assert set(explained) <= set(re.findall(r"\( '(\w+)', ", code))


@pytest.fixture(scope="module")
def spanish_site(wbl_site: RealSite) -> Iterator[RealSite]:
    """A site in Spanish, set up, with a sound posting and one that has a mistake."""
    set_up(wbl_site)
    written(wbl_site, POSTING)
    second = written(wbl_site, {**POSTING, "title": "Second"})
    wbl_site.php(
        f"$posting = WblFeed\\Source\\Own_Postings::posting( {second} ); $posting->applicationDeadline = '2027-02-30';"
        f"WblFeed\\Source\\Own_Postings::store( {second}, $posting );"
    )
    wbl_site.plugin("language", OPTION)
    switch = wbl_site.folder / "wp-content" / "spanish.txt"
    switch.touch()
    yield wbl_site
    switch.unlink()


def left_in_english(page: str) -> list[str]:
    """Sentences of the plug-in that a page shows in English."""
    return [
        text for key, value in told(SPANISH).items() for text in english(key)
        if text != value and len(text.split()) > 3 and not PLACEHOLDER.search(text) and text in page
    ]  # fmt: skip


@pytest.mark.slow
@every_language_loader
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("edit.php?post_type=wbl_posting&page=wbl-feed", ["1. ¿Quiénes son ustedes?", "Su feed es válido: 2 ofertas", "Massachusetts"]),
        ("edit.php?post_type=wbl_posting&page=wbl-feed-mapping", ["Asignar sus campos", "Tipo de entradas"]),
        ("post-new.php?post_type=wbl_posting", ["Oferta WBL", "Tipo de actividad", "Observación en el trabajo", "Última verificación"]),
        ("edit.php?post_type=wbl_posting", ["Ofertas WBL", "Última verificación", "Fecha límite", "Pasantía", "Corregir"]),
        ("plugins.php", ["Publica las pasantías, la observación en el trabajo"]),
    ],
)  # fmt: skip
def test_an_admin_page_in_spanish(spanish_site: RealSite, path: str, shown: list[str]):
    """Words of the plug-in and labels of the vocabularies are in Spanish, and no sentence is left in English."""
    page = text_of(Visitor(spanish_site).get(f"wp-admin/{path}"))
    assert [text for text in shown if text not in page] == []
    assert left_in_english(page) == []


@pytest.mark.slow
@every_language_loader
def test_notices_in_spanish(spanish_site: RealSite):
    """What the check of the standard finds is said in Spanish at its field; in English it names what was found."""
    with spanish_site.undone():
        post = written(spanish_site, {**POSTING, "title": "INTERNSHIP AT THE AQUARIUM", "description": "Short."})
        path = f"wp-admin/post.php?post={post}&action=edit"
        spanish = text_of(Visitor(spanish_site).get(path))
        spanish_site.php("update_user_meta( 1, 'locale', 'en_US' );")
        english_ = text_of(Visitor(spanish_site).get(path))
    assert "Revise: El título está en mayúsculas. Escríbalo como una oración." in spanish
    assert "Revise: La descripción es muy corta." in spanish
    assert "Please check: The title is in capitals: “INTERNSHIP AT THE AQUARIUM”." in english_


@pytest.mark.slow
@every_language_loader
def test_statewide_postings_in_spanish(spanish_site: RealSite):
    """Visitors see the list in Spanish; the editor offers the block by a Spanish name, with Spanish words."""
    hub = FaultServer()
    hub.behaviours["/by/region/us-ma-stem.cape-cod/feed.json"] = document(json.dumps(HUB).encode())
    with spanish_site.undone():
        spanish_site.plugin("private", "add_filter( 'wbl_feed_hub_allow_private', '__return_true' );")
        list_ = spanish_site.php(
            f"WblFeed\\Feed\\Settings::save( array( 'hub' => '{hub.address}' ) );"
            "wp_set_current_user( 0 ); echo do_shortcode( '[wbl_postings region=\"us-ma-stem:cape-cod\"]' );"
        )
    hub.close()
    for text in (
        "Observación en el trabajo",
        "Se requiere permiso de trabajo".lower(),
        "hasta cubrir las plazas",
        "Licencia: ",
    ):
        assert text in list_
    assert left_in_english(list_) == []
    title = "WP_Block_Type_Registry::get_instance()->get_registered( 'wbl-feed/postings' )->title"
    assert spanish_site.php(f"echo {title};") == "Ofertas de todo el estado"
    offer = spanish_site.php(
        "WblFeed\\Hub\\Block::offer(); echo implode( wp_scripts()->get_data( 'wbl-feed-hub-editor', 'before' ) );"
    )
    words = json.loads(offer[offer.index("{") : offer.rindex("}") + 1])
    assert words["words"]["region"] == "Región"
    assert {"value": "internship", "label": "Pasantía"} in words["type"]


@pytest.mark.slow
@every_language_loader
def test_each_person_has_a_language(spanish_site: RealSite):
    """Whoever chose English reads English on a site in Spanish; what is published is the same for everybody."""
    spanish_site.php("update_user_meta( 1, 'locale', 'en_US' );")
    page = text_of(Visitor(spanish_site).get("wp-admin/edit.php?post_type=wbl_posting"))
    spanish_site.php("delete_user_meta( 1, 'locale' );")
    assert "Last verified" in page
    assert "Última verificación" not in page
    before = spanish_site.ask("feed/wbl.json").json["items"]
    switch = spanish_site.folder / "wp-content" / "spanish.txt"
    switch.unlink()
    spanish_site.php("WblFeed\\Feed\\Catch_Up::run( 60.0 );")
    assert spanish_site.ask("feed/wbl.json").json["items"] == before
    switch.touch()


@pytest.mark.slow
def test_spanish_of_another_country_is_spanish(spanish_site: RealSite):
    """A site in the Spanish of Mexico has the one Spanish that there is, and not English."""
    spanish_site.plugin("mexico", "add_filter( 'locale', function () { return 'es_MX'; }, 20 );")
    try:
        assert spanish_site.php("echo __( 'WBL postings', 'wbl-feed' );") == "Ofertas WBL"
    finally:
        spanish_site.plugin("mexico", "")
