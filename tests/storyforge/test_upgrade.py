"""While a new version is deployed the one before still runs, on the new tables: its inserts must go through."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from images import statuses
from images.models import Version
from tests.factories import illustrated_story

pytestmark = pytest.mark.django_db
# The last migrations of the version before this one. Move them on with every release.
BEFORE = [
    ("books", "0002_queued_at"),
    ("core", "0003_untold_news"),
    ("images", "0008_settle_stories"),
    ("publishing", "0002_is_public"),
    ("quiz", "0001_initial"),
    ("sheets", "0002_worksheet"),
    ("stories", "0006_public_and_queued"),
    ("videos", "0002_queued_at"),
]


@pytest.fixture(scope="module")
def before():
    """The models of the version before, which know the tables as they were."""
    return MigrationLoader(None).project_state(BEFORE).apps


def test_the_tables_have_every_column_that_the_version_before_knows_and_fill_the_others_themselves(before):
    lost, unfilled = [], []
    for model in before.get_models(include_auto_created=True):
        if model._meta.app_label not in dict(BEFORE) or model._meta.proxy:
            continue
        table = model._meta.db_table
        known = {field.column for field in model._meta.local_concrete_fields}
        with connection.cursor() as cursor:
            columns = {column.name: column for column in connection.introspection.get_table_description(cursor, table)}
        lost += [f"{table}.{name}" for name in known - columns.keys()]
        added = [column for name, column in columns.items() if name not in known]
        unfilled += [f"{table}.{one.name}" for one in added if not one.null_ok and one.default is None]
    assert lost == []
    assert unfilled == [], "Give these fields a db_default."


@pytest.mark.usefixtures("content")
def test_the_version_before_stores_a_picture_and_this_one_reads_it(before):
    illustrated_story(statuses.PENDING)
    earlier = before.get_model("images", "Version").objects.order_by("pk").last()
    earlier.pk, earlier.number, earlier.expense_id = None, 99, None
    earlier.save(force_insert=True)
    found = Version.objects.get(number=99)
    assert (found.missing, found.unchanged, found.cleared_by) == ([], False, "")
