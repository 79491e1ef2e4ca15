"""The gallery, and how staff choose what it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from images.models import Illustration, Version
from publishing import services, views
from publishing.models import Publication
from stories.models import Story
from tests.factories import drawn_version, visitor
from tests.publishing.published import approved_story, published

pytestmark = pytest.mark.django_db
LIST = "admin:publishing_publication_changelist"


def gallery(browser, query=""):
    return browser.get(reverse("publishing:gallery") + query).content.decode()


def test_an_empty_gallery_says_so_and_nothing_leads_there(publication, anybody):
    assert "Nothing is shown here yet." in gallery(anybody)
    assert "/gallery/" not in anybody.get("/").content.decode()


def test_a_featured_story_has_a_card_with_cover_and_title_and_the_start_page_leads_there(publication, anybody):
    services.feature(Publication.objects.all(), by="mia")
    page = gallery(anybody)
    assert f'href="/s/{publication.token}/"' in page
    assert f'src="/s/{publication.token}/media/cover.webp"' in page
    assert "A test of courage" in page
    assert 'href="/gallery/"' in anybody.get("/").content.decode()


def test_the_latest_choice_stands_first(publication, anybody):
    later = published(approved_story())
    services.feature(Publication.objects.filter(pk=later.pk), by="mia")
    services.feature(Publication.objects.filter(pk=publication.pk), by="mia")
    page = gallery(anybody)
    assert page.index(publication.token) < page.index(later.token)


def test_what_is_unpublished_or_being_changed_is_not_in_it(publication, anybody):
    services.feature(Publication.objects.all(), by="mia")
    Story.objects.filter(pk=publication.story_id).update(status="reviewing")
    assert publication.token not in gallery(anybody)
    Story.objects.filter(pk=publication.story_id).update(status="approved")
    assert publication.token in gallery(anybody)
    services.unpublish(publication.story, by="visitor")
    assert publication.token not in gallery(anybody)


def test_many_stories_are_paginated_and_any_page_number_is_answered(publication, anybody, monkeypatch):
    monkeypatch.setattr(views, "CARDS", 1)
    later = published(approved_story())
    services.feature(Publication.objects.filter(pk=publication.pk), by="mia")
    services.feature(Publication.objects.filter(pk=later.pk), by="mia")
    assert later.token in gallery(anybody)
    assert publication.token not in gallery(anybody)
    assert publication.token in gallery(anybody, "?page=2")
    assert publication.token in gallery(anybody, "?page=99")
    assert later.token in gallery(anybody, "?page=x")


def retitle(story):
    Story.objects.filter(pk=story.pk).update(title="Something vile")


def revise(story):
    visitor().post(f"/stories/{story.pk}/pictures/3/text", {"text": "Something vile."})


def swap_picture(story):
    picture = story.illustrations.get(number=1)
    Illustration.objects.filter(pk=picture.pk).update(current=drawn_version(picture))


def name_an_author(story):
    Story.objects.filter(pk=story.pk).update(author="Somebody vile")


def choose_a_cover(story):
    Story.objects.filter(pk=story.pk).update(cover=7)


CHANGES = pytest.mark.parametrize("change", [retitle, revise, swap_picture, name_an_author, choose_a_cover])


@CHANGES
def test_a_story_that_its_owner_changed_since_staff_looked_is_not_in_it(publication, anybody, change):
    services.feature(Publication.objects.all(), by="mia")
    assert publication.token in gallery(anybody)
    change(publication.story)
    assert publication.token not in gallery(anybody)


def test_a_change_that_is_undone_brings_it_back(publication, anybody):
    services.feature(Publication.objects.all(), by="mia")
    before = publication.story.title
    retitle(publication.story)
    Story.objects.filter(pk=publication.story_id).update(title=before)
    assert publication.token in gallery(anybody)


def test_the_page_after_one_of_changed_stories_can_still_be_reached(publication, anybody, monkeypatch):
    monkeypatch.setattr(views, "CARDS", 1)
    later = published(approved_story())
    services.feature(Publication.objects.filter(pk=publication.pk), by="mia")
    services.feature(Publication.objects.filter(pk=later.pk), by="mia")
    retitle(later.story)
    assert 'href="?page=2"' in gallery(anybody)
    assert publication.token in gallery(anybody, "?page=2")


def test_it_takes_as_many_queries_for_many_stories_as_for_one(publication, anybody, django_assert_num_queries):
    services.feature(Publication.objects.all(), by="mia")
    with CaptureQueriesContext(connection) as one:
        gallery(anybody)
    for _ in range(2):
        published(approved_story())
    services.feature(Publication.objects.all(), by="mia")
    with django_assert_num_queries(len(one)):
        gallery(anybody)


class TestAdmin:
    """What staff do in admin."""

    def choose(self, client, action, *publications):
        chosen = {"action": action, "_selected_action": [one.pk for one in publications]}
        return client.post(reverse(LIST), chosen, follow=True).content.decode()

    def test_staff_put_a_story_into_the_gallery_and_take_it_out(self, publication, admin_client, anybody):
        assert "1 put into the gallery." in self.choose(admin_client, "feature", publication)
        assert publication.token in gallery(anybody)
        assert "0 put into the gallery." in self.choose(admin_client, "feature", publication)
        assert "1 taken out of the gallery." in self.choose(admin_client, "unfeature", publication)
        assert publication.token not in gallery(anybody)
        assert anybody.get(f"/s/{publication.token}/").status_code == 200

    @CHANGES
    def test_staff_see_what_was_changed_since_and_can_put_it_back(self, publication, admin_client, anybody, change):
        self.choose(admin_client, "feature", publication)
        assert "changed since" not in admin_client.get(reverse(LIST)).content.decode()
        change(publication.story)
        assert "changed since" in admin_client.get(reverse(LIST)).content.decode()
        page = admin_client.get(reverse("admin:publishing_publication_change", args=[publication.pk]))
        assert "changed since" in page.content.decode()
        assert "1 put into the gallery." in self.choose(admin_client, "feature", publication)
        assert publication.token in gallery(anybody)
        assert "changed since" not in admin_client.get(reverse(LIST)).content.decode()

    def test_a_story_with_an_uploaded_picture_waits_until_staff_let_it_in(
        self, publication, admin_client, anybody, upload
    ):
        assert anybody.get(f"/s/{publication.token}/").status_code == 200
        assert publication.token not in gallery(anybody)
        other = published(approved_story())
        assert self.waiting(admin_client) == [publication.token]
        assert "wait for a look" in admin_client.get(reverse(LIST)).content.decode()
        assert "1 put into the gallery." in self.choose(admin_client, "feature", publication)
        assert publication.token in gallery(anybody)
        upload.refresh_from_db()
        assert (upload.cleared_by, self.waiting(admin_client), other.featured) == ("admin", [], False)

    def test_staff_may_find_uploads_fit_without_showing_the_story_in_the_gallery(
        self, publication, admin_client, anybody, upload
    ):
        assert "1 uploaded pictures marked as looked at." in self.choose(admin_client, "clear_uploads", publication)
        assert (self.waiting(admin_client), publication.token in gallery(anybody)) == ([], False)

    def test_another_upload_hides_a_story_that_staff_let_in(self, publication, admin_client, anybody, upload):
        self.choose(admin_client, "feature", publication)
        later = drawn_version(upload.illustration)
        Version.objects.filter(pk=later.pk).update(mode=Version.UPLOAD)
        Illustration.objects.filter(pk=upload.illustration_id).update(current=later)
        assert publication.token not in gallery(anybody)
        assert self.waiting(admin_client) == [publication.token]

    def test_what_a_moderator_let_pass_does_not_wait(self, admin_client, upload):
        Version.objects.filter(pk=upload.pk).update(cleared_by=Version.MODERATOR)
        assert self.waiting(admin_client) == []

    @pytest.fixture
    def upload(self, publication):
        """Picture 7 of the story, which its owner brought along while there was no moderator."""
        upload = publication.story.illustrations.select_related("current__illustration").get(number=7).current
        Version.objects.filter(pk=upload.pk).update(mode=Version.UPLOAD)
        return upload

    def waiting(self, client) -> list[str]:
        """The tokens in the list of pages with pictures to look at."""
        page = client.get(reverse(LIST, query={"uploads": "wait"})).content.decode()
        return [one.token for one in Publication.objects.all() if one.token in page]

    def test_staff_may_open_the_public_page_and_unpublish_it(self, publication, admin_client, anybody):
        assert f"/s/{publication.token}/" in admin_client.get(reverse(LIST)).content.decode()
        self.choose(admin_client, "delete_selected", publication)
        admin_client.post(reverse("admin:publishing_publication_delete", args=[publication.pk]), {"post": "yes"})
        assert anybody.get(f"/s/{publication.token}/").status_code == 404

    def test_a_published_story_can_be_deleted(self, publication, admin_client, anybody):
        admin_client.post(reverse("admin:stories_story_delete", args=[publication.story_id]), {"post": "yes"})
        assert anybody.get(f"/s/{publication.token}/").status_code == 404
