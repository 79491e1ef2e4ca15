"""providers.text.moderation."""

import base64
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from providers.base import ProviderError
from providers.text import moderation
from providers.text.moderation import OVERLAP, PART_LENGTH, OpenAIModerator
from tests.upstreams.http_server import Asked
from tests.upstreams.openai_server import (
    CATEGORIES,
    OpenAIServer,
    Reply,
    bad_key,
    drop,
    error,
    garbage,
    moderated,
    no_credit,
    rate_limited,
    stall,
)  # fmt: skip

KEY = "sk-test-secret"


@pytest.fixture(scope="module")
def running() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def server(running: OpenAIServer, settings: Any) -> OpenAIServer:
    """The service with its memory cleared."""
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, running.url
    running.asked.clear()
    return running


def objections(server: OpenAIServer, *categories: str) -> list[str]:
    server.moderation = lambda asked, number: moderated(categories)
    return list(OpenAIModerator().objections("The crows laugh."))


def failing(server: OpenAIServer, reply: Reply) -> ProviderError:
    server.moderation = lambda asked, number: reply
    with pytest.raises(ProviderError) as raised:
        OpenAIModerator().objections("The crows laugh.")
    return raised.value


def result(text: str) -> Any:
    """What the service says of one piece of text."""
    body: Any = moderated(["violence"] if "blood" in text else []).body
    return body["results"][0]


def piece_by_piece(asked: Asked, number: int) -> Reply:
    return Reply(body={"results": [result(text) for text in asked.body["input"]]})


def test_what_is_not_flagged_may_pass(server: OpenAIServer) -> None:
    assert objections(server) == []
    assert server.asked[0].body["model"] == "omni-moderation-latest"
    assert server.asked[0].body["input"] == ["The crows laugh."]


def test_high_scores_without_a_flag_may_pass(server: OpenAIServer) -> None:
    calm = result("The crows laugh.") | {"category_scores": dict.fromkeys(CATEGORIES, 0.99)}
    server.moderation = lambda asked, number: Reply(body={"results": [calm]})
    assert OpenAIModerator().objections("The crows laugh.") == []


def test_a_flagged_category_is_named_in_plain_words(server: OpenAIServer) -> None:
    assert objections(server, "harassment/threatening") == ["threats"]


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_words_without_jargon(server: OpenAIServer, category: str) -> None:
    (words,) = objections(server, category)
    assert words
    assert "/" not in words
    assert "minor" not in words
    assert words != objections(server, "a/new/one")[0]


def test_categories_with_the_same_words_are_named_once(server: OpenAIServer) -> None:
    assert objections(server, "violence", "violence/graphic", "sexual/minors", "sexual") == [
        "sexual content",
        "violence",
    ]


def test_an_unknown_category_is_an_objection(server: OpenAIServer) -> None:
    assert objections(server, "something/new") == ["something that is not allowed here"]


def test_a_flag_without_a_category_is_an_objection(server: OpenAIServer) -> None:
    server.moderation = lambda asked, number: Reply(body={"results": [{"flagged": True}]})
    assert OpenAIModerator().objections("text") == ["something that is not allowed here"]


def test_an_empty_text_sends_no_request(server: OpenAIServer) -> None:
    assert OpenAIModerator().objections(" \n") == []
    assert server.asked == []


@pytest.mark.parametrize("length", [1, PART_LENGTH - 1, PART_LENGTH, PART_LENGTH + 1, 3 * PART_LENGTH, 100_000])
def test_a_long_text_is_checked_in_parts(server: OpenAIServer, length: int) -> None:
    server.moderation = piece_by_piece
    text = "".join(chr(0x4E00 + place % 20_000) for place in range(length))
    assert OpenAIModerator().objections(text) == []
    pieces = server.asked[0].body["input"]
    assert all(len(piece) <= PART_LENGTH for piece in pieces)
    assert pieces[0] + "".join(piece[OVERLAP:] for piece in pieces[1:]) == text


@pytest.mark.parametrize("place", [0, PART_LENGTH - 3, PART_LENGTH + 1, 59_990])
def test_an_objection_is_found_wherever_it_stands(server: OpenAIServer, place: int) -> None:
    server.moderation = piece_by_piece
    text = "." * place + "blood" + "." * (60_000 - place)
    assert OpenAIModerator().objections(text) == ["violence"]


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_a_server_without_moderation_is_an_account_error(server: OpenAIServer, status: int) -> None:
    failed = failing(server, error(status, None, "Not Found"))
    assert failed.account
    assert "MODERATE_INPUT=false" in failed.operator
    assert "MODERATE_INPUT" not in failed.message


@pytest.mark.parametrize(
    "reply",
    [
        garbage(),
        Reply(body={}),
        Reply(body={"results": []}),
        Reply(body={"results": [{}]}),
        Reply(body={"results": [None]}),
        Reply(body={"results": [{"flagged": "no"}]}),
        Reply(body={"results": [result(""), result("")]}),
    ],
)
def test_an_inconclusive_response_is_an_error(server: OpenAIServer, reply: Reply) -> None:
    failed = failing(server, reply)
    assert "could not be checked" in failed.message
    assert not failed.permanent


@pytest.mark.parametrize("reply", [bad_key(), no_credit()])
def test_an_account_error_is_reported_to_the_operator(server: OpenAIServer, reply: Reply) -> None:
    failed = failing(server, reply)
    assert failed.account
    assert "OPENAI_API_KEY" in failed.operator
    assert KEY not in failed.operator + failed.message
    assert "OPENAI" not in failed.message


def test_a_rate_limit_passes_the_wait_on(server: OpenAIServer) -> None:
    assert failing(server, rate_limited(7)).retry_after == 7


@pytest.mark.parametrize("reply", [error(500, None, "Oh"), error(503, None, "Oh"), drop()])
def test_an_outage_is_temporary(server: OpenAIServer, reply: Reply) -> None:
    assert not failing(server, reply).permanent
    assert len(server.asked) == 1


def test_a_silent_moderator_is_given_up_at_the_timeout(server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moderation, "TIMEOUT", 0.3)
    assert not failing(server, stall(60)).answered


def test_a_moderator_without_a_key_is_an_account_error(server: OpenAIServer, settings: Any) -> None:
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    assert "OPENAI_API_KEY is not set" in failing(server, moderated()).operator
    assert server.asked == []


def picture_of(size: tuple[int, int] = (300, 400)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "orange").save(out, "JPEG")
    return out.getvalue()


def test_a_picture_is_sent_as_a_data_url_and_may_pass(server):
    server.moderation = lambda asked, number: moderated()
    assert OpenAIModerator().objections_to_picture(picture_of()) == []
    [asked] = server.asked
    [part] = asked.body["input"]
    assert (asked.body["model"], part["type"]) == ("omni-moderation-latest", "image_url")
    assert base64.b64decode(part["image_url"]["url"].removeprefix("data:image/jpeg;base64,")) == picture_of()


def test_what_is_not_allowed_in_a_picture_is_named(server):
    server.moderation = lambda asked, number: moderated(["violence/graphic", "sexual"])
    assert OpenAIModerator().objections_to_picture(picture_of()) == ["sexual content", "violence"]


def test_a_picture_that_the_service_does_not_take_is_an_error_and_no_pass(server):
    server.moderation = lambda asked, number: moderated()
    with pytest.raises(ProviderError):
        OpenAIModerator().objections_to_picture(b"no picture at all")


@pytest.mark.parametrize(
    "reply", [bad_key(), garbage(), drop(), rate_limited()], ids=["key", "garbage", "drop", "rate"]
)
def test_an_error_of_the_service_lets_no_picture_pass(server, reply):
    server.moderation = lambda asked, number: reply
    with pytest.raises(ProviderError):
        OpenAIModerator().objections_to_picture(picture_of())
