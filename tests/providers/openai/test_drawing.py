"""The requests of the illustrator, and how it reads responses."""

import base64
import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from providers.base import ProviderError
from providers.images.decoder import PREVIEW_BYTES
from providers.images.openai import LONGEST_PROMPT, MAX_REFERENCES, shortened
from tests.providers.openai.conftest import Drawing, failure
from tests.upstreams import openai_replies
from tests.upstreams.openai_server import OpenAIServer, Reply, error, painted, picture, stall, trickle

RED = base64.b64decode(painted("red", (64, 96)))
BLUE = base64.b64decode(painted("blue", (64, 96), "WEBP"))
GREEN = base64.b64decode(painted("green", (64, 96), "JPEG"))


def test_the_request_for_a_picture_has_model_size_and_quality_only(service: OpenAIServer, drawing: Drawing) -> None:
    drawing.plain()
    assert [asked.path for asked in service.asked] == ["/v1/images/generations"]
    assert service.asked[0].body == {
        "model": "gpt-image-2.6-flare",
        "prompt": "The red fox sleeps.",
        "size": "128x192",
        "quality": "medium",
        "n": 1,
    }


def test_the_base_comes_before_the_references_with_its_real_content_type(
    service: OpenAIServer, drawing: Drawing
) -> None:
    drawing.plain(base=BLUE, references=(RED, GREEN))
    asked = service.asked[0]
    assert asked.path == "/v1/images/edits"
    assert asked.files == [
        ("image[]", "picture-1.webp", BLUE), ("image[]", "picture-2.png", RED), ("image[]", "picture-3.jpg", GREEN),
    ]  # fmt: skip
    assert set(asked.body) == {"model", "prompt", "size", "quality", "n"}


def test_a_single_picture_is_sent_as_a_list_too(service: OpenAIServer, drawing: Drawing) -> None:
    drawing.plain(references=(RED,))
    assert [(name, data) for name, _, data in service.asked[0].files] == [("image[]", RED)]


def test_the_number_of_references_is_limited(service: OpenAIServer, drawing: Drawing) -> None:
    drawing.plain(base=BLUE, references=[RED] * 20)
    assert len(service.asked[0].files) == MAX_REFERENCES
    assert service.asked[0].files[0][2] == BLUE


def test_a_damaged_base_is_not_sent(service: OpenAIServer, drawing: Drawing) -> None:
    with pytest.raises(ProviderError) as raised:
        drawing.plain(base=b"no picture")
    assert raised.value.permanent
    assert not raised.value.reached
    assert service.asked == []


@pytest.mark.parametrize(("wanted", "asked_for"), [(1, 1), (3, 3), (9, 3)])
def test_the_number_of_previews_is_that_of_the_setting_and_at_most_three(
    service: OpenAIServer, drawing: Drawing, settings: Any, wanted: int, asked_for: int
) -> None:
    settings.IMAGE_PREVIEWS = wanted
    drawing.streamed()
    assert (service.asked[0].body["stream"], service.asked[0].body["partial_images"]) == (True, asked_for)
    assert len(drawing.previews) == asked_for


@pytest.mark.parametrize("base", [None, RED])
def test_previews_are_small_and_the_finished_picture_is_complete(
    service: OpenAIServer, drawing: Drawing, base: bytes | None
) -> None:
    service.images = lambda asked, number: picture("navy")
    finished = drawing.streamed(base=base, width=1024, height=1536)
    assert (finished.width, finished.height) == (1024, 1536)
    assert Image.open(BytesIO(finished.data)).getpixel((500, 500)) == (0, 0, 128)
    for preview in drawing.previews:
        image = Image.open(BytesIO(preview))
        assert (image.format, image.width) == ("WEBP", 320)
        assert len(preview) <= PREVIEW_BYTES


def test_without_previews_nothing_is_streamed(service: OpenAIServer, drawing: Drawing, settings: Any) -> None:
    settings.IMAGE_PREVIEWS = 0
    drawing.streamed()
    assert "stream" not in service.asked[0].body
    assert drawing.previews == []


def test_a_damaged_preview_is_skipped(service: OpenAIServer, drawing: Drawing) -> None:
    junk = {"type": "image_generation.partial_image", "b64_json": base64.b64encode(b"junk").decode()}
    done = {"type": "image_generation.completed", "b64_json": painted("red", (128, 192))}
    service.images = lambda asked, number: events(junk, done)
    assert drawing.streamed().width == 128
    assert drawing.previews == []


def test_other_events_of_a_stream_are_skipped(service: OpenAIServer, drawing: Drawing) -> None:
    done = {"type": "image_generation.completed", "b64_json": painted("red", (128, 192))}
    body = (
        ": still here\r\n\r\n" + str(events({"type": "image_generation.in_progress"}, done).body) + "data: [DONE]\n\n"
    )
    service.images = lambda asked, number: Reply(body=body, content_type="text/event-stream")
    assert drawing.streamed().width == 128


def test_a_stream_without_its_last_blank_line_is_read(service: OpenAIServer, drawing: Drawing) -> None:
    done = {"type": "image_generation.completed", "b64_json": painted("red", (128, 192))}
    body = str(events(done).body).strip()
    service.images = lambda asked, number: Reply(body=body, content_type="text/event-stream")
    assert drawing.streamed().width == 128


def test_a_server_without_streaming_is_supported(service: OpenAIServer, drawing: Drawing) -> None:
    body = {"created": 1, "data": [{"b64_json": painted("red", (128, 192))}]}
    service.images = lambda asked, number: Reply(body=body)
    assert drawing.streamed().width == 128


@pytest.mark.parametrize("seconds", [0.02, 0.3])
@pytest.mark.parametrize("streamed", [False, True])
def test_an_endless_response_is_cut_at_the_timeout(
    service: OpenAIServer, drawing: Drawing, settings: Any, streamed: bool, seconds: float
) -> None:
    settings.OPENAI_IMAGE_TIMEOUT = 0.7
    error = failure(service, trickle(seconds), drawing, streamed=streamed)
    assert not error.answered
    assert not error.permanent
    assert "in time" in error.message


def test_a_response_that_stalls_is_cut_at_the_timeout(service: OpenAIServer, drawing: Drawing, settings: Any) -> None:
    settings.OPENAI_IMAGE_TIMEOUT = 0.5
    assert not failure(service, trickle(600), drawing, streamed=True).answered
    assert not failure(service, trickle(600), drawing).answered


def test_a_silent_service_is_given_up_at_the_timeout(service: OpenAIServer, drawing: Drawing, settings: Any) -> None:
    settings.OPENAI_IMAGE_TIMEOUT = 0.3
    error = failure(service, stall(600), drawing)
    assert error.reached
    assert not error.answered


def test_the_usage_of_a_picture_is_counted_by_kind(service: OpenAIServer, drawing: Drawing) -> None:
    usage = {
        "total_tokens": 700, "input_tokens": 500, "output_tokens": 200,
        "input_tokens_details": {"text_tokens": 100, "image_tokens": 400},
        "cached_tokens_details": {"cached_text_tokens": 30, "cached_image_tokens": 150},
    }  # fmt: skip
    service.images = lambda asked, number: picture(usage=usage)
    expected = {"input_text": 70, "input_text_cached": 30, "input_image": 250, "input_image_cached": 150, "output": 200}
    assert drawing.plain().usage == expected
    assert drawing.streamed().usage == expected


@pytest.mark.parametrize("usage", [None, {}, {"input_tokens": None, "output_tokens": "many"}, {"input_tokens": 7}])
def test_malformed_token_counts_do_not_lose_the_picture(
    service: OpenAIServer, drawing: Drawing, usage: dict[str, Any] | None
) -> None:
    service.images = lambda asked, number: picture(usage=usage)
    assert drawing.plain().width == 128
    assert drawing.plain().usage.get("input_text", 0) in (0, 7)


@pytest.mark.parametrize(("encoding", "kind"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_the_content_type_is_determined_by_the_bytes(
    service: OpenAIServer, drawing: Drawing, encoding: str, kind: str
) -> None:
    service.images = lambda asked, number: Reply(drawing=openai_replies.Drawing(format=encoding))
    assert drawing.plain().content_type == kind


def test_a_failed_request_is_not_retried(service: OpenAIServer, drawing: Drawing) -> None:
    again = replace(error(500, None, "broken", "server_error"), headers={"x-should-retry": "true"})
    failure(service, again, drawing)
    failure(service, again, drawing, streamed=True)
    assert len(service.asked) == 2


def test_a_short_prompt_stays_as_it_is() -> None:
    assert shortened("A fox. Asleep") == "A fox. Asleep"


def test_a_prompt_that_is_too_long_is_cut_at_the_end_of_a_sentence() -> None:
    prompt = shortened("The fox counts the stars. " * 3_000)
    assert LONGEST_PROMPT - 30 < len(prompt) <= LONGEST_PROMPT
    assert prompt.endswith("the stars.")


@pytest.mark.parametrize("prompt", ["fox " * 20_000, "f" * 50_000])
def test_a_prompt_without_sentences_is_cut(prompt: str) -> None:
    assert LONGEST_PROMPT - 5 < len(shortened(prompt)) <= LONGEST_PROMPT
    assert prompt.startswith(shortened(prompt))


def test_the_size_is_that_of_the_request(service: OpenAIServer, drawing: Drawing) -> None:
    drawing.plain(width=1536, height=1024)
    assert service.asked[0].body["size"] == "1536x1024"


def events(*parts: dict[str, Any]) -> Reply:
    """A stream of exactly these events."""
    lines = [f"event: {part['type']}\ndata: {json.dumps(part)}\n\n" for part in parts]
    return Reply(body="".join(lines), content_type="text/event-stream")
