"""The review queue and the editor of templates, as staff use them: by keyboard, on a phone, and without scripts."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page, expect

from images import statuses
from images.models import Decision, Illustration
from stories.models import StoryTemplate
from tests.browser.conftest import window
from tests.factories import illustrated_story
from tests.stack import Stack, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
QUEUE = "/admin/images/picturetoreview/"


@pytest.fixture
def site(content: None, tmp_path) -> Iterator[Stack]:
    """A site without a worker: every picture stays where the test has put it."""
    with running(tmp_path, worker=False) as stack:
        yield stack


@pytest.fixture
def desk(chromium: Browser, site: Stack, client) -> Iterator[Page]:
    """The window of a member of staff; nothing on it may break the policy of what may be loaded."""
    client.force_login(get_user_model().objects.create_superuser("mia"))
    with window(chromium, site) as page:
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
        sign_in(page, site, client)
        yield page
        assert refused == []


def sign_in(page: Page, site: Stack, client) -> None:
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": site.url}])


def approved() -> int:
    return Illustration.objects.filter(status=statuses.APPROVED).count()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus; fails where the keyboard does not lead there."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == name:
            return
    raise AssertionError(f"The keyboard does not lead to {name!r}.")


def test_all_pictures_of_all_pages_are_ticked_and_approved_by_keyboard_alone(desk):
    for _ in range(2):
        illustrated_story(statuses.PENDING)
    desk.goto(QUEUE)
    expect(desk.get_by_role("listitem").filter(has=desk.get_by_role("checkbox"))).to_have_count(20)
    desk.get_by_label("Select all 20 on this page").press("Space")
    expect(desk.get_by_text("20 of 20 selected")).to_be_visible()
    desk.get_by_role("button", name="Select all 40 pictures to review").press("Enter")
    expect(desk.get_by_text("All 40 selected")).to_be_visible()
    desk.get_by_label("Action:").select_option("approve_pictures")
    desk.get_by_role("button", name="Go").press("Enter")
    expect(desk.get_by_text("40 pictures approved.")).to_be_visible()
    assert approved() == 40


def test_what_is_ticked_is_counted_and_one_tick_less_means_no_other_page(desk):
    for _ in range(2):
        illustrated_story(statuses.PENDING)
    desk.goto(QUEUE)
    desk.get_by_label("Select all 20 on this page").check()
    desk.get_by_role("button", name="Select all 40 pictures to review").click()
    desk.locator(".sf-card .action-select").first.uncheck()
    expect(desk.get_by_text("19 of 20 selected")).to_be_visible()
    expect(desk.get_by_text("All 40 selected")).to_be_hidden()
    desk.get_by_label("Action:").select_option("approve_pictures")
    desk.get_by_role("button", name="Go").click()
    expect(desk.get_by_text("19 pictures approved.")).to_be_visible()
    assert approved() == 19


def test_the_keyboard_leads_to_the_buttons_of_a_card_and_the_focus_is_seen(desk):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=3)
    desk.goto(f"{QUEUE}?q={picture.story_id}")
    name = "Approve Picture 3 of A test of courage"
    tab_to(desk, name)
    assert desk.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Picture 3 of A test of courage: approved.")).to_be_visible()
    expect(desk).to_have_url(re.compile(rf"\?q={picture.story_id}"))
    assert list(Illustration.objects.filter(status=statuses.APPROVED)) == [picture]


def test_a_picture_opens_in_the_viewer_with_its_keys(desk):
    story = illustrated_story(statuses.PENDING)
    desk.goto(QUEUE)
    desk.get_by_label("Look at Picture 3 of A test of courage").click()
    heading = desk.locator("#viewer h2")
    expect(heading).to_contain_text("Scene 3")
    expect(desk.locator("#connection")).to_have_text("Live")
    desk.keyboard.press("?")
    expect(desk.locator("#viewer .keys dl")).to_be_visible()
    desk.keyboard.press("?")
    desk.keyboard.press("a")
    expect(heading).to_contain_text("Scene 4")
    desk.keyboard.press("ArrowLeft")
    expect(heading).to_contain_text("Scene 3")
    desk.keyboard.press("u")
    expect(desk.locator("#viewer.is-pending_approval")).to_be_visible()
    desk.keyboard.press("r")
    expect(desk.locator("#viewer").get_by_label("What should be different?")).to_be_focused()
    assert not story.illustrations.exclude(status=statuses.PENDING).exists()


def test_a_card_is_rejected_for_reasons_with_a_note(desk):
    picture = illustrated_story(statuses.PENDING).illustrations.get(number=3)
    desk.goto(QUEUE)
    card = desk.locator(f"#picture-{picture.pk}")
    card.get_by_text("Reject…").click()
    card.get_by_label("Wrong animal").check()
    card.get_by_label("Wrong mood").check()
    card.get_by_label("Note for the redraw").fill("make it night")
    card.get_by_label("Note for the redraw").press("Enter")  # means this rejection, and no other button
    expect(desk.get_by_text("Picture 3 of A test of courage: rejected and queued to be drawn again.")).to_be_visible()
    decision = Decision.objects.get()
    assert (decision.action, decision.reasons, decision.note) == ("reject", ["animal", "mood"], "make it night")
    assert decision.illustration == picture


def test_on_a_phone_nothing_is_cut_off_and_what_is_pressed_is_large_enough(desk):
    illustrated_story(statuses.PENDING)
    desk.set_viewport_size({"width": 390, "height": 844})
    for path in (QUEUE, "/admin/images/decision/statistics/?weeks=all", "/admin/"):
        desk.goto(path)
        assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.goto(QUEUE)
    heights = desk.locator(".sf-decide .button").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert len(heights) == 40
    assert min(heights) >= 32


def test_the_place_of_a_picture_is_kept_before_it_is_there(desk):
    illustrated_story(statuses.PENDING)
    desk.route("**/media/**", lambda route: route.abort())
    desk.goto(QUEUE)
    assert not desk.locator(".sf-look img").first.evaluate("image => image.naturalWidth")
    box = desk.locator(".sf-look img").first.bounding_box()
    assert box is not None
    assert box["height"] == pytest.approx(box["width"] * 1.5, rel=0.02)


def test_without_scripts_pictures_are_ticked_and_decided_on_all_the_same(chromium, site, client):
    first, second = illustrated_story(statuses.PENDING).illustrations.filter(number__in=(1, 2))
    client.force_login(get_user_model().objects.create_superuser("mia"))
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, client)
    page.goto(QUEUE)
    page.get_by_label("Select Picture 1 of A test of courage").check()
    page.get_by_label("Action:").select_option("approve_pictures")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_text("1 picture approved.")).to_be_visible()
    page.get_by_label("Approve Picture 2 of A test of courage", exact=True).click()
    expect(page.get_by_text("Picture 2 of A test of courage: approved.")).to_be_visible()
    context.close()
    assert set(Illustration.objects.filter(status=statuses.APPROVED)) == {first, second}


def template_page() -> str:
    template = StoryTemplate.objects.get(name="Power Fantasy")
    return f"/admin/stories/storytemplate/{template.pk}/change/"


def test_the_prompt_follows_what_is_typed_and_the_beat_that_is_edited(desk):
    desk.goto(template_page())
    prompt = desk.locator("#preview-prompt")
    expect(prompt).to_contain_text("Storybook-quality")
    desk.get_by_label("Art style").fill("Ink on <b>paper</b>.")
    expect(prompt).to_contain_text("Ink on <b>paper</b>.")
    desk.get_by_label("Shows of beat 9").fill("The red fox sings.")
    expect(prompt).to_contain_text("sings.")
    expect(desk.get_by_label("Scene", exact=True)).to_have_value("9")
    desk.get_by_label("Mood of beat 9").select_option("awed")
    expect(prompt).to_contain_text("Mood: awed.")
    assert not StoryTemplate.objects.filter(art_style__startswith="Ink").exists()


def test_without_scripts_the_button_shows_the_prompt_on_a_page_of_its_own(chromium, site, client):
    client.force_login(get_user_model().objects.create_superuser("mia"))
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, client)
    page.goto(template_page())
    page.get_by_label("Art style").fill("Ink on paper.")
    page.get_by_label("Scene", exact=True).select_option("9")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Show the prompt").click()
    expect(opened.value.get_by_text("Ink on paper.")).to_be_visible()
    expect(opened.value.get_by_text("The prompt of scene 9")).to_be_visible()
    expect(page.get_by_label("Art style")).to_have_value("Ink on paper.")
    context.close()
