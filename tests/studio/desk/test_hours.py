"""How drawing went, hour by hour."""

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.utils import timezone

from core import expenses
from core.models import Expense
from studio.desk.hours import hours
from tests.security.conftest import member_of_staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/hours/"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = {"day": "2026-11-30"}


def call(outcome: str, ended_at: datetime, seconds: float = 10.0, cost: str = "0.25", what: str = "picture") -> None:
    expense = expenses.insert_expense("a", what, provider="p", model="m", expected=Decimal(1))
    expenses.close(expense, usage={"output": 1}, cost=Decimal(cost))
    Expense.objects.filter(pk=expense.pk).update(outcome=outcome, ended_at=ended_at, seconds=seconds)


@pytest.fixture
def day() -> None:
    """A day with two hours in which something was drawn, and calls of the days around it."""
    call(Expense.ANSWERED, NOON, 10)
    call(Expense.ANSWERED, NOON + timedelta(minutes=59), 20)
    call(Expense.REFUSED, NOON + timedelta(minutes=5), 1, cost="0")
    call(Expense.NO_ANSWER, NOON + timedelta(minutes=9), 180)
    call(Expense.ANSWERED, NOON + timedelta(minutes=1), 3, cost="0.5", what="write")
    call(Expense.LOST, NOON + timedelta(hours=2), 30)
    call(Expense.ANSWERED, NOON - timedelta(days=1))
    call(Expense.ANSWERED, NOON + timedelta(days=1))


def text_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_hour_has_its_pictures_success_mean_time_timeouts_and_dollars(day, django_assert_num_queries):
    with django_assert_num_queries(1):
        lines = hours(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
    found = [
        (line.begins.hour, line.pictures, line.attempts, line.percent, line.seconds, line.timeouts, line.dollars)
        for line in lines
    ]
    assert found == [
        (14, 0, 1, 0, None, 1, Decimal("0.25")),
        (12, 2, 4, 50, 15.0, 1, Decimal("1.25")),
    ]


def test_the_page_shows_a_day_and_what_it_comes_to(day, admin_client):
    page = text_of(admin_client.get(PAGE, DAY))
    assert "Mon 30 Nov, 12:00" in page
    total = page.partition("<tfoot>")[2]
    for cell in ("<td>2</td>", "<td>40 %</td>", "<td>15.0 s</td>", "<td>$1.50</td>"):
        assert cell in total
    assert "29 Nov" not in page


def test_the_last_48_hours_are_shown_where_no_day_is_asked_for(admin_client):
    call(Expense.ANSWERED, timezone.now() - timedelta(hours=47))
    call(Expense.ANSWERED, timezone.now() - timedelta(hours=49))
    for asked in ({}, {"day": ""}, {"day": "yesterday"}, {"day": "2026-02-31"}):
        assert text_of(admin_client.get(PAGE, asked)).count('<th scope="row">') == 2  # with the sum


def test_a_day_without_pictures_says_so(admin_client):
    assert "Nothing was drawn on 30 November 2026." in text_of(admin_client.get(PAGE, DAY))
    assert "Nothing was drawn in the last 48 hours." in text_of(admin_client.get(PAGE))


def test_the_same_is_saved_as_csv(day, admin_client):
    answer = admin_client.get(PAGE, DAY | {"format": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="storyforge-hours-2026-11-30.csv"'
    rows = list(csv.DictReader(StringIO(text_of(answer))))
    assert [row["hour"] for row in rows] == ["2026-11-30T14:00+0000", "2026-11-30T12:00+0000"]
    assert rows[1] == {
        "hour": "2026-11-30T12:00+0000",
        "pictures": "2",
        "attempts": "4",
        "success_percent": "50",
        "mean_seconds": "15.0",
        "timeouts": "1",
        "dollars": "1.250000",
    }


def test_dollars_are_for_those_who_may_see_costs(day):
    reviewer = member_of_staff("rita", "images.review_illustration")
    cashier = member_of_staff("cora", "core.view_expense")
    for client, sees in ((reviewer, False), (cashier, True)):
        assert ("$" in text_of(client.get(PAGE, DAY))) is sees
        assert ("dollars" in text_of(client.get(PAGE, DAY | {"format": "csv"}))) is sees


def test_staff_without_either_permission_are_refused(day):
    assert member_of_staff("sam", "stories.view_story").get(PAGE).status_code == 403
