"""providers.openai_api and openai_errors: keys, waits, translated errors, and no secrets in messages."""

import socket
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest
from openai import ContentFilterFinishReasonError

from providers.base import ProviderError
from providers.openai_api import client, to_provider_error, translate_errors
from providers.openai_errors import DRAWING_ERRORS, WRITING_ERRORS
from providers.retry_after import retry_after
from tests.providers.openai.conftest import KEY, Drawing, failure
from tests.upstreams.openai_server import OpenAIServer, Reply, error, garbage, picture, rate_limited, trickle


@pytest.mark.parametrize("key", ["", "sk-test\nsecret", "sk-tést-secret", "sk-test secret"])
def test_a_malformed_key_is_not_sent(service: OpenAIServer, drawing: Drawing, settings: Any, key: str) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = key, "" if not key else service.url
    raised = failure(service, picture(), drawing)
    assert raised.account
    assert "OPENAI_API_KEY" in raised.operator
    assert "secret" not in said(raised)
    assert service.asked == []


@pytest.mark.parametrize("address", ["localhost:8000/v1", "ftp://127.0.0.1/v1", "/api/v1", "http://127.0.0.1:x/v1"])
def test_a_malformed_address_is_named(drawing: Drawing, settings: Any, address: str) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, address
    with pytest.raises(ProviderError) as raised:
        drawing.plain()
    assert raised.value.account
    assert "OPENAI_BASE_URL" in raised.value.operator
    assert address not in said(raised.value)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))  # kept, so that nobody else takes it; without listening it refuses
        yield f"http://127.0.0.1:{kept.getsockname()[1]}/v1"


@pytest.mark.parametrize("streamed", [False, True])
def test_an_unreachable_service_costs_nothing(drawing: Drawing, settings: Any, nobody: str, streamed: bool) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, nobody
    with pytest.raises(ProviderError) as raised:
        drawing.streamed() if streamed else drawing.plain()
    assert not raised.value.reached
    assert not raised.value.permanent


def test_an_unknown_host_is_unreachable(drawing: Drawing, settings: Any) -> None:
    settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, "http://nobody.invalid/v1"
    with pytest.raises(ProviderError) as raised:
        drawing.plain()
    assert not raised.value.reached


@pytest.mark.parametrize("pause", [httpx2.ConnectTimeout("slow"), httpx2.PoolTimeout("full")])
def test_a_connect_timeout_costs_nothing(pause: Exception) -> None:
    assert not to_provider_error(pause, DRAWING_ERRORS).reached


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
@pytest.mark.parametrize("streamed", [False, True])
def test_the_key_is_removed_from_every_message(
    service: OpenAIServer, drawing: Drawing, status: int, streamed: bool
) -> None:
    echoed = error(status, "some_code", f"The key {KEY} (sk-test-****cret, sk-proj-abc) is not good.")
    raised = failure(service, echoed, drawing, streamed=streamed)
    assert service.asked[0].headers["authorization"] == f"Bearer {KEY}"
    for part in (KEY, "0123456789", "cret", "sk-proj"):
        assert part not in said(raised)


def test_the_operator_reads_the_message_of_an_invalid_request(service: OpenAIServer, drawing: Drawing) -> None:
    raised = failure(service, error(400, "invalid_value", "Invalid size\n '128x192'."), drawing)
    assert "Invalid size '128x192'." in raised.operator
    assert "Invalid size" not in raised.message
    assert "req_1" in raised.operator


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "3600"}, 900.0),
        ({"retry-after": "86400"}, 900.0),
        ({"retry-after": "86401"}, 15.0),
        ({"retry-after": "1795305600"}, 15.0),
        ({"retry-after": "1795305600", "x-ratelimit-reset-requests": "4s"}, 4.0),
        ({"retry-after-ms": "1795305600000", "retry-after": "6"}, 6.0),
        ({"retry-after": "-3"}, 15.0),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, 15.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 +99999999"}, 15.0),
        ({"x-ratelimit-reset-requests": "12ms"}, 0.012),
        ({"x-ratelimit-reset-requests": "6m0s"}, 360.0),
        ({"x-ratelimit-reset-requests": "0h2m3.5s"}, 123.5),
        ({"x-ratelimit-reset-requests": "1h2m3.5s"}, 900.0),
        ({"x-ratelimit-reset-requests": "48h"}, 15.0),
        ({"retry-after": "soon", "x-ratelimit-reset-requests": "4s"}, 4.0),
        ({"retry-after": "inf"}, 15.0),
        ({"retry-after": "nan", "x-ratelimit-reset-requests": "later"}, 15.0),
        ({}, 15.0),
    ],
)
def test_the_wait_is_that_of_the_headers_if_plausible(
    service: OpenAIServer, drawing: Drawing, headers: dict[str, str], wait: float
) -> None:
    service.rate_headers = {}
    raised = failure(service, rate_limited(None, headers), drawing)
    assert raised.retry_after == pytest.approx(wait)
    assert not raised.permanent


def test_a_date_in_retry_after_becomes_seconds() -> None:
    date = datetime.now(UTC) + timedelta(seconds=90)
    wait = retry_after({"retry-after": format_datetime(date, usegmt=True)}, 15.0)
    assert 60 < wait <= 90
    assert retry_after({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 15.0) == 15.0


@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 529])
def test_retry_after_of_an_outage_is_ignored(service: OpenAIServer, drawing: Drawing, status: int) -> None:
    busy = Reply(status, {"error": {"message": "Overloaded", "code": None}}, headers={"retry-after": "7"})
    raised = failure(service, busy, drawing)
    assert raised.retry_after is None
    assert not raised.permanent


@pytest.mark.parametrize("usage", [{}, {"input_tokens": 0, "output_tokens": 0}, "many", None])
def test_the_cost_of_a_response_without_picture_and_usage_is_unknown(
    service: OpenAIServer, drawing: Drawing, usage: Any
) -> None:
    raised = failure(service, Reply(200, {"data": [], "usage": usage}), drawing)
    assert raised.reached
    assert not raised.answered
    assert not raised.usage


def test_a_response_without_a_picture_costs_its_usage(service: OpenAIServer, drawing: Drawing) -> None:
    raised = failure(service, Reply(200, {"data": [], "usage": {"input_tokens": 5, "output_tokens": 7}}), drawing)
    assert raised.answered
    assert (raised.usage["input_text"], raised.usage["output"]) == (5, 7)


def test_a_filtered_text_is_a_policy_error() -> None:
    assert to_provider_error(ContentFilterFinishReasonError(), WRITING_ERRORS).policy


def test_our_own_exceptions_are_not_translated() -> None:
    with pytest.raises(KeyError), translate_errors(WRITING_ERRORS):
        raise KeyError("ours")


def test_the_same_key_and_server_share_their_connections(service: OpenAIServer) -> None:
    first, second = client(3.0, DRAWING_ERRORS), client(9.0, DRAWING_ERRORS)
    assert first._client is second._client
    assert (first.timeout, second.timeout) == (httpx2.Timeout(3.0), httpx2.Timeout(9.0, connect=5.0))


def test_a_changed_key_is_used_at_once(service: OpenAIServer, drawing: Drawing, settings: Any) -> None:
    drawing.plain()
    settings.OPENAI_API_KEY = "sk-another"
    drawing.plain()
    assert [asked.headers["authorization"] for asked in service.asked] == [f"Bearer {KEY}", "Bearer sk-another"]


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_without_the_endpoint_is_an_account_error(
    service: OpenAIServer, drawing: Drawing, status: int
) -> None:
    raised = failure(service, Reply(status, "<h1>Nothing here</h1>", "text/html"), drawing)
    assert raised.account
    assert "OPENAI_BASE_URL" in raised.operator


def test_many_pictures_at_once_all_arrive(service: OpenAIServer, drawing: Drawing) -> None:
    service.images = lambda asked, number: picture("teal")
    with ThreadPoolExecutor(40) as pool:
        calls = [pool.submit(drawing.streamed if number % 2 else drawing.plain) for number in range(40)]
        assert [call.result(timeout=60).width for call in calls] == [128] * 40
    assert len(service.paid) == 40


def test_many_concurrent_errors_release_their_slots(service: OpenAIServer, drawing: Drawing) -> None:
    service.images = lambda asked, number: garbage()
    with ThreadPoolExecutor(40) as pool:
        calls = [pool.submit(drawing.streamed if number % 2 else drawing.plain) for number in range(80)]
        assert all(isinstance(call.exception(timeout=60), ProviderError) for call in calls)
    service.images = lambda asked, number: picture()
    assert drawing.plain().width == 128


def test_responses_that_begin_with_blanks_take_no_slot(service: OpenAIServer, drawing: Drawing, settings: Any) -> None:
    with OpenAIServer() as slow, ThreadPoolExecutor(40) as pool:
        slow.images = lambda asked, number: trickle(0.2) if number < 40 else picture()
        settings.OPENAI_BASE_URL = slow.url
        thinking = [pool.submit(drawing.plain) for _ in range(40)]
        while len(slow.asked) < 40:
            assert not any(call.done() for call in thinking)
        assert drawing.plain().width == 128
        assert not any(call.done() for call in thinking)
        slow.closing.set()
        assert all(isinstance(call.exception(timeout=60), ProviderError) for call in thinking)


def test_a_rate_limit_passes_the_wait_on(service: OpenAIServer, drawing: Drawing) -> None:
    service.images_per_minute = 2
    assert [drawing.plain().width, drawing.plain().width] == [128, 128]
    with pytest.raises(ProviderError) as raised:
        drawing.streamed()
    assert 0 < (raised.value.retry_after or 0) <= 60
    assert (len(service.paid), len(service.refused_by_rate)) == (2, 1)


def said(raised: ProviderError) -> str:
    """Everything that a log could hold of an error."""
    return raised.message + raised.operator + "".join(traceback.format_exception(raised))
