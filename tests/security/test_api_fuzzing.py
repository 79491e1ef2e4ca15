"""Requests made from the API's own document, valid and invalid ones: every answer is one that the document names."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api import submit as submitting
from api.urls import api
from images import statuses
from stories import deletion
from tests.factories import ANSWERS_A, illustrated_story, visitor

pytestmark = [pytest.mark.site, pytest.mark.django_db, pytest.mark.usefixtures("content")]
CHECKS = (status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = hypothesis_settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Something outside did not do its part, as the answer says. Other statuses above 499 would be our own fault.
EXPLAINED = {501, 502, 503, 504}


@pytest.fixture(autouse=True)
def no_waiting(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker writes here, so do not wait for one; and lift the quotas."""
    settings.WRITE_TIMEOUT = 0.0
    monkeypatch.setattr(submitting, "LOOK_SECONDS", 0.0)
    for name in ("STORIES_PER_HOUR", "STORIES_PER_DAY", "REDRAWS_PER_STORY_HOUR", "VISITORS_PER_ADDRESS"):
        setattr(settings, name, 0)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection with the test's transaction open between requests, as Django's test client does."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)


def document() -> Any:
    """The document as clients get it."""
    found = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    found.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    return found


def operations() -> dict[str, Any]:
    """Every call that the document describes, by its name."""
    return {found.ok().label: found.ok() for found in document().get_all_operations()}


LABELS = [f"{method.upper()} {path}" for path, ways in api.get_openapi_schema()["paths"].items() for method in ways]


GOOD: dict[str, dict[str, Any]] = {
    "POST /submit": ANSWERS_A,
    "POST /approve_scenes": {"scenes": {f"Scene{n}": f"Tree {n}." for n in range(1, 21)}, "answers": ANSWERS_A},
    "POST /approve_image/{story_id}/{scene_number}": {"action": "reject"},
    "POST /edit_image/{story_id}": {"scene_number": 7, "user_input": "make it night", "edit_mode": "edit"},
}


def ask(operation: Any, check: Callable[[Case], None], own: dict[str, str]) -> None:
    """Run `check` on many calls. Half are about the story in `own`, with a valid body or one with an invalid part."""

    @EXAMPLES
    @given(case=operation.as_strategy(), about_own=st.booleans(), parts=st.integers(0, 1))
    def run(case: Case, about_own: bool, parts: int) -> None:
        if about_own and isinstance(case.body, dict):
            case.body = GOOD.get(operation.label, {}) | dict(list(case.body.items())[:parts])
        if about_own and case.path_parameters:
            case.path_parameters = case.path_parameters | {k: v for k, v in own.items() if k in case.path_parameters}
        check(case)

    run()


@pytest.mark.parametrize("label", LABELS)
def test_every_answer_is_one_that_the_document_names(label, admin_client):
    story = illustrated_story(statuses.PENDING)
    if label.startswith("POST /undo_delete"):
        deletion.delete(story, by="visitor")
    own = {"story_id": str(story.pk), "scene_number": "7"}
    cookies = [browser.cookies["sessionid"].value for browser in (visitor(), admin_client)]
    seen = set()

    def check(case: Case) -> None:
        for cookie in cookies:
            answer = case.call(cookies={"sessionid": cookie}, headers={"Accept-Encoding": "identity"})
            seen.add(answer.status_code)
            assert answer.status_code < 500 or answer.status_code in EXPLAINED, answer.text
            case.validate_response(answer, checks=list(CHECKS), excluded_checks=[not_a_server_error])

    ask(operations()[label], check, own)
    assert seen & {200, 504} or (label.startswith("POST /approve_videos") and 400 in seen)


def test_the_document_describes_every_call_of_the_contract():
    assert {label.partition(" ")[2].strip("/").partition("/")[0] for label in LABELS} == {
        *("submit", "approve_scenes", "story", "approve_image", "edit_image"),
        *("approve_videos", "health", "debug_story", "test_emit"),
        "undo_delete",
    }
