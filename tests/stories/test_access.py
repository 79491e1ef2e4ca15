"""What staff may do with a visitor's story: each action needs its permission, and a refusal names it."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from core import expenses
from images import statuses
from stories import access
from stories.models import Story
from tests.browser.film_stories import being_rendered
from tests.factories import approved_story, edited_story, illustrated_story, make_story, sketched_story, visitor
from tests.security.conftest import member_of_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
JSON = {"content_type": "application/json"}


@pytest.fixture
def viewer() -> Client:
    """The browser of staff who may look at stories."""
    return member_of_staff("vera", "stories.view_story")


def test_every_permission_exists():
    for permission in access.STAFF_NEED.values():
        app, codename = permission.split(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=codename).count() == 1


@pytest.mark.parametrize(
    ("make", "action", "permission"),
    [
        (edited_story, "scenes/7/rewrite", "Can change story"),
        (lambda: illustrated_story(statuses.PENDING), "pictures/7/approve", "Can review and redraw pictures"),
        (approved_story, "film/videos", "Can review and redraw pictures"),
        (approved_story, "publish/now", "Can add publication"),
        (approved_story, "publish/take-back", "Can delete publication"),
    ],
)
def test_staff_who_may_see_a_story_and_not_do_something_hear_which_permission_they_lack(
    viewer, make, action, permission
):
    answer = viewer.post(f"/stories/{make().pk}/{action}")
    assert answer.status_code == 403
    assert f"you need the permission “{permission}”" in answer.content.decode()


def test_the_api_names_the_missing_permission_too(viewer):
    story = illustrated_story(statuses.PENDING)
    answer = viewer.post(f"/approve_image/{story.pk}/7", json.dumps({"action": "approve"}), **JSON)
    assert answer.status_code == 403
    assert "“Can review and redraw pictures”" in answer.json()["error"]
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.PENDING}


def test_a_permission_is_worth_nothing_to_a_user_who_is_not_staff_any_more(django_user_model):
    story = make_story()
    client = member_of_staff("vera", "stories.view_story", "stories.change_story")
    django_user_model.objects.update(is_staff=False)
    assert client.get(f"/stories/{story.pk}/").status_code == 404


def test_staff_need_no_permission_for_a_story_of_their_own(django_user_model):
    client = member_of_staff("sam")
    sam = django_user_model.objects.get()
    story = edited_story(owner="", user=sam)
    expenses.close(spent_on(story), usage={"output": 1}, cost=3)
    assert client.post(f"/stories/{story.pk}/scenes/7/restore").status_code == 302
    assert client.get(f"/debug_story/{story.pk}").json()["cost_usd"] == 3


def spent_on(story: Story) -> expenses.Expense:
    return expenses.insert_expense(story.channel, "write", provider="p", model="m", expected=None)


@pytest.mark.parametrize("path", ["story", "debug_story"])
def test_the_json_of_a_story_names_its_cost_to_its_owner_and_to_staff_with_the_permission(viewer, path):
    story = make_story()
    expenses.close(spent_on(story), usage={"output": 1}, cost=3)
    assert "cost_usd" not in viewer.get(f"/{path}/{story.pk}").json()
    bookkeeper = member_of_staff("bob", "stories.view_story", "core.view_expense")
    assert bookkeeper.get(f"/{path}/{story.pk}").json()["cost_usd"] == 3
    assert visitor().get(f"/story/{story.pk}").json()["cost_usd"] == 3


PAGES: dict[str, tuple[Callable[[], Story], str]] = {
    "scenes": (edited_story, ""),
    "fox": (sketched_story, ""),
    "pictures": (lambda: illustrated_story(statuses.PENDING), ""),
    "failed pictures": (lambda: illustrated_story(statuses.FAILED), ""),
    "film to come": (approved_story, "film/"),
    "film and clips": (being_rendered, "film/"),
    "book": (approved_story, "book/"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_offers_a_viewer_nothing_that_would_be_refused(viewer, page):
    make, path = PAGES[page]
    address = f"/stories/{make().pk}/{path}"
    assert 'method="post"' in visitor().get(address).content.decode()
    shown = viewer.get(address).content.decode()
    buttons = shown.count('<button class="button') + shown.count('type="submit"')
    disabled = shown.count('<fieldset class="bare" disabled>')
    assert disabled if page in ("scenes", "fox") else not buttons and 'method="post"' not in shown
