"""The film's page while things happen: events, typing, playing, and what is pressed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from core import artifact_statuses, artifacts
from core.status import move
from stories.models import Story
from tests.browser import film_stories
from tests.browser.conftest import owners_window
from tests.browser.test_accessibility import faults
from tests.stack import Stack
from videos import statuses
from videos.clips import motions
from videos.models import Clip, Film

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


@pytest.fixture
def page(chromium: Browser, still_site: Stack):
    with owners_window(chromium, still_site) as page:
        yield page


def opened(page: Page, story: Story) -> Page:
    """The film's page of the story, when it hears what happens."""
    page.goto(f"/stories/{story.pk}/film/")
    expect(page.locator("#connection")).to_have_text("Live")
    return page


def clip_of(story: Story, number: int) -> Clip:
    return story.clips.select_related("story", "illustration__current", "illustration__scene").get(number=number)


def becomes_ready(story: Story, number: int) -> None:
    """What a worker does with a clip that is being made."""
    clip = clip_of(story, number)
    film_stories.watched(clip)
    move(clip_of(story, number), statuses.READY)


def change(page: Page, number: int) -> None:
    """Open what can be changed of a clip."""
    page.locator(f"#clip-{number} summary").click()


def test_a_clip_that_arrives_is_shown_without_a_reload_and_typed_words_stay(page):
    story = film_stories.being_filmed()
    opened(page, story)
    change(page, 3)
    page.locator("#motion-3").fill("The fox turns round.")
    page.locator("#clip-8 h3").click()
    becomes_ready(story, 8)
    expect(page.locator("#clip-8.is-ready video")).to_be_visible()
    expect(page.locator("#film-head")).to_contain_text("8 of 20 clips are ready")
    Clip.objects.filter(story=story, number=3).update(status=statuses.WORKING)
    becomes_ready(story, 3)  # its card is another now, and what was typed is still there
    expect(page.locator('#clip-3 video[src$="t2.mp4"]')).to_be_visible()
    expect(page.locator("#motion-3")).to_have_value("The fox turns round.")
    expect(page.locator("#motion-3")).to_be_visible()


def test_events_come_by_polling_where_there_is_no_stream(page):
    page.context.route("**/stream?*", lambda route: route.abort())
    story = film_stories.being_filmed()
    page.goto(f"/stories/{story.pk}/film/")
    expect(page.locator("#connection")).to_have_text("Checking every 5 s", timeout=30_000)
    becomes_ready(story, 8)
    expect(page.locator("#clip-8.is-ready video")).to_be_visible(timeout=20_000)


def test_one_video_plays_at_a_time(page):
    opened(page, film_stories.filmed_story())
    for number in (1, 2):
        page.locator(f"#clip-{number} video").evaluate("video => { video.loop = true; return video.play(); }")
    expect(page.locator("#clip-1 video")).to_have_js_property("paused", True)
    expect(page.locator("#clip-2 video")).to_have_js_property("paused", False)


def test_a_clip_that_is_watched_goes_on_while_another_is_asked_for(page):
    story = film_stories.filmed_story()
    opened(page, story)
    page.locator("#clip-1 video").evaluate("video => { video.loop = true; return video.play(); }")
    change(page, 7)
    page.locator("#motion-7").fill("The camera flies over the fox.")
    page.get_by_role("button", name="Make again with this motion: clip 7", exact=True).click()
    expect(page.locator("#clip-7")).to_have_class(re.compile("is-queued"))
    assert clip_of(story, 7).motion == "The camera flies over the fox."
    expect(page.locator("#said")).to_have_text("Clip 7: waiting.")
    expect(page.locator("#film-head")).to_contain_text("19 of 20 clips are ready")
    expect(page.locator("#clip-1 video")).to_have_js_property("paused", False)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_camera_is_picked_by_its_moving_example_and_the_rest_is_said_in_words(page, width):
    story = film_stories.filmed_story()
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(reduced_motion="no-preference")
    opened(page, story)
    change(page, 7)
    moves = page.get_by_role("group", name="Camera")
    examples = moves.locator(".example img")
    expect(examples).to_have_count(8)
    moving = "images => images.filter((image) => image.getAnimations({ subtree: true }).length).length"
    assert examples.evaluate_all(moving) == 7  # the camera that stays still does not move
    assert faults(page) == []
    moves.get_by_label("Pull out").check()
    page.locator("#motion-7").fill("The camera flies. The fox sneezes.")
    page.get_by_role("button", name="Make again with this motion: clip 7", exact=True).click()
    expect(page.locator("#clip-7")).to_have_class(re.compile("is-queued"))
    assert clip_of(story, 7).motion == f"{motions.PULL} The fox sneezes."


def test_a_clip_that_is_watched_is_replaced_when_it_pauses(page):
    story = film_stories.filmed_story()
    opened(page, story)
    video = page.locator("#clip-1 video")
    video.evaluate("video => { video.loop = true; return video.play(); }")
    move(clip_of(story, 1), statuses.QUEUED)
    expect(page.locator("#film-head")).to_contain_text("19 of 20")
    expect(page.locator("#clip-1")).to_have_class(re.compile("is-ready"))
    video.evaluate("video => video.pause()")
    expect(page.locator("#clip-1")).to_have_class(re.compile("is-queued"))


def test_what_was_refused_is_said_at_the_clip_and_stays_there(page):
    story = film_stories.filmed_story()
    opened(page, story)
    change(page, 7)
    page.locator("#motion-7").fill("x")
    move(clip_of(story, 7), statuses.QUEUED)  # somebody else was faster
    page.get_by_role("button", name="Make again with this motion: clip 7", exact=True).click()
    expect(page.locator("#clip-7 [role=alert]")).to_contain_text("is being made already")
    move(clip_of(story, 8), statuses.QUEUED)
    expect(page.locator("#clip-8")).to_have_class(re.compile("is-queued"))
    expect(page.locator("#clip-7 [role=alert]")).to_be_visible()


def test_the_bar_of_a_film_moves_and_the_film_appears(page):
    story = film_stories.being_rendered()
    opened(page, story)
    bar = page.locator("#film-making progress")
    expect(bar).to_have_js_property("value", 400)
    film = Film.objects.get(story=story)
    Film.objects.filter(pk=film.pk).update(progress=730)
    film.refresh_from_db()
    artifacts.announce(film)
    expect(bar).to_have_js_property("value", 730)
    move(film, artifact_statuses.READY, **film_stories.made(film))
    expect(page.locator("#film-player video")).to_be_visible()
    page.locator("#film-player video").evaluate(film_stories.PLAYS)


def test_the_film_can_be_stopped_and_asked_for_again(page):
    story = film_stories.being_rendered()
    opened(page, story)
    page.get_by_role("button", name="Stop: making the film").click()
    expect(page.locator("#film-making")).to_contain_text("The making of the film was stopped.")
    page.get_by_role("checkbox", name="The texts as captions").uncheck()
    page.get_by_role("button", name="Make the film").click()
    expect(page.locator("#film-making")).to_contain_text("The film waits for its turn.")
    assert Film.objects.get(story=story).captions is False


def test_everything_is_pressed_without_scripts_too(chromium, still_site):
    story = film_stories.in_trouble()
    with owners_window(chromium, still_site, scripts=False) as page:
        page.goto(f"/stories/{story.pk}/film/")
        page.get_by_role("button", name="Go on waiting: clip 20").click()
        expect(page).to_have_url(re.compile(r"/film/#clip-20$"))
        expect(page.locator("#clip-20")).to_have_class(re.compile("is-working"))
        change(page, 2)
        page.get_by_role("button", name="Show this: take 1 of clip 2").click()
        expect(page.locator('#clip-2 video[src$="t1.mp4"]')).to_be_visible()


def test_a_story_s_page_hears_of_its_videos(page):
    story = film_stories.approved_story()
    page.goto(f"/stories/{story.pk}/")
    expect(page.locator("#connection")).to_have_text("Live")
    other = page.context.new_page()
    other.goto(f"/stories/{story.pk}/film/")
    other.get_by_role("button", name="Make the clips").click()
    expect(other.locator("#film-head")).to_contain_text("0 of 20 clips are ready")
    expect(page.locator("#film-on-story")).to_contain_text("0 of 20 clips are ready")
    expect(page.get_by_text("Change picture", exact=True)).to_have_count(0)
