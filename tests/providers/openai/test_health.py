"""providers.openai_health, for the illustrator."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from providers.base import Finding, SupportsHealthCheck
from providers.images.openai import OpenAIIllustrator
from providers.openai_errors import WRITING_ERRORS
from providers.openai_health import check_account
from tests.providers.openai.conftest import KEY
from tests.upstreams.openai_server import (
    OpenAIServer,
    Reply,
    bad_key,
    drop,
    error,
    garbage,
    model,
    no_credit,
    not_a_picture,
    unverified,
)  # fmt: skip

MODEL = "gpt-image-2.6-flare"


def examined(*, spend: bool = False) -> dict[str, Finding]:
    """The findings by what they are about."""
    return {finding.what: finding for finding in OpenAIIllustrator().health_check(spend=spend)}


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def test_the_illustrator_has_a_health_check() -> None:
    assert isinstance(OpenAIIllustrator(), SupportsHealthCheck)


def test_key_and_model_are_checked_without_spending(service: OpenAIServer) -> None:
    findings = examined()
    assert [(finding.what, finding.ok) for finding in findings.values()] == [
        ("OPENAI_API_KEY", True),
        ("OPENAI_IMAGE_MODEL", True),
    ]
    assert service.paid == []


@pytest.mark.parametrize(("days", "ok"), [(31, True), (30, False), (1, False), (0, False), (-30, False)])
def test_the_shutdown_of_a_model_is_reported_with_its_date(service: OpenAIServer, days: int, ok: bool) -> None:
    service.models = [model(MODEL, in_days(days))]
    finding = examined()["OPENAI_IMAGE_MODEL"]
    assert finding.ok is ok
    assert in_days(days) in finding.says


def test_a_shutdown_date_may_have_a_time(service: OpenAIServer) -> None:
    service.models = [model(MODEL, f"{in_days(9)}T00:00:00Z")]
    assert "in 9 days" in examined()["OPENAI_IMAGE_MODEL"].says


def test_a_shutdown_without_a_valid_date_is_a_warning(service: OpenAIServer) -> None:
    service.models = [model(MODEL, "soon")]
    assert not examined()["OPENAI_IMAGE_MODEL"].ok


def test_an_unknown_model_is_named_with_its_setting(service: OpenAIServer) -> None:
    service.models = [model("another")]
    finding = examined()["OPENAI_IMAGE_MODEL"]
    assert not finding.ok
    assert MODEL in finding.says
    assert "OPENAI_IMAGE_MODEL" in finding.says


def test_a_bad_key_ends_the_check_without_spending(service: OpenAIServer) -> None:
    service.listing = bad_key()
    findings = examined(spend=True)
    assert [(finding.what, finding.ok) for finding in findings.values()] == [("OPENAI_API_KEY", False)]
    assert "OPENAI_API_KEY" in findings["OPENAI_API_KEY"].says
    assert len(service.asked) == 1


@pytest.mark.parametrize("reply", [drop, lambda: error(500, None, "broken"), lambda: error(403, None, "region")])
def test_an_error_of_the_service_is_a_finding(service: OpenAIServer, reply: Callable[[], Reply]) -> None:
    service.listing = reply()
    assert not examined()["OPENAI_API_KEY"].ok


@pytest.mark.parametrize(
    "listing",
    [
        error(404, None, "Not found"),
        garbage(),
        Reply(body={"models": []}),
        Reply(body={"data": {"a": 1}}),
        error(403, None, "You have insufficient permissions. Missing scopes: api.model.read."),
    ],
)
def test_a_server_without_a_list_of_models_is_ok_if_it_draws(service: OpenAIServer, listing: Reply) -> None:
    service.listing = listing
    findings = examined(spend=True)
    assert findings["OPENAI_API_KEY"].ok
    assert "no list of models" in findings["OPENAI_API_KEY"].says
    assert findings["a picture"].ok


def test_malformed_rows_of_the_list_are_skipped(service: OpenAIServer) -> None:
    service.models = [{"name": "no id"}, model(MODEL)]
    assert examined()["OPENAI_IMAGE_MODEL"].ok


def test_with_spending_one_cheap_picture_is_drawn_and_its_cost_reported(service: OpenAIServer) -> None:
    finding = examined(spend=True)["a picture"]
    assert finding.ok
    assert "1,650 tokens" in finding.says
    assert len(service.paid) == 1
    body = service.paid[0].body
    assert (body["quality"], body["size"], "stream" in body) == ("low", "1024x1024", False)


@pytest.mark.parametrize(
    ("reply", "says"), [(unverified, "not verified"), (no_credit, "credit"), (not_a_picture, "no picture")]
)
def test_an_account_that_may_not_draw_is_reported(service: OpenAIServer, reply: Callable[[], Reply], says: str) -> None:
    service.images = lambda asked, number: reply()
    finding = examined(spend=True)["a picture"]
    assert not finding.ok
    assert says in finding.says


@pytest.mark.parametrize(
    ("headers", "ok"),
    [
        ({"x-ratelimit-limit-images": "5", "x-ratelimit-limit-requests": "500"}, False),
        ({"x-ratelimit-limit-requests": "14"}, False),
        ({"x-ratelimit-limit-requests": "15"}, True),
        ({"x-ratelimit-limit-requests": "plenty"}, None),
        ({}, None),
    ],
)
def test_our_rate_limit_is_compared_with_that_of_the_account(
    service: OpenAIServer, settings: Any, headers: dict[str, str], ok: bool | None
) -> None:
    settings.IMAGES_PER_MINUTE, service.rate_headers = 15, headers
    finding = examined(spend=True).get("IMAGES_PER_MINUTE")
    assert (finding.ok if finding else None) is ok


def test_the_text_model_is_checked_likewise(service: OpenAIServer, settings: Any) -> None:
    settings.OPENAI_TEXT_MODEL = "gpt-6-luna"
    assert [finding.what for finding in check_account(WRITING_ERRORS)] == ["OPENAI_API_KEY", "OPENAI_TEXT_MODEL"]


def test_without_a_key_no_request_is_sent(service: OpenAIServer, settings: Any) -> None:
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    assert not examined(spend=True)["OPENAI_API_KEY"].ok
    assert service.asked == []


def test_the_key_is_in_no_finding(service: OpenAIServer) -> None:
    service.listing = error(401, "invalid_api_key", f"Incorrect API key: {KEY}")
    assert all(KEY not in finding.says for finding in examined(spend=True).values())
