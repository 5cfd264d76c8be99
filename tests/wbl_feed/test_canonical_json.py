"""The quick way to canonical JSON gives what the library for RFC 8785 gives, byte for byte."""

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from wbl_feed.digest import canonical_json

AWKWARD = [-0.0, 0.0, 15.0, 1e15, 1e16, 1e21, 1e-4, 1e-5, 1e-6, 1e-7, 5e-324, 123456789012345.6, 2**53 - 1, 0.1, 1.5]
TEXTS = (
    st.text()
    | st.text('\ue000\ud7ff\U00010000\uffffaé"\\\n\x7f\x1f\u2028,:[1.0e')
    | st.sampled_from([",15.0,", ":1e5,"])
)
NUMBERS = (
    st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(AWKWARD)
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=1_000, deadline=None)
@given(value=VALUES)
def test_the_same_bytes_as_the_library(value):
    """For any JSON value; where the library refuses one, so does ours, with the same exception."""
    try:
        wanted = rfc8785.dumps(value)
    except Exception as error:
        with pytest.raises(type(error)):
            canonical_json(value)
    else:
        assert canonical_json(value) == wanted


@pytest.mark.parametrize("number", AWKWARD)
@pytest.mark.parametrize("around", [lambda n: n, lambda n: [n], lambda n: {"a": n}, lambda n: [1, n, 1]])
def test_numbers_that_python_writes_otherwise(number, around):
    """Numbers with an exponent, without a fraction or of many digits, wherever they stand."""
    assert canonical_json(around(number)) == rfc8785.dumps(around(number))


@pytest.mark.parametrize("name", ["\ue000", "\U00010000", "\uffff"])
def test_names_are_ordered_by_their_utf16_code_units(name):
    """Names beyond the basic plane come before those at its end (RFC 8785 section 3.2.3)."""
    value = {name: 1, "\uffee": 2, "\U0001f980": 3, "a": 4}
    assert canonical_json(value) == rfc8785.dumps(value)
