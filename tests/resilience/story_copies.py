"""A large database, made by copying one story many times, in SQL."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import Model

from core.models import StatusEvent
from images.models import Illustration
from stories.models import Scene, Story

NUMBERS = {
    "postgresql": "generate_series(1, %(number)s)",
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %(number)s) SELECT i FROM n)",
}
NEW_ID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


def add_copies(story: Story, number: int) -> None:
    """Add `number` copies of the story with its scenes and pictures, and an event for every tenth picture."""
    _copy(Story, f"stories_story one, {NUMBERS[connection.vendor]}", "one.id = %(of)s", story, number)
    _copy(Scene, "stories_story new, stories_scene one", f"one.story_id = %(of)s AND {_without('story_id')}", story)
    same = "one.number = new.number AND one.story_id = %(of)s"
    _copy(Illustration, "stories_scene new, images_illustration one", f"{same} AND {_without('scene_id')}", story)
    first = f"(SELECT MIN(id) FROM core_statusevent WHERE channel = '{story.pk}')"
    _copy(StatusEvent, "images_illustration new, core_statusevent one", f"one.id = {first} AND new.id %% 10 = 0", story)
    if connection.vendor == "postgresql":  # it does so by itself in time; SQLite goes without
        _do("ANALYZE")


def _without(column: str) -> str:
    """Where the new parent has no such row yet."""
    table = "stories_scene" if column == "story_id" else "images_illustration"
    return f"NOT EXISTS (SELECT 1 FROM {table} old WHERE old.{column} = new.id)"


# The columns in which a copy differs.
OWN: Mapping[type[Model], Mapping[str, str]] = {
    Scene: {"story_id": "new.id"},
    Illustration: {"story_id": "new.story_id", "scene_id": "new.id", "current_id": "NULL"},
    StatusEvent: {"channel": "new.story_id"},
}


def _copy(model: type[Model], tables: str, where: str, story: Story, number: int = 0) -> None:
    own = OWN.get(model) or {"id": NEW_ID[connection.vendor]}
    columns = [field.column for field in model._meta.local_concrete_fields if field.column != "id" or "id" in own]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(own.get(column, f'one."{column}"') for column in columns)
    into = f"INSERT INTO {model._meta.db_table} ({names}) SELECT {values}"
    _do(f"{into} FROM {tables} WHERE {where}", of=_raw(story), number=number)


def _raw(story: Story) -> str:
    return str(story.pk) if connection.vendor == "postgresql" else story.pk.hex


def _do(sql: str, **parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
