"""The document of the API at /api/openapi.json, and the page at /api/docs."""

import re

import pytest

pytestmark = pytest.mark.django_db
PATHS = {
    ("/submit", "post"),
    ("/approve_scenes", "post"),
    ("/story/{story_id}", "get"),
    ("/story/{story_id}", "delete"),
    ("/undo_delete/{story_id}", "post"),
    ("/approve_image/{story_id}/{scene_number}", "post"),
    ("/edit_image/{story_id}", "post"),
    ("/approve_videos/{story_id}", "post"),
    ("/health", "get"),
    ("/debug_story/{story_id}", "get"),
    ("/test_emit/{story_id}", "get"),
}


@pytest.fixture
def document(api):
    """The document as clients get it."""
    status, found = api.get("/api/openapi.json")
    assert status == 200
    return found


def calls(document):
    return {(path, method): call for path, ways in document["paths"].items() for method, call in ways.items()}


def test_the_description_lists_every_path_with_its_body(document):
    assert set(calls(document)) == PATHS
    for (_, method), call in calls(document).items():
        assert ("requestBody" in call) == (method == "post")


def test_every_answer_has_a_model(document):
    for call in calls(document).values():
        for answer in call["responses"].values():
            assert answer["content"]["application/json"]["schema"]["$ref"].startswith("#/components/schemas/")


def test_every_call_but_health_takes_the_session_cookie(document):
    assert document["components"]["securitySchemes"]["SessionCookie"]["name"] == "sessionid"
    for (path, _), call in calls(document).items():
        assert ("security" in call) == (path != "/health")


def test_submit_names_the_header_with_the_story_s_id(document):
    answers = calls(document)["/submit", "post"]["responses"]
    assert [status for status, answer in answers.items() if "X-Story-Id" in answer.get("headers", {})] == [
        "200",
        "502",
        "504",
    ]


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client):
    page = client.get("/api/docs").content.decode()
    assert not re.findall(r"https?://", page)
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)
