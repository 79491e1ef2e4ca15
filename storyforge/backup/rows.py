"""Rows as lines of JSON, the same from every database."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, ForeignKey, Model, QuerySet

BATCH = 200  # rows that are inserted at once
SESSIONS = "sessions.session"
# Secrets, and what holds for one place and a short time.
LEFT_OUT = frozenset(
    {
        "axes.accessattempt",
        "axes.accessattemptexpiration",
        "axes.accesslog",
        "axes.accessfailurelog",
        "books.export",
        "visitors.joinlink",
    }
)
# What `migrate` and `load_content` put into a database: it counts as empty all the same.
MADE_AT_RELEASE = frozenset(
    {
        "contenttypes.contenttype",
        "auth.permission",
        "auth.group",
        "auth.group_permissions",
        "stories.storytemplate",
        "stories.beat",
        "quiz.question",
        "quiz.choice",
    }
)


def every_model() -> list[type[Model]]:
    """Every model that has a table of its own."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def models_in_backup(*, sessions: bool) -> list[type[Model]]:
    """The models whose rows are in a backup."""
    left_out = LEFT_OUT if sessions else LEFT_OUT | {SESSIONS}
    return [model for model in every_model() if model._meta.label_lower not in left_out]


def migrations() -> list[str]:
    """The migrations that this database has, as "app.name"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def all_rows(model: type[Model]) -> QuerySet[Any]:
    """All rows of a model, whatever its managers leave out or refuse."""
    return QuerySet(model).order_by("pk")


def is_empty() -> bool:
    """Whether the database has no rows but those of a release."""
    models = models_in_backup(sessions=False)
    return not any(all_rows(model).exists() for model in models if model._meta.label_lower not in MADE_AT_RELEASE)


def lines_of(model: type[Model]) -> Iterator[bytes]:
    """A line for each row. Few rows are in memory at a time."""
    names = [field.attname for field in _fields(model)]
    for row in all_rows(model).values(*names).iterator(chunk_size=500):
        yield (json.dumps(row, default=_written, ensure_ascii=False) + "\n").encode()


def load(model: type[Model], lines: IO[bytes]) -> int:
    """Insert a row for each line, as it was, without signals. Returns how many."""
    fields, count = _fields(model), 0
    for batch in _batches(lines, BATCH):
        rows = [_row(model, fields, json.loads(line)) for line in batch]
        QuerySet(model)._insert(rows, fields=fields, using=connection.alias, raw=True)  # type: ignore[attr-defined]
        count += len(rows)
    return count


def empty(models: Iterable[type[Model]]) -> None:
    """Delete all rows. In a transaction, at whose end the keys between them are checked."""
    for model in models:
        QuerySet(model)._raw_delete(connection.alias)  # sends no signal


def reset_sequences(models: list[type[Model]]) -> None:
    """Have the next new rows numbered after those that were loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.concrete_fields)


def _row(model: type[Model], fields: "list[Field[Any, Any]]", values: dict[str, Any]) -> Model:
    return model(**{field.attname: _read(field, values[field.attname]) for field in fields})


def _read(field: "Field[Any, Any]", value: Any) -> Any:
    target: Any = field.target_field if isinstance(field, ForeignKey) else field
    return target.to_python(value)


def _written(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise TypeError(f"{value!r} cannot be written as JSON.")


def _batches(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
