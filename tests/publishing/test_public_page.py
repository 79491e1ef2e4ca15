"""The public page of a story: what it shows, and that it shows nothing else."""

import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.db.models import F
from PIL import Image

from core import storage
from images.models import Version
from publishing import services
from stories import statuses
from stories.models import Story
from tests.factories import drawn_version, small_png, story_folder, visitor
from tests.publishing.published import approved_story, film_of, published
from tests.videos.factories import made_clip, made_take
from videos.models import Film, Music

pytestmark = pytest.mark.django_db


def page_of(publication, anybody):
    return anybody.get(f"/s/{publication.token}/")


def media(publication, anybody, name, **headers):
    return anybody.get(f"/s/{publication.token}/media/{name}", headers=headers)


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


class Head(HTMLParser):
    """The meta tags of a page, by property or name."""

    def __init__(self, page):
        super().__init__()
        self.said = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "meta" and "content" in found:
            self.said[found.get("property") or found.get("name")] = found["content"]


@pytest.fixture
def filmed(publication) -> Film:
    """The film of a published story whose clips are all made."""
    Story.objects.filter(pk=publication.story_id).update(status=statuses.FINISHED)
    return film_of(publication.story)


class TestPage:
    """The page itself."""

    def test_it_shows_the_title_and_twenty_pictures_with_their_texts(self, publication, anybody):
        page = page_of(publication, anybody).content.decode()
        assert "A test of courage" in page
        for number in range(1, 21):
            assert f"/s/{publication.token}/media/{number}.webp" in page
            assert f"The red fox walks past tree number {number}." in page

    def test_it_shows_nothing_else_of_the_story(self, publication, anybody, filmed):
        story = publication.story
        Story.objects.filter(pk=story.pk).update(character="a secret fox", art_style="a secret style", writer="w-7")
        page = page_of(publication, anybody).content.decode()
        version = story.illustrations.get(number=1).current
        secrets = [str(story.pk), story.pk.hex, story.owner, version.key, version.prompt, "w-7", filmed.file, "mia"]
        secrets += [answer for answer in story.answers.values() if len(answer) > 2]
        assert [secret for secret in [*secrets, "secret", "/media/scene", "csrf"] if secret in page] == []

    def test_it_opens_no_session_and_leaves_no_cookie(self, publication, anybody):
        assert page_of(publication, anybody).cookies == {}
        assert media(publication, anybody, "1.webp").cookies == {}

    def test_it_is_not_cached_and_not_indexed(self, publication, anybody):
        answer = page_of(publication, anybody)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == media(publication, anybody, "1.webp")["X-Robots-Tag"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert "noindex" in Head(answer.content.decode()).said["robots"]

    def test_open_graph_tags_have_absolute_urls(self, publication, anybody, settings):
        settings.SITE_URL = "https://foxes.example/"
        said = Head(page_of(publication, anybody).content.decode()).said
        here = f"https://foxes.example/s/{publication.token}/"
        assert (said["og:title"], said["og:url"]) == ("A test of courage", here)
        assert said["og:description"] == said["description"] == "The red fox walks past tree number 1."
        assert said["og:image"] == said["twitter:image"] == f"{here}media/preview.jpg"
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["twitter:card"] == "summary_large_image"
        assert "og:video" not in said

    def test_a_film_is_shown_and_has_an_open_graph_tag(self, publication, anybody, filmed, settings):
        page = page_of(publication, anybody).content.decode()
        here = f"/s/{publication.token}/media/"
        assert re.search(rf'<video [^>]*poster="{here}film.jpg"[^>]*><source src="{here}film.mp4"', page)
        assert f'<track kind="captions" src="{here}film.vtt"' in page
        assert Head(page).said["og:video"] == f"{settings.SITE_URL}{here}film.mp4"

    def test_hostile_texts_stay_texts(self, publication, anybody):
        Story.objects.filter(pk=publication.story_id).update(title='"><script>alert(1)</script>')
        publication.story.scenes.filter(number=1).update(text="<img src=x onerror=alert(1)>")
        page = page_of(publication, anybody).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page

    def test_an_unknown_link_is_not_found(self, publication, anybody):
        assert anybody.get("/s/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
        assert anybody.get(f"/s/{publication.story_id}/").status_code == 404
        assert anybody.get("/s/AAAAAAAAAAAAAAAAAAAAAA/media/1.webp").status_code == 404


class TestChanges:
    """A story that changes after it was published."""

    def test_a_picture_that_is_being_made_anew_is_not_shown(self, publication, anybody):
        publication.story.illustrations.filter(number=7).update(status="pending_approval")
        page = page_of(publication, anybody).content.decode()
        assert "media/7.webp" not in page
        assert "tree number 7." not in page
        assert media(publication, anybody, "7.webp").status_code == 404
        assert media(publication, anybody, "8.webp").status_code == 200

    def test_another_version_is_shown_once_it_is_approved(self, publication, anybody, settings):
        before = body(media(publication, anybody, "7.webp"))
        picture = publication.story.illustrations.get(number=7)
        version = drawn_version(picture)
        publication.story.illustrations.filter(number=7).update(current=version)
        Image.new("RGB", (64, 96), "white").save(settings.MEDIA_ROOT / version.key)
        assert body(media(publication, anybody, "7.webp")) != before

    def test_without_the_first_picture_the_next_is_the_preview(self, publication, anybody):
        publication.story.illustrations.filter(number=1).update(status="failed")
        assert media(publication, anybody, "preview.jpg").status_code == 200
        assert Head(page_of(publication, anybody).content.decode()).said["description"].endswith("number 2.")

    def test_when_nothing_is_approved_any_more_the_page_says_so(self, publication, anybody):
        publication.story.illustrations.update(status="queued")
        answer = page_of(publication, anybody)
        assert answer.status_code == 200
        assert "being changed just now" in answer.content.decode()
        assert media(publication, anybody, "preview.jpg").status_code == 404
        assert media(publication, anybody, "cover.webp").status_code == 404

    @pytest.mark.parametrize("status", [statuses.REVIEWING, statuses.APPROVED, statuses.FILMING])
    def test_a_film_of_pictures_that_are_being_changed_is_not_shown(self, publication, anybody, filmed, status):
        Story.objects.filter(pk=publication.story_id).update(status=status)
        assert "<video" not in page_of(publication, anybody).content.decode()
        assert media(publication, anybody, "film.mp4").status_code == 404

    @pytest.mark.parametrize("status", ["queued", "making", "failed", "cancelled"])
    def test_the_last_film_is_shown_while_it_is_made_again(self, publication, anybody, filmed, status):
        Film.objects.update(status=status)
        assert "<video" in page_of(publication, anybody).content.decode()
        assert media(publication, anybody, "film.mp4").status_code == 200

    def test_a_film_stays_when_music_is_added(self, publication, anybody, filmed):
        Music.objects.create(story=publication.story, name="Song", file="music-1.m4a")
        assert "<video" in page_of(publication, anybody).content.decode()
        assert media(publication, anybody, "film.mp4").status_code == 200

    @pytest.mark.parametrize("change", ["removed", "replaced"])
    def test_a_film_with_music_that_its_owner_took_away_is_not_shown(self, publication, anybody, filmed, change):
        music = Music.objects.create(story=publication.story, name="Song", file="music-1.m4a")
        film_of(publication.story)
        Film.objects.update(music=False)  # another without it is being made
        assert "<video" in page_of(publication, anybody).content.decode()
        music.delete() if change == "removed" else Music.objects.update(file="music-2.m4a")
        assert "<video" not in page_of(publication, anybody).content.decode()

    @pytest.mark.parametrize(("status", "shown"), [("ready", True), ("queued", False)])
    def test_a_film_from_before_this_was_recorded_is_shown_while_it_is_up_to_date(
        self, publication, anybody, filmed, status, shown
    ):
        Film.objects.update(shows="", status=status)
        assert ("<video" in page_of(publication, anybody).content.decode()) is shown

    def test_a_film_with_a_text_that_its_owner_removed_is_not_shown(self, publication, anybody, filmed):
        visitor().post(f"/stories/{publication.story_id}/pictures/3/text", {"text": "The name is gone."})
        page = page_of(publication, anybody).content.decode()
        assert "The name is gone." in page
        assert "<video" not in page
        assert media(publication, anybody, "film.mp4").status_code == 404

    def test_a_film_with_a_take_that_is_not_chosen_any_more_is_not_shown(self, publication, anybody, filmed):
        clip = made_clip(publication.story.illustrations.select_related("current").get(number=1), files=False)
        other = made_take(clip, clip.illustration, files=False)
        film_of(publication.story)
        assert "<video" in page_of(publication, anybody).content.decode()
        visitor().post(f"/stories/{publication.story_id}/film/clips/1/choose", {"take": other.number})
        assert "<video" not in page_of(publication, anybody).content.decode()
        assert media(publication, anybody, "film.mp4").status_code == 404

    def test_the_wide_film_is_for_the_owner(self, publication, anybody):
        Story.objects.filter(pk=publication.story_id).update(status=statuses.FINISHED)
        film_of(publication.story, Film.WIDE)
        assert media(publication, anybody, "film.mp4").status_code == 404


def test_the_page_with_a_film_takes_few_queries(publication, anybody, filmed, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):  # one of them, for the chosen services, not more than every two seconds
        assert "<video" in page_of(publication, anybody).content.decode()


class TestMedia:
    """The files of the page, and no others."""

    @pytest.mark.parametrize(
        "name",
        [
            "0.webp",
            "21.webp",
            "01.webp",
            "1.png",
            "٣.webp",
            "film.mp4",
            "film.vtt",
            "cover.jpg",
            "scene-01-v1.png",
            "..%2F..%2Fdb.sqlite3",
            "story.json",
        ],
    )
    def test_files_that_the_page_does_not_show_are_not_found(self, publication, anybody, name):
        assert media(publication, anybody, name).status_code == 404

    def test_the_owners_url_of_a_picture_is_not_public(self, publication, anybody):
        version = publication.story.illustrations.get(number=1).current
        assert anybody.get(version.url).status_code == 404

    def test_a_picture_holds_its_pixels_and_nothing_else(self, publication, anybody):
        data = body(media(publication, anybody, "1.webp"))
        with Image.open(BytesIO(data)) as image:
            assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (512, 768), {})
            red, green, blue = image.getpixel((256, 384))
        assert b"secret" not in data
        assert green > red > 0
        assert green > blue

    @pytest.mark.parametrize(
        ("name", "format_", "size"), [("cover.webp", "WEBP", (480, 720)), ("preview.jpg", "JPEG", (1200, 630))]
    )
    def test_small_pictures_have_the_size_that_is_promised(self, publication, anybody, name, format_, size):
        answer = media(publication, anybody, name)
        with Image.open(BytesIO(body(answer))) as image:
            assert (image.format, image.size) == (format_, size)
        assert answer["Content-Type"] == f"image/{format_.lower()}"

    def test_a_picture_is_made_once(self, publication, anybody, settings):
        first = body(media(publication, anybody, "1.webp"))
        for file in (settings.MEDIA_ROOT / str(publication.story_id)).glob("scene-*"):
            file.unlink()
        assert body(media(publication, anybody, "1.webp")) == first
        assert media(publication, anybody, "2.webp").status_code == 503

    def test_a_picture_that_cannot_be_fetched_now_has_a_retry_after(self, publication, anybody, settings):
        version = publication.story.illustrations.get(number=1).current
        (settings.MEDIA_ROOT / version.key).write_text("no picture")
        answer = media(publication, anybody, "1.webp")
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert str(publication.story_id) not in answer.content.decode()
        assert list((settings.MEDIA_ROOT / str(publication.story_id)).glob(".*")) == []

    def test_the_film_is_sent_in_parts(self, publication, anybody, filmed):
        whole = media(publication, anybody, "film.mp4")
        assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "video/mp4", "bytes")
        part = media(publication, anybody, "film.mp4", Range="bytes=9-12")
        assert (part.status_code, body(part)) == (206, b"mp4 ")
        assert body(media(publication, anybody, "film.vtt")).startswith(b"vertical vtt")
        assert body(media(publication, anybody, "film.jpg")).startswith(b"vertical jpg")

    def test_a_film_whose_file_is_gone_is_not_found(self, publication, anybody, filmed, settings):
        (settings.MEDIA_ROOT / str(publication.story_id) / filmed.file).unlink()
        assert media(publication, anybody, "film.mp4").status_code == 404


class TestInABucket:
    def test_the_film_is_redirected_to_until_the_page_is_unpublished(self, in_bucket, publication, anybody, filmed):
        for name in (filmed.file, filmed.captions_file, filmed.poster_file):
            storage.put((story_folder(publication.story_id) / name).read_bytes(), publication.story_id, name)
        answer = media(publication, anybody, "film.mp4")
        assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")
        assert filmed.file in answer["Location"]
        assert media(publication, anybody, "film.vtt").content.startswith(b"vertical vtt")
        services.unpublish(publication.story, by="mia")
        assert media(publication, anybody, "film.mp4").status_code == 404

    def test_pictures_are_encoded_anew_there_and_removed_when_it_is_unpublished(
        self, in_bucket, publication, anybody, commit
    ):
        for version in Version.objects.filter(illustration__story=publication.story_id):
            storage.put(small_png(), publication.story_id, version.key.partition("/")[2])
        first = media(publication, anybody, "1.webp")
        assert (first.status_code, first["Content-Type"]) == (200, "image/webp")
        assert media(publication, anybody, "1.webp", **{"If-None-Match": first["ETag"]}).status_code == 304
        assert len([key for key in in_bucket.keys if "/public-page-" in key]) == 1
        with commit():
            services.unpublish(publication.story, by="mia")
        assert not [key for key in in_bucket.keys if "/public-" in key]


def test_every_published_story_shows_its_own(publication, anybody):
    other = published(approved_story())
    other.story.scenes.update(text=F("number"))
    assert "tree number 1" in page_of(publication, anybody).content.decode()
    assert "tree number" not in page_of(other, anybody).content.decode()


def test_it_names_the_author_and_shows_the_chosen_cover(publication, anybody):
    before = body(media(publication, anybody, "cover.webp"))
    Story.objects.filter(pk=publication.story_id).update(author="Mia & Ben", cover=2)
    page = page_of(publication, anybody).content.decode()
    assert "by <bdi>Mia &amp; Ben</bdi>" in page
    assert Head(page).said["author"] == "Mia & Ben"
    assert f'class="medallion" src="/s/{publication.token}/media/2.webp"' in page
    after = Image.open(BytesIO(body(media(publication, anybody, "cover.webp"))))
    assert Image.open(BytesIO(before)).getpixel((50, 50)) != after.getpixel((50, 50))
