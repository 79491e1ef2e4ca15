"""Checks before a picture is drawn: what visitors wrote is moderated, and the budget must allow the cost."""

import hashlib
from collections.abc import Iterable, Mapping

from core.errors import Invalid
from images import costs
from images.models import Illustration
from stories import moderation
from stories.models import Story

WHAT = "The words of this picture"


def check(picture: Illustration) -> None:
    """Raise moderation.Flagged for a text that is not allowed, ProviderError when the moderator does not answer, and
    ledger.OverBudget when the picture would cost too much."""
    check_words([picture])
    costs.check_budget({picture.story: 1})


def check_words(pictures: Iterable[Illustration]) -> None:
    """Moderate, in one call, what visitors wrote for these pictures and has not passed before. Raises as `check`; then
    none of them has passed."""
    words = {picture: found for picture in pictures if (found := _visitors_words(picture))}
    digests = {picture: hashlib.sha256("\n".join(found).encode()).hexdigest() for picture, found in words.items()}
    unseen = [picture for picture, digest in digests.items() if digest != picture.cleared]
    if not unseen:
        return
    moderation.check(dict.fromkeys(text for picture in unseen for text in words[picture]), WHAT)
    for picture in unseen:
        picture.cleared = digests[picture]
        Illustration.everything.filter(pk=picture.pk).update(cleared=picture.cleared)


def _visitors_words(picture: Illustration) -> list[str]:
    """The parts of the picture's prompt that came neither from our writer nor from our templates."""
    scene = moderation.edited_text(picture.scene) if picture.scene else []
    shown = [picture.depiction] if picture.own_words else scene
    return [*moderation.edited_look(picture.story), *shown, *filter(None, [picture.change])]


def refuse_unfit_scenes(story: Story, texts: Mapping[int, str]) -> None:
    """Raise Invalid, naming the scene or the field whose text is not allowed, while it can still be changed.

    `texts` are the scenes as they will be drawn, by number; a scene that is missing there keeps its text.
    """
    scenes = {scene.number: scene for scene in story.scenes.all()}
    for number, text in texts.items():
        scenes[number].text = text
    answers = [] if story.writer else list(story.answers.values())  # else they were moderated before the writing
    parts = [
        ("answers", "The answers", answers),
        ("character", "The words about how the pictures look", moderation.edited_look(story)),
    ]
    for number, scene in scenes.items():
        parts.append((f"Scene{number}", f"The words of scene {number}", moderation.edited_text(scene)))
    try:
        moderation.check_input([text for _, _, found in parts for text in found], "The scenes", "scenes")
    except Invalid:
        for field, what, found in parts:
            moderation.check_input(found, what, field)
        raise
