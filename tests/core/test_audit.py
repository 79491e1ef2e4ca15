"""The audit log: it tells what staff did, wherever they did it, and nothing takes that back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from core.models import AuditEntry
from images import statuses
from publishing.models import Publication, Report
from quiz.models import Question
from stories import writing
from stories.models import Story, StoryTemplate
from tests.factories import approved_story, edited_story, illustrated_story, make_story, visitor
from tests.publishing.published import published
from tests.security.conftest import member_of_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content", "media")]


def told() -> list[tuple[str, str, str]]:
    """Who did what to what, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("by", "action", "name"))


def pending() -> Story:
    return illustrated_story(statuses.PENDING)


def failed() -> Story:
    story = make_story()
    writing.give_up(story, "Too busy.")
    return story


PICTURE = "Picture 7 of A test of courage"
# What staff do on a story's pages, and what the log tells about it.
ON_PAGES: dict[str, tuple[Callable[[], Story], dict[str, Any], list[tuple[str, str]]]] = {
    "pictures/7/approve": (pending, {}, [("approved", PICTURE)]),
    "pictures/7/reject": (pending, {"note": "too dark"}, [("rejected", PICTURE), ("queued", PICTURE)]),
    "pictures/7/redraw": (pending, {}, [("queued", PICTURE)]),
    "pictures/7/text": (pending, {"text": "He sleeps."}, [("edited", "Scene 7 of A test of courage")]),
    "approve-scenes": (edited_story, {}, [("sketching", "A test of courage")]),
    "scenes/7/": (edited_story, {"Scene7": "He sleeps."}, [("edited", "Scene 7 of A test of courage")]),
    "scenes/7/restore": (edited_story, {}, [("edited", "Scene 7 of A test of courage")]),
    "scenes/7/rewrite": (edited_story, {}, [("rewritten", "Scene 7 of A test of courage")]),
    "look": (edited_story, {"art_style": "ink", "character": "a fox"}, [("edited", "A test of courage")]),
    "try-again": (failed, {}, [("writing", "Story ")]),
    "publish/now": (approved_story, {}, [("published", "A test of courage")]),
    "publish/take-back": (lambda: published(approved_story()).story, {}, [("unpublished", "A test of courage")]),
    "downloads/pdf": (approved_story, {}, [("queued", "picture book (PDF) of A test of courage")]),
}


@pytest.mark.parametrize("page", ON_PAGES)
def test_what_staff_do_on_the_pages_of_a_story_is_told(admin_client, page):
    make, body, expected = ON_PAGES[page]
    story = make()
    assert admin_client.post(f"/stories/{story.pk}/{page}", body).status_code in (200, 302)
    found = told()
    assert [(by, action) for by, action, _ in found] == [("admin", action) for action, _ in expected]
    assert all(name.startswith(start) for (*_, name), (_, start) in zip(found, expected, strict=True)), found
    assert set(AuditEntry.objects.values_list("story", flat=True)) == {str(story.pk)}


@pytest.mark.parametrize("page", ON_PAGES)
def test_what_a_visitor_does_is_not_told_unless_it_unpublishes(page):
    make, body, _ = ON_PAGES[page]
    visitor().post(f"/stories/{make().pk}/{page}", body)
    assert told() == ([("visitor", "unpublished", "A test of courage")] if page == "publish/take-back" else [])


def test_unpublishing_tells_who_had_published_it_and_when(admin_client):
    story = published(approved_story()).story
    admin_client.post(f"/stories/{story.pk}/publish/take-back")
    assert AuditEntry.objects.get().note.endswith(" by mia")


def test_what_staff_do_by_the_api_is_told(admin_client):
    body = json.dumps({"action": "approve"})
    admin_client.post(f"/approve_image/{pending().pk}/7", body, content_type="application/json")
    assert told() == [("admin", "approved", PICTURE)]


def test_a_decision_that_is_refused_is_not_told(admin_client):
    story = illustrated_story(statuses.QUEUED)
    assert admin_client.post(f"/stories/{story.pk}/pictures/7/approve").status_code == 409
    assert told() == []


def test_what_the_actions_of_the_admin_do_is_told_once(admin_client):
    picture = pending().illustrations.get(number=7)
    sent = {"action": "approve_pictures", "_selected_action": [str(picture.pk)], "index": "0"}
    admin_client.post("/admin/images/illustration/", sent)
    assert told() == [("admin", "approved", PICTURE)]


def test_the_review_queue_is_told_once(admin_client):
    picture = pending().illustrations.get(number=7)
    admin_client.post(f"/admin/images/picturetoreview/{picture.pk}/decide/", {"decision": "approve"})
    assert told() == [("admin", "approved", PICTURE)]


def test_the_gallery_is_told(admin_client):
    publication = published(approved_story())
    for action in ("feature", "unfeature"):
        sent = {"action": action, "_selected_action": [str(publication.pk)], "index": "0"}
        admin_client.post("/admin/publishing/publication/", sent)
    assert [(by, action) for by, action, _ in told()] == [("admin", "featured"), ("admin", "unfeatured")]


def form_of(client: Client, page: str, **changes: Any) -> dict[str, Any]:
    """What the form of a row in the admin sends, with these changes."""
    context = client.get(page).context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.initial_forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False} | changes


@pytest.mark.parametrize(
    ("find", "changes", "name", "note"),
    [
        (lambda: StoryTemplate.objects.get(name="Power Fantasy"), {"summary": "New."}, "Power Fantasy", "Summary"),
        (lambda: Question.objects.get(key="find"), {"text": "What lies there?"}, "find", "Text"),
        (Group.objects.get, {"name": "judges"}, "judges", "Name"),
    ],
    ids=["template", "question", "group"],
)
def test_a_changed_row_is_told_with_the_fields(admin_client, find, changes, name, note):
    row = find()
    page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
    assert admin_client.post(page, form_of(admin_client, page, **changes)).status_code == 302
    assert told() == [("admin", "changed", name)]
    assert note in AuditEntry.objects.get().note


def test_a_user_who_gets_rights_is_told(admin_client):
    user = get_user_model().objects.create_user("mia")
    page = f"/admin/auth/user/{user.pk}/change/"
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00"}
    may = Permission.objects.get(codename="view_expense")
    rights = {"is_staff": "on", "groups": [str(Group.objects.get().pk)], "user_permissions": [str(may.pk)]}
    sent = {"username": "mia", "is_active": "on"} | rights | joined
    assert admin_client.post(page, sent).status_code == 302
    assert told() == [("admin", "changed", "mia")]
    note = AuditEntry.objects.get().note
    assert "Staff status" in note
    assert note.endswith("Now: staff, group reviewer, core.view_expense.")


@pytest.mark.parametrize("names", [["mia"], ["mia", "tom"]], ids=["one", "several"])
def test_rows_that_are_deleted_from_a_list_are_told_once_they_are(admin_client, names):
    users = [get_user_model().objects.create_user(name) for name in names]
    sent = {"action": "delete_selected", "_selected_action": [str(user.pk) for user in users], "index": "0"}
    assert admin_client.post("/admin/auth/user/", sent).status_code == 200  # it asks
    assert told() == []
    admin_client.post("/admin/auth/user/", sent | {"post": "yes"})
    assert sorted(told()) == [("admin", "deleted", name) for name in names]


def test_several_pages_that_are_unpublished_from_a_list_are_told(admin_client):
    pages = [published(approved_story()), published(approved_story())]
    sent = {"action": "delete_selected", "_selected_action": [str(page.pk) for page in pages], "post": "yes"}
    admin_client.post("/admin/publishing/publication/", sent)
    assert not Publication.objects.exists()
    assert [action for _, action, _ in told()].count("unpublished") == 2


def test_loading_a_copy_of_the_database_tells_nothing_anew(admin_client, tmp_path):
    admin_client.post("/admin/auth/group/add/", {"name": "night watch"})
    before, copied = told(), tmp_path / "site.json"
    assert len(before) == 1
    call_command("dumpdata", "admin", "core", "auth.user", natural_foreign=True, output=str(copied))
    for model in (LogEntry, get_user_model()):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry")
    call_command("loaddata", str(copied), verbosity=0)
    assert told() == before


def test_an_entry_outlives_its_story_and_its_user(admin_client):
    story = pending()
    admin_client.post(f"/stories/{story.pk}/pictures/7/approve")
    story.delete()
    get_user_model().objects.all().delete()
    assert told() == [("admin", "approved", PICTURE)]


CHANGES: dict[str, Callable[[AuditEntry], object]] = {
    "save": lambda entry: entry.save(),
    "save as another": lambda entry: AuditEntry(pk=entry.pk, by="tom").save(),
    "delete": lambda entry: entry.delete(),
    "update": lambda entry: AuditEntry.objects.update(by="tom"),
    "delete all": lambda entry: AuditEntry.objects.all().delete(),
    "delete unloaded": lambda entry: AuditEntry.objects.all()._raw_delete("default"),
    "base manager": lambda entry: AuditEntry._base_manager.filter(pk=entry.pk).update(by="tom"),
    "bulk update": lambda entry: AuditEntry.objects.bulk_update([entry], ["by"]),
    "bulk create": lambda entry: AuditEntry.objects.bulk_create([entry], update_conflicts=True),
    "update or create": lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"by": "tom"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_entry_is_neither_changed_nor_deleted(change):
    entry = AuditEntry.objects.create(by="mia", action="approved", kind="x", object_id="1", name="A fox")
    entry.by = "tom"
    with pytest.raises(TypeError, match="The audit log is only added to"), transaction.atomic():
        CHANGES[change](entry)
    assert told() == [("mia", "approved", "A fox")]


def test_the_log_is_read_by_those_with_its_permission_and_changed_by_nobody(admin_client):
    entry = AuditEntry.objects.create(by="mia", action="approved", kind="x", object_id="1", name="A fox")
    AuditEntry.objects.create(by="mia", action="rejected", kind="x", object_id="1", name="A wolf")
    reader = member_of_staff("rea", "core.view_auditentry")
    page = reader.get("/admin/core/auditentry/?action__exact=approved").content.decode()
    assert "A fox" in page
    assert "A wolf" not in page
    for client in (admin_client, reader):
        assert client.post(f"/admin/core/auditentry/{entry.pk}/change/", {"by": "tom"}).status_code == 403
        assert client.post(f"/admin/core/auditentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.get("/admin/core/auditentry/add/").status_code == 403
        sent = {"action": "delete_selected", "_selected_action": [str(entry.pk)], "post": "yes"}
        client.post("/admin/core/auditentry/", sent)
    assert member_of_staff("sam").get("/admin/core/auditentry/").status_code == 403
    assert len(told()) == 2


def test_what_staff_do_about_reports_and_uploads_is_told(admin_client):
    publication = published(approved_story())
    picture = publication.story.illustrations.get(number=7)
    picture.versions.update(mode="upload")
    Report.objects.create(story=publication.story, token=publication.token, reason="other")
    for page, action in (("report", "close"), ("report", "reopen"), ("publication", "clear_uploads")):
        row = Report.objects.get() if page == "report" else publication
        sent = {"action": action, "_selected_action": [str(row.pk)], "index": "0"}
        admin_client.post(f"/admin/publishing/{page}/?{'state=all' if page == 'report' else ''}", sent)
    assert [(by, action) for by, action, _ in told()] == [
        ("admin", "closed"),
        ("admin", "opened again"),
        ("admin", "cleared"),
    ]
    assert told()[-1][2] == PICTURE
