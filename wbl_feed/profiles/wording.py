"""What is wrong with a value, in words and not in the signs of a JSON Schema."""

from collections.abc import Sequence

from jsonschema_rs import ValidationError, ValidationErrorKind

from wbl_feed.notices import shown

_LOOKS = {
    ("$defs", "civilDate"): "a day such as 2026-11-20",
    ("$defs", "clockTime"): "a time of day such as 07:00",
    ("$defs", "instant"): "a moment such as 2026-11-22T12:00:00Z",
    ("$defs", "word"): "lower-case words joined with hyphens, such as harbor-year",
    ("$defs", "text"): "a text that neither begins nor ends with a space",
    ("$defs", "code"): "a code such as avalon:harbor-year",
    ("$defs", "pointer"): "a JSON Pointer such as /totalHours/minValue",
    ("$defs", "languageTag"): "a language such as en or pt-BR",
    ("$defs", "iri"): "an IRI such as https://avalon.example/id/1",
    ("$defs", "url"): "a web address such as https://avalon.example/jobs/1",
    ("$defs", "currency"): "a currency such as USD",
    ("$defs", "duration"): "a length of time such as P6W",
    ("$defs", "email"): "an e-mail address such as wbl@avalon.example",
    ("properties", "id"): "an IRI such as https://avalon.example/wbl/profile, with no slash at its end",
    ("properties", "version"): "a version such as 1.0",
    ("properties", "specVersion"): "a version of the standard such as 1.0",
    ("properties", "currency"): "a currency such as USD",
    (
        "properties",
        "code",
    ): "the name of the profile and more words, with underscores, such as avalon_no_hours",
    ("properties", "section"): "a section of the standard such as 22",
    ("properties", "file"): "a file of the folder vocabulary, such as vocabulary/program.json",
    ("properties", "field"): "a JSON Pointer such as /programs",
}
"""What satisfies the pattern of a definition or member of our schemas."""
_TYPES = {
    "string": "a text in quotation marks",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false, without quotation marks",
    "array": "a list in square brackets",
    "object": "an object in braces",
    "null": "null",
}


def sentence_of(error: ValidationError) -> str:
    """What is wrong, in a few words."""
    match error.kind:
        case ValidationErrorKind.Required():
            return "it must be there"
        case ValidationErrorKind.Constant(expected_value=value):
            return f"it must be {shown(value)}"
        case ValidationErrorKind.Enum(options=options):
            return "it must be one of " + ", ".join(shown(value) for value in options)
        case ValidationErrorKind.FalseSchema():
            return "it must not be there"
        case ValidationErrorKind.AnyOf():
            names = " or ".join(f"“{name}”" for name in missing(error))
            return f"it must have {names}" if names else "it has none of the forms that it may have"
        case ValidationErrorKind.Pattern(pattern=pattern):
            look = _LOOKS.get(_definition(error.schema_path))
            return f"it must be {look}" if look else f"it must match the pattern {shown(pattern)}"
        case ValidationErrorKind.Type(types=types):
            return "it must be " + " or ".join(_TYPES[name] for name in types)
        case ValidationErrorKind.MinLength(limit=1) | ValidationErrorKind.MinItems(limit=1):
            return "it must not be empty"
    return shown(error.message)


def _definition(schema_path: Sequence[str | int]) -> tuple[str, str]:
    """The last definition or member on the way to a keyword of a schema."""
    return str(schema_path[-3]) if len(schema_path) > 2 else "", str(schema_path[-2]) if len(schema_path) > 1 else ""


def missing(error: ValidationError) -> list[str]:
    """The members whose absence is the fault; one of them is enough."""
    match error.kind:
        case ValidationErrorKind.Required(property=name):
            return [name]
        case ValidationErrorKind.AnyOf(context=context):
            return [name for branch in context for one in branch for name in missing(one)]
    return []
