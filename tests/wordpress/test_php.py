"""The plug-in's PHP is written as WordPress asks: every file compiles, and no rule of Plugin Check that a text shows is broken."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from wordpress.php_rules import RULES, Findings
from wordpress.php_source import Source, sources

from publishers.wordpress.build import PLUGIN

needs_php = pytest.mark.skipif(
    not shutil.which("php"), reason="php is not installed; CONTRIBUTING.md says how to get it"
)
GUARD = "defined( 'ABSPATH' ) || exit;"
BROKEN = {
    "guard": ["namespace WblFeed;", "if ( defined( 'ABSPATH' ) ) { echo 1; }"],
    "tags": ["?>", "?><?= 1;", "?>text"],
    "functions": ["print_r( $a );", "die;", "eval( $a );", "echo `ls`;", "date( 'Y' );", "json_encode( 1 );", "\\array_is_list( $a );"],
    "translation": ["__( 'A' );", "esc_html__( $a, 'wbl-feed' );", "_e( 'A', 'other' );", '__( "a $b", \'wbl-feed\' );', "_n( 'A', $b, 2, 'wbl-feed' );"],
    "placeholders": ["__( '%s', 'wbl-feed' );", "/* translators: A and b. */\n__( '%s %s', 'wbl-feed' );", "/* translators: Far. */\n\n_n( '%d', '%d', $n, 'wbl-feed' );"],
    "paging": ["f( array( 'posts_per_page' => -1 ) );", "f( [ 'nopaging' => true ] );"],
    "remote": ["wp_enqueue_script( 'a', 'https://cdn.example/a.js' );", "$a = '<script>';", "$a = '<script src=\"a.js\">';", "$a = '<img src=\"https://a.example/b.png\">';"],
    "inputs": ["$a = $_GET['a'];", "$a = sanitize_text_field( $_POST['a'] );", "$a = wp_unslash( $_SERVER['A'] );", "$a = isset( $_GET['a'] ) ? wp_unslash( $_GET['a'] ) : sanitize_key( '' );"],
    "nonces": ["function f() { return isset( $_POST['a'] ); }", "$f = function () { return absint( $_GET['a'] ); };"],
    "output": ["echo $a;", "echo '<p>' . $a;", "printf( '%s', __( 'A', 'wbl-feed' ) );", "echo esc_html( $a ), $b;", "echo $a ? 'b' : $c;", "echo $a ?: 'b';", "echo ( $a ? $b : 'c' ) . 'd';", 'echo "a $b";', "echo strtoupper( esc_html( $a ) );", "_e( 'A', 'wbl-feed' );", "wp_die( $a );"],
    "queries": ['$wpdb->query( "DELETE FROM $table WHERE a = $b" );', "$wpdb->get_var( 'SELECT ' . $a );"],
    "names": ["define( 'MINE', 1 );", "do_action( 'saved' );", "function f() {}", "class Feed {}"],
    "syntax": ["$a?->b;", "$a = match ( 1 ) { 1 => 2 };", "class A { function __construct( private $a ) {} }", "function f( int|string $a ) {}", "f( a: 1 );", "function f( $a, ) {}"],
}  # fmt: skip
"""By rule, what breaks it."""
SOUND = """
/* translators: %s: a name. */
printf( '<p class="%s">%d %s</p>', esc_attr( $a ), (int) $b, esc_html( sprintf( __( 'Of %s', 'wbl-feed' ), $c ) ) );
echo $a ? '<b>' . esc_html( $a ) . '</b>' : esc_html__( 'A', 'wbl-feed' );
function wbl_feed_f( int $a, ?string $b = null ): ?array {
	check_admin_referer( 'a' );
	$c = isset( $_POST['c'] ) ? sanitize_text_field( wp_unslash( $_POST['c'] ) ) : '';
	$d = 'POST' === $_SERVER['REQUEST_METHOD'] && array_map( 'absint', (array) wp_unslash( $_POST['d'] ?? array() ) ); // phpcs:ignore WordPress.Security -- absint.
	return $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->posts} WHERE a = %d", $c ) );
}
f( array( 'posts_per_page' => 100 ), $a ? b : c, '<script type="application/ld+json">' );
"""


@pytest.fixture(scope="module")
def plugin() -> list[Source]:
    """All PHP files of the plug-in; they compile."""
    return sources(PLUGIN)


def source(tmp_path: Path, code: str, name: str = "part.php") -> Source:
    """A file with this code after the guard."""
    (tmp_path / name).write_text(f"<?php\n{GUARD}\n{code}\n", encoding="utf-8")
    return sources(tmp_path)[0]


@needs_php
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_plugin_keeps_the_rule(plugin: list[Source], rule: Callable[[Source], Findings]):
    """Every file compiles without a notice and keeps this rule."""
    assert len(plugin) > 20
    found = [f"{source.name}:{line}: {message}" for source in plugin for line, message in rule(source)]
    assert not found, "\n".join(found)


@needs_php
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_what_breaks_it(tmp_path: Path, rule: Callable[[Source], Findings]):
    """Each way of breaking this rule is found, and sound code is not."""
    assert not list(rule(source(tmp_path, SOUND)))
    for code in BROKEN[rule.__name__]:
        if rule.__name__ == "guard":
            (tmp_path / "part.php").write_text(f"<?php\n{code}\n", encoding="utf-8")
            assert list(rule(sources(tmp_path)[0])), code
        else:
            assert list(rule(source(tmp_path, code))), code


@needs_php
def test_a_file_that_does_not_compile_is_found(tmp_path: Path):
    """A mistake that PHP would only meet when the file is loaded is met here, and a notice too."""
    with pytest.raises(AssertionError, match="unexpected"):
        source(tmp_path, "$a = ;")
    with pytest.raises(AssertionError, match="Cannot redeclare"):
        source(tmp_path, "class A { function f() {} function f() {} }")


@needs_php
def test_a_rule_may_be_broken_where_the_file_says_so(tmp_path: Path):
    """The comment of PHP_CodeSniffer counts for its rule, on its line or the one after, and nowhere else."""
    allowed = "// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- why"
    (output,) = [rule for rule in RULES if rule.__name__ == "output"]
    assert not list(output(source(tmp_path, f"echo $a; {allowed}\n{allowed}\necho $a;")))
    assert list(output(source(tmp_path, f"{allowed}\n\necho $a;")))
    assert list(output(source(tmp_path, "echo $a; // phpcs:ignore WordPress.DB")))


def test_header_and_readme_agree():
    """What WordPress.org reads of a plug-in stands in both places and is the same; it takes no more."""
    header = dict(
        re.findall(r"^ \* ([A-Z][\w ]+):\s+(.+)$", (PLUGIN / "wbl-feed.php").read_text("utf-8"), re.MULTILINE)
    )
    text = (PLUGIN / "readme.txt").read_text("utf-8")
    readme = dict(re.findall(r"^([A-Z][\w ]+): (.+)$", text.split("\n\n")[0], re.MULTILINE))
    for name in ("Requires at least", "Requires PHP", "License", "License URI"):
        assert header[name] == readme[name], name
    assert re.fullmatch(r"=== (.+) ===", text.splitlines()[0])[1] == header["Plugin Name"]
    assert (header["Text Domain"], header["Domain Path"]) == ("wbl-feed", "/languages")
    assert header["License"] == "GPL-2.0-or-later"
    assert (header["Requires at least"], header["Requires PHP"]) == ("6.4", "7.4"), "what test_php_matrix.py tries"
    assert re.fullmatch(r"\d+\.\d+", readme["Tested up to"])
    assert readme["Contributors"]
    assert len(readme["Tags"].split(",")) <= 5
    short = text.split("\n\n")[1].strip()
    assert 0 < len(short) <= 150, f"the short description has {len(short)} characters"
    for section in ("Description", "Installation", "Changelog"):
        assert f"\n== {section} ==\n" in text
    assert f"\n= {readme['Stable tag']} =\n" in text, "the changelog does not name this version"


def test_scripts_and_styles_are_the_plugins_own():
    """No script, style or block asks another site for anything, runs a text as a program, or is an empty file."""
    files = [path for path in PLUGIN.rglob("*") if path.suffix in {".js", ".css", ".json"}]
    assert files
    for path in files:
        text = path.read_text("utf-8")
        assert text.strip(), path.name
        assert not re.search(
            r"@import|url\(\s*['\"]?(https?:)?//|\beval\(|new Function\(|innerHTML\s*=|document\.write", text
        ), path
        if path.suffix != ".json":
            assert not re.search(
                r"https?://(?!schemas\.wp\.org|www\.w3\.org)", re.sub(r"/\*.*?\*/", "", text, flags=re.S)
            ), path
