"""Who may open which URL. Every URL of the site stands in these tables; a new one that does not fails a test."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from core.models import StatusEvent
from core.web.probes import PATHS as PROBES
from images.models import Decision
from publishing.services import unpublish
from stories import access, guests
from stories.models import ReviewLink
from tests.factories import ANSWERS_A
from tests.publishing.published import approved_story, published
from tests.security.conftest import PEOPLE, guest_of, keep_a_picture, member_of_staff, story_in
from tests.security.routes import branches, filled_in, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

STORY, PICTURE, SCENE = "stories/<uuid:story_id>/", "pictures/<int:number>/", "scenes/<int:number>/"
CLIP = "film/clips/<int:number>/"


@dataclass(frozen=True)
class Own:
    """A URL of one story: its method, the story's phase, and the status that its owner gets; so do staff with the
    permission that `needs` in `stories.access`."""

    method: str
    owner: int
    phase: str = "reviewing"
    body: dict[str, Any] = field(default_factory=dict)
    needs: str = access.SEE


# Everybody else gets 404 in each of these, but staff who may see the story and lack the permission 403.
OWNED = {
    STORY: Own("get", 200),
    f"{STORY}body": Own("get", 200),
    f"{STORY}progress": Own("get", 200),
    f"{STORY}panels": Own("get", 200),
    f"{STORY}approve-all": Own("post", 302, body={"picture": "7:1"}, needs=access.DECIDE),
    f"{STORY}draw-missing": Own("post", 302, needs=access.REVIEW),
    f"{STORY}draw-changed": Own("post", 409, needs=access.REVIEW),
    f"{STORY}scenes/": Own("get", 200, needs=access.EDIT),
    f"{STORY}stop-drawing": Own("post", 409, needs=access.REVIEW),
    f"{STORY}go-on-drawing": Own("post", 409, needs=access.REVIEW),
    f"{STORY}reject-selected": Own("post", 302, body={"picture": "7:1"}, needs=access.DECIDE),
    f"{STORY}{PICTURE}": Own("get", 200),
    f"{STORY}{PICTURE}view": Own("get", 200),
    f"{STORY}{PICTURE}approve": Own("post", 302, needs=access.DECIDE),
    f"{STORY}{PICTURE}reject": Own("post", 302, needs=access.DECIDE),
    f"{STORY}{PICTURE}redraw": Own("post", 302, needs=access.REVIEW),
    f"{STORY}{PICTURE}edit": Own("post", 302, body={"mode": "edit", "wish": "make it night"}, needs=access.REVIEW),
    f"{STORY}{PICTURE}vary": Own("post", 302, needs=access.REVIEW),
    f"{STORY}{PICTURE}undo": Own("post", 409, needs=access.DECIDE),
    f"{STORY}{PICTURE}choose": Own("post", 409, body={"chosen": "1"}, needs=access.REVIEW),
    f"{STORY}{PICTURE}upload": Own("post", 422, needs=access.REVIEW),
    f"{STORY}{PICTURE}text": Own("post", 302, body={"text": "The fox sleeps."}, needs=access.EDIT),
    f"{STORY}fox/": Own("get", 200, "sketching"),
    f"{STORY}fox/keep": Own("post", 302, "sketching", needs=access.REVIEW),
    f"{STORY}fox/change": Own(
        "post", 302, "sketching", {"wish": "a hat", "character": "a red fox"}, needs=access.REVIEW
    ),
    f"{STORY}fox/redraw": Own("post", 302, "sketching", needs=access.REVIEW),
    f"{STORY}fox/choose": Own("post", 409, "sketching", {"chosen": "1"}, needs=access.REVIEW),
    f"{STORY}details/": Own("get", 200, needs=access.EDIT),
    f"{STORY}details/name": Own("post", 302, body={"title": "The fox", "author": "Mia"}, needs=access.EDIT),
    f"{STORY}details/cover": Own("post", 302, body={"cover": "7"}, needs=access.EDIT),
    f"{STORY}details/same-answers": Own("post", 302, needs=access.EDIT),
    f"{STORY}details/same-scenes": Own("post", 302, needs=access.EDIT),
    f"{STORY}archive": Own("post", 302, needs=access.EDIT),
    f"{STORY}unarchive": Own("post", 302, needs=access.EDIT),
    f"{STORY}delete": Own("post", 302, needs=access.DELETE),
    f"{STORY}undo-delete": Own("post", 302, "deleted", needs=access.DELETE),
    f"{STORY}stop-writing": Own("post", 302, "writing", needs=access.REVIEW),
    f"{STORY}try-again": Own("post", 302, "writing", needs=access.REVIEW),
    f"{STORY}approve-scenes": Own("post", 302, "editing", needs=access.EDIT),
    f"{STORY}look": Own("post", 302, "editing", {"art_style": "ink", "character": "a fox"}, needs=access.EDIT),
    f"{STORY}{SCENE}": Own("post", 200, "editing", {"Scene7": "The fox sleeps."}, needs=access.EDIT),
    f"{STORY}{SCENE}rewrite": Own("post", 302, "editing", needs=access.EDIT),
    f"{STORY}{SCENE}restore": Own("post", 302, "editing", needs=access.EDIT),
    f"{STORY}{SCENE}reread": Own("post", 302, "editing", needs=access.EDIT),
    f"{STORY}film/": Own("get", 200, "filmed"),
    f"{STORY}film/body": Own("get", 200, "filmed"),
    f"{STORY}film/videos": Own("post", 302, "approved", needs=access.FILM),
    f"{STORY}film/stop": Own("post", 409, "filmed", needs=access.FILM),
    f"{STORY}{CLIP}redo": Own("post", 302, "filmed", {"motion": "The fox turns round."}, needs=access.FILM),
    f"{STORY}{CLIP}again": Own("post", 302, "filmed", needs=access.FILM),
    f"{STORY}{CLIP}here": Own("post", 409, "filmed", needs=access.FILM),
    f"{STORY}{CLIP}wait": Own("post", 409, "filmed", needs=access.FILM),
    f"{STORY}{CLIP}choose": Own("post", 409, "filmed", {"take": "1"}, needs=access.FILM),
    f"{STORY}film/make": Own("post", 302, "filmed", {"shape": "wide"}, needs=access.FILM),
    f"{STORY}film/cancel": Own("post", 302, "filmed", {"shape": "vertical"}, needs=access.FILM),
    f"{STORY}film/music": Own("post", 422, "filmed", needs=access.FILM),
    f"{STORY}film/music/remove": Own("post", 302, "filmed", needs=access.FILM),
    f"{STORY}publish/": Own("get", 200, "approved"),
    f"{STORY}publish/now": Own("post", 302, "approved", needs=access.PUBLISH),
    f"{STORY}publish/take-back": Own("post", 302, "approved", needs=access.UNPUBLISH),
    f"{STORY}book/": Own("get", 200, "approved"),
    f"{STORY}downloads/": Own("get", 200, "approved"),
    f"{STORY}downloads/<str:kind>": Own("post", 302, "approved", needs=access.FILM),
    f"{STORY}downloads/<str:kind>/stop": Own("post", 404, "approved", needs=access.FILM),
    f"{STORY}guests/": Own("get", 200, needs=access.SHARE),
    f"{STORY}guests/link": Own("post", 200, needs=access.SHARE),
    f"{STORY}guests/take-back": Own("post", 404, body={"link": "1"}, needs=access.SHARE),
    f"{STORY}comments": Own("post", 302, body={"text": "Lovely."}, needs=access.COMMENT),
    f"{STORY}comments/delete": Own("post", 404, body={"comment": "1"}, needs=access.SHARE),
    "quiz/from/<uuid:story_id>/": Own("post", 302),
    "media/<uuid:story_id>/<str:name>": Own("get", 200),
    "story/<story_id>": Own("get", 200),
    "approve_image/<story_id>/<scene_number>": Own("json", 200, body={"action": "approve"}, needs=access.DECIDE),
    "edit_image/<story_id>": Own(
        "json", 200, body={"scene_number": 7, "user_input": "make it night", "edit_mode": "edit"}, needs=access.REVIEW
    ),
    "approve_videos/<story_id>": Own("json", 400, needs=access.FILM),
    "undo_delete/<story_id>": Own("json", 200, "deleted", needs=access.DELETE),
}
# Of a story too; open to everybody with the link of a published one.
PUBLIC = ("s/<str:token>/", "s/<str:token>/report/", "s/<str:token>/media/<str:name>")
# Of a story too, but for staff alone.
STAFF_ONLY = {"debug_story/<story_id>": Own("get", 200), "test_emit/<story_id>": Own("get", 200)}
STAFF = ("staff", "viewer", "reviewer", "superuser")
# These belong to no story: everybody gets the same answer.
OPEN = {
    "": ("get", 200),
    "favicon.ico": ("get", 302),
    ".well-known/security.txt": ("get", 404),  # without OPERATOR_CONTACT
    "csp-report": ("get", 405),
    "quiz/": ("get", 302),
    "quiz/again/": ("post", 302),
    "quiz/surprise/": ("post", 302),
    "stories/": ("get", 200),
    "stories/archived/": ("get", 200),
    "yours/": ("get", 200),
    "yours/delete": ("post", 302),
    "yours/download": ("post", 302),
    "yours/download/stop": ("post", 302),
    "yours/everything.zip": ("get", 404),  # nobody had one made
    "yours/links": ("post", 409),  # nobody has a story
    "yours/links/take-back": ("post", 404),
    "yours/tokens": ("post", dict.fromkeys(("owner", "stranger", "anonymous"), 409) | dict.fromkeys(STAFF, 400)),
    "yours/tokens/revoke": ("post", 404),
    "review/": ("get", 200),
    "review/open": ("post", 404),
    "continue/": ("get", 200),
    "continue/open": ("post", 404),
    "quiz/check/": ("get", 302),
    "quiz/<slug:key>/": ("get", 302),
    "submit": ("json", 400),
    "approve_scenes": ("json", 400),
    "api/openapi.json": ("get", 200),
    "api/docs": ("get", 200),
    "health": ("get", 200),
    "metrics": ("get", dict.fromkeys(("owner", "stranger", "anonymous"), 401)),
    "example/": ("get", 200),
    "gallery/": ("get", 200),
    "privacy/": ("get", 404),  # without OPERATOR_CONTACT
    "admin/login/": ("get", dict.fromkeys(STAFF, 302)),
}
# The admin pages of whole apps, in one pattern.
APPS = next(route for route in routes() if "<app_label>" in route)
# Admin pages besides those of rows: the status for a reviewer and a superuser; others are sent to sign in.
ADMIN = {
    "admin/": (200, 200),
    "admin/logout/": (405, 405),
    "admin/password_change/": (200, 200),
    "admin/password_change/done/": (200, 200),
    "admin/autocomplete/": (403, 403),
    "admin/jsi18n/": (200, 200),
    "admin/r/<path:content_type_id>/<path:object_id>/": (404, 404),
    APPS: (404, 404),
    "admin/(?P<url>.*)$": (404, 404),
    "admin/doctor/": (403, 200),
    "admin/services/": (403, 200),
    "admin/hours/": (200, 200),
    "admin/auth/user/<id>/password/": (403, 404),
    "admin/quiz/question/graph/": (403, 200),
    "admin/batches/batch/<int:pk>/progress/": (403, 404),
    "admin/batches/batch/<int:pk>/act/": (405, 405),
    "admin/batches/batch/<int:pk>/results/": (403, 404),
    "admin/stories/storytemplate/preview/": (405, 405),
    "admin/images/decision/statistics/": (200, 200),
    "admin/images/picturetoreview/<int:pk>/decide/": (405, 405),
}
# Rows in admin: who may look at them, and whether a superuser may make some there.
REVIEWERS, ROOT = {"reviewer", "superuser"}, {"superuser"}
ROWS = {
    "videos/clip": (REVIEWERS, False),
    "auth/group": (ROOT, True),
    "auth/user": (ROOT, True),
    "axes/accessattempt": (ROOT, False),
    "axes/accesslog": (ROOT, False),
    "axes/accessfailurelog": (ROOT, False),
    "core/auditentry": (ROOT, False),
    "core/expense": (ROOT, False),
    "core/statusevent": (REVIEWERS, False),
    "quiz/question": (ROOT, True),
    "quiz/choice": (ROOT, False),
    "quiz/submission": (ROOT, False),
    "stories/story": (REVIEWERS, False),
    "stories/scene": (REVIEWERS, False),
    "stories/storytemplate": (ROOT, True),
    "stories/removal": (ROOT, False),
    "stories/comment": (ROOT, False),
    "stories/reviewlink": (ROOT, False),
    "images/illustration": (REVIEWERS, False),
    "images/version": (REVIEWERS, False),
    "images/decision": (REVIEWERS, False),
    "images/picturetoreview": (REVIEWERS, False),
    "sheets/worksheet": (ROOT, False),
    "batches/batch": (ROOT, True),
    "publishing/publication": (ROOT, False),
    "publishing/report": (ROOT, False),
    "account/emailaddress": (ROOT, True),
    "mfa/authenticator": (ROOT, False),
    "visitors/account": (ROOT, False),
    "visitors/apitoken": (ROOT, False),
    "visitors/joinlink": (ROOT, False),
}
OF_ROWS = ("", "add/", "<path:object_id>/history/", "<path:object_id>/delete/", "<path:object_id>/change/")
OF_ROWS_ELSE = "<path:object_id>/"
STREAM = "stream"


def ask(browser: Client, how: Own | tuple[str, Any], path: str) -> int:
    """The status of the answer; what it changed is rolled back. A refusal must have changed nothing."""
    method, body = (how.method, how.body) if isinstance(how, Own) else (how[0], {})
    before = traces()
    with transaction.atomic():
        if method == "json":
            answer = browser.post(path, json.dumps(body), content_type="application/json")
        else:
            answer = getattr(browser, method)(path, body)
        assert answer.status_code < 400 or traces() == before
        transaction.set_rollback(True)
    return int(answer.status_code)


def traces() -> tuple[int, int]:
    """How many changes of a status and decisions about pictures there were."""
    return StatusEvent.objects.count(), Decision.objects.count()


def test_every_url_stands_in_a_table_and_every_table_names_urls_that_exist():
    rows = {f"admin/{row}/{part}" for row in ROWS for part in (*OF_ROWS, OF_ROWS_ELSE)}
    assert set(routes()) - {*OWNED, *PUBLIC, *STAFF_ONLY, *OPEN, *ADMIN, *rows} == set()
    assert {*OWNED, *PUBLIC, *STAFF_ONLY, *OPEN, *ADMIN, *rows} - set(routes()) == set()
    assert branches() == [*PROBES, STREAM, "", "http"]


@pytest.mark.parametrize("route", [*OWNED, *STAFF_ONLY])
def test_a_story_answers_its_owner_and_staff_and_is_not_there_for_anybody_else(route, people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    how = (OWNED | STAFF_ONLY)[route]
    story = story_in(how.phase)
    keep_a_picture(tmp_path, story)
    gaps = {"number": 7, "scene_number": 7, "name": "scene-07-v1.png", "kind": "pdf"}
    path = filled_in(route, story_id=story.pk, **gaps)
    people = people | {
        "permitted": member_of_staff("pia", *{access.STAFF_NEED[access.SEE], access.STAFF_NEED[how.needs]})
    }
    assert {name: ask(client, how, path) for name, client in people.items()} == _expected(route, how)
    missing = filled_in(route, story_id=uuid4(), **gaps)
    assert {ask(client, how, missing) for client in people.values()} == {404}


def _expected(route: str, how: Own) -> dict[str, int]:
    """The status for each of PEOPLE, and for staff with exactly the permission, who are `permitted`."""
    reviews = how.needs in (access.SEE, access.REVIEW, access.DECIDE, access.COMMENT, access.FILM)
    return dict.fromkeys(PEOPLE, 404) | {
        "owner": how.owner if route in OWNED else 404,
        "viewer": how.owner if how.needs == access.SEE else 403,
        "reviewer": how.owner if reviews else 403,
        "superuser": how.owner,
        "permitted": how.owner,
    }


@pytest.mark.parametrize("route", OWNED)
def test_a_guest_may_what_the_link_says_until_it_is_taken_back(route, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    how = OWNED[route]
    story = story_in(how.phase)
    keep_a_picture(tmp_path, story)
    path = filled_in(route, story_id=story.pk, number=7, scene_number=7, name="scene-07-v1.png", kind="pdf")
    for may in (guests.LOOKS, guests.REVIEWS):
        client = guest_of(story, may_decide=may == guests.REVIEWS)
        not_there = how.phase == "deleted" or route.startswith("quiz/")
        expected = 404 if not_there else how.owner if how.needs in may else 403
        assert ask(client, how, path) == expected
        assert (
            ask(client, how, filled_in(route, story_id=uuid4(), number=7, scene_number=7, name="a", kind="pdf")) == 404
        )
        ReviewLink.objects.all().delete()
        assert ask(client, how, path) == 404


def test_a_story_is_deleted_over_the_api_by_those_who_may(people):
    story = story_in("reviewing")
    found = {name: ask(people[name], Own("delete", 200), f"/story/{story.pk}") for name in PEOPLE}
    others = {"staff": 404, "viewer": 403, "reviewer": 403, "superuser": 200}
    assert found == {"owner": 200, "stranger": 404, "anonymous": 404} | others


@pytest.mark.parametrize("route", PUBLIC)
def test_a_published_story_is_there_for_whoever_has_its_link_as_long_as_it_is_published(
    route, people, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    publication = published(approved_story())
    path = filled_in(route, token=publication.token, name="7.webp")
    assert {name: ask(people[name], ("get", None), path) for name in PEOPLE} == dict.fromkeys(PEOPLE, 200)
    unpublish(publication.story, by="visitor")
    assert {name: ask(people[name], ("get", None), path) for name in PEOPLE} == dict.fromkeys(PEOPLE, 404)


@pytest.mark.parametrize("route", OPEN)
def test_what_belongs_to_no_story_answers_everybody_alike(route, people):
    method, status = OPEN[route]
    path = filled_in(route, key="nothing-is-asked-here")
    usual = status if isinstance(status, int) else 200
    expected = dict.fromkeys(PEOPLE, usual) | (status if isinstance(status, dict) else {})
    assert {name: ask(people[name], (method, None), path) for name in PEOPLE} == expected


def test_a_story_cannot_be_approved_by_naming_it_in_the_body(people):
    story = story_in("editing")
    scenes = {f"Scene{n}": "The fox sleeps." for n in range(1, 21)}
    how = Own("json", 200, body={"scenes": scenes, "answers": ANSWERS_A, "story_id": str(story.pk)})
    found = {name: ask(people[name], how, "/approve_scenes") for name in PEOPLE}
    others = {"staff": 404, "viewer": 403, "reviewer": 403, "superuser": 200}
    assert found == {"owner": 200, "stranger": 404, "anonymous": 404} | others


def is_sent_to_sign_in(browser: Client, path: str) -> bool:
    answer = browser.get(path)
    return answer.status_code == 302 and answer["Location"].startswith("/admin/login/?next=")


@pytest.mark.parametrize("route", ADMIN)
def test_a_page_of_admin_is_for_staff(route, people):
    path = filled_in(route, pk=1, id=10**6, content_type_id=1, object_id=1)
    path = path.replace(APPS.removeprefix("admin/"), "core/x/").replace("(?P<url>.*)$", "x/")
    expected = dict(zip(("reviewer", "superuser"), ADMIN[route], strict=True))
    assert {name: people[name].get(path).status_code for name in expected} == expected
    if route != "admin/logout/":  # it answers everybody alike: only by POST
        assert all(is_sent_to_sign_in(people[name], path) for name in ("owner", "stranger", "anonymous"))


@pytest.mark.parametrize(
    ("page", "reviewer", "superuser"),
    [
        ("stories/storytemplate/preview/", 403, 422),
        ("images/picturetoreview/1000000/decide/", 404, 404),
        ("doctor/", 403, 200),
        ("auth/user/1000000/password/", 403, 404),
    ],
)
def test_what_admin_takes_by_post_is_for_those_who_may(page, reviewer, superuser, people):
    for name in ("owner", "stranger", "anonymous"):
        assert people[name].post(f"/admin/{page}").status_code == 302
    found = [people[name].post(f"/admin/{page}").status_code for name in ("reviewer", "superuser")]
    assert found == [reviewer, superuser]


@pytest.mark.parametrize("row", ROWS)
def test_rows_in_admin_are_for_those_who_may_look_at_them(row, people):
    looks, makes = ROWS[row]
    pages = {
        part: f"/admin/{row}/{part}".replace("<path:object_id>", "no-such-row") for part in (*OF_ROWS, OF_ROWS_ELSE)
    }
    for name in ("owner", "stranger", "anonymous"):
        assert [page for page in pages.values() if not is_sent_to_sign_in(people[name], page)] == []
    for name in ("reviewer", "superuser"):
        assert people[name].get(pages[""]).status_code == (200 if name in looks else 403)
        added = people[name].get(pages["add/"]).status_code
        assert added == (200 if makes and name == "superuser" else 403)
        others = {part: people[name].get(pages[part]).status_code for part in OF_ROWS[2:]}
        assert set(others.values()) <= {302, 403}, others  # a row that is not there: back to the list
