"""The buttons of a picture, on its card and in the viewer, are exactly what the server accepts: in every state, for
everybody."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from images import revisions, services, statuses
from images.models import Decision, Illustration
from stories import services as story_services
from studio.desk import reviewers
from tests.factories import OWNER, bring_to, drawn_version, illustrated_story, reloaded, visitor
from tests.image_files import photograph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}
ANOTHER = {"redraw", "newimage", "vary", "upload"}


def at(status: str) -> Illustration:
    return bring_to(illustrated_story().illustrations.get(number=7), status)


def rejected(status: str = statuses.QUEUED) -> Illustration:
    """A picture that was rejected and whose redraw is at `status`."""
    picture = at(statuses.PENDING)
    services.reject(picture, note="", by="")
    return bring_to(picture, status)


def approved() -> Illustration:
    picture = at(statuses.PENDING)
    services.approve(picture, by="")
    return picture


def twice_drawn(picture: Illustration) -> Illustration:
    drawn_version(picture)
    return picture


def after(action: Callable[..., object], picture: Illustration) -> Illustration:
    action(reloaded(picture), by="")
    return picture


def outdated(picture: Illustration) -> Illustration:
    story_services.revise_scene(reloaded(picture).scene, "The red fox swims.")
    return picture


PENDING = {"approve", "reject", "edit"} | ANOTHER
# Every state, how a picture gets there, and what can be done then.
STATES: dict[str, tuple[Callable[[], Illustration], set[str]]] = {
    "waits for its turn": (lambda: at(statuses.QUEUED), set()),
    "is being drawn": (lambda: at(statuses.GENERATING), set()),
    "is drawn": (lambda: at(statuses.PENDING), PENDING),
    "is drawn from another text": (lambda: outdated(at(statuses.PENDING)), PENDING),
    "is drawn for the second time": (lambda: twice_drawn(at(statuses.PENDING)), PENDING | {"choose"}),
    "is approved": (approved, {"edit", "undo"} | ANOTHER),
    "is approved at the second time": (lambda: twice_drawn(approved()), {"edit", "undo", "choose"} | ANOTHER),
    "was approved and is not any more": (lambda: after(revisions.undo, approved()), PENDING),
    "was approved and is drawn again": (lambda: after(services.redraw, approved()), set()),
    "was rejected and waits": (rejected, {"undo"}),
    "was rejected and is drawn again": (lambda: rejected(statuses.GENERATING), {"undo"}),
    "was rejected and is not any more": (lambda: after(revisions.undo, rejected()), PENDING),
    "was rejected and is there again": (lambda: rejected(statuses.PENDING), PENDING | {"choose"}),
    "was rejected and failed": (lambda: rejected(statuses.FAILED), {"approve", "edit", "undo"} | ANOTHER),
    "is rejected, for a moment": (lambda: at(statuses.REJECTED), set()),
    "was never drawn": (lambda: at(statuses.FAILED), ANOTHER),
    "was never drawn and waits again": (lambda: after(services.redraw, at(statuses.FAILED)), set()),
}


class Forms(HTMLParser):
    """Finds where the forms of a page go to, and in which mode."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._action = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form":
            match = re.fullmatch(r"/stories/[^/]+/pictures/7/(\w+)", has.get("action") or "")
            self._action = match[1] if match else ""
            if self._action and self._action != "edit":
                self.found.add(self._action)
        if tag == "input" and has.get("name") == "mode" and self._action == "edit":
            self.found.add(str(has.get("value")))


def body_of(action: str, other: int = 2) -> dict[str, Any]:
    """What the form of that action sends; `other` is the version that is not shown."""
    bodies: dict[str, Callable[[], dict[str, Any]]] = {
        "edit": lambda: {"mode": "edit", "wish": "add snow"},
        "newimage": lambda: {"mode": "newimage", "depiction": "A quiet lake."},
        "upload": lambda: {"picture": SimpleUploadedFile("my.jpg", photograph("JPEG"))},
        "choose": lambda: {"chosen": str(other)},
        "text": lambda: {"text": "The red fox sings."},
    }
    return bodies.get(action, dict)()


ACTIONS = ("approve", "reject", "redraw", "edit", "newimage", "vary", "upload", "undo", "choose", "text")


def address(picture: Illustration, action: str = "") -> str:
    return f"/stories/{picture.story_id}/pictures/7/{'edit' if action == 'newimage' else action}"


def taken(client: Client, picture: Illustration, action: str) -> bool:
    """Whether the server does it; afterwards it is as if nobody had asked."""
    current = reloaded(picture).current
    body = body_of(action, other=1 if current and current.number == 2 else 2)
    with transaction.atomic():
        answer = client.post(address(picture, action), body, headers=HTMX)
        transaction.set_rollback(True)
    refusals = {409, 422} if action != "choose" else {409, 404}  # there is no other version, or not now
    assert answer.status_code in {200, 403, *refusals}, (action, answer.status_code)
    return answer.status_code == 200


def offered(client: Client, picture: Illustration) -> tuple[set[str], set[str]]:
    """The buttons on the card, and those of the viewer, whichever version is looked at."""
    card = Forms(client.get(address(picture), headers=HTMX).content.decode()).found
    looks = [f"{address(picture, 'view')}?version={number}" for number in (0, 1, 2)]
    viewer = [Forms(client.get(look).content.decode()).found for look in looks]
    return card, set.union(*viewer)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def browser_of(who: str) -> Client:
    """The browser of the owner, of a reviewer, or of staff who may change texts."""
    if who == "owner":
        return visitor()
    user = get_user_model().objects.create_user(who, is_staff=True)
    if who == "reviewer":
        user.groups.add(Group.objects.get(name=reviewers.NAME))
    else:
        user.user_permissions.set(Permission.objects.filter(codename__in=["view_story", "change_story"]))
    browser = Client()
    browser.force_login(user)
    return browser


# Staff differ from the owner in what they may do, not in when: a few states tell.
BY_REVIEWERS = ("is being drawn", "is approved at the second time", "was rejected and waits")


@pytest.mark.parametrize(
    ("state", "who"),
    [*((state, "owner") for state in STATES), *((state, "reviewer") for state in BY_REVIEWERS), ("is drawn", "editor")],
)
def test_the_buttons_are_what_the_server_accepts(state, who):
    make, reviewing = STATES[state]
    picture, client = make(), browser_of(who)
    accepted = {action for action in ACTIONS if taken(client, picture, action)}
    card, viewer = offered(client, picture)
    assert accepted == {"owner": reviewing | {"text"}, "reviewer": reviewing, "editor": {"text"}}[who]
    assert viewer == accepted
    assert card == accepted - {"choose"}  # a card shows one version


@pytest.mark.parametrize("who", [lambda: visitor("somebody else"), Client], ids=["a stranger", "nobody"])
def test_for_everybody_else_there_is_nothing_there(who):
    picture, client = twice_drawn(at(statuses.PENDING)), who()
    before = Illustration.objects.values().get(pk=picture.pk)
    assert {client.post(address(picture, action), body_of(action)).status_code for action in ACTIONS} == {404}
    assert {client.get(address(picture, page)).status_code for page in ("", "view")} == {404}
    assert Illustration.objects.values().get(pk=picture.pk) == before
    assert not Decision.objects.exists()


def test_a_signed_in_visitor_who_is_no_staff_is_a_stranger_to_other_stories(django_user_model):
    picture, client = at(statuses.PENDING), Client()
    client.force_login(django_user_model.objects.create_user("mia"))
    assert {client.post(address(picture, action), body_of(action)).status_code for action in ACTIONS} == {404}
    assert picture.story.owner == OWNER
