"""Who may see and do what in admin: a superuser everything, a reviewer their work, other staff nothing."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from core import expenses
from images import statuses
from images.models import Decision, Illustration, Version
from quiz.models import Question, Submission
from stories import writing
from stories.models import Scene, Story, StoryTemplate
from tests.factories import ANSWERS_A, OWNER, illustrated_story, make_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
QUEUE = "images/picturetoreview/"
FOR_REVIEWERS = [
    "stories/story/",
    "stories/scene/",
    "core/statusevent/",
    "images/illustration/",
    "images/version/",
    "images/decision/",
    "images/decision/statistics/",
    QUEUE,
]
FOR_SUPERUSERS = [
    "core/expense/",
    "stories/storytemplate/",
    "stories/storytemplate/add/",
    "quiz/question/",
    "quiz/question/graph/",
    "quiz/choice/",
    "quiz/submission/",
    "auth/user/",
    "auth/group/",
    "doctor/",
]
ACTIONS = ["approve_pictures", "reject_and_redraw", "redraw_pictures"]
ROWS = [Story, Scene, Illustration, Version, Decision, StoryTemplate, Question, Submission]
# Whose page in admin each of them may open; a decision is read on its picture's page too.
OPEN_TO_REVIEWERS = {Story, Scene, Illustration, Version, Decision}
# Where a story's own page says what was spent: at its head, in the bar that is asked for alone, and beside a picture.
OWN_PAGES = ["", "progress", "pictures/7/view"]


def signed_in(who: str) -> Client:
    """The browser of a superuser, a reviewer, staff who may look at pictures or at costs, or without permissions."""
    users = get_user_model().objects
    user = users.create_superuser(who) if who == "superuser" else users.create_user(who, is_staff=True)
    if who == "reviewer":
        user.groups.add(Group.objects.get(name="reviewer"))
    if who == "viewer":
        user.user_permissions.set(Permission.objects.filter(codename__in=["view_illustration", "view_story"]))
    if who == "bookkeeper":
        user.user_permissions.set(Permission.objects.filter(codename__in=["view_expense", "view_story"]))
    client = Client()
    client.force_login(user)
    return client


def spend_on(picture: Illustration) -> None:
    """Let its versions have cost $0.84."""
    expense = expenses.insert_expense(picture.channel, "picture", provider="p", model="m", expected=None)
    expenses.close(expense, usage={"output": 1}, cost=Decimal("0.84"))
    picture.versions.update(expense=expense)


@pytest.fixture
def story() -> Story:
    """A story with everything that has a page in admin."""
    story = illustrated_story(statuses.PENDING)
    Submission.objects.create(owner=OWNER, answers=ANSWERS_A)
    Decision.objects.create(illustration=story.illustrations.first(), action=Decision.REJECT, reasons=["mood"])
    return story


@pytest.mark.parametrize("who", ["superuser", "reviewer", "staff"])
def test_a_page_opens_for_those_who_may_see_it_and_for_nobody_else(story, who):
    allowed = {"superuser": {*FOR_REVIEWERS, *FOR_SUPERUSERS}, "reviewer": set(FOR_REVIEWERS), "staff": set()}[who]
    client = signed_in(who)
    answers = {page: client.get(f"/admin/{page}").status_code for page in (*FOR_REVIEWERS, *FOR_SUPERUSERS)}
    assert answers == {page: 200 if page in allowed else 403 for page in answers}


@pytest.mark.parametrize("who", ["superuser", "reviewer", "staff"])
def test_a_row_opens_for_those_who_may_see_it_and_for_nobody_else(story, who):
    client = signed_in(who)
    for model in ROWS:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{model.objects.first().pk}"
        allowed = who == "superuser" or (who == "reviewer" and model in OPEN_TO_REVIEWERS)
        for page in ("change", "history"):
            assert client.get(f"{path}/{page}/").status_code == (200 if allowed else 403), path
        if who != "superuser":
            assert client.get(f"{path}/delete/").status_code == 403, path
            assert client.post(f"{path}/delete/", {"post": "yes"}).status_code == 403, path
            # One is refused, the other finds nothing that could be changed.
            changes = {"title": "x", "text": "x", "name": "x"}
            assert client.post(f"{path}/change/", changes).status_code == 403, path


def test_a_visitor_is_asked_to_sign_in():
    answers = {page: Client().get(f"/admin/{page}").status_code for page in (*FOR_REVIEWERS, *FOR_SUPERUSERS)}
    assert set(answers.values()) == {302}, answers


@pytest.mark.parametrize("model", ["images/illustration/", "stories/story/", QUEUE])
@pytest.mark.parametrize(("who", "sees"), [("superuser", True), ("reviewer", True), ("viewer", False)])
def test_only_reviewers_see_the_actions(story, model, who, sees):
    page = signed_in(who).get(f"/admin/{model}").content.decode()
    assert all((f'value="{action}"' in page) is sees for action in ACTIONS)
    assert ("Write again" in page) is (sees and model == "stories/story/")
    if model == QUEUE:
        assert ('name="decision"' in page) is sees
        assert ("action-select" in page) is sees
        assert ("decision/statistics/" in page) is sees


@pytest.mark.parametrize("model", ["images/illustration/", "stories/story/", QUEUE])
@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_that_was_not_offered_is_not_obeyed_either(story, model, action):
    row = story if model.startswith("stories") else story.illustrations.get(number=7)
    sent = {"action": action, "_selected_action": [str(row.pk)], "select_across": "1", "index": "0"}
    before = Decision.objects.count()
    signed_in("viewer").post(f"/admin/{model}", sent)
    assert Decision.objects.count() == before
    assert set(story.illustrations.values_list("status", flat=True)) == {statuses.PENDING}
    reviewer = signed_in("reviewer").post(f"/admin/{model}", sent)
    assert (reviewer.status_code, Decision.objects.count() > before) == (302, True)


@pytest.mark.parametrize(("who", "begun"), [("viewer", False), ("reviewer", True)])
def test_a_story_is_given_back_to_its_writer_by_reviewers_alone(who, begun):
    story = make_story()
    writing.give_up(story, "Too busy.")
    sent = {"action": "write_again", "_selected_action": [str(story.pk)], "index": "0"}
    signed_in(who).post("/admin/stories/story/", sent)
    story.refresh_from_db()
    assert (story.status == "writing") is begun


@pytest.mark.parametrize("decision", ["approve", "reject", "redraw"])
@pytest.mark.parametrize("who", ["viewer", "staff"])
def test_the_buttons_of_a_card_are_for_reviewers_alone(story, who, decision):
    picture = story.illustrations.get(number=7)
    answer = signed_in(who).post(f"/admin/{QUEUE}{picture.pk}/decide/", {"decision": decision})
    assert answer.status_code == 403
    picture.refresh_from_db()
    assert picture.status == statuses.PENDING


@pytest.mark.parametrize(("who", "sees"), [("superuser", True), ("reviewer", False)])
def test_costs_are_not_for_reviewers(story, who, sees):
    picture = story.illustrations.get(number=7)
    spend_on(picture)
    client = signed_in(who)
    pages = [
        "/admin/stories/story/",
        f"/admin/images/illustration/{picture.pk}/change/",
    ]
    for page in pages:
        assert ("$0.84" in client.get(page).content.decode()) is sees
    version = client.get(f"/admin/images/version/{picture.current_id}/change/").content.decode()
    assert ("field-expense" in version) is sees


@pytest.mark.parametrize(
    ("who", "sees"), [("superuser", True), ("bookkeeper", True), ("reviewer", False), ("viewer", False)]
)
def test_what_was_spent_is_on_a_story_s_own_page_for_no_more_staff_than_in_admin(story, who, sees):
    spend_on(story.illustrations.get(number=7))
    client = signed_in(who)
    for page in OWN_PAGES:
        assert ("$0.84" in client.get(f"/stories/{story.pk}/{page}").content.decode()) is sees


def test_what_was_spent_is_on_a_story_s_own_page_for_its_visitor(story):
    spend_on(story.illustrations.get(number=7))
    for page in OWN_PAGES:
        assert "$0.84" in visitor().get(f"/stories/{story.pk}/{page}").content.decode()


def test_what_an_attempt_without_a_picture_cost_is_for_those_who_may_see_costs(story):
    picture = story.illustrations.get(number=7)
    spend_on(picture)
    picture.versions.update(outcome=statuses.REFUSED)
    page = f"/stories/{story.pk}/pictures/7/view"
    attempt = "Version 1: refused because of its content"
    for client in (signed_in("superuser"), visitor()):
        assert f"{attempt}, $0.84<" in client.get(page).content.decode()
    assert f"{attempt}<" in signed_in("reviewer").get(page).content.decode()


@pytest.mark.parametrize(
    ("who", "leads"),
    [
        ("superuser", ["Review queue", "Rejection statistics", "Doctor"]),
        ("reviewer", ["Review queue", "Rejection statistics"]),
        ("viewer", ["Review queue"]),
        ("staff", []),
    ],
)
def test_the_first_page_leads_to_what_one_may_see(who, leads):
    page = signed_in(who).get("/admin/").content.decode()
    assert [name for name in ("Review queue", "Rejection statistics", "Doctor") if f">{name}</a>:" in page] == leads


def test_the_group_of_reviewers_is_there_with_exactly_what_they_need():
    names = Group.objects.get(name="reviewer").permissions.values_list("content_type__app_label", "codename")
    assert sorted(names) == [
        ("core", "view_statusevent"),
        ("images", "review_illustration"),
        ("images", "view_decision"),
        ("images", "view_illustration"),
        ("images", "view_version"),
        ("stories", "view_scene"),
        ("stories", "view_story"),
    ]


def test_a_later_migrate_leaves_alone_what_the_operator_changed():
    group = Group.objects.get(name="reviewer")
    group.permissions.set(Permission.objects.filter(codename="view_story"))
    call_command("migrate", verbosity=0)
    assert list(group.permissions.values_list("codename", flat=True)) == ["view_story"]
    assert Group.objects.filter(name="reviewer").count() == 1


def test_a_group_that_is_gone_is_made_again_by_the_next_migrate():
    Group.objects.get(name="reviewer").delete()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name="reviewer").permissions.count() == 7
