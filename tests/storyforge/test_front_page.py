"""The first page of admin: what waits, what failed, what today cost, as far as a user may know."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from images import statuses
from images.models import Illustration
from tests.factories import illustrated_story, make_story
from tests.security.conftest import member_of_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def page(client) -> str:
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return answer.content.decode()


def cells(client) -> list[str]:
    """The table of what there is to do, line by line."""
    table = page(client).partition('aria-label="What there is to do"')[2].partition("</table>")[0]
    rows = table.partition("<tbody>")[2].split("<tr>")[1:]
    return [" ".join(_without_tags(row).split()) for row in rows]


def _without_tags(html: str) -> str:
    return "".join(part.partition(">")[2] for part in f">{html}".split("<"))


@pytest.fixture
def work() -> None:
    illustrated_story()
    now = timezone.now()
    Illustration.objects.update(queued_at=now - timedelta(minutes=5, seconds=30))
    Illustration.objects.filter(number=1).update(status=statuses.GENERATING)
    Illustration.objects.filter(number__in=(2, 3)).update(status=statuses.FAILED, updated_at=now)
    Illustration.objects.filter(number=4).update(status=statuses.PENDING)
    make_story()


def test_what_waits_is_at_work_and_failed_is_a_line_for_each_kind(work, admin_client):
    assert cells(admin_client)[1] == "Pictures 16 5\xa0minutes 1 2".replace("\xa0", " ")
    assert cells(admin_client)[0].startswith("Stories to write 1 0 minutes 0 0")
    assert "1 picture waits for approval." in page(admin_client)


def test_without_work_it_says_so(admin_client):
    assert "Nothing waits for the workers, and nothing failed in the last day." in page(admin_client)
    assert "0 pictures wait for approval." in page(admin_client)


def test_what_today_cost_is_for_those_who_may_see_costs(settings):
    settings.DAILY_BUDGET_USD = Decimal(20)
    expenses.insert_expense("a", "picture", provider="p", model="m", expected=Decimal("1.25"))
    assert "$" not in page(member_of_staff("rita", "images.review_illustration", "stories.view_story"))
    shown = page(member_of_staff("cora", "core.view_expense"))
    assert "<strong>$1.25</strong> of $20.00" in shown
    assert "approval" not in shown


def test_staff_without_permissions_see_nothing_of_it(work):
    shown = page(member_of_staff("sam"))
    assert "sf-work" not in shown
    assert "approval" not in shown


def test_lists_are_linked_for_those_who_may_open_them(work, admin_client):
    assert 'href="/admin/images/illustration/"' in page(admin_client).partition("</table>")[0]
    viewer = page(member_of_staff("vera", "stories.view_story")).partition("</table>")[0]
    assert 'href="/admin/stories/story/"' in viewer
    assert 'href="/admin/images/illustration/"' not in viewer


def test_flower_and_the_doctor_are_linked_for_superusers(settings, admin_client):
    settings.FLOWER_URL = "https://flower.example/"
    for link in ("https://flower.example/", "/admin/doctor/", "/admin/services/", "/admin/hours/"):
        assert f'href="{link}"' in page(admin_client)
    assert "flower.example" not in page(member_of_staff("sam"))


def test_the_number_of_queries_does_not_grow_with_the_work(work, admin_client, django_assert_max_num_queries):
    for _ in range(2):
        with django_assert_max_num_queries(9):
            page(admin_client)
        illustrated_story()
