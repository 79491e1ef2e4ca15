"""A database with many stories, and the number of queries of a page."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.scripts import run_command
from core.models import Expense, StatusEvent
from images import statuses
from images.models import Decision, Illustration, Version
from stories.models import Scene, Story
from tests.factories import illustrated_story, visitor

COOKIE = settings.SESSION_COOKIE_NAME
APPROVED = 80  # of a hundred stories; the pictures of the others wait for approval, are approved, or have failed
_STATUS = f"CASE WHEN n.n % 100 < {APPROVED} THEN 'approved' ELSE 'reviewing' END"
_PICTURE_STATUS = f"""CASE WHEN right(o.owner, 2)::int < {APPROVED} THEN 'approved'
                      WHEN sc.number % 10 = 0 THEN 'failed'
                      WHEN sc.number % 2 = 0 THEN 'pending_approval' ELSE 'approved' END"""
_AGE = "now() - n.n * interval '1 minute'"


def fill(stories: int, every: int) -> int:
    """Copy one story so often, with its scenes and pictures for every twentieth, say (1: for all).

    Each picture has a version, a decision, an expense and two history rows. Returns the number of all pictures.
    """
    one = illustrated_story(statuses.PENDING, owner="the-first")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign key checks: all rows are made here
        for statement in _copies(str(one.pk), stories, every):
            cursor.execute(statement)
        for model in (Illustration, Version):
            table = model._meta.db_table
            last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            cursor.execute(last)
        cursor.execute("ANALYZE")
    return Illustration.objects.count()


def _copies(one: str, stories: int, every: int) -> list[str]:
    """The statements that copy the story with the id `one`, a table after the other."""
    numbers, owned = f"generate_series(1, {stories}) n(n)", "stories_story o"
    ours = f"o.owner LIKE '{one}-%'"
    chosen = f"{ours} AND right(o.owner, 7)::int % {every} = 0"
    drawn = f"images_illustration p JOIN {owned} ON o.id = p.story_id AND {ours}"
    age = {"created_at": "o.created_at", "updated_at": "o.created_at"}
    story = {"id": "gen_random_uuid()", "owner": f"'{one}-' || lpad(n.n::text, 7, '0')", "status": _STATUS}
    story |= {"created_at": _AGE, "updated_at": _AGE}
    last = "(SELECT max(id) FROM images_illustration)"
    picture = {"id": f"{last} + row_number() OVER ()", "story_id": "o.id", "scene_id": "sc.id"} | age
    picture |= {"current_id": picture["id"], "status": _PICTURE_STATUS, "queued_at": "o.created_at"}
    return [
        _copy(Story, story, f"stories_story t, {numbers} WHERE t.id = '{one}'"),
        _copy(Scene, {"story_id": "o.id"}, f"stories_scene t, {owned} WHERE t.story_id = '{one}' AND {chosen}"),
        _copy(
            Illustration,
            picture,
            f"stories_scene sc JOIN {owned} ON o.id = sc.story_id JOIN images_illustration t ON t.number = sc.number "
            f"WHERE t.story_id = '{one}' AND {chosen}",
        ),
        _copy(
            Version,
            {"id": "p.id", "illustration_id": "p.id"},
            f"{drawn} JOIN images_illustration f ON f.number = p.number JOIN images_version t ON t.id = f.current_id "
            f"WHERE f.story_id = '{one}'",
        ),
        _add(Decision, {"illustration_id": "p.id", "version_id": "p.id", "action": "'approve'"}, drawn),
        _add(Expense, {"channel": "p.story_id", "what": "'picture'", "cost_usd": "0.04"}, drawn),
        *[_add(StatusEvent, _history(new), drawn) for new in ("generating", "pending_approval")],
    ]


def _history(new: str) -> dict[str, str]:
    of = {"kind": "'images.illustration'", "object_id": "p.id", "channel": "p.story_id"}
    return of | {"new": f"'{new}'", "told": "true"}


def _copy(model: type[models.Model], changed: dict[str, str], source: str) -> str:
    """Insert the rows of `t` in `source` with some columns changed; rows get a new id unless `changed` has one."""
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id" or "id" in changed]
    values = [changed.get(column, f't."{column}"') for column in columns]
    return _insert(model, columns, values, source)


def _add(model: type[models.Model], known: dict[str, str], drawn: str) -> str:
    """Insert a row for each copied picture `p`, of the same age, with the defaults of the model."""
    fields = [field for field in model._meta.concrete_fields if field.column != "id"]
    values = [({"at": "p.created_at"} | known).get(field.column, _default(field)) for field in fields]
    return _insert(model, [field.column for field in fields], values, drawn)


def _default(field: Any) -> str:
    if field.null:
        return "NULL"
    default = field.get_default()
    return f"'{json.dumps(default)}'" if isinstance(default, dict | list) else f"'{default}'"


def _insert(model: type[models.Model], columns: list[str], values: list[str], source: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)} FROM {source}"  # noqa: S608


def sessions(number: int) -> dict[str, Any]:
    """Return so many stories with pictures, with the sessions of their owners, and the session of a staff user."""
    pictured = Illustration.objects.filter(status=statuses.PENDING).order_by("?").values_list("story__owner", "story")
    mine = [{"story": str(story), "session": _session(visitor(owner))} for owner, story in pictured[:number]]
    boss, _ = get_user_model().objects.get_or_create(username="boss", is_staff=True, is_superuser=True)
    staff = Client()
    staff.force_login(boss)
    return {"pages": mine, "staff": _session(staff)}


def _session(client: Client) -> str:
    return client.cookies[COOKIE].value


def queries(*asked: str) -> list[int]:
    """Return the number of queries of each page; `asked` has a session and a path for each."""
    return [_queries(session, path) for session, path in zip(asked[::2], asked[1::2], strict=True)]


def _queries(session: str, path: str) -> int:
    client = Client(SERVER_NAME="localhost")
    client.cookies[COOKIE] = session
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, f"{path} was answered with {answer.status_code}"  # noqa: S101
    return len(seen)


if __name__ == "__main__":
    run_command(fill, sessions, queries)
