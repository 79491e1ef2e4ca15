"""The twenty text boxes on a story's page, and the page in every phase."""

from html import unescape

import pytest

from images import statuses as picture_statuses
from stories import services, statuses, writing
from stories.models import Story
from tests.broker import sent_tasks
from tests.factories import edited_story, illustrated_story, make_story, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def story() -> Story:
    """A story whose scenes can be edited."""
    return edited_story()


def texts(**changed: str) -> dict[str, str]:
    """What the page's form sends."""
    return {f"Scene{n}": f"The red fox walks past tree number {n}." for n in range(1, 21)} | changed


def page(story: Story, where: str = "") -> str:
    answer = visitor().get(f"/stories/{story.pk}/{where}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_every_phase_has_its_page():
    failed = make_story()
    writing.give_up(failed, "The key is <wrong>.")
    assert "Your story is being written" in page(make_story())
    assert "Approve the scenes and draw" in page(edited_story())
    assert "The key is <wrong>." in page(failed)
    assert "20 of 20" in page(illustrated_story(picture_statuses.PENDING))
    assert "All twenty pictures are approved" in page(illustrated_story(picture_statuses.APPROVED))


@pytest.mark.parametrize("make", [make_story, edited_story, illustrated_story])
def test_the_part_that_is_swapped_in_is_the_part_of_the_page(make):
    story = make()
    body = visitor().get(f"/stories/{story.pk}/body", headers=HTMX).content.decode()
    assert body.startswith('<div id="body"')
    assert f'data-phase="{story.status}"' in page(story)


def test_a_text_is_saved_as_it_is_typed_and_answered_with_its_state_alone(story):
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": "<b>New</b> & 🦊\x00"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<div id="tools-3"')
    assert "Saved" in answer.content.decode()
    assert story.scenes.get(number=3).text == "<b>New</b> & 🦊"
    assert "&lt;b&gt;New&lt;/b&gt; &amp; 🦊</textarea>" in visitor().get(f"/stories/{story.pk}/").content.decode()


def test_an_emptied_box_says_what_it_needs(story):
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": " "})
    assert "it needs a text before it can be drawn" in answer.content.decode()
    assert ">Restore the original<" in answer.content.decode()
    shown = page(story)
    assert "Scene 3 is empty. Write it, or press “Restore the original”." in shown
    assert "The writer left out" not in shown


def test_the_page_says_which_scenes_the_writer_left_out(story):
    story.scenes.filter(number__in=(4, 20)).update(text="", original_text="")
    services.save_scene(story.scenes.get(number=3), "")
    services.save_scene(story.scenes.get(number=5), "")
    shown = page(story)
    assert "The writer left out scenes 4, 20. Write them yourself, or press “Write again”." in shown
    assert "Scenes 3, 5 are empty. Write them, or press “Restore the original”." in shown


def test_a_text_is_saved_where_the_page_had_read_the_one_before(story):
    read = {"Read3": ["An older one.", "The red fox walks past tree number 3."]}
    assert visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": "Mine.", **read}).status_code == 200
    assert story.scenes.get(number=3).text == "Mine."


def test_a_text_that_the_page_had_not_read_is_not_overwritten(story):
    services.save_scene(story.scenes.get(number=3), "Theirs.")
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": "Mine.", "Read3": "Before."}, headers=HTMX)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "changed elsewhere" in shown
    assert ("Mine." in shown, "Theirs." in shown) == (True, True)
    assert story.scenes.get(number=3).text == "Theirs."


def test_the_same_text_from_two_pages_is_no_conflict(story):
    services.save_scene(story.scenes.get(number=3), "Ours.")
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": "Ours. ", "Read3": "Before."})
    assert answer.status_code == 200


def test_without_javascript_keep_mine_leads_back_to_the_box(story):
    services.save_scene(story.scenes.get(number=3), "Theirs.")
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/?keep", texts(Scene3="Mine.", Read3="Theirs."))
    assert answer.url == f"/stories/{story.pk}/#scene-3"
    assert story.scenes.get(number=3).text == "Mine."


def test_an_approval_that_would_overwrite_a_text_shows_both_and_draws_nothing(story):
    services.save_scene(story.scenes.get(number=3), "Theirs.")
    answer = visitor().post(f"/stories/{story.pk}/approve-scenes", texts(Scene3="Mine.", Read3="Before.", Scene5="5."))
    shown = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "changed elsewhere" in shown
    assert ">Mine.</textarea>" in shown
    assert "Theirs." in shown
    assert (story.scenes.get(number=3).text, story.scenes.get(number=5).text) == ("Theirs.", "5.")
    assert Story.objects.get().status == statuses.EDITING


def test_a_text_that_is_too_long_is_refused_beside_its_box(story):
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": "x" * 2001})
    assert answer.status_code == 422
    assert "a scene can have 2,000" in answer.content.decode()
    assert story.scenes.get(number=3).text == "The red fox walks past tree number 3."


def test_saving_after_the_approval_is_refused_in_words():
    story = illustrated_story()
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/", {"Scene3": "Too late."})
    assert answer.status_code == 422
    assert "approved already" in answer.content.decode()


def test_write_again_marks_the_box_and_sends_one_message(story, commit):
    with commit():
        first = visitor().post(f"/stories/{story.pk}/scenes/3/rewrite", headers=HTMX)
        second = visitor().post(f"/stories/{story.pk}/scenes/3/rewrite", headers=HTMX)
    assert (first.status_code, second.status_code) == (200, 409)
    assert "being written again" in first.content.decode()
    assert "being written again already" in second.content.decode()
    assert sent_tasks() == [("stories.rewrite_scene", 3)]


def test_original_text_is_offered_only_where_the_text_was_changed(story):
    assert ">Restore the original<" not in page(story)
    services.save_scene(story.scenes.get(number=3), "New.")
    assert page(story).count(">Restore the original<") == 1
    answer = visitor().post(f"/stories/{story.pk}/scenes/3/restore", headers=HTMX)
    assert "The red fox walks past tree number 3.</textarea>" in answer.content.decode()


def test_before_a_changed_text_is_written_again_the_page_asks(story):
    asks = 'hx-confirm="Write scene 3 again? The text that stands there now is replaced."'
    assert asks not in page(story)
    services.save_scene(story.scenes.get(number=3), "The red fox sings.")
    assert asks in page(story)


def test_without_javascript_a_box_leads_back_to_itself(story):
    for action in ("rewrite", "restore", "reread"):
        answer = visitor().post(f"/stories/{story.pk}/scenes/3/{action}")
        assert answer.url == f"/stories/{story.pk}/#scene-3"


@pytest.mark.parametrize(
    ("review", "phase", "sent"),
    [(True, statuses.SKETCHING, ("images.draw", 0)), (False, statuses.ILLUSTRATING, ("images.compose", None))],
    ids=["the fox first", "straight through"],
)
def test_approving_takes_over_every_box_and_starts_drawing_once(story, commit, settings, review, phase, sent):
    settings.REVIEW_CHARACTER = review
    with commit():
        for _ in range(2):
            answer = visitor().post(f"/stories/{story.pk}/approve-scenes", texts(Scene3="Changed."))
            assert answer.url == f"/stories/{story.pk}/"
    assert story.scenes.get(number=3).text == "Changed."
    assert Story.objects.get().status == phase
    assert story.illustrations.count() == 20
    assert sent_tasks() == [sent]


@pytest.mark.parametrize(
    ("bad", "sentence"), [(" ", "Scene 7 is empty."), ("x" * 2001, "Scene 7 has 2,001 characters")]
)
def test_one_bad_box_stops_the_approval_and_what_was_typed_elsewhere_stays(story, bad, sentence):
    answer = visitor().post(f"/stories/{story.pk}/approve-scenes", texts(Scene3="Changed.", Scene7=bad))
    shown = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in shown
    assert 'href="#scene-7"' in shown
    assert story.scenes.get(number=3).text == "Changed."
    assert Story.objects.get().status == statuses.EDITING
    assert not story.illustrations.exists()


def test_a_failed_story_is_written_again_once(commit):
    story = make_story()
    writing.give_up(story, "Too busy.")
    with commit():
        for _ in range(2):
            assert visitor().post(f"/stories/{story.pk}/try-again").url == f"/stories/{story.pk}/"
    assert Story.objects.get().status == statuses.WRITING
    assert sent_tasks() == [("stories.write", None)]
