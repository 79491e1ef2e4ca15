"""Programs call the API with a token instead of a session."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client

from images import statuses
from images.models import Decision
from stories.models import Story
from tests.factories import ANSWERS_A, OWNER, edited_story, illustrated_story, small_png, story_folder, visitor
from visitors import tokens
from visitors.models import ApiToken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
READ, MAKE, REVIEW = ApiToken.SCOPES
SCENES = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


class Program:
    """A program with a token of its own, and nothing else."""

    def __init__(self, *scopes: str, owner: str = OWNER, user: Any = None, client: Client | None = None) -> None:
        self.token = tokens.make_token(owner, user, name="a script", scopes=scopes)
        self.client = client or Client(enforce_csrf_checks=True)

    def get(self, path: str) -> Any:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: Any = None, method: str = "post", **headers: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        send = getattr(self.client, method)
        return send(path, json.dumps(body or {}), content_type="application/json", headers=headers)


def refused(answer: Any) -> tuple[int, str]:
    found = answer.json()
    assert list(found) == ["error"]
    return answer.status_code, found["error"]


def test_every_call_but_reading_needs_the_scope_that_the_document_says():
    program, story = Program(), edited_story()
    needed: dict[str, set[str]] = {}
    for path, ways in program.get("/api/openapi.json").json()["paths"].items():
        for method in set(ways) - {"get"}:
            answer = program.post(path.format(story_id=story.pk, scene_number=7), method=method)
            scope = refused(answer)[1].removeprefix("This token may read, and for this it needs the scope ").strip(".")
            needed.setdefault(scope, set()).add(f"{method} {path.split('/')[1]}")
    assert needed == {
        MAKE: {"post submit", "post approve_scenes", "post approve_videos", "delete story", "post undo_delete"},
        REVIEW: {"post approve_image", "post edit_image"},
    }


def test_a_program_makes_a_story_as_the_visitor_and_leaves_no_session():
    program = Program(MAKE)
    answer = program.post("/approve_scenes", {"scenes": SCENES, "answers": ANSWERS_A})
    assert answer.status_code == 200
    story = Story.objects.get()
    assert story.owner == OWNER
    assert program.get(f"/story/{story.pk}").json()["story_id"] == str(story.pk)
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    assert not Session.objects.exists()
    assert visitor().get(f"/stories/{story.pk}/").status_code == 200


def test_the_call_that_waits_for_the_writer_takes_a_token_too(settings):
    settings.WRITE_TIMEOUT = 0
    assert Program(MAKE).post("/submit", ANSWERS_A).status_code == 504  # no worker writes here
    assert Story.objects.get().owner == OWNER
    assert refused(Program().post("/submit", ANSWERS_A))[0] == 403


def test_a_program_reviews_and_reads_pictures():
    story = illustrated_story(statuses.PENDING)
    (story_folder(story.pk) / "scene-07-v1.png").write_bytes(small_png())
    program = Program(REVIEW)
    assert program.post(f"/approve_image/{story.pk}/7", {"action": "approve"}).status_code == 200
    edit = {"scene_number": 8, "user_input": "make it night", "edit_mode": "edit"}
    assert program.post(f"/edit_image/{story.pk}", edit).status_code == 200
    assert {decision.by for decision in Decision.objects.all()} == {"visitor"}
    assert program.get(f"/media/{story.pk}/scene-07-v1.png").status_code == 200


def test_what_is_beyond_the_scope_is_refused_and_changes_nothing():
    story = illustrated_story(statuses.PENDING)
    asked = [
        (Program(MAKE), "post", f"/approve_image/{story.pk}/7", {"action": "approve"}, "review"),
        (Program(), "post", f"/edit_image/{story.pk}", {}, "review"),
        (Program(REVIEW), "post", f"/approve_videos/{story.pk}", {}, "make"),
        (Program(REVIEW), "post", "/approve_scenes", {"scenes": SCENES, "answers": ANSWERS_A}, "make"),
        (Program(REVIEW), "delete", f"/story/{story.pk}", {}, "make"),
        (Program(), "post", f"/undo_delete/{story.pk}", {}, "make"),
    ]
    for program, method, path, body, scope in asked:
        status, sentence = refused(program.post(path, body, method))
        assert (status, sentence.endswith(f"it needs the scope {scope}.")) == (403, True)
    assert Story.objects.get() == story
    assert not Decision.objects.exists()


def test_a_wrong_token_is_refused_whatever_session_comes_along():
    story = edited_story()
    for token in ("sf_wrong", "", "sf_" + "x" * 43):
        answer = visitor().get(f"/story/{story.pk}", headers={"Authorization": f"Bearer {token}"})
        status, sentence = refused(answer)
        assert (status, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert sentence.startswith("This token is not valid")
        assert (
            visitor().get(f"/media/{story.pk}/a.png", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        )


def test_another_kind_of_authorization_is_a_proxy_s_and_the_session_counts():
    story = edited_story()
    assert visitor().get(f"/story/{story.pk}", headers={"Authorization": "Basic YTpi"}).status_code == 200


def test_the_token_counts_instead_of_the_session():
    story = edited_story()
    stranger = Program(MAKE, REVIEW, owner="somebody else", client=visitor())
    assert refused(stranger.get(f"/story/{story.pk}")) == (404, "Story not found")
    assert Program(client=visitor("somebody else")).get(f"/story/{story.pk}").status_code == 200


def test_a_token_opens_no_page():
    story = illustrated_story(statuses.PENDING)
    program = Program(MAKE, REVIEW)
    assert program.get(f"/stories/{story.pk}/").status_code == 404
    assert program.get("/yours/").content.decode().count(program.token) == 0
    assert program.post(f"/stories/{story.pk}/pictures/7/approve").status_code == 403  # no token against forgery


def test_the_same_quotas_count(settings):
    settings.STORIES_PER_HOUR = 1
    body = {"scenes": SCENES, "answers": ANSWERS_A}
    browser = visitor()
    answer = browser.post("/approve_scenes", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200
    status, sentence = refused(Program(MAKE).post("/approve_scenes", body | {"scenes": SCENES | {"Scene1": "Hm."}}))
    assert (status, "There can be 1 story an hour" in sentence) == (429, True)


def test_a_post_of_a_program_is_json_and_from_no_other_site():
    program = Program(MAKE)
    headers = {"Authorization": f"Bearer {program.token}"}
    assert program.client.post("/submit", "{}", content_type="text/plain", headers=headers).status_code == 415
    assert program.post("/submit", {}, Origin="https://evil.example").status_code == 403


def test_a_token_of_staff_may_what_its_user_may_at_that_moment(django_user_model):
    story = illustrated_story(statuses.PENDING)
    user = django_user_model.objects.create_user("rita", is_staff=True)
    program = Program(MAKE, REVIEW, owner="ritas browser", user=user)
    assert program.get(f"/story/{story.pk}").status_code == 404
    user.user_permissions.add(Permission.objects.get(codename="view_story"))
    assert program.get(f"/story/{story.pk}").status_code == 200
    assert "permission" in refused(program.post(f"/approve_image/{story.pk}/7", {"action": "approve"}))[1]
    user.user_permissions.add(Permission.objects.get(codename="review_illustration"))
    assert program.post(f"/approve_image/{story.pk}/7", {"action": "approve"}).status_code == 200
    assert Decision.objects.get().by == "rita"
    django_user_model.objects.update(is_staff=False)
    assert program.get(f"/story/{story.pk}").status_code == 404


def test_the_document_names_the_token():
    document = Client().get("/api/openapi.json").json()
    scheme = document["components"]["securitySchemes"]["BearerToken"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    calls = [call for ways in document["paths"].values() for call in ways.values() if "security" in call]
    assert len(calls) == 10
    for call in calls:
        assert call["security"] == [{"BearerToken": []}, {"SessionCookie": []}]
        assert {"401", "403"} <= call["responses"].keys()
