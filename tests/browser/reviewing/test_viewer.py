"""The viewer: one picture large, its versions, and everything that can be done to it, by mouse, keys and touch."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from core.models import Expense
from images import events, services, statuses
from images.models import Illustration
from providers.images.validation import make_preview
from stories.models import Story
from tests.browser.conftest import owners_page, owners_window
from tests.browser.drawn_pictures import draw, paint_all
from tests.factories import bring_to, illustrated_story, reloaded, small_png

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
WIDTHS = [390, 1280]


@pytest.fixture
def story() -> Story:
    """All pictures wait; the second was rejected once and is shown in its second version."""
    story = illustrated_story(statuses.PENDING)
    second = story.illustrations.get(number=2)
    services.reject(second, note="make it night", by="mia", reasons=["mood"])
    bring_to(reloaded(second), statuses.GENERATING)
    draw(reloaded(second), "navy", "The red fox walks at night.")
    paint_all(story)
    return story


@pytest.fixture(params=WIDTHS)
def page(request, chromium, still_site, story):
    """The story's page in its owner's browser, on a phone and on a desk."""
    with owners_page(chromium, still_site, story, request.param) as page:
        yield page


@pytest.fixture
def desk(chromium, still_site, story):
    """The same on a desk only."""
    with owners_page(chromium, still_site, story) as page:
        yield page


def look_at(page: Page, number: int) -> None:
    page.get_by_role("link", name=f"Look at picture {number}", exact=True).click()
    expect(heading(page, number)).to_be_focused()


def button(page: Page, name: str) -> Locator:
    """A button of the viewer; the card behind it has some of the same name."""
    return page.get_by_role("dialog").get_by_role("button", name=name)


def heading(page: Page, number: int) -> Locator:
    return page.get_by_role("heading", name=f"Scene {number} of 20")


def state_of(story: Story, number: int) -> str:
    return story.illustrations.get(number=number).status


def test_a_picture_opens_large_and_closing_leads_back_to_its_card(page: Page):
    look_at(page, 9)
    expect(page.get_by_role("img", name="Scene 9, version 1")).to_be_in_viewport(ratio=1)
    expect(button(page, "Approve picture 9")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.querySelector('#viewing').scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(page.locator("#viewing")).to_be_hidden()
    expect(page.get_by_role("link", name="Look at picture 9", exact=True)).to_be_focused()
    expect(page.locator("#picture-9 figure")).to_be_in_viewport()


def test_the_mark_of_the_version_opens_the_viewer_and_a_button_closes_it(page: Page):
    page.get_by_role("link", name="Version 2 of 2 of picture 2").click()
    expect(heading(page, 2)).to_be_focused()
    page.get_by_role("link", name="Close").click()
    expect(page.locator("#viewing")).to_be_hidden()


def test_every_picture_has_an_address_and_back_closes_the_viewer(page: Page, story):
    look_at(page, 2)
    page.get_by_role("link", name="Next picture, 3").click()
    expect(heading(page, 3)).to_be_focused()
    expect(page).to_have_url(re.compile("/pictures/3/view$"))
    page.go_back()
    expect(page.locator("#viewing")).to_be_hidden()
    expect(page).to_have_url(re.compile(f"/stories/{story.pk}/$"))
    page.go_forward()
    expect(heading(page, 3)).to_be_focused()
    page.get_by_role("link", name="Close").click()
    expect(page.locator("#viewing")).to_be_hidden()
    expect(page).to_have_url(re.compile(f"/stories/{story.pk}/$"))


def test_a_reload_keeps_the_picture_in_view_and_back_leads_to_the_story(page: Page, story):
    look_at(page, 9)
    page.reload()
    expect(heading(page, 9)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Look at picture 9", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(f"/stories/{story.pk}/$"))


def test_the_keys_approve_and_go_on_to_the_next_that_waits(desk: Page, story):
    services.approve(story.illustrations.get(number=4), by="")
    look_at(desk, 1)
    desk.keyboard.press("ArrowRight")
    expect(heading(desk, 2)).to_be_visible()
    desk.keyboard.press("ArrowRight")
    expect(heading(desk, 3)).to_be_visible()
    desk.keyboard.press("a")
    expect(heading(desk, 5)).to_be_visible()
    expect(desk.locator("#said-viewer")).to_have_text("Picture 3: approved. Picture 5 of 20: waits for you.")
    expect(desk.locator("#picture-3")).to_have_class(re.compile("is-approved"))
    expect(desk.locator("#progress")).to_contain_text("2 approved")
    desk.keyboard.press("ArrowLeft")
    expect(heading(desk, 4)).to_be_visible()
    desk.keyboard.press("ArrowLeft")
    expect(heading(desk, 3)).to_be_visible()
    desk.keyboard.press("u")
    expect(button(desk, "Approve picture 3")).to_be_visible()
    expect(desk.locator("#said-viewer")).to_have_text("Picture 3: waits for you.")
    assert state_of(story, 3) == statuses.PENDING


def test_the_keys_are_letters_in_a_text_box_and_nothing_with_control(desk: Page, story):
    look_at(desk, 7)
    desk.keyboard.press("Control+a")
    desk.keyboard.press("r")
    note = desk.get_by_role("dialog").get_by_label("What should be different?")
    expect(note).to_be_focused()
    desk.keyboard.type("aeru?")
    expect(note).to_have_value("aeru?")
    heading(desk, 7).click()
    desk.keyboard.press("e")
    expect(desk.get_by_role("dialog").get_by_label("Edit this picture")).to_be_focused()
    heading(desk, 7).click()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog").get_by_text("approve, and on to the next that waits")).to_be_visible()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog").get_by_text("approve, and on to the next that waits")).to_be_hidden()
    assert state_of(story, 7) == statuses.PENDING


def test_two_versions_are_compared_and_the_earlier_one_is_approved(page: Page, story):
    look_at(page, 2)
    page.get_by_role("link", name="Compare version 2 with version 1").click()
    expect(page.get_by_role("img", name="Scene 2, version 2")).to_be_visible()
    expect(page.get_by_role("img", name="Scene 2, version 1")).to_be_visible()
    button(page, "Approve version 1").click()
    expect(page.locator("#viewer .state-line")).to_have_text("Approved")
    picture = reloaded(story.illustrations.get(number=2))
    assert (picture.status, picture.current.number) == (statuses.APPROVED, 1)


def test_a_version_says_how_it_came_about_and_what_was_said_of_it(page: Page, story):
    expense = Expense.objects.create(
        channel=str(story.pk), what="picture", provider="local", model="m", cost_usd="0.25"
    )
    story.illustrations.get(number=2).versions.filter(number=1).update(expense=expense)
    look_at(page, 2)
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.get_by_role("img", name="Scene 2, version 1")).to_be_in_viewport(ratio=0.9)
    facts = page.locator("#viewer .facts")
    expect(facts).to_contain_text("Drawn by StoryForge’s own illustrator")
    expect(facts).to_contain_text("$0.25")
    expect(facts).to_contain_text(re.compile("Rejected.*by staff: Wrong mood; make it night"))
    page.get_by_role("link", name="Version 2, the one that is shown").click()
    expect(facts).to_contain_text("make it night")


def test_an_earlier_version_is_shown_again(page: Page, story):
    look_at(page, 2)
    page.get_by_role("link", name="Version 1", exact=True).click()
    button(page, "Show this version of picture 2").click()
    expect(page.get_by_role("link", name="Version 1, the one that is shown")).to_be_visible()
    expect(page.locator("#picture-2 .versions")).to_have_text("Version 1 of 2")
    assert reloaded(story.illustrations.get(number=2)).current.number == 1


def test_the_prompt_of_a_version_is_used_again_for_a_new_picture(page: Page, story):
    look_at(page, 2)
    button(page, "Use this prompt again: version 2").click()
    box = page.get_by_role("dialog").get_by_role("textbox", name="New picture")
    expect(box).to_be_focused()
    expect(box).to_have_value("The red fox walks at night.")
    button(page, "Draw this: picture 2").click()
    expect(page.locator("#viewer .state-line")).to_contain_text("Waiting")
    assert story.illustrations.get(number=2).depiction == "The red fox walks at night."


def test_after_approving_by_button_the_next_that_waits_has_the_focus(page: Page):
    look_at(page, 20)
    button(page, "Approve picture 20").click()
    following = page.get_by_role("link", name="Next that waits: 1")
    expect(following).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading(page, 1)).to_be_focused()


def test_after_the_last_approval_the_viewer_says_so_and_offers_the_clips(page: Page, story):
    look_at(page, 20)
    for picture in story.illustrations.exclude(number=20):
        services.approve(picture, by="mia")
    button(page, "Approve picture 20").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("All twenty pictures are approved.")).to_be_in_viewport(ratio=1)
    expect(dialog.get_by_role("button", name="Make the clips")).to_be_visible()


def test_the_form_of_reject_opens_in_view_and_its_button_stays_where_it_was(page: Page):
    look_at(page, 4)
    reject = page.get_by_role("dialog").locator(".reject > summary")
    reject.scroll_into_view_if_needed()
    before = reject.bounding_box()
    side = page.locator("#viewing").evaluate("dialog => dialog.scrollTop")
    reject.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Reject and draw it again")).to_be_in_viewport(ratio=1)
    scrolled = page.locator("#viewing").evaluate("dialog => dialog.scrollTop") - side
    assert abs(reject.bounding_box()["y"] + scrolled - before["y"]) < 2


def test_what_is_done_in_the_viewer_shows_on_the_card_without_the_stream(chromium, still_site, story):
    with owners_window(chromium, still_site) as page:
        page.context.route("**/stream?*", lambda route: route.abort())
        page.goto(f"/stories/{story.pk}/")
        look_at(page, 6)
        button(page, "Approve picture 6").click()
        expect(page.locator("#picture-6")).to_have_class(re.compile("is-approved"))
        expect(page.locator("#progress")).to_contain_text("1 approved")


def test_the_open_viewer_follows_what_happens_and_shows_previews(desk: Page, story):
    picture = story.illustrations.get(number=8)
    services.redraw(picture, by="")
    look_at(desk, 8)
    bring_to(reloaded(picture), statuses.GENERATING)
    expect(desk.locator("#viewer .state-line")).to_have_text("Being drawn")
    events.preview(picture, make_preview(small_png("gray")))
    expect(desk.locator("#viewer .preview")).to_be_visible()
    draw(reloaded(picture), "pink")
    expect(desk.get_by_role("img", name="Scene 8, version 2")).to_be_visible()
    expect(desk.locator("#viewer .preview")).to_have_count(0)
    expect(desk.locator("#said-viewer")).to_have_text("Picture 8: waits for you.")


def test_what_somebody_types_in_the_viewer_outlives_what_others_do(desk: Page, story):
    look_at(desk, 8)
    desk.keyboard.press("r")
    desk.keyboard.type("bigger ears")
    note = desk.get_by_role("dialog").get_by_label("What should be different?")
    picture = story.illustrations.get(number=8)
    services.approve(picture, by="mia")
    expect(desk.locator("#progress")).to_contain_text("1 approved")
    expect(note).to_have_value("bigger ears")
    expect(note).to_be_focused()
    heading(desk, 8).click()
    expect(desk.locator("#viewer .state-line")).to_have_text("Approved")
    button(desk, "Undo: picture 8 was approved").click()
    expect(note).to_have_value("bigger ears")
    expect(note).to_be_visible()


def test_a_swipe_to_the_left_shows_the_next_picture_and_no_keys_are_explained_to_fingers(chromium, still_site, story):
    with owners_window(chromium, still_site, 390) as page:
        page.goto(f"/stories/{story.pk}/")
        look_at(page, 3)
        keys = page.locator("#viewer .keys")
        expect(keys).to_be_visible()
        page.context.new_cdp_session(page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        expect(keys).to_be_hidden()
        swipe(page, 300, 80)
        expect(heading(page, 4)).to_be_visible()
        swipe(page, 80, 300)
        expect(heading(page, 3)).to_be_visible()


def swipe(page: Page, start: int, end: int) -> None:
    """A finger that goes from one place to the other."""
    finger = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [] if x is None else [{"x": x, "y": 300}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_the_viewer_is_a_page_by_itself_with_the_same_keys(desk: Page, story):
    desk.goto(f"/stories/{story.pk}/pictures/3/view")
    desk.keyboard.press("ArrowRight")
    desk.wait_for_url("**/pictures/4/view")
    desk.keyboard.press("a")
    desk.wait_for_url("**/pictures/5/view")
    assert state_of(story, 4) == statuses.APPROVED
    desk.keyboard.press("Escape")
    desk.wait_for_url(f"**/stories/{story.pk}/#picture-5")


def test_the_viewer_as_a_page_by_itself_hears_what_becomes_of_its_picture(desk: Page, story):
    desk.goto(f"/stories/{story.pk}/pictures/8/view")
    expect(desk.locator("#connection")).to_have_text("Live")
    picture = story.illustrations.get(number=8)
    desk.locator("#viewer .reject summary").first.click()
    desk.get_by_label("What should be different?").fill("bigger ears")
    desk.get_by_role("button", name="Reject and draw it again: picture 8").click()
    expect(desk.locator("#viewer .state-line")).to_contain_text("Waiting")
    bring_to(reloaded(picture), statuses.GENERATING)
    expect(desk.locator("#viewer .state-line")).to_have_text("Being drawn")
    events.preview(picture, make_preview(small_png("gray")))
    expect(desk.locator("#viewer .preview")).to_be_visible()
    draw(reloaded(picture), "pink")
    expect(desk.get_by_role("img", name="Scene 8, version 2")).to_be_visible()
    expect(desk.locator("#said-viewer")).to_have_text("Picture 8: waits for you.")


def test_the_viewer_as_a_page_by_itself_follows_without_the_stream(chromium, still_site, story):
    with owners_window(chromium, still_site) as page:
        page.context.route("**/stream?*", lambda route: route.abort())
        page.clock.install()
        page.goto(f"/stories/{story.pk}/pictures/8/view")
        services.approve(story.illustrations.get(number=8), by="mia")
        page.clock.run_for(61_000)  # once a minute the state is looked at whatever was heard
        expect(page.locator("#viewer .state-line")).to_have_text("Approved")


def test_without_scripts_the_picture_leads_to_a_page_where_everything_can_be_done(chromium, still_site, story):
    with owners_window(chromium, still_site) as page:
        still = chromium.new_context(java_script_enabled=False, base_url=still_site.url)
        still.add_cookies(page.context.cookies())
        paper = still.new_page()
        paper.goto(f"/stories/{story.pk}/")
        paper.get_by_role("link", name="Look at picture 3", exact=True).click()
        paper.get_by_role("button", name="Approve picture 3").click()
        expect(paper.locator(".state-line")).to_have_text("Approved")
        still.close()
    assert Illustration.objects.get(story=story, number=3).status == statuses.APPROVED


def test_a_viewer_that_cannot_be_reached_says_so_in_front_of_everything(desk: Page):
    look_at(desk, 3)
    desk.context.set_offline(True)
    button(desk, "Approve picture 3").click()
    problem = desk.get_by_role("dialog").get_by_role("alert")
    expect(problem).to_contain_text("The site cannot be reached right now.")
    desk.context.set_offline(False)
    button(desk, "Approve picture 3").click()
    expect(desk.locator("#viewer .state-line")).to_have_text("Approved")
    expect(problem).to_be_hidden()
