"""The contract of every illustrator, and how errors of the one over OpenAI's API are translated."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from providers.base import Illustrator, Picture, PictureRequest, Preview, ProviderError
from providers.images.local import LocalIllustrator
from providers.images.openai import OpenAIIllustrator
from providers.images.validation import CONTENT_TYPES
from tests.upstreams import openai_replies as replies
from tests.upstreams.openai_server import OpenAIServer, Reply

KEY = "sk-test-0123456789secret"
SIZE: dict[str, Any] = {"version": 1, "width": 128, "height": 192}
COST = {"input_text": 50, "input_text_cached": 0, "input_image": 0, "input_image_cached": 0, "output": 1_600}


@pytest.fixture(scope="module")
def running() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def service(running: OpenAIServer, settings: Any) -> OpenAIServer:
    """The service, reset."""
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL, settings.OPENAI_IMAGE_TIMEOUT = KEY, running.url, 20.0
    settings.OPENAI_IMAGE_MODEL, settings.IMAGE_PREVIEWS = "gpt-image-2.6-flare", 2
    running.reset()
    return running


def asking(**more: Any) -> PictureRequest:
    return PictureRequest("The red fox sleeps in the meadow.", "a story", 3, **(SIZE | more))


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (128, 192), "orange").save(out, "PNG")
    return out.getvalue()


# --- every illustrator -----------------------------------------------------------------------------------------------
@pytest.fixture(params=[LocalIllustrator, OpenAIIllustrator])
def illustrator(request: pytest.FixtureRequest, service: OpenAIServer) -> Illustrator:
    made: Illustrator = request.param()
    return made


@pytest.fixture(params=["without previews", "with previews"])
def preview(request: pytest.FixtureRequest) -> Preview | None:
    return [].append if request.param == "with previews" else None


@pytest.mark.parametrize("size", [(128, 192), (192, 128), (256, 256)])
def test_a_picture_has_the_requested_size_and_its_content_type(
    illustrator: Illustrator, preview: Preview | None, size: tuple[int, int]
) -> None:
    picture = illustrator.draw(asking(width=size[0], height=size[1]), preview)
    image = opened(picture.data)
    assert image.size == (picture.width, picture.height) == size
    assert picture.content_type == CONTENT_TYPES[image.format or ""]


def test_a_picture_can_be_changed(illustrator: Illustrator, preview: Preview | None) -> None:
    first = illustrator.draw(asking())
    changed = illustrator.draw(asking(base=first.data, version=2, change="at night", references=[first.data]), preview)
    assert opened(changed.data).size == (128, 192)


def test_previews_are_pictures(illustrator: Illustrator) -> None:
    previews: list[bytes] = []
    illustrator.draw(asking(), previews.append)
    assert all(opened(data).width for data in previews)


def test_the_usage_of_a_picture_has_known_kinds_of_tokens(illustrator: Illustrator) -> None:
    usage = illustrator.draw(asking()).usage
    assert set(usage) <= set(COST)
    assert all(isinstance(count, int) and count >= 0 for count in usage.values())


def test_an_illustrator_has_a_name_and_a_model(illustrator: Illustrator) -> None:
    assert illustrator.name
    assert illustrator.model


# --- every bad answer ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Meaning:
    """What an error must say. `tells` is part of the operator's message."""

    permanent: bool = False
    policy: bool = False
    account: bool = False
    waits: bool = False
    answered: bool = True
    cost: bool = False
    tells: str = ""


def account(tells: str) -> Meaning:
    return Meaning(permanent=True, account=True, tells=tells)


REFUSED, TEMPORARY, LOST = Meaning(permanent=True, policy=True), Meaning(), Meaning(answered=False)
UNCLEAR = LOST  # an answer that is none may have been paid for
ANSWERS: dict[str, tuple[Callable[[], Reply], Meaning]] = {
    "blocked": (replies.refusal, REFUSED),
    "blocked by another code": (lambda: replies.error(400, "content_policy_violation", "No."), REFUSED),
    "blocked by type": (lambda: replies.error(400, None, "No.", "image_generation_user_error"), REFUSED),
    "too many": (lambda: replies.rate_limited(12), Meaning(waits=True)),
    "no credit": (replies.no_credit, account("credit")),
    "the spending limit": (replies.hard_limit, account("credit")),
    "the limit, forbidden": (lambda: replies.error(403, "billing_hard_limit_reached", "No."), account("credit")),
    "payment required": (lambda: replies.error(402, None, "Pay."), account("credit")),
    "a bad key": (replies.bad_key, account("OPENAI_API_KEY")),
    "a restricted key": (lambda: replies.error(401, None, "Missing scopes: x."), account("permission")),
    "not verified": (replies.unverified, account("not verified")),
    "no access": (replies.no_access, account("OPENAI_IMAGE_MODEL")),
    "a region": (lambda: replies.error(403, "unsupported_country_region_territory", "No."), account("region")),
    "no such model": (replies.unknown_model, account("OPENAI_IMAGE_MODEL")),
    "a retired model": (replies.retired_model, account("gpt-image-2.6-flare")),
    "a model gone": (lambda: replies.error(410, None, "This model was shut down."), account("retired")),
    "a bad request": (lambda: replies.error(400, "bad", "No such size."), Meaning(permanent=True, tells="size")),
    "too large": (lambda: replies.error(413, None, "Too large."), Meaning(permanent=True)),
    "unprocessable": (lambda: replies.error(422, None, "No."), Meaning(permanent=True)),
    "a request timeout": (lambda: replies.error(408, None, "Slow."), TEMPORARY),
    "a conflict": (lambda: replies.error(409, None, "Again."), TEMPORARY),
    "broken": (lambda: replies.error(500, None, "Broken.", "server_error"), TEMPORARY),
    "a bad gateway": (lambda: Reply(502, "<h1>Bad gateway</h1>", "text/html"), TEMPORARY),
    "overloaded": (lambda: replies.error(503, None, "Overloaded."), TEMPORARY),
    "a page of HTML": (replies.garbage, UNCLEAR),
    "no picture in it": (replies.no_data, UNCLEAR),
    "a list": (lambda: Reply(body="[1, 2]"), UNCLEAR),
    "no text at all": (lambda: Reply(body="\udcff\udcfe{"), UNCLEAR),
    "a nest without end": (lambda: Reply(body="[" * 200_000), UNCLEAR),
    "an error in a good answer": (lambda: Reply(body={"error": {"code": "insufficient_quota"}}), account("credit")),
    "null": (lambda: Reply(body="null"), UNCLEAR),
    "a picture that is no text": (lambda: Reply(body={"data": [{"b64_json": 7}]}), UNCLEAR),
    "junk": (replies.not_a_picture, Meaning(cost=True)),
    "one pixel": (replies.tiny, Meaning(cost=True)),
    "hung up": (replies.drop, LOST),
    "hung up after drawing": (lambda: replies.drop(paid=True), LOST),
    "a stream that ends early": (replies.stream_cut, LOST),
}  # fmt: skip
IN_STREAM: dict[str, tuple[Callable[[], Reply], Meaning]] = {
    "blocked": (lambda: replies.stream_error("moderation_blocked", "safety_violations=[sexual]."), REFUSED),
    "blocked by type": (lambda: replies.stream_error("", "No.", "image_generation_user_error"), REFUSED),
    "too many": (lambda: replies.stream_error("rate_limit_exceeded", "Slow down."), Meaning(waits=True)),
    "no credit": (lambda: replies.stream_error("insufficient_quota"), account("credit")),
    "no such model": (lambda: replies.stream_error("model_not_found"), account("OPENAI_IMAGE_MODEL")),
    "a bad key": (lambda: replies.stream_error("invalid_api_key"), account("OPENAI_API_KEY")),
    "a bad request": (
        lambda: replies.stream_error("invalid_value", "No such size.", "invalid_request_error"),
        Meaning(permanent=True, tells="size"),
    ),
    "broken": (lambda: replies.stream_error("server_error"), TEMPORARY),
}


def raised_by(service: OpenAIServer, reply: Reply, *, streamed: bool, edited: bool) -> ProviderError:
    service.images = lambda asked, number: reply
    with pytest.raises(ProviderError) as raised:
        OpenAIIllustrator().draw(asking(base=png() if edited else None), [].append if streamed else None)
    assert [asked.path for asked in service.asked] == ["/v1/images/edits" if edited else "/v1/images/generations"]
    return raised.value


def check(error: ProviderError, meaning: Meaning) -> None:
    found = (error.permanent, error.policy, error.account, error.retry_after is not None, error.answered)
    assert found == (meaning.permanent, meaning.policy, meaning.account, meaning.waits, meaning.answered)
    assert error.reached
    assert error.usage == (COST if meaning.cost else {})
    assert meaning.tells in error.operator
    assert "OPENAI" not in error.message
    assert error.message.endswith(".")
    assert KEY not in "".join([error.operator, *traceback.format_exception(error)])


@pytest.mark.parametrize("edited", [False, True], ids=["new", "changed"])
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("what", ANSWERS)
def test_an_error_response_is_translated(service: OpenAIServer, what: str, streamed: bool, edited: bool) -> None:
    reply, meaning = ANSWERS[what]
    check(raised_by(service, reply(), streamed=streamed, edited=edited), meaning)


@pytest.mark.parametrize("edited", [False, True], ids=["new", "changed"])
@pytest.mark.parametrize("what", IN_STREAM)
def test_an_error_inside_a_stream_is_translated(service: OpenAIServer, what: str, edited: bool) -> None:
    reply, meaning = IN_STREAM[what]
    check(raised_by(service, reply(), streamed=True, edited=edited), meaning)


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_a_refusal_names_its_categories(service: OpenAIServer, streamed: bool) -> None:
    reply = replies.refusal(["self-harm", "violence/graphic"])
    error = raised_by(service, reply, streamed=streamed, edited=False)
    assert "because of its content (self-harm, violence/graphic)" in error.message


def test_a_rate_limit_passes_the_wait_on(service: OpenAIServer) -> None:
    assert raised_by(service, replies.rate_limited(12), streamed=False, edited=False).retry_after == 12


def test_a_picture_after_an_error_is_unaffected(service: OpenAIServer) -> None:
    raised_by(service, replies.drop(), streamed=True, edited=False)
    service.images = lambda asked, number: replies.picture("navy")
    picture: Picture = OpenAIIllustrator().draw(asking())
    assert opened(picture.data).getpixel((5, 5)) == (0, 0, 128)
