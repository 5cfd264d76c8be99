"""A description that was copied is known again, and one that is too short tells nothing."""

from hypothesis import given
from hypothesis import strategies as st
from wbl_aggregator.match.sketch import FULL, overlap, sketch_of

WORDS = st.lists(st.text("abcdefghij", min_size=3, max_size=11), min_size=80, max_size=160)


@given(WORDS)
def test_the_same_words_are_the_same_text(words: list[str]):
    """Case, accents and punctuation do not matter."""
    text = " ".join(words)
    assert sketch_of(text) == sketch_of(text.upper().replace(" ", ", "))
    assert overlap(sketch_of(text), sketch_of(text)) in (FULL, 0 if not sketch_of(text) else FULL)


@given(WORDS, WORDS)
def test_it_is_the_same_whichever_comes_first(one: list[str], other: list[str]):
    """And between nothing in common and all."""
    a, b = sketch_of(" ".join(one)), sketch_of(" ".join(other))
    assert 0 <= overlap(a, b) == overlap(b, a) <= FULL


def test_a_copy_with_a_new_beginning_is_known_and_another_text_is_not():
    """Most of it is the same, wherever that stands; two texts of their own have nothing in common."""
    text = " ".join(
        f"students{number} operating instruments{number} in our harbor laboratory daily" for number in range(20)
    )
    copy = f"Our network is glad to announce this wonderful opportunity. {text}"
    other = " ".join(
        f"apprentices{number} repairing bicycles{number} on the riverside workbench weekly" for number in range(20)
    )
    assert overlap(sketch_of(text), sketch_of(copy)) > 700
    assert overlap(sketch_of(text), sketch_of(other)) == 0


def test_a_phrase_tells_nothing():
    """Fewer than fifty words are no description."""
    assert sketch_of("laboratory instruments " * 24) == frozenset()
