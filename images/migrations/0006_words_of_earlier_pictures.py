"""Pictures drawn before versions kept their words: until then a scene's text could not change once it was drawn from."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def remember(apps, schema_editor):
    illustrations = apps.get_model("images", "Illustration")._base_manager
    versions = apps.get_model("images", "Version").objects
    scenes = apps.get_model("stories", "Scene").objects
    text = Subquery(scenes.filter(pk=OuterRef("scene")).values("text")[:1])
    illustrations.filter(number__gt=0, depicts="").exclude(depiction="").update(depicts=text)
    rows = versions.filter(scene_text="", depiction="", illustration__number__gt=0, illustration__scene__isnull=False)
    of_scene = Subquery(scenes.filter(illustration=OuterRef("illustration")).values("text")[:1])
    shown = Subquery(illustrations.filter(pk=OuterRef("illustration")).values("depiction")[:1])
    rows.update(scene_text=of_scene, depiction=shown)


class Migration(migrations.Migration):
    dependencies = [("images", "0005_admin_lists"), ("stories", "0003_the_review_desk")]
    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
