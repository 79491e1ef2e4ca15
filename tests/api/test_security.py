"""Rules of every call: origin, content type, size, JSON, ownership, and the shape of errors."""

import json
from uuid import uuid4

import pytest

from images import statuses
from images.models import Decision
from tests.factories import ANSWERS_A, illustrated_story

pytestmark = pytest.mark.django_db
POSTS = ["/submit", "/approve_scenes", "/approve_image/{}/7", "/edit_image/{}", "/approve_videos/{}"]
LARGE = '{"a": "' + "x" * (256 * 1024) + '"}'


@pytest.fixture
def story(api):
    return illustrated_story()


@pytest.fixture(params=POSTS)
def url(request, story) -> str:
    """Every POST of the contract."""
    return request.param.format(story.pk)


def refused(answer, status: int) -> str:
    assert answer.status_code == status, answer.content[:300]
    body = json.loads(answer.content)
    assert list(body) == ["error"]
    assert body["error"].endswith((".", "}."))
    return body["error"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://testserver.evil.example",
        "http://testserver:8000",
        "ftp://testserver",
        "null",
        "",
        "http://[::1",
        "nonsense",
    ],
)
def test_another_origin_is_refused_before_anything_else(api, url, origin):
    answer = api.raw(url, LARGE, content_type="text/plain", Origin=origin)
    assert "another site" in refused(answer, 403)


@pytest.mark.parametrize("origin", ["http://testserver", "https://testserver"])
def test_the_sites_own_origin_is_served(api, url, origin):
    assert api.raw(url, "{}", Origin=origin).status_code == 400


def test_a_trusted_origin_is_served(api, url, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://app.example"]
    assert api.raw(url, "{}", Origin="https://app.example").status_code == 400


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_another_content_type_is_refused_before_the_size(api, url, kind):
    assert "Content-Type: application/json" in refused(api.raw(url, LARGE, content_type=kind), 415)


def test_json_may_say_its_charset(api, url):
    assert api.raw(url, "{}", content_type="application/json; charset=utf-8").status_code == 400


def test_a_body_over_256_kib_is_refused_before_it_is_read(api, url):
    assert "256 KiB" in refused(api.raw(url, LARGE), 413)
    assert "256 KiB" in refused(api.raw(url, "{" + LARGE), 413)


@pytest.mark.parametrize(
    "body", [" ", "{", "nope", '{"a": 1,}', b"\xff\xfe", "[" * 100_000, '{"a": ' + "1" * 5000 + "}"]
)
def test_a_body_that_is_not_json_is_refused(api, url, body):
    assert refused(api.raw(url, body), 400) == "The body is not valid JSON."


@pytest.mark.parametrize("body", ["[]", '"text"', "7", "null", "true"])
def test_a_body_that_is_no_object_is_refused(api, url, body):
    assert "JSON object" in refused(api.raw(url, body), 400)


@pytest.mark.parametrize("path", ["/approve_image/{}/7", "/edit_image/{}", "/approve_videos/{}"])
def test_an_invalid_body_is_refused_before_the_story_is_looked_up(api, path):
    assert refused(api.raw(path.format(uuid4()), "{"), 400)


@pytest.mark.parametrize("path", ["/approve_image/{}/7", "/edit_image/{}", "/approve_videos/{}"])
@pytest.mark.parametrize("body", ["{}", '{"action": "approve"}', '{"action": "dance", "scene_number": 77}'])
def test_a_missing_story_is_refused_before_invalid_fields(api, stranger, story, path, body):
    assert refused_as_missing(api.raw(path.format(uuid4()), body))
    assert refused_as_missing(api.raw(path.format("no-uuid"), body))
    assert refused_as_missing(stranger.raw(path.format(story.pk), body))
    assert not Decision.objects.exists()


def refused_as_missing(answer) -> bool:
    return (answer.status_code, json.loads(answer.content)) == (404, {"error": "Story not found"})


@pytest.mark.parametrize("path", ["/story/{}", "/debug_story/{}", "/test_emit/{}"])
def test_a_story_of_somebody_else_looks_like_one_that_does_not_exist(stranger, story, path):
    for story_id in (story.pk, uuid4(), "no-uuid", "%00"):
        assert refused_as_missing(stranger.client.get(path.format(story_id)))


def test_approving_scenes_of_somebody_elses_story_looks_the_same(stranger, story):
    scenes = {f"Scene{n}": "The red fox." for n in range(1, 21)}
    body = {"scenes": scenes, "answers": ANSWERS_A, "story_id": str(story.pk)}
    assert stranger.post("/approve_scenes", body) == (404, {"error": "Story not found"})


def test_a_post_needs_no_csrf_token_but_the_sites_pages_do(api):
    story = illustrated_story(statuses.PENDING)
    api.client.handler.enforce_csrf_checks = True
    assert api.post(f"/approve_image/{story.pk}/7", {"action": "approve"})[0] == 200
    assert api.client.post(f"/stories/{story.pk}/pictures/8/approve").status_code == 403
