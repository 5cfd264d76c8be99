"""What WordPress.org's Plugin Check and its reviewers ask of a plug-in's PHP, as far as its text shows it.

The WordPress Coding Standards themselves are not in a package that can be had (CONTRIBUTING.md); these are their rules
about safety and translation, with their names. A comment ``phpcs:ignore NAME -- why`` lets one be broken, where it can.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from wordpress.php_source import Call, Source, Token, calls, end_of, split

DOMAIN = "'wbl-feed'"
TRANSLATE = {
    "__": 2, "_e": 2, "esc_html__": 2, "esc_html_e": 2, "esc_attr__": 2, "esc_attr_e": 2, "_x": 3, "_ex": 3,
    "esc_html_x": 3, "esc_attr_x": 3, "_n": 4, "_nx": 5, "_n_noop": 3, "_nx_noop": 4,
}  # fmt: skip
"""Functions that translate, and how many arguments they have; the last is the text domain."""
NUMBERS = {"_n": 2, "_nx": 2}
"""Of these the argument that is a number."""
INPUT = {"$_GET", "$_POST", "$_REQUEST", "$_COOKIE", "$_SERVER", "$_FILES"}
SANITIZE = re.compile(r"sanitize_\w+|absint|intval|floatval|wp_kses\w*|esc_url_raw|wp_verify_nonce|is_email|strtotime")
ESCAPE = re.compile(
    r"esc_\w+|wp_kses\w*|absint|intval|floatval|count|wp_json_encode|number_format_i18n|wp_nonce_field|checked|selected"
    r"|disabled|wp_create_nonce|get_search_query|the_\w+|paginate_links|get_submit_button|settings_fields|bloginfo"
    r"|rawurlencode|urlencode|wp_get_inline_script_tag|wp_json_file_decode"
)
"""What gives text that is safe in HTML."""
FORBIDDEN = {
    "WordPress.PHP.DevelopmentFunctions": "error_log var_dump var_export print_r debug_backtrace phpinfo trigger_error",
    "WordPress.PHP.DiscouragedPHPFunctions": (
        "base64_decode base64_encode create_function eval exec passthru shell_exec system proc_open popen serialize "
        "unserialize extract error_reporting mb_internal_encoding move_uploaded_file"
    ),
    "WordPress.PHP.IniSet": "ini_set set_time_limit",
    "WordPress.DateTime.RestrictedFunctions": "date date_default_timezone_set",
    "WordPress.WP.AlternativeFunctions": (
        "curl_init curl_exec fsockopen json_encode strip_tags rand mt_rand parse_url unlink rename file_put_contents "
        "readfile mkdir rmdir is_writable"
    ),
    "PHPCompatibility.FunctionUse.NewFunctions": (
        "array_is_list array_find array_find_key array_any array_all array_first array_last get_debug_type fdiv "
        "json_validate mb_str_pad mb_trim preg_last_error_msg iterator_apply_all ctype_alnum_ascii str_increment"
    ),
}
"""By rule, the functions that are not called. Of the last PHP 7.4 and WordPress 6.4 know nothing."""
WITHOUT_WORDPRESS = "includes/standard/"
NEW_SYNTAX = {"T_MATCH", "T_ENUM", "T_READONLY", "T_ATTRIBUTE", "T_NULLSAFE_OBJECT_OPERATOR"}
Findings = Iterator[tuple[int, str]]


def guard(source: Source) -> Findings:
    """A file does nothing when it is asked for directly."""
    wanted = "WP_UNINSTALL_PLUGIN" if source.name == "uninstall.php" else "ABSPATH"
    code = "".join(token.text for token in source.code)
    if not re.match(rf"<\?php\s*(namespace[\w\\\s]+;)?(use[\w\\\s]+;)*defined\('{wanted}'\)\|\|exit;", code):
        yield 1, f"does not begin with defined( '{wanted}' ) || exit;"


def tags(source: Source) -> Findings:
    """PHP begins with ``<?php`` and is not left."""
    for token in source.code:
        if token.kind in {"T_CLOSE_TAG", "T_OPEN_TAG_WITH_ECHO"} or (
            token.kind == "T_OPEN_TAG" and "php" not in token.text
        ):
            yield token.line, f"{token.text.strip()} is not used"
        if token.kind == "T_INLINE_HTML":
            yield token.line, "text outside of PHP"


def functions(source: Source) -> Findings:
    """No function that has no place in a plug-in, or that PHP 7.4 does not have."""
    for sniff, names in FORBIDDEN.items():
        if sniff == "WordPress.WP.AlternativeFunctions" and source.name.startswith(WITHOUT_WORDPRESS):
            continue
        for call in source.calls(*names.split()):
            if not source.ignored(sniff, call.line):
                yield call.line, f"{call.name}() ({sniff})"
    for token in source.code:
        if token.kind in {"T_EVAL", "T_GOTO", "`"} or (token.kind == "T_EXIT" and token.text.lower() == "die"):
            yield token.line, f"{token.text} is not used"


def translation(source: Source) -> Findings:
    """What is translated is a literal text with the plug-in's own domain."""
    for call in source.calls(*TRANSLATE):
        wanted = TRANSLATE[call.name]
        texts = [part for number, part in enumerate(call.arguments) if number != NUMBERS.get(call.name)]
        if len(call.arguments) != wanted:
            yield call.line, f"{call.name}() has {len(call.arguments)} arguments and not {wanted}"
        elif any(len(text) != 1 or text[0].kind != "T_CONSTANT_ENCAPSED_STRING" for text in texts):
            yield call.line, f"{call.name}() of what is not a literal text"
        elif call.arguments[-1][0].text != DOMAIN:
            yield call.line, f"{call.name}() with the domain {call.arguments[-1][0].text}"


def placeholders(source: Source) -> Findings:
    """A translator is told what stands for a placeholder, on the line before; and several are numbered."""
    told = {
        comment.line + comment.text.rstrip("\n").count("\n")
        for comment in source.comments
        if re.match(r"/[*/]+\s*translators:", comment.text, re.IGNORECASE)
    }
    for call in source.calls(*TRANSLATE):
        found = re.findall(r"(?<!%)%(?:\d+\$)?[ds]", call.arguments[0][0].text) if call.arguments else []
        if found and not told & {call.line, call.line - 1}:
            yield call.line, f"no translators: comment for {found[0]}"
        if len(found) > 1 and any("$" not in one for one in found):
            yield call.line, "several placeholders are numbered: %1$s, %2$s"


def paging(source: Source) -> Findings:
    """No query for all posts at once."""
    for place, token in enumerate(source.code[:-3]):
        value = "".join(after.text for after in source.code[place + 2 : place + 4])
        name = token.text.strip("'\"")
        if source.code[place + 1].kind == "T_DOUBLE_ARROW" and name in {"posts_per_page", "numberposts", "number"}:
            if value.startswith("-1"):
                yield token.line, f"{name} => -1"
        elif source.code[place + 1].kind == "T_DOUBLE_ARROW" and name == "nopaging":
            yield token.line, "nopaging"


def remote(source: Source) -> Findings:
    """Scripts, styles, fonts and pictures come with the plug-in."""
    for call in source.calls("wp_enqueue_script", "wp_register_script", "wp_enqueue_style", "wp_register_style"):
        if any("//" in token.text for part in call.arguments for token in part):
            yield call.line, f"{call.name}() of another site's file"
    for token in source.code:
        if re.search(
            r"<(link|img|iframe)\b[^>]*\b(src|href)=.?https?:|<script(?! type=.application/ld\+json)", token.text
        ):
            yield token.line, "a script, or another site's file, in a text"


def inputs(source: Source) -> Findings:
    """What a browser sends is unslashed and sanitised in the statement that reads it, or its presence is only asked."""
    sniff = "WordPress.Security.ValidatedSanitizedInput"
    for statement in source.statements():
        for place, token in enumerate(statement):
            if token.text not in INPUT or source.ignored(sniff, token.line):
                continue
            names = {call.name for call in calls(statement)}
            around = _around(statement, place)
            compared = any(near.kind in {"T_IS_IDENTICAL", "T_IS_NOT_IDENTICAL"} for near in _near(statement, place))
            if {"isset", "empty", "unset", "is_array", "is_string"} & set(around) or compared:
                continue
            if not any(SANITIZE.fullmatch(name) for name in around) and not _cast(statement):
                yield token.line, f"{token.text} is not sanitised ({sniff})"
            if not names & {"wp_unslash", "absint", "sanitize_key", "wp_verify_nonce"} and not _cast(statement):
                yield token.line, f"{token.text} is not unslashed ({sniff})"


def nonces(source: Source) -> Findings:
    """A function that reads a form checks its nonce; one that only reads an address says why it need not."""
    sniff = "WordPress.Security.NonceVerification"
    for body in source.functions():
        checked = any(True for _ in calls(body, "check_admin_referer", "wp_verify_nonce", "check_ajax_referer"))
        for token in body:
            if token.text in {"$_GET", "$_POST", "$_REQUEST"} and not checked and not source.ignored(sniff, token.line):
                yield token.line, f"{token.text} without a nonce ({sniff})"


def output(source: Source) -> Findings:
    """What is printed is escaped where it is printed."""
    sniff = "WordPress.Security.EscapeOutput"
    for statement in source.statements():
        for start, end in _printed(statement):
            pieces = (piece for part in split(statement[start:end]) for piece in _pieces(part))
            for loose in filter(None, map(_loose, pieces)):
                if not source.ignored(sniff, loose.line):
                    yield loose.line, f"{loose.text} is not escaped ({sniff})"


def queries(source: Source) -> Findings:
    """A query with something that varies in it is prepared."""
    sniff = "WordPress.DB.PreparedSQL"
    code = source.code
    for place, token in enumerate(code[:-3]):
        method = code[place + 2]
        asked = method.text in {"query", "get_results", "get_var", "get_row", "get_col"}
        if token.text != "$wpdb" or not asked or source.ignored(sniff, token.line):
            continue
        inner = code[place + 4 : end_of(code, place + 3)]
        prepared = any(one.text == "prepare" for one in inner)
        varies = [one for one in inner if one.kind == "T_VARIABLE" and one.text not in {"$wpdb", "$table"}]
        if varies and not prepared:
            yield token.line, f"{varies[0].text} in a query that is not prepared ({sniff})"


def names(source: Source) -> Findings:
    """What all plug-ins share carries this one's name: constants, options, hooks, global functions."""
    sniff = "WordPress.NamingConventions.PrefixAllGlobals"
    for call in source.calls("define", "apply_filters", "do_action", "add_option", "update_option", "set_transient"):
        first = call.arguments[0][0] if call.arguments else Token("", "", call.line)
        literal = first.kind == "T_CONSTANT_ENCAPSED_STRING"
        ours = re.match(r"['\"]_?wbl_", first.text, re.IGNORECASE)
        if literal and not ours and not source.ignored(sniff, call.line):
            yield call.line, f"{call.name}( {first.text} )"
    if "T_NAMESPACE" not in {token.kind for token in source.code}:
        for place, token in enumerate(source.code[:-1]):
            name = source.code[place + 1]
            if (
                token.kind in {"T_FUNCTION", "T_CLASS"}
                and name.kind == "T_STRING"
                and not name.text.startswith("wbl_feed_")
            ):
                yield token.line, f"{name.text} is everybody's name"


def syntax(source: Source) -> Findings:
    """Nothing that PHP 7.4 cannot read; a real PHP 7.4 reads the files too, in test_php_matrix.py."""
    code = source.code
    for place, token in enumerate(code):
        if token.kind in NEW_SYNTAX:
            yield token.line, f"{token.text} needs PHP 8"
        if token.kind in {"T_FUNCTION", "T_FN"}:
            start = next(n for n in range(place, len(code)) if code[n].kind == "(")
            parameters = code[start + 1 : end_of(code, start)]
            for one in parameters:
                if one.kind in {"T_PUBLIC", "T_PRIVATE", "T_PROTECTED", "|"} or one.kind.startswith("T_AMPERSAND_NOT"):
                    yield one.line, f"{one.text} in parameters needs PHP 8"
            if parameters and parameters[-1].kind == ",":
                yield token.line, "a comma after the last parameter needs PHP 8"
    for call in source.calls():
        for part in call.arguments:
            if len(part) > 1 and part[0].kind == "T_STRING" and part[1].kind == ":":
                yield call.line, f"a named argument of {call.name}() needs PHP 8"


RULES: list[Callable[[Source], Findings]] = [
    guard, tags, functions, translation, placeholders, paging, remote, inputs, nonces, output, queries, names, syntax,
]  # fmt: skip


def _around(statement: Sequence[Token], place: int) -> list[str]:
    """The names before the brackets that this place is within, from the inside."""
    found, depth = [], 0
    for before in range(place - 1, -1, -1):
        token = statement[before]
        depth += (token.kind in CLOSED) - (token.kind in OPENED)
        if depth < 0:
            depth = 0
            found.append(statement[before - 1].text.lower() if before else "")
    return found


def _near(statement: Sequence[Token], place: int) -> list[Token]:
    """What stands before a superglobal's member and after it."""
    after = end_of(statement, place + 1) + 1 if place + 1 < len(statement) else place
    return [*statement[max(0, place - 1) : place], *statement[after : after + 1]]


def _cast(statement: Sequence[Token]) -> bool:
    return any(token.kind in {"T_INT_CAST", "T_DOUBLE_CAST", "T_BOOL_CAST"} for token in statement)


def _printed(statement: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From where to where a statement prints."""
    for place, token in enumerate(statement):
        if token.kind in {"T_ECHO", "T_PRINT"}:
            yield place + 1, len(statement)
    for call in calls(statement, "printf", "vprintf", "wp_die", "_e", "_ex"):
        if call.name in {"_e", "_ex"}:
            yield call.start, call.start + 1
        elif call.name == "wp_die":  # after its message and title come settings
            yield call.start + 2, call.start + 3 + sum(map(len, call.arguments[:2]))
        else:
            yield call.start + 2, end_of(statement, call.start + 1)


def _pieces(part: Sequence[Token]) -> Iterator[list[Token]]:
    """The texts that an expression is joined from; of a choice both, without its condition."""
    choice = split(part, "?")
    shown = split(choice[-1], ":") if len(choice) > 1 else choice
    if len(choice) > 1 and choice[1][0].kind == ":":
        shown.append(choice[0])
    for one in shown:
        yield from split(one, ".")


def _loose(piece: Sequence[Token]) -> Token | None:
    """What of a text is neither literal nor a number nor escaped."""
    if piece[0].kind in {"T_INT_CAST", "T_DOUBLE_CAST"}:
        return None
    if piece[0].kind == "(" and end_of(piece, 0) == len(piece) - 1:
        return next((loose for inner in _pieces(piece[1:-1]) if (loose := _loose(inner))), None)
    first: Call | None = next(calls(piece), None)
    if first and first.start == 0 and ESCAPE.fullmatch(first.name):
        return None
    safe = {"T_CONSTANT_ENCAPSED_STRING", "T_LNUMBER", "T_DNUMBER"}
    return next((token for token in piece if token.kind not in safe), None)


OPENED, CLOSED = {"(", "["}, {")", "]"}
