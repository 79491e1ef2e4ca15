"""A reader reports a public page; staff look, and decide."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from publishing import services
from publishing.models import NOTE_LIMIT, Report
from tests.publishing.published import published

pytestmark = pytest.mark.django_db
LIST = "admin:publishing_report_changelist"


def path(publication) -> str:
    return f"/s/{publication.token}/report/"


def send(publication, browser=None, reason="harmful", **more):
    return (browser or Client()).post(path(publication), {"reason": reason, **more}, follow=True)


def test_the_public_page_leads_to_a_form_that_needs_no_script_and_no_account(publication, anybody):
    assert f'href="{path(publication)}"' in anybody.get(f"/s/{publication.token}/").content.decode()
    answer = anybody.get(path(publication))
    page = answer.content.decode()
    assert all(label in page for _, label in Report.REASONS)
    assert (page.count('type="radio"'), page.count("<textarea"), "<script" in page) == (4, 1, False)
    assert (answer["Cache-Control"], "noindex" in answer["X-Robots-Tag"]) == ("no-store", True)
    assert str(publication.story_id) not in page


def test_a_report_is_recorded_and_hides_nothing(publication, anybody, caplog):
    answer = send(publication, anybody, note="  Picture 7\x07, please ")
    assert "Thank you" in answer.content.decode()
    report = Report.objects.get()
    assert (report.story, report.token, report.closed_at) == (publication.story, publication.token, None)
    assert (report.reason, report.note) == ("harmful", "Picture 7, please")
    assert anybody.get(f"/s/{publication.token}/").status_code == 200
    assert ("A public page was reported" in caplog.text, publication.token in caplog.text) == (True, False)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"reason": ""}, "Say what is wrong with the page."),
        ({"reason": "boredom"}, "Choose one of the reasons."),
        ({"note": "x" * (NOTE_LIMIT + 1)}, "The note is too long; 1000 characters are allowed."),
    ],
)
def test_what_cannot_be_taken_is_explained(publication, sent, sentence):
    answer = send(publication, **sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Report.objects.exists()


def test_it_is_protected_against_other_sites(publication):
    assert send(publication, Client(enforce_csrf_checks=True)).status_code == 403
    assert not Report.objects.exists()


def test_an_address_can_send_few_an_hour(publication, settings):
    settings.PAGE_REPORTS_PER_HOUR = 2
    assert [send(publication).status_code for _ in range(3)] == [200, 200, 429]
    assert Client().post(path(publication), {"reason": "other"}, REMOTE_ADDR="192.0.2.9").status_code == 302
    assert Report.objects.count() == 3


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_public_cannot_be_reported(publication, anybody, method):
    services.unpublish(publication.story, by="mia")
    assert getattr(anybody, method)(path(publication), {"reason": "other"}).status_code == 404


class TestAdmin:
    """What staff do in admin."""

    def choose(self, client, action, *reports, **query):
        chosen = {"action": action, "_selected_action": [one.pk for one in reports]}
        return client.post(reverse(LIST, query=query), chosen, follow=True).content.decode()

    def test_staff_read_open_reports_with_links_to_the_page_and_to_unpublish_it(self, publication, admin_client):
        send(publication, note="Picture 7")
        page = admin_client.get(reverse(LIST)).content.decode()
        assert "It shows violence, hatred or sexual content" in page
        assert "Picture 7" in page
        assert f"/s/{publication.token}/" in page
        unpublish = reverse("admin:publishing_publication_delete", args=[publication.pk])
        assert f'href="{unpublish}"' in page
        admin_client.post(unpublish, {"post": "yes"})
        assert Client().get(f"/s/{publication.token}/").status_code == 404
        assert "is unpublished" in admin_client.get(reverse(LIST)).content.decode()

    def test_staff_close_a_report_and_open_it_again(self, publication, admin_client):
        send(publication)
        report = Report.objects.get()
        assert "1 closed." in self.choose(admin_client, "close", report)
        report.refresh_from_db()
        assert (report.closed_by, report.closed_at is None) == ("admin", False)
        listed = {name: self.is_listed(admin_client, report, name) for name in ("", "closed", "all")}
        assert listed == {"": False, "closed": True, "all": True}
        assert "1 open again." in self.choose(admin_client, "reopen", report, state="closed")
        assert self.is_listed(admin_client, report, "")

    def is_listed(self, client, report, state):
        query = {"state": state} if state else {}
        return f"/s/{report.token}/" in client.get(reverse(LIST, query=query)).content.decode()

    def test_a_page_that_was_published_again_is_another_one(self, publication, admin_client):
        send(publication)
        services.unpublish(publication.story, by="mia")
        again = published(publication.story)
        page = admin_client.get(reverse(LIST)).content.decode()
        assert ("is unpublished" in page, again.token in page) == (True, False)

    def test_a_deleted_story_takes_its_reports_along(self, publication):
        send(publication)
        publication.story.delete()
        assert not Report.objects.exists()
