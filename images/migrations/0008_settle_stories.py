"""Stories whose process died between a picture's change and their own. Now both are one transaction."""

from django.db import migrations
from django.db.models import Count, Q


def settle(apps, schema_editor):
    stories = apps.get_model("stories", "Story").objects
    pictures = apps.get_model("images", "Illustration")._base_manager.filter(number__gt=0)
    events = apps.get_model("core", "StatusEvent").objects
    reviewing = stories.filter(status="reviewing").values("pk")
    counted = pictures.filter(story__in=reviewing).order_by().values("story")
    done = counted.annotate(approved=Count("pk", filter=Q(status="approved"))).filter(approved=20)
    approved = [(pk, "reviewing", "approved") for pk in done.values_list("story", flat=True)]
    settled = stories.filter(status__in=["approved", "finished", "unfilmed"]).values("pk")
    open_again = pictures.filter(story__in=settled).exclude(status="approved").order_by()
    again = open_again.values_list("story", "story__status").distinct()
    for pk, old, new in [*approved, *((pk, old, "reviewing") for pk, old in again)]:
        stories.filter(pk=pk).update(status=new)
        # Not told: the sweep has the pages catch up.
        events.create(kind="stories.story", object_id=str(pk), channel=str(pk), old=old, new=new)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_untold_news"),
        ("images", "0007_job_columns"),
        ("stories", "0005_job_columns"),
    ]
    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
