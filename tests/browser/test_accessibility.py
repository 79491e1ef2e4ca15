"""axe-core looks at every page, on a phone and on a desk, light and dark, and finds nothing serious."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page

from core import expenses
from core.status import move
from images import services, statuses
from quiz.models import Submission
from stories import guests
from stories import statuses as story_statuses
from stories.models import Story
from tests.batches.rows import batch_of
from tests.browser import film_stories
from tests.browser.drawn_pictures import paint_all, story_with_a_fox
from tests.factories import ANSWERS_A, OWNER, bring_to, edited_story, illustrated_story, make_story, visitor
from tests.stack import Stack, running

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
SERIOUS = {"serious", "critical"}
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture
def site(content, tmp_path) -> Iterator[Stack]:
    """A site without a worker: every story stays where the test has put it."""
    with running(tmp_path, worker=False) as stack:
        yield stack


def failed_story() -> Story:
    story = make_story()
    move(story, story_statuses.FAILED, error="The writer did not answer.")
    return story


def story_in_all_colours() -> Story:
    """A story with a picture in every status."""
    story = illustrated_story()
    for number, status in enumerate(statuses.DESCRIPTIONS, 1):
        bring_to(story.illustrations.get(number=number), status)
    story.illustrations.filter(status=statuses.FAILED).update(error="It was refused because of its content.")
    return story


def story_with_two_versions() -> Story:
    """A story that waits, whose second picture was rejected once."""
    story = illustrated_story(statuses.PENDING)
    services.reject(story.illustrations.get(number=2), note="make it night", by="mia", reasons=["mood"])
    bring_to(story.illustrations.get(number=2), statuses.PENDING)
    paint_all(story)
    return story


def approved_story() -> Story:
    story = illustrated_story(statuses.APPROVED)
    paint_all(story)
    return story


def story_with_a_gap() -> Story:
    story = edited_story()
    story.scenes.filter(number=3).update(text="")
    return story


def unfinished_quiz() -> str:
    Submission.objects.create(owner=OWNER, answers={"story_type": "Power Fantasy"})
    return "/quiz/"


def finished_quiz() -> str:
    Submission.objects.create(owner=OWNER, answers=ANSWERS_A)
    return "/quiz/check/"


def story_with_a_comment() -> Story:
    story = edited_story()
    guests.comment(story, number=7, text="A fine hat.", by="Anna (guest)")
    return story


PAGES: dict[str, Callable[[], str]] = {
    "landing": lambda: "/",
    "sample": lambda: "/example/",
    "my stories": lambda: story_in_all_colours() and "/stories/",
    "choice": unfinished_quiz,
    "text": lambda: finished_quiz() and "/quiz/villain_crime/",
    "check": finished_quiz,
    "writing": lambda: f"/stories/{make_story().pk}/",
    "editing": lambda: f"/stories/{story_with_a_gap().pk}/",
    "fox": lambda: f"/stories/{story_with_a_fox().pk}/",
    "pictures": lambda: f"/stories/{story_in_all_colours().pk}/",
    "scenes with pictures": lambda: f"/stories/{story_in_all_colours().pk}/scenes/",
    "book": lambda: f"/stories/{approved_story().pk}/book/",
    "viewer": lambda: f"/stories/{story_with_two_versions().pk}/pictures/2/view",
    "comparing": lambda: f"/stories/{story_with_two_versions().pk}/pictures/2/view?version=2&beside=1",
    "approved": lambda: f"/stories/{illustrated_story(statuses.APPROVED).pk}/",
    "film above the pictures": lambda: f"/stories/{film_stories.with_film().pk}/",
    "clips being made": lambda: f"/stories/{film_stories.being_filmed().pk}/film/",
    "clips in trouble": lambda: f"/stories/{film_stories.in_trouble().pk}/film/",
    "film": lambda: f"/stories/{film_stories.with_film().pk}/film/",
    "wide film": lambda: f"/stories/{film_stories.with_film().pk}/film/?shape=wide",
    "film being made": lambda: f"/stories/{film_stories.being_rendered().pk}/film/",
    "failed": lambda: f"/stories/{failed_story().pk}/",
    "guests": lambda: f"/stories/{edited_story().pk}/guests/",
    "comments": lambda: f"/stories/{story_with_a_comment().pk}/",
    "yours": lambda: edited_story() and "/yours/",
    "go on elsewhere": lambda: "/continue/",
    "not found": lambda: "/stories/00000000-0000-4000-8000-000000000000/",
}


def violations(page: Page, part: str) -> list[str]:
    """What axe-core finds in a part of the page that is serious, a line each."""
    found = page.evaluate("part => axe.run(part, { resultTypes: ['violations'] })", part)["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in SERIOUS
    ]


def faults(page: Page, part: str = "body") -> list[str]:
    """What is serious in a part of the page as it is just now, and whether the page is wider than its window."""
    page.evaluate(AXE)
    found = violations(page, part)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} is wider than its window")
    return found


def look_at(page: Page, path: str, part: str = "html") -> dict[tuple[int, str], list[str]]:
    """Open the page, and everything on it that opens, and look at every width and in both schemes."""
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.evaluate(AXE)
    found = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if serious := violations(page, part):
            found[width, scheme] = serious
    return found


def window_of(browser: Browser, site: Stack, client) -> Page:
    """A window in which the client's visitor is at home. axe is brought along by the test, so the policy lets it in."""
    context = browser.new_context(base_url=site.url, bypass_csp=True)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    return context.new_page()


def test_nothing_serious_is_found_on_any_page(chromium, site):
    page = window_of(chromium, site, visitor())
    found = {name: seen for name, make in PAGES.items() if (seen := look_at(page, make()))}
    page.context.close()
    assert found == {}, found


def test_nothing_serious_is_found_in_the_open_viewer_and_in_the_bar_of_what_is_selected(chromium, site):
    page = window_of(chromium, site, visitor())
    address = f"/stories/{story_with_two_versions().pk}/"
    page.goto(address)
    page.get_by_role("checkbox", name="Select picture 2", exact=True).check()
    page.get_by_label("Reject them", exact=True).click()
    page.evaluate(AXE)
    found = violations(page, "#selected")
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("link", name="Look at picture 2", exact=True).click()
    page.locator("#viewer .reject > summary").click()
    page.locator("#viewer .change > summary").click()
    page.keyboard.press("?")
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += violations(page, "#viewing")
    page.context.close()
    assert found == []


def test_nothing_serious_is_found_on_our_own_pages_in_admin(chromium, site, client):
    client.force_login(get_user_model().objects.create_superuser("mia"))
    page = window_of(chromium, site, client)
    story = story_in_all_colours()
    services.reject(bring_to(story.illustrations.get(number=9), statuses.PENDING), note="", by="mia", reasons=["mood"])
    expenses.end(expenses.insert_expense("a", "picture", provider="p", model="m", expected=None), "answered")
    ours = {
        "/admin/doctor/": "#content",
        "/admin/services/": "#content",
        "/admin/hours/": "#content",
        "/admin/?": ".sf-work",
        "/admin/core/expense/": ".sf-sums",
        "/admin/quiz/question/graph/": "#content",
        "/admin/": ".sf-tools",
        "/admin/images/picturetoreview/?state=all": ".sf-queue",
        "/admin/images/picturetoreview/": ".sf-bulk",
        "/admin/images/decision/statistics/": "#content",
        "/admin/batches/batch/add/": "#content",
        f"/admin/batches/batch/{batch_of({'find': 'a kite'}, ANSWERS_A, started=False).pk}/change/": "#content",
        f"/admin/batches/batch/{batch_of().pk}/change/": "#content",
        f"/admin/stories/storytemplate/{story.template_id}/change/": "#content",
    }
    found = {path: seen for path, part in ours.items() if (seen := look_at(page, path, part))}
    page.context.close()
    assert found == {}, found
