"""A whole story in one process, without a broker: it calls the services that the tasks call, one after another."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from redis.exceptions import RedisError

from core import expenses
from core.expenses import in_dollars
from core.redis_server import RedisServer
from core.token_bucket import redis
from images import costs, queries, services, statuses
from images.drawing import composing, drawing
from images.models import Illustration
from providers.base import ProviderError
from quiz import services as quiz_services
from stories import ledger
from stories import queries as story_queries
from stories import services as story_services
from stories import statuses as story_statuses
from stories import writing as story_writing
from stories.models import SCENES, Story
from studio import forge_folder
from studio.forge_folder import ForgeError

OWNER = "command-line"
DRAWING_THREADS = 8
# Longer than the longest call of a provider with all its tries; a picture that takes longer is stuck.
LONGEST_SECONDS = 1800.0
Report = Callable[[str, int], None]


def forge(raw_answers: Any, out: Path, report: Report) -> Story:
    """Write, draw and save a story, and return it. `report` is called with the step and the number of drawn pictures.

    Writes scene-01.png to scene-20.png and story.json into `out`. Raises ForgeError, or Invalid naming an answer; what
    can be checked beforehand is checked before anything is paid.
    """
    answers, details = quiz_services.clean_answers(raw_answers)
    template = story_queries.template_named(answers["story_type"])
    if template is None:
        raise ForgeError(f"There is no story template called {answers['story_type']}. Run `manage.py load_content`.")
    if over := ledger.refusal(OWNER, costs.cost_of_a_story()):
        raise ForgeError(f"Nothing was begun. {over.operator}")
    with forge_folder.output_folder(out), _redis():
        story = story_services.create_story(owner=OWNER, user=None, template=template, answers=answers, details=details)
        try:
            _write_and_draw(story, out, report)
        except (ledger.OverBudget, ForgeError) as error:
            why = error.operator if isinstance(error, ledger.OverBudget) else str(error)
            raise ForgeError(f"{why} {cost_sentence(story)}".strip()) from error
        return story


def expected_cost_label() -> str:
    """The expected cost of a story, such as "$0.21"; "" when it is nothing or not known."""
    cost = costs.cost_of_a_story()
    return in_dollars(cost) if cost else ""


def cost_sentence(story: Story) -> str:
    """The cost of the story in a sentence; "" when nothing was paid."""
    known, held = expenses.known_cost(story.channel), expenses.spent(story.channel)
    unclear = f" Another {in_dollars(held - known)} may have been charged for calls without an answer."
    return f"It cost {in_dollars(known)}.{unclear if held > known else ''}" if held else ""


def _write_and_draw(story: Story, out: Path, report: Report) -> None:
    _write(story)
    report("Drawing", 0)
    services.create_pictures(story, {}, by=OWNER)
    while (wait := composing.compose_prompts(story.pk)) is not None:
        time.sleep(wait)
    _draw_all(story, report)
    _save(story, out)


def _redis() -> Any:
    """The Redis that is running, or else one that is started for this command."""
    try:
        redis().ping()
        return nullcontext()
    except (RedisError, OSError):
        server = RedisServer.start(settings.VAR_DIR / "forge-redis")
        settings.REDIS_URL = server.url
        redis.cache_clear()
        return server


def _write(story: Story) -> None:
    while (wait := story_writing.write(story.pk)) is not None:
        time.sleep(wait)
    story.refresh_from_db()
    if story.status != story_statuses.EDITING:
        raise ForgeError(f"The story could not be written: {story.stopped or story.error}")
    if gaps := story_queries.gaps_of(story):
        raise ForgeError(f"The writer left out scenes {', '.join(map(str, gaps))}. Try again for another story.")


def _draw_all(story: Story, report: Report) -> None:
    """Draw the character sheet, then the twenty pictures in parallel; each thread waits for its token."""
    if _active(story, Illustration.SHEET):
        _draw(story, Illustration.SHEET)
    with ThreadPoolExecutor(DRAWING_THREADS) as threads:
        drawings = [threads.submit(_draw, story, number) for number in range(1, SCENES + 1)]
        for ended in as_completed(drawings):
            ended.result()
            report("Drawing", Illustration.objects.drawn_count(story.pk))


def _draw(story: Story, number: int) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    try:
        while time.monotonic() < deadline:
            wait = drawing.draw(story.pk, number)
            if wait is None and not _active(story, number):
                return
            # None while it is active: a worker of the running site draws it.
            time.sleep(min(1.0 if wait is None else wait, 5.0))
    finally:
        connection.close()


def _active(story: Story, number: int) -> bool:
    rows = Illustration.everything.filter(story=story, number=number)
    return rows.filter(status__in=statuses.ACTIVE).exists()


def _save(story: Story, out: Path) -> None:
    pictures = list(queries.pictures_of(story))
    failed = [picture for picture in pictures if picture.current is None]
    try:
        if len(failed) < len(pictures):
            forge_folder.save(story, pictures, out)
    except (OSError, ProviderError) as error:
        raise ForgeError(f"The story is in the database, but could not be saved to {out}: {error}.") from error
    if failed:
        raise ForgeError(_missing_sentence(story, failed))


def _missing_sentence(story: Story, failed: list[Illustration]) -> str:
    story.refresh_from_db(fields=["stopped"])
    why = story.stopped or failed[0].error
    if len(failed) == SCENES:
        return f"None of the pictures of story {story.pk} could be drawn: {why}"
    numbers = ", ".join(str(picture.number) for picture in failed)
    return f"{len(failed)} of {SCENES} pictures could not be drawn (scene {numbers}): {why}"
