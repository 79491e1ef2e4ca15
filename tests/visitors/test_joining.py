"""A link makes one more browser the same visitor, once, and what that browser had comes along."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from books import exports
from books.models import Export
from core import secret
from core.errors import NotFound, Refused
from core.status import Conflict
from core.web.visitors import SESSION_KEY
from quiz.models import Submission
from stories import deletion
from stories.models import Story
from storyforge import retention
from tests.concurrency import at_once
from tests.factories import OWNER, edited_story, visitor
from visitors import joining
from visitors.models import JoinLink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]
OTHER = "somebody-else"


def owners() -> set[str]:
    return set(Story.everything.values_list("owner", flat=True))


def visitor_in(browser) -> str:
    return str(browser.session[SESSION_KEY])


def test_only_a_digest_of_the_secret_is_stored():
    token = joining.make_link(OWNER)
    assert len(token) == 43
    row = JoinLink.objects.values().get()
    assert token not in str(row)
    assert row["digest"] == secret.digest(token)


def test_a_link_works_once():
    token = joining.make_link(OWNER)
    assert joining.open_link(token, "") == OWNER
    with pytest.raises(Refused):
        joining.open_link(token, "")


def test_a_link_that_is_over_taken_back_or_made_up_does_not_work():
    over, back = joining.make_link(OWNER), joining.make_link(OWNER)
    joining.take_back(OWNER, str(JoinLink.objects.get(digest=secret.digest(back)).pk))
    JoinLink.objects.filter(digest=secret.digest(over)).update(expires_at=timezone.now() - timedelta(seconds=1))
    for token in (over, back, secret.new(), ""):
        with pytest.raises(Refused, match="This link leads nowhere"):
            joining.open_link(token, "")


def test_nobody_takes_back_the_link_of_another_visitor():
    token = joining.make_link(OWNER)
    link = str(JoinLink.objects.get().pk)
    for owner, named in ((OTHER, link), ("", link), (OWNER, ""), (OWNER, "x"), (OWNER, "9" * 30)):
        with pytest.raises(NotFound):
            joining.take_back(owner, named)
    assert joining.link_for(token).owner == OWNER


def test_a_visitor_has_at_most_five_unopened_links():
    tokens = [joining.make_link(OWNER) for _ in range(joining.MOST)]
    with pytest.raises(Conflict, match="Take one of them back"):
        joining.make_link(OWNER)
    joining.open_link(tokens[0], "")
    joining.make_link(OWNER)


def test_all_that_the_other_browser_had_comes_along():
    edited_story()
    edited_story(owner=OTHER)
    deletion.delete(edited_story(owner=OTHER), by="visitor")
    Submission.objects.create(owner=OTHER, answers={"find": "a hat"})
    exports.request_export(OTHER, None, by="visitor")
    unused = joining.make_link(OTHER)
    assert joining.open_link(joining.make_link(OWNER), OTHER) == OWNER
    assert owners() == {OWNER}
    assert Story.everything.exclude(deleted_at=None).count() == 1
    assert [row.owner for row in (Submission.objects.get(), Export.objects.get())] == [OWNER, OWNER]
    with pytest.raises(Refused):  # it was a link to something that is there no more
        joining.link_for(unused)


def test_a_visitor_keeps_one_file_of_everything():
    kept = exports.request_export(OWNER, None, by="visitor")
    exports.request_export(OTHER, None, by="visitor")
    joining.open_link(joining.make_link(OWNER), OTHER)
    assert Export.objects.get() == kept


def test_a_browser_that_is_the_visitor_already_leaves_the_link_unused():
    token = joining.make_link(OWNER)
    assert joining.open_link(token, OWNER) == OWNER
    assert joining.link_for(token).is_open


def test_other_browsers_of_the_visitor_who_came_follow(commit):
    tablet, nobody = visitor(OTHER), visitor("a third")
    edited_story(owner=OTHER)
    joining.open_link(joining.make_link(OWNER), OTHER)
    late = edited_story(owner=OTHER)  # made there before the task ran
    link = JoinLink.objects.get()
    for _ in range(2):
        joining.follow(link.pk)
    assert (visitor_in(tablet), visitor_in(nobody)) == (OWNER, "a third")
    late.refresh_from_db()
    assert late.owner == OWNER
    assert JoinLink.objects.get().came_from == ""


def test_the_daily_sweep_does_what_the_task_did_not_and_removes_links_that_are_over():
    tablet = visitor(OTHER)
    joining.open_link(joining.make_link(OWNER), OTHER)
    JoinLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    open_still = joining.make_link(OWNER)
    retention.forget_old()
    assert visitor_in(tablet) == OWNER
    assert JoinLink.objects.get().digest == secret.digest(open_still)


def test_two_visitors_who_open_each_others_links_end_as_one_and_lose_nothing():
    browsers = [visitor(OWNER), visitor(OTHER)]
    edited_story()
    edited_story(owner=OTHER)
    exports.request_export(OWNER, None, by="visitor")
    theirs, mine = joining.make_link(OTHER), joining.make_link(OWNER)
    row = JoinLink.objects.get(digest=secret.digest(mine))
    joining.open_link(theirs, OWNER)
    JoinLink.objects.bulk_create([row])  # as if both had opened at the same moment
    joining.open_link(mine, OTHER)
    retention.forget_old()
    assert len(owners()) == 1
    assert {visitor_in(browser) for browser in browsers} == owners()
    assert Export.objects.get().owner in owners()


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_the_same_moment_one_gets_in():
    token = joining.make_link(OWNER)

    def opened() -> bool:
        try:
            with transaction.atomic():
                return joining.open_link(token, "") == OWNER
        except Refused:
            return False

    assert sorted(at_once(opened, opened)) == [False, True]
