"""The ledger in Django admin."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import expenses
from core.models import Expense

pytestmark = pytest.mark.django_db


def spend(cost: str | None, *, model: str = "draw-1", what: str = "picture", days_ago: int = 0) -> Expense:
    expense = expenses.insert_expense("a", what, provider="openai", model=model, expected=Decimal(1))
    expenses.close(expense, usage={"output": 7}, cost=None if cost is None else Decimal(cost))
    Expense.objects.filter(pk=expense.pk).update(at=timezone.now() - timedelta(days=days_ago))
    return expense


def sums(client, query: str = "") -> list[tuple]:
    """The rows of the table above the list."""
    answer = client.get(f"/admin/core/expense/{query}")
    rows = answer.context_data["sums"]
    return [(row["model"], row["what"], row["calls"], row["cost"]) for row in rows]


def test_costs_are_summed_by_day_and_model(admin_client):
    spend("0.25")
    spend("0.50")
    spend("0.01", model="write-1", what="write")
    spend("3", days_ago=2)
    assert sums(admin_client) == [
        ("draw-1", "picture", 2, Decimal("0.75")),
        ("write-1", "write", 1, Decimal("0.01")),
        ("draw-1", "picture", 1, Decimal(3)),
    ]


def test_the_sums_follow_the_filters(admin_client):
    spend("0.25")
    spend("0.01", model="write-1", what="write")
    assert sums(admin_client, "?what=write") == [("write-1", "write", 1, Decimal("0.01"))]


def test_the_page_says_what_is_reserved_and_what_is_not_known(admin_client):
    spend(None)
    expenses.insert_expense("a", "picture", provider="openai", model="draw-1", expected=Decimal("0.07"))
    page = admin_client.get("/admin/core/expense/").content.decode()
    assert "not known" in page
    assert "$0.07" in page


def refuse() -> None:
    expense = expenses.insert_expense("a", "picture", provider="openai", model="draw-1", expected=Decimal(1))
    expenses.close(expense, usage={}, cost=Decimal(0))
    expenses.end(expense, Expense.FAILED)


def test_refused_calls_are_counted_apart(admin_client):
    spend("0.25")
    spend("0", model="free-1")
    refuse()
    refuse()
    answer = admin_client.get("/admin/core/expense/")
    rows = [(row["model"], row["calls"], row["refused"]) for row in answer.context_data["sums"]]
    assert rows == [("draw-1", 1, 2), ("free-1", 1, 0)]
    page = answer.content.decode()
    assert "and 2 refused" in page
    assert page.count('<td class="field-cost">refused</td>') == 2


def test_a_call_of_unknown_cost_shows_what_is_reserved(admin_client):
    expenses.insert_expense("a", "picture", provider="openai", model="draw-1", expected=Decimal("0.07"))
    expenses.insert_expense("a", "picture", provider="openai", model="draw-1", expected=None)
    page = admin_client.get("/admin/core/expense/").content.decode()
    assert '<td class="field-cost">$0.07 reserved</td>' in page
    assert '<td class="field-cost">not known</td>' in page


def test_the_page_has_a_heading_and_links_from_a_call_to_all_of_its_story(admin_client):
    expenses.insert_expense("6f1a52c0-aaaa", "picture", provider="openai", model="draw-1", expected=None)
    expenses.insert_expense("other", "picture", provider="openai", model="draw-1", expected=None)
    page = admin_client.get("/admin/core/expense/").content.decode()
    assert "<h1>Costs</h1>" in page
    assert '<a href="?q=6f1a52c0-aaaa" title="6f1a52c0-aaaa">6f1a52c0</a>' in page
    assert len(admin_client.get("/admin/core/expense/?q=6f1a52c0-aaaa").context_data["cl"].result_list) == 1


def test_the_pages_of_staff_have_an_icon(admin_client):
    for path in ("/admin/", "/admin/core/expense/", "/admin/doctor/"):
        assert '<link rel="icon" href="/static/img/fox' in admin_client.get(path).content.decode()


def test_the_ledger_is_read_only(admin_client):
    expense = spend("1")
    assert admin_client.get("/admin/core/expense/add/").status_code == 403
    assert admin_client.post(f"/admin/core/expense/{expense.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Expense.objects.count() == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(admin_client, django_assert_max_num_queries):
    for _ in range(30):
        spend("1")
    with django_assert_max_num_queries(16):
        admin_client.get("/admin/core/expense/")
