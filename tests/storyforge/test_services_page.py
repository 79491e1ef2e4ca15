"""The page on which staff see and switch the services: who does each job, what that costs, and whether it works."""

import html
import re
from decimal import Decimal

import pytest
from django.test import Client

from core import service_choice
from core.models import AuditEntry, Expense
from core.service_choice import CLIPS, PICTURES, Service
from core.token_bucket import Bucket
from images.illustrators import illustrator_of
from providers import registry
from tests.factories import illustrated_story
from tests.security.conftest import member_of_staff
from tests.upstreams.json_server import Answer
from tests.upstreams.openai_server import OpenAIServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "illustrator")]
PAGE = "/admin/services/"
HIGH = Service("second", "high")


@pytest.fixture(autouse=True)
def second(settings):
    """A second illustrator, which draws in two qualities."""
    path = "tests.upstreams.illustrator.SecondIllustrator"
    settings.IMAGE_PROVIDERS = settings.IMAGE_PROVIDERS | {"second": path}
    settings.PRICES = {"test-1": {}, "test-2": {"output": 10_000}}


def text_of(answer, status: int = 200) -> str:
    assert answer.status_code == status
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split()))


def press(client: Client, do: str, service: object = "", job: str = PICTURES, **more: object):
    return client.post(PAGE, {"do": do, "job": job, "service": str(service), **more})


def test_it_names_who_does_each_job_who_else_could_and_what_is_missing(admin_client, settings):
    settings.OPENAI_API_KEY = settings.HAILUO_API_KEY = ""
    page = text_of(admin_client.get(PAGE))
    assert "As IMAGE_PROVIDER says." in page
    assert "upstream test-1 ready nothing" in page
    assert "second, high test-2 ready about $" in page
    assert "missing OPENAI_API_KEY" in page
    assert "missing HAILUO_API_KEY" in page
    assert "missing IMAGE_BASE_URL" in page
    assert "missing COMFYUI_VIDEO_WORKFLOW" in page
    assert page.count("In use") == 4


def test_a_switch_holds_at_once_is_in_the_audit_log_and_can_be_taken_back(admin_client, settings):
    settings.VIDEO_PROVIDER = "upstream"
    assert press(admin_client, "use", HIGH).status_code == 302
    assert press(admin_client, "use", "local", job=CLIPS).status_code == 302
    assert (registry.illustrator().name, registry.illustrator().quality) == ("second", "high")
    assert registry.animator().name == "local"
    assert "Chosen here; IMAGE_PROVIDER says upstream." in text_of(admin_client.get(PAGE))
    press(admin_client, "setting")
    assert registry.illustrator().name == "upstream"
    notes = AuditEntry.objects.order_by("pk").values_list("by", "action", "note")
    assert list(notes) == [
        ("admin", "chosen", "second:high"),
        ("admin", "chosen", "local"),
        ("admin", "chosen", "as IMAGE_PROVIDER says"),
    ]


@pytest.mark.usefixtures("content")
def test_stories_under_way_keep_their_illustrator_until_the_button_is_pressed(admin_client):
    story = illustrated_story()
    press(admin_client, "use", HIGH)
    assert "1 story under way keeps an earlier illustrator" in text_of(admin_client.get(PAGE))
    story.refresh_from_db()
    assert illustrator_of(story).name == "upstream"
    press(admin_client, "all")
    assert "under way keep" not in text_of(admin_client.get(PAGE))
    story.refresh_from_db()
    assert illustrator_of(story).name == "second"


def test_what_visitors_may_choose_is_ticked(admin_client):
    press(admin_client, "offer", offered=["second:high", "local", "magic"])
    assert set(service_choice.offered()) == {HIGH, Service("local")}
    page = admin_client.get(PAGE).content.decode()
    assert re.search(r'value="second:high" form="offer" checked', page)
    assert not re.search(r'value="second:low" form="offer" checked', page)
    press(admin_client, "offer")
    assert service_choice.offered() == []


def test_what_is_not_in_the_list_is_refused(admin_client):
    for sent in (("use", "magic"), ("use", "openai:shiny"), ("nothing", HIGH)):
        assert 'role="alert"' in press(admin_client, *sent).content.decode()
    assert press(admin_client, "use", "second", job="cooking").status_code == 400
    assert press(admin_client, "try", "local", job=CLIPS).status_code == 400
    assert registry.illustrator().name == "upstream"


def test_a_service_is_asked_only_when_its_button_is_pressed(admin_client, settings):
    with OpenAIServer() as server:
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "sk-of-the-page", server.url
        admin_client.get(PAGE)
        assert server.asked == []
        page = text_of(press(admin_client, "ask", "openai:low"))
        assert server.asked
        assert not server.paid
    assert "Illustrator, OPENAI_API_KEY" in page
    assert "sk-of-the-page" not in page


def test_a_try_says_its_price_first_and_is_paid_for_like_every_picture(admin_client, illustrator, settings):
    settings.DAILY_BUDGET_USD = Decimal(1000)
    page = text_of(press(admin_client, "try", HIGH))
    assert "One picture costs about $" in page
    assert (illustrator.asked, Expense.objects.count()) == ([], 0)
    illustrator.behaviour = lambda asked, number: Answer({"usage": {"output": 100}})
    page = press(admin_client, "try", HIGH, sure="yes").content.decode()
    assert 'src="data:image/webp;base64,' in page
    expense = Expense.objects.get()
    assert (expense.channel, expense.provider, expense.grade, expense.cost_usd) == ("services", "second", "high", 1)
    assert len(Bucket("second:test-2", 500).grants()) == 1


def test_a_try_over_the_budget_is_not_drawn(admin_client, illustrator, settings):
    settings.DAILY_BUDGET_USD = Decimal("0.01")
    page = text_of(press(admin_client, "try", HIGH, sure="yes"), 409)
    assert "DAILY_BUDGET_USD is $0.01" in page
    assert illustrator.asked == []
    assert Bucket("second:test-2", 500).grants() == []


def test_a_try_that_fails_says_why(admin_client, illustrator):
    illustrator.behaviour = lambda asked, number: Answer({"error": "The credit is used up."}, 402)
    assert "The credit is used up." in text_of(press(admin_client, "try", HIGH, sure="yes"), 409)
    assert Expense.objects.get().outcome == Expense.FAILED


def test_a_try_waits_for_nobodys_turn(admin_client, illustrator, settings):
    settings.IMAGES_PER_MINUTE = 1
    press(admin_client, "try", HIGH, sure="yes")
    assert "Its next picture may start in" in text_of(press(admin_client, "try", HIGH, sure="yes"), 409)
    assert len(illustrator.asked) == 1


def test_only_superusers_open_it():
    staff = member_of_staff("sam", "images.review_illustration")
    assert staff.get(PAGE).status_code == 403
    assert press(staff, "use", HIGH).status_code == 403
    assert press(Client(), "use", HIGH).status_code == 302
    assert registry.illustrator().name == "upstream"
