"""Texts that somebody enters to do harm, where they can be entered, and how it is seen that a page took none."""

import re
from typing import Any

import html5lib
from lxml import html
from wordpress.plugin_site import POSTING

from wbl_feed.resources import spec_json

MARK = "wblmark"
"""An element of this name on a page shows that a text came out as markup; a call of hacked() that a script did."""
TEXTS = {
    "script": f"<{MARK}><script>hacked()</script>",
    "handlers": f"<{MARK} onmouseover=hacked()><img src=x onerror=hacked()><details open ontoggle=hacked()>",
    "out of an attribute": f"\"><{MARK} onfocus=hacked() autofocus x=\"",
    "out of an attribute of another kind": f"'><{MARK} onfocus=hacked() autofocus x='",
    "attributes alone": "\" onmouseover=hacked() x=\"' onmouseover=hacked() x='",
    "links": f"<{MARK}><a href=\"javascript:hacked()\">a</a><a href=\" jav&#x09;ascript:hacked()\">b</a>",
    "data link": f"<{MARK}><a href=\"data:text/html,<script>hacked()</script>\">a</a>",
    "database": f"'; DROP TABLE wp_posts; -- \\' OR 1=1 %s %1$s %d <{MARK}>",
    "controls": f"a\x00b\x01\x08\x0b\x1b\x7f<\x00{MARK}><{MARK}\x00>",
    "end of a section": f"]]><{MARK}/><![CDATA[ <!--<{MARK}> --> ]]>",
    "end of a script": f"</script><script>hacked()</script><{MARK}>",
    "ends of other elements": f"</textarea></title></style></select><{MARK} x=hacked()>",
    "right to left": f"\u202egnitsop \u2066<{MARK}>\u200d\ufeff",
    "PHP objects": f"O:8:\"stdClass\":1:{{s:1:\"a\";i:1;}} <{MARK}>",
    "a PHP list": "a:1:{i:0;O:12:\"WP_HTML_Token\":0:{}}",
    "templates": f"{{{{constructor.constructor('hacked()')()}}}} ${{hacked()}} <%= hacked() %><{MARK}>",
    "shortcodes": f"[wbl_postings region='x'] [caption]<{MARK}>[/caption] [embed]https://127.0.0.1:1/[/embed]",
    "entities": f"&lt;{MARK}&gt; &amp;lt;{MARK}&amp;gt; &#60;{MARK}&#62; &#x3c;script&#x3e;hacked()",
    "styles": f"<style>*{{display:none}}</style><{MARK} style=\"background:url(javascript:hacked())\">",
    "pictures and frames": f"<svg onload=hacked()><{MARK}></svg><iframe srcdoc='<script>hacked()</script>'></iframe>",
    "a document type": f"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;<{MARK}>",
    "a block": f"<!-- wp:html --><{MARK}><script>hacked()</script><!-- /wp:html -->",
    "a formula": f"=HYPERLINK(\"https://evil.example\")\t<{MARK}>",
    "half of a pair": f"\U0001f9ea <{MARK}> \ufffd\uffff",
    "a base": f"<base href=https://evil.example/><meta http-equiv=refresh content=0><{MARK}><form action=https://evil.example>",
}  # fmt: skip
"""What stands in every free text."""
VALUES = [
    "javascript:hacked()",
    " javascript:hacked()",
    "data:text/html,<script>hacked()</script>",
    "'; DROP TABLE wp_posts; --",
    "x\x00y",
    "O:8:\"stdClass\":0:{}",
    "../../../../etc/passwd",
    "A" * 100_000,
]  # fmt: skip
"""What no member takes but a free text."""
STRICT = {
    "/url": "url", "/id": "iri", "/howToApply/url": "url", "/howToApply/email": "email", "/hiringOrganization/url": "url",
    "/hiringOrganization/email": "email", "/applicationContact/email": "email", "/image/url": "url",
    "/attachments/0/url": "url", "/credentials/0/url": "url", "/translations/0/url": "url", "/sameAs/0": "iri",
    "/activityType": "code", "/status": "enum", "/regions/0": "code", "/workMode": "code", "/inLanguage": "languageTag",
    "/translations/0/inLanguage": "languageTag", "/datePosted": "dateOrInstant", "/applicationDeadline": "dateOrInstant",
    "/lastVerified": "civilDate", "/schedule/startTime": "clockTime", "/duration": "duration", "/license": "license",
    "/compensation/baseSalary/currency": "currency", "/image/encodingFormat": "mediaType", "/hoursPerWeek/minValue": "amount",
    "/totalOpenings": "positiveCount", "/eligibility/gradeLevels/0": "grade", "/rolling": "boolean", "/ext": "object",
    "/jobLocation": "list", "/eligibility": "object",
}  # fmt: skip
"""One member of each kind that has a form, and some of the same kind elsewhere."""
WHOLE: dict[str, Any] = {
    **POSTING,
    "url": "https://harbor.example/1", "id": "urn:x:1", "sameAs": ["urn:x:2"], "regions": ["us-ma-stem:cape-cod"],
    "howToApply": {"method": "email", "url": "https://harbor.example/apply", "email": "a@harbor.example"},
    "hiringOrganization": {"name": "Bay", "url": "https://bay.example/", "email": "a@bay.example"},
    "applicationContact": {"email": "a@harbor.example"}, "workMode": "remote", "inLanguage": "en",
    "image": {"url": "https://harbor.example/1.png", "encodingFormat": "image/png"},
    "attachments": [{"url": "https://harbor.example/1.pdf"}], "datePosted": "2026-11-01", "license": "CC0-1.0",
    "credentials": [{"name": "OSHA 10", "url": "https://harbor.example/osha"}], "rolling": False, "duration": "P6W",
    "translations": [{"inLanguage": "es", "url": "https://harbor.example/es"}], "schedule": {"startTime": "09:00"},
    "compensation": {"status": "paid", "baseSalary": {"currency": "USD", "value": 20}}, "hoursPerWeek": {"minValue": 5},
    "totalOpenings": 2, "eligibility": {"gradeLevels": [11]}, "ext": {}, "jobLocation": [{"name": "Pier"}],
}  # fmt: skip
"""A conforming posting that has all these members."""


def everywhere(text: str) -> dict[str, Any]:
    """A posting with this in every free text that there is, short texts cut to their lengths."""
    schema = spec_json("posting.schema.json")
    posting: dict[str, Any] = _object(schema, schema, text)
    posting["compensation"]["status"] = "paid"
    del posting["id"], posting["url"]
    posting["title"] = f"Oysters {text}"[:200]  # what says no more than its title has no schema.org form
    posting["descriptionHtml"] = f"<p>Students help.</p>{text}"
    return {**posting, "ext": {"https://harbor.example/terms/note": {"any": text}}}


def _object(schema: dict[str, Any], node: dict[str, Any], text: str) -> dict[str, Any]:
    made = {name: _value(schema, member, text) for name, member in node["properties"].items() if name != "provenance"}
    for name in node.get("required", ()):
        if made[name] is None:
            made[name] = _REQUIRED.get(name, "https://harbor.example/needed")
    return {name: value for name, value in made.items() if value not in (None, [], {})}


_REQUIRED = {
    "activityType": "internship", "status": "open", "dateModified": "2026-11-22T12:00:00Z", "inLanguage": "es",
    "value": "yes", "currency": "USD", "method": "url", "latitude": 42, "longitude": -71, "scheme": "declared",
}  # fmt: skip


def _value(schema: dict[str, Any], node: dict[str, Any], text: str) -> Any:
    if node.get("type") == "array":
        one = _value(schema, node["items"], text)
        return None if one is None else [one]
    name = node.get("$ref", "").rsplit("/", 1)[-1]
    if name in ("text", "shortText", "title"):
        return text[: {"title": 200, "shortText": 300}.get(name)]
    definition = schema["$defs"].get(name, {})
    made = _object(schema, definition, text) if "properties" in definition else {}
    holds_text = any(isinstance(value, str) and value in text for value in _leaves(made))
    return made if holds_text else None


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, list) else [value]


def harm(page: str | html.HtmlElement) -> list[str]:
    """What a page would do that it should not; a text is read as browsers read it."""
    elements = html5lib.parse(page, namespaceHTMLElements=False).iter() if isinstance(page, str) else page.iter()
    found = []
    for element in elements:
        if not isinstance(element.tag, str):  # a comment
            continue
        if MARK in element.tag:
            found.append("an element of somebody's")
        for name, value in element.attrib.items():
            plain = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.startswith("on") and "hacked" in plain:
                found.append(f"{name}={value}")
            if name in {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href"} and plain.startswith(
                ("javascript:", "vbscript:", "data:text", "<script")
            ):
                found.append(f"{name}={value}")
        if element.tag in {"script", "style"} and "hacked" in _code(element.text or ""):
            found.append(f"{element.tag}: {element.text}")
        if element.tag in {"iframe", "object", "embed", "base", "form"} and "evil" in str(dict(element.attrib)):
            found.append(element.tag)
    return found


def _code(script: str) -> str:
    """A script without its strings: what is in them does nothing."""
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', script)


def changed(posting: Any, pointer: str, value: Any) -> Any:
    """The posting with another value at a pointer that it has."""
    token, _, rest = pointer[1:].partition("/")
    key = int(token) if isinstance(posting, list) else token
    copy = posting.copy()
    copy[key] = changed(posting[key], f"/{rest}", value) if rest else value
    return copy
