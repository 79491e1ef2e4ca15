"""Checks before a picture is drawn: moderation of what visitors wrote, and the budgets."""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from core.errors import Invalid
from core.expenses import in_dollars
from images.drawing import references
from images.models import Illustration
from providers import registry
from providers.base import Illustrator
from stories import ledger, moderation
from stories.models import SCENES, Story

EXPENSE = "picture"  # how the ledger calls the drawing of one
WHAT = "The words of this picture"


def check(picture: Illustration) -> None:
    """Raise moderation.Flagged for a text that is not allowed, ProviderError when the moderator does not answer, and
    ledger.OverBudget when the picture would cost too much."""
    check_words([picture])
    ledger.check_budget(picture.channel, cost_of_pictures(1))


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


def check_pictures(counts: Mapping[Story, int]) -> None:
    """Raise OverBudget when so many more pictures of these stories cost too much, for a story or the day."""
    for story, count in counts.items():
        ledger.check_budget(story.channel, cost_of_pictures(count))
    if len(counts) > 1:
        ledger.check_budget("", cost_of_pictures(sum(counts.values())))


def cost_of_pictures(count: int) -> Decimal | None:
    """The expected price of `count` pictures in dollars; None if it is not known."""
    illustrator = registry.illustrator()
    one = ledger.expected_cost(EXPENSE, illustrator.name, illustrator.model, grade_of(illustrator))
    return None if one is None else one * Decimal(count)


def cost_of_a_story(*, review: bool = False) -> Decimal | None:
    """The expected price in dollars of a story's writing and its pictures. None if a price is not known."""
    pictures, writing = cost_of_pictures(pictures_to_draw(review=review)), ledger.writing_cost()
    return None if pictures is None or writing is None else pictures + writing


def pictures_to_draw(*, review: bool) -> int:
    """How many pictures a story needs: twenty, and one for the character sheet. Without `review` the sheet is drawn
    only for an illustrator that looks at it."""
    return SCENES + (review or references.takes_references(registry.illustrator()))


def cost_of(count: int) -> str:
    """The expected price of `count` pictures as people read it; "" if it is zero or not known."""
    cost = cost_of_pictures(count)
    return in_dollars(cost) if cost else ""


def grade_of(illustrator: Illustrator) -> str:
    """What the price of its pictures depends on besides the model."""
    return str(getattr(illustrator, "quality", ""))
