"""images.revisions.choose: showing an earlier version, and what is drawn after that."""

import pytest

from core.status import Conflict
from images import revisions, services, statuses
from images.drawing import drawing
from images.models import Decision, Illustration, Version
from stories import services as story_services
from stories import statuses as story_statuses
from tests.factories import bring_to, drawn_version, illustrated_story, reloaded, visitor
from tests.upstreams.moderation import flags

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
HTMX = {"HX-Request": "true"}


def twice_drawn(status: str = statuses.PENDING) -> Illustration:
    """Picture 7 with two versions; the second is shown."""
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    second = drawn_version(picture)
    Illustration.objects.filter(pk=picture.pk).update(status=status, current=second)
    return reloaded(picture)


def version(picture: Illustration, number: int) -> Version:
    return picture.versions.get(number=number)


def choose(picture: Illustration, number: int = 1) -> Illustration:
    revisions.choose(reloaded(picture), version(picture, number), by="mia")
    return reloaded(picture)


@pytest.mark.parametrize("status", sorted(statuses.REDRAWABLE))
def test_an_earlier_version_that_is_chosen_waits_for_approval(status):
    picture = twice_drawn(status)
    Illustration.objects.filter(pk=picture.pk).update(error="Too busy.")
    chosen = choose(picture)
    assert (chosen.status, chosen.current.number, chosen.error) == (statuses.PENDING, 1, "")
    decision = Decision.objects.get()
    assert (decision.action, decision.by, decision.version.number) == ("choose", "mia", 1)


@pytest.mark.parametrize("status", sorted(statuses.ACTIVE))
def test_nothing_is_chosen_while_something_is_drawn(status):
    picture = twice_drawn(status)
    with pytest.raises(Conflict, match="is being drawn already"):
        choose(picture)
    assert reloaded(picture).current.number == 2


@pytest.mark.parametrize("outcome", [name for name in statuses.OUTCOMES if name != statuses.DRAWN])
def test_an_attempt_without_a_picture_cannot_be_chosen(outcome):
    picture = twice_drawn()
    Version.objects.filter(illustration=picture, number=1).update(outcome=outcome)
    with pytest.raises(Conflict, match="was not drawn"):
        choose(picture)
    assert reloaded(picture).current.number == 2


def test_another_picture_s_version_cannot_be_chosen():
    picture = twice_drawn()
    other = bring_to(picture.story.illustrations.get(number=8), statuses.PENDING)
    with pytest.raises(Conflict, match="of picture 7 was not drawn"):
        revisions.choose(picture, other.current, by="")
    assert reloaded(picture).current.number == 2


def test_the_version_that_is_shown_cannot_be_chosen():
    picture = twice_drawn(statuses.APPROVED)
    with pytest.raises(Conflict, match="is the one that is shown"):
        choose(picture, 2)
    assert reloaded(picture).status == statuses.APPROVED


def test_an_approved_story_is_open_again_when_another_version_is_chosen():
    story = illustrated_story(statuses.APPROVED)
    assert story.status == story_statuses.APPROVED
    picture = story.illustrations.get(number=7)
    drawn_version(picture)
    choose(picture, 2)
    story.refresh_from_db()
    assert story.status == story_statuses.REVIEWING


def test_the_words_of_the_chosen_version_are_what_is_drawn_next(illustrator):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    services.edit(reloaded(picture), mode=Illustration.NEW, wish="A quiet lake.", by="")
    drawing.draw(picture.story_id, 7)
    services.reject(reloaded(picture), note="make it night", by="")
    drawing.draw(picture.story_id, 7)
    chosen = choose(picture, 1)
    assert (chosen.depiction, chosen.change) == ("The red fox walks.", "")
    services.redraw(chosen, by="")
    drawing.draw(picture.story_id, 7)
    prompt = illustrator.asked[-1].body["prompt"]
    assert [words in prompt for words in ("walks.", "quiet lake", "night")] == [True, False, False]


def test_the_change_that_made_the_chosen_version_is_asked_for_again(illustrator):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    for note in ("make it night", "add snow"):
        services.reject(reloaded(picture), note=note, by="")
        drawing.draw(picture.story_id, 7)
    services.redraw(choose(picture, 2), by="")
    drawing.draw(picture.story_id, 7)
    assert illustrator.asked[-1].body["prompt"].endswith("Change: make it night")


def test_what_is_drawn_after_an_earlier_version_was_approved_starts_from_its_words(illustrator):
    picture = bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)
    services.edit(reloaded(picture), mode=Illustration.NEW, wish="A quiet lake.", by="")
    drawing.draw(picture.story_id, 7)
    services.approve(reloaded(picture), by="", version=version(picture, 1))
    services.redraw(reloaded(picture), by="")
    drawing.draw(picture.story_id, 7)
    prompt = illustrator.asked[-1].body["prompt"]
    assert ["walks." in prompt, "quiet lake" in prompt] == [True, False]


def test_reasons_of_a_later_rejection_do_not_hold_for_an_earlier_version_that_is_chosen(illustrator):
    picture = twice_drawn()
    services.reject(picture, note="", by="", reasons=["text"])
    drawing.draw(picture.story_id, 7)
    assert reloaded(picture).reasons == ["text"]
    services.redraw(choose(picture), by="")
    drawing.draw(picture.story_id, 7)
    assert reloaded(picture).reasons == []
    prompts = [asked.body["prompt"] for asked in illustrator.asked]
    assert ["It must hold:" in prompt for prompt in prompts] == [True, False]


def test_a_version_that_is_chosen_after_its_text_was_changed_says_so():
    picture = twice_drawn()
    story_services.revise_scene(picture.scene, "The red fox swims.")
    Version.objects.filter(illustration=picture, number=2).update(scene_text="The red fox swims.")
    assert not reloaded(picture).is_outdated
    assert choose(picture).is_outdated


def test_an_upload_that_is_chosen_changes_no_words():
    picture = twice_drawn()
    Version.objects.filter(illustration=picture, number=1).update(mode=Version.UPLOAD, depiction="", note="")
    Illustration.objects.filter(pk=picture.pk).update(change="make it night")
    chosen = choose(picture)
    assert (chosen.depiction, chosen.change, chosen.own_words) == ("The red fox walks.", "make it night", False)


def test_the_prompt_of_a_chosen_version_is_moderated_before_it_is_drawn(moderation, illustrator):
    moderation.moderation = flags("bloodbath")
    picture = twice_drawn()
    Version.objects.filter(illustration=picture, number=1).update(depiction="A bloodbath.")
    services.redraw(choose(picture), by="")
    assert drawing.draw(picture.story_id, 7) is None
    assert reloaded(picture).status == statuses.FAILED
    assert illustrator.asked == []


def test_the_viewer_shows_the_version_that_was_chosen():
    picture = twice_drawn()
    address = f"/stories/{picture.story_id}/pictures/7/"
    sent = {"version": "2", "chosen": "1", "from": "viewer"}
    assert visitor().post(f"{address}choose", sent, headers=HTMX).status_code == 200
    assert reloaded(picture).current.number == 1
    stale = visitor().post(f"{address}choose", sent, headers=HTMX)
    assert (stale.status_code, "newer version" in stale.content.decode()) == (409, True)


@pytest.mark.parametrize("chosen", ["", "3", "x", "-1", "9" * 30])
def test_a_version_that_there_is_not_is_not_found(chosen):
    picture = twice_drawn()
    answer = visitor().post(f"/stories/{picture.story_id}/pictures/7/choose", {"chosen": chosen})
    assert answer.status_code == 404
    assert reloaded(picture).current.number == 2
