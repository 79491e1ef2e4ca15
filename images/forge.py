"""The whole way of a story in one process, without a broker: the services that the tasks call, called in turn."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone
from redis.exceptions import RedisError

from core.ratelimit import redis
from core.redis_server import RedisServer
from images import composing, drawing, queries, services, statuses
from images.models import Illustration
from providers import registry
from providers.base import ProviderError
from stories import answers as story_answers
from stories import queries as story_queries
from stories import services as story_services
from stories import statuses as story_statuses
from stories import writing as story_writing
from stories.models import SCENES, Story

OWNER = "command-line"
DRAWERS = 8
# Longer than the longest call of a provider with all its tries; a picture that takes longer is stuck.
LONGEST_SECONDS = 1800.0
Report = Callable[[str, int], None]


class ForgeError(Exception):
    """The job could not be done; the message is a sentence for the one who started it."""


def forge(raw_answers: Any, out: Path, report: Report) -> str:
    """Write, draw and save a story; gives back its title. `report` hears the step's name and how many are done.

    Writes scene-01.png to scene-20.png and story.json into `out`. Raises ForgeError, or Invalid naming an answer.
    """
    answers = story_answers.clean_answers(raw_answers)
    _make_folder(out)
    with _redis():
        story = _written(answers)
        report("Drawing", 0)
        services.approve_scenes(story, {}, by=OWNER)
        while (wait := composing.compose_prompts(story.pk)) is not None:
            time.sleep(wait)
        _draw_all(story, report)
        try:
            return _save(story, out)
        except (OSError, ProviderError) as error:
            raise ForgeError(f"The story is in the database, but could not be saved to {out}: {error}.") from error


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with (out / "story.json").open("a"):
            pass  # before anything is written or drawn, see that it can be kept here
    except OSError as error:
        raise ForgeError(f"The folder {out} cannot be made or written to: {error}.") from error


def _redis() -> Any:
    """The Redis that is running, else one of our own for as long as the job takes."""
    try:
        redis().ping()
        return nullcontext()
    except (RedisError, OSError):
        return _own_redis()


def _own_redis() -> Any:
    server = RedisServer.start(settings.VAR_DIR / "forge-redis")
    settings.REDIS_URL = server.url
    redis.cache_clear()
    return server


def _written(answers: dict[str, str]) -> Story:
    template = story_queries.template_named(answers["story_type"])
    if template is None:
        raise ForgeError(f"There is no story template called {answers['story_type']}. Run `manage.py load_content`.")
    story = story_services.create_story(owner=OWNER, user=None, template=template, answers=answers)
    while (wait := story_writing.write(story.pk)) is not None:
        time.sleep(wait)
    story.refresh_from_db()
    if story.status != story_statuses.EDITING:
        raise ForgeError(f"The story could not be written: {story.error}")
    if gaps := story_queries.gaps_of(story):
        raise ForgeError(f"The writer left out scenes {', '.join(map(str, gaps))}. Try again for another story.")
    return story


def _draw_all(story: Story, report: Report) -> None:
    """Draw in parallel; every thread waits for its own turn, as long as the token bucket says."""
    with ThreadPoolExecutor(DRAWERS) as drawers:
        drawings = [drawers.submit(_draw, story, number) for number in range(1, SCENES + 1)]
        for done, drawing_done in enumerate(as_completed(drawings), 1):
            drawing_done.result()
            report("Drawing", done)


def _draw(story: Story, number: int) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    try:
        while time.monotonic() < deadline:
            wait = drawing.draw(story.pk, number)
            if wait is None and not _active(story, number):
                return
            # None while it is active: a worker of the running site has taken it on.
            time.sleep(min(1.0 if wait is None else wait, 5.0))
    finally:
        connection.close()


def _active(story: Story, number: int) -> bool:
    return story.illustrations.filter(number=number, status__in=statuses.ACTIVE).exists()


def _save(story: Story, out: Path) -> str:
    pictures = list(queries.pictures_of(story))
    failed = [picture for picture in pictures if picture.current is None]
    for picture in pictures:
        _save_picture(picture, out)
    (out / "story.json").write_text(json.dumps(_story_json(story, pictures), indent=2, ensure_ascii=False) + "\n")
    if failed:
        numbers = ", ".join(str(picture.number) for picture in failed)
        raise ForgeError(f"{len(failed)} of 20 pictures could not be drawn (scene {numbers}): {failed[0].error}")
    return story.title


def _save_picture(picture: Illustration, out: Path) -> None:
    if picture.current is not None:
        data = registry.host(picture.current.host).fetch(picture.current.kept)
        (out / _file_name(picture)).write_bytes(data)


def _file_name(picture: Illustration) -> str:
    ending = PurePosixPath(urlsplit(picture.current.url).path).suffix if picture.current else ".png"
    return f"scene-{picture.number:02d}{ending}"


def _story_json(story: Story, pictures: list[Illustration]) -> dict[str, Any]:
    return {
        "title": story.title,
        "story_id": str(story.pk),
        "template": story.template.name,
        "answers": story.answers,
        "writer": story.writer,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "scenes": [_scene_json(picture) for picture in pictures],
    }


def _scene_json(picture: Illustration) -> dict[str, Any]:
    version = picture.current
    return {
        "number": picture.number,
        "text": picture.scene.text,
        "mood": picture.scene.mood,
        "prompt": version.prompt if version else "",
        "picture": _file_name(picture) if version else None,
        "error": picture.error or None,
    }
