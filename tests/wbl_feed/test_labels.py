"""Every vocabulary names its codes in six languages, and says which of them a speaker has read."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic_core import from_json

from wbl_feed.resources import spec_folder, spec_json
from wbl_feed.vocabulary import LANGUAGES, Vocabulary, look_up

ROOT = Path(str(spec_folder()))
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): from_json(path.read_bytes())
    for path in sorted([*ROOT.glob("vocabulary/*.json"), *ROOT.glob("profiles/*/vocabulary/*.json")])
}
JUDGE = Draft202012Validator(spec_json("vocabulary.schema.json"))
every_file = pytest.mark.parametrize("file", DOCUMENTS)

OWN_LETTERS = {
    "es": "áéíóúüñ",
    "pt": "áéíóúâêôãõàç",
    "ht": "èòà",
    "vi": "ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự",
}
"""The letters beyond a to z of each language in Latin script, upper case aside."""


def labels(document):
    """The heading, as ``""``, and every code of a vocabulary, each with its labels."""
    return {"": document["titleLabel"], **{term["code"]: term["label"] for term in document["terms"]}}


def changed(document, **members):
    """A copy of the document whose first term has other members."""
    first, *others = document["terms"]
    return {**document, "terms": [{**first, **members}, *others]}


def test_core_and_profiles_are_read():
    """The files under test are the fourteen core vocabularies and those of every profile that has any."""
    assert sum(file.startswith("vocabulary/") for file in DOCUMENTS) == 14
    folders = {path.parent.name for path in ROOT.glob("profiles/*/vocabulary")}
    assert {file.split("/")[1] for file in DOCUMENTS if file.startswith("profiles/")} == folders


@every_file
def test_schema_accepts_every_file(file):
    """Each vocabulary of the core and of the profiles passes its schema."""
    assert [error.message for error in JUDGE.iter_errors(DOCUMENTS[file])] == []


@every_file
def test_labels_have_all_languages(file):
    """The heading and every term have a label in each of the six languages, in the same order."""
    for code, label in labels(DOCUMENTS[file]).items():
        assert tuple(label) == LANGUAGES, code


@every_file
def test_labels_are_clean_text(file):
    """No label is empty, has space at its ends or twice, or is in another Unicode form than NFC."""
    for code, label in labels(DOCUMENTS[file]).items():
        for language, text in label.items():
            assert text, (code, language)
            assert text == unicodedata.normalize("NFC", " ".join(text.split())), (code, language)


@every_file
def test_labels_are_translated(file):
    """No label is the English one in all six languages, and the English heading is the title."""
    document = DOCUMENTS[file]
    assert document["titleLabel"]["en"] == document["title"]
    for code, label in labels(document).items():
        assert len(set(label.values())) > 1, code


@every_file
def test_labels_are_in_the_script_of_their_language(file):
    """Chinese labels have Chinese characters; the others have none, and no letter that their language lacks."""
    for code, label in labels(DOCUMENTS[file]).items():
        for language, text in label.items():
            han = re.search(r"[\u4e00-\u9fff]", text) is not None
            assert han == (language == "zh-Hans"), (code, language, text)
            if language != "zh-Hans":
                foreign = set(re.sub(r"[ -~’·–]", "", text.lower())) - set(OWN_LETTERS.get(language, ""))
                assert not foreign, (code, language, text)


@pytest.mark.parametrize("language", OWN_LETTERS)
def test_accents_are_written(language):
    """Over the core, a good part of the labels of each language has letters that English lacks."""
    core = [document for file, document in DOCUMENTS.items() if file.startswith("vocabulary/")]
    texts = [label[language] for document in core for label in labels(document).values()]
    accented = [text for text in texts if set(text.lower()) & set(OWN_LETTERS[language])]
    assert len(accented) / len(texts) > {"es": 0.25, "pt": 0.3, "ht": 0.3, "vi": 0.9}[language]


@every_file
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_a_language_differ(file, language):
    """A menu in one language never shows the same words for two codes."""
    shown = [term["label"][language].casefold() for term in DOCUMENTS[file]["terms"]]
    assert len(shown) == len(set(shown))


@every_file
def test_words_lead_to_their_own_code(file):
    """Each code, synonym and label in any language is found as its own term, so that no two terms claim a phrase."""
    vocabulary = Vocabulary(DOCUMENTS[file])
    for term in vocabulary.terms.values():
        for words in (term.code, *term.synonyms, *term.labels.values()):
            for written in (words, words.upper(), unicodedata.normalize("NFD", words), words.replace(" ", "_")):
                assert vocabulary.find(written) == term.code, written


@every_file
def test_review_covers_each_language_once(file):
    """Each language of the labels is named as reviewed or as in need of review, and no other is; English is reviewed."""
    review = DOCUMENTS[file]["labelReview"]
    named = [*review["reviewed"], *review["needsReview"]]
    present = {language for label in labels(DOCUMENTS[file]).values() for language in label}
    assert sorted(named) == sorted(present)
    assert "en" in review["reviewed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_schema_wants_each_language(language):
    """In a file of the standard the schema refuses a term or a heading that lacks one of the six languages."""
    document = DOCUMENTS["vocabulary/work-mode.json"]
    less = {tag: text for tag, text in document["titleLabel"].items() if tag != language}
    assert not JUDGE.is_valid({**document, "titleLabel": less})
    assert not JUDGE.is_valid(changed(document, label=less))
    assert not JUDGE.is_valid({name: value for name, value in document.items() if name != "labelReview"})


def test_schema_serves_profiles():
    """A profile of the standard has prefixed codes and six languages; one of another maker may have English alone."""
    document = changed(
        DOCUMENTS["vocabulary/work-mode.json"], code="us-ma-stem:onsite", verified=False, host=["Town hall"]
    )
    document["terms"] = document["terms"][:1]
    ours = {**document, "id": "https://w3id.org/wbl-feed/v1/profiles/us-ma/vocabulary/work-mode"}
    theirs = {**changed(document, label={"en": "On site"}), "id": "https://state.example/vocabulary/work-mode"}
    assert JUDGE.is_valid(ours)
    assert JUDGE.is_valid({name: value for name, value in theirs.items() if name not in ("titleLabel", "labelReview")})
    for wrong in (
        {"code": "onsite"},
        {"verified": "no"},
        {"host": "Town hall"},
        {"closeMatch": "onsite"},
        {"label": {"en": "On site"}},
        {"label": {"en": "On site "}},
    ):
        assert not JUDGE.is_valid(changed(ours, **wrong)), wrong
    assert not JUDGE.is_valid({**ours, "id": "https://w3id.org/wbl-feed/v1/profiles/us-ma/work-mode"})


@pytest.mark.parametrize(
    ("wanted", "given_label"),
    [
        ("es", "Pasantía"),
        ("es-MX", "Pasantía"),
        ("ES-419-x-school", "Pasantía"),
        ("pt-BR", "Estágio"),
        ("ht", "Estaj"),
        ("vi-VN", "Thực tập"),
        ("zh", "实习"),
        ("zh-CN", "实习"),
        ("zh-Hans-US", "实习"),
        ("zh-TW", "Internship"),
        ("zh-Hant-CN", "Internship"),
        ("en-GB", "Internship"),
        ("fr-CA", "Internship"),
        ("zha", "Internship"),
        ("x-es", "Internship"),
        ("", "Internship"),
    ],
)
def test_label_falls_back(wanted, given_label):
    """A reader gets the label of the nearest language by RFC 4647 section 3.4, and English where there is none."""
    internship = Vocabulary(DOCUMENTS["vocabulary/activity-type.json"]).terms["internship"]
    assert internship.label_in(wanted) == given_label


def test_heading_falls_back():
    """A vocabulary gives its heading by the same rule, and its title where it has no headings."""
    document = DOCUMENTS["vocabulary/activity-type.json"]
    assert Vocabulary(document).title_in("es-US") == "Tipo de actividad"
    assert Vocabulary(document).title_in("so") == "Activity type"
    plain = {name: value for name, value in document.items() if name != "titleLabel"}
    assert Vocabulary(plain).title_in("es-US") == "Activity type"


@given(st.sampled_from([*LANGUAGES, "zh-Hant", "sr-Latn"]), st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)))
def test_longer_tags_find_the_shorter(language, subtags):
    """A language that is there is found under any longer tag, in any case, and the answer is always one of the tags."""
    tags = [*LANGUAGES, "zh-Hant", "sr-Latn"]
    assert look_up("-".join([language.upper(), *subtags]), tags) == language


def test_unaccented_vietnamese_is_found():
    """A sheet typed without diacritics still names the code, `d` for `đ` included."""
    vocabulary = Vocabulary(DOCUMENTS["vocabulary/posting-status.json"])
    assert vocabulary.find("Da dong") == "closed"
    assert vocabulary.find("DANG MO") == "open"


def test_other_languages_earn_no_chance_suggestion():
    """A near miss of a foreign label is suggested, and an English word that only looks a little like one is not."""
    activities = Vocabulary(DOCUMENTS["vocabulary/activity-type.json"])
    assert activities.suggest("Estájio") == "internship"
    methods = Vocabulary(DOCUMENTS["vocabulary/apply-method.json"])
    assert methods.suggest("class") is None
