"""The eight quiz answers: every key, and every rule of the API contract."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from stories.answers import ANSWER_LIMIT, CHOICES, KEYS, clean_answers, needed_keys
from tests.factories import ANSWERS_A, ANSWERS_B

FREE_TEXT = [key for key in KEYS if key not in ("story_type", *CHOICES)]
BRANCHES = {"A": ANSWERS_A, "B": ANSWERS_B}
NEEDED = [(kind, key) for kind in "AB" for key in needed_keys(kind) if key in FREE_TEXT]
NOT_NEEDED = [(kind, key) for kind in "AB" for key in FREE_TEXT if key not in needed_keys(kind)]


def refusal(raw) -> Invalid:
    with pytest.raises(Invalid) as refused:
        clean_answers(raw)
    return refused.value


def taken_or_refused(raw) -> tuple[dict[str, str], Invalid | None]:
    try:
        return clean_answers(raw), None
    except Invalid as error:
        return {}, error


@pytest.mark.parametrize("kind", "AB")
def test_good_answers_are_taken_as_they_are(kind):
    assert clean_answers(BRANCHES[kind]) == BRANCHES[kind]
    assert tuple(clean_answers(BRANCHES[kind])) == KEYS


@pytest.mark.parametrize("raw", [None, [], "answers", 7, True])
def test_answers_that_are_no_object_are_refused(raw):
    assert refusal(raw).field == "answers"


@pytest.mark.parametrize("key", [key for key in KEYS if key != "story_type"])
@pytest.mark.parametrize("kind", "AB")
def test_every_key_must_be_there(kind, key):
    error = refusal({name: text for name, text in BRANCHES[kind].items() if name != key})
    assert error.field == key
    assert error.sentence.startswith(f"{key} is missing.")


def test_a_missing_story_type_is_power_fantasy():
    raw = {name: text for name, text in ANSWERS_B.items() if name != "story_type"}
    assert clean_answers(raw)["story_type"] == "Power Fantasy"


@pytest.mark.parametrize("value", [None, 1, True, ["a"], {"a": 1}])
@pytest.mark.parametrize("key", KEYS)
def test_every_answer_must_be_text(key, value):
    error = refusal(ANSWERS_A | {key: value})
    assert (error.field, error.sentence) == (key, f"{key} must be text.")


@pytest.mark.parametrize("value", ["", "C", "a", "AB", " A "])
@pytest.mark.parametrize("key", ["humiliation_type", "do_with_find"])
def test_a_choice_must_be_a_or_b(key, value):
    error = refusal(ANSWERS_A | {key: value})
    assert error.field == key
    assert '"A"' in error.sentence
    assert '"B"' in error.sentence


@pytest.mark.parametrize("value", ["", "   ", "\n\t", "\x00\x07", "\u202e"])
@pytest.mark.parametrize(("kind", "key"), NEEDED)
def test_an_answer_that_the_branch_needs_must_not_be_empty(kind, key, value):
    error = refusal(BRANCHES[kind] | {key: value})
    assert error.field == key
    assert error.sentence.startswith(f"{key} is empty.")


@pytest.mark.parametrize(("kind", "key"), NEEDED)
def test_an_answer_may_have_300_characters_after_trimming_and_no_more(kind, key):
    longest = "x" * ANSWER_LIMIT
    assert clean_answers(BRANCHES[kind] | {key: f"  {longest}\n"})[key] == longest
    error = refusal(BRANCHES[kind] | {key: longest + "x"})
    assert (error.field, error.sentence) == (key, f"{key} has 301 characters; 300 are allowed.")


@pytest.mark.parametrize(("kind", "key"), NOT_NEEDED)
@pytest.mark.parametrize("value", ["", "left over from the other branch", "x" * 5000])
def test_answers_of_the_other_branch_may_be_anything_and_are_dropped(kind, key, value):
    assert clean_answers(BRANCHES[kind] | {key: value})[key] == ""


def test_other_keys_are_left_out():
    assert clean_answers(ANSWERS_A | {"owner": "me"}) == ANSWERS_A


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  glowing\r\nrelic ", "a glowing relic"),
        ("a\x00b\x1b[0m", "ab[0m"),
        ("\ud800lone", "lone"),
        ("cafe\u0301 🦊 狐", "caf\u00e9 🦊 狐"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\u202eb", "ab"),
    ],
)
def test_free_text_is_kept_as_one_clean_line(typed, kept):
    assert clean_answers(ANSWERS_A | {"find": typed})["find"] == kept


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=320) | st.none() | st.integers()))
def test_any_answers_are_cleaned_or_refused_naming_a_key(changes):
    cleaned, refused = taken_or_refused(ANSWERS_B | changes)
    if refused:
        assert refused.field in changes
        assert refused.sentence.startswith(refused.field)
        return
    assert tuple(cleaned) == KEYS
    needed = needed_keys(cleaned["humiliation_type"])
    assert all(bool(text) == (key in needed) for key, text in cleaned.items())
    assert all(len(text) <= ANSWER_LIMIT and text == text.strip() for text in cleaned.values())
    assert clean_answers(cleaned) == cleaned
