"""What every host of pictures promises, and what Cloudinary's one makes of its answers."""

import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import Examinable, Kept, Picture, ProviderError
from providers.hosting import cloudinary
from providers.hosting.cloudinary import CloudinaryHost
from providers.hosting.local import LocalHost
from tests.factories import make_story, small_png, visitor
from tests.upstreams.cloudinary_server import DROPPED, CloudinaryServer, html, refused
from tests.upstreams.http import Sent

ROOT = Path(__file__).parents[3]
STORY, NAME = "3f2c8a1e-0000-4000-8000-00000000000a", "scene-07-v2-0123456789abcdef"


def png(colour: str = "orange") -> Picture:
    return Picture(small_png(colour), "image/png", 64, 96)


def jpeg() -> Picture:
    out = BytesIO()
    Image.open(BytesIO(small_png())).save(out, "JPEG")
    return Picture(out.getvalue(), "image/jpeg", 64, 96)


def keep(host: Any, picture: Picture, story_id: str = STORY, name: str = NAME) -> Kept:
    return host.keep(picture, story_id=story_id, name=name)


def failure(call: Callable[[], Any]) -> ProviderError:
    """The error that `call` ends with."""
    with pytest.raises(ProviderError) as caught:
        call()
    return caught.value


@pytest.fixture
def service() -> Iterator[CloudinaryServer]:
    """Cloudinary's other end."""
    with CloudinaryServer() as server:
        yield server


@pytest.fixture
def signed(settings, service) -> CloudinaryHost:
    """Cloudinary with key and secret."""
    settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = service.url, ""
    return CloudinaryHost()


@pytest.fixture
def unsigned(settings, service) -> CloudinaryHost:
    """Cloudinary with an upload preset, and without key and secret."""
    settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = service.unsigned_url, "fox-preset"
    return CloudinaryHost()


@pytest.fixture
def local(settings, tmp_path) -> LocalHost:
    """This machine, with an empty folder."""
    settings.MEDIA_ROOT = tmp_path
    return LocalHost()


@pytest.fixture(params=["signed", "unsigned"])
def cloud(request) -> CloudinaryHost:
    """Cloudinary, one way and the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["local", "signed", "unsigned"])
def host(request) -> Any:
    """Every host."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def count(host, service, tmp_path) -> Callable[[], int]:
    """How many pictures are kept, thumbnails not counted."""
    if host.name == "local":
        return lambda: len([path for path in tmp_path.rglob("*.*") if "-small" not in path.name])
    return lambda: len(service.stored)


def load(url: str) -> bytes:
    """What a browser of the story's owner gets."""
    if url.startswith("/"):
        return b"".join(visitor().get(url).streaming_content)
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


class TestEveryHost:
    """The contract."""

    @pytest.mark.parametrize("picture", [png(), jpeg()], ids=["png", "jpeg"])
    def test_what_is_kept_comes_back_as_it_was(self, host, picture):
        assert host.fetch(keep(host, picture)) == picture.data

    @pytest.mark.django_db
    @pytest.mark.usefixtures("content")
    def test_a_browser_loads_the_picture_and_its_thumbnail(self, host):
        kept = keep(host, png(), story_id=str(make_story().pk))
        assert load(kept.url) == png().data
        with Image.open(BytesIO(load(kept.thumbnail_url))) as thumbnail:
            assert thumbnail.size == (64, 96)
        assert kept.thumbnail_url != kept.url

    def test_the_same_name_again_leaves_one_picture(self, host, count):
        first, again = keep(host, png()), keep(host, png())
        assert (first.key, count()) == (again.key, 1)
        assert host.fetch(again) == host.fetch(first) == png().data

    def test_stories_do_not_share_a_name(self, host, count):
        first, other = keep(host, png("red"), story_id="a"), keep(host, png("blue"), story_id="b")
        assert count() == 2
        assert (host.fetch(first), host.fetch(other)) == (png("red").data, png("blue").data)

    def test_twenty_at_once_are_all_kept(self, host, count):
        colours = [f"#{number:02x}8040" for number in range(20)]
        with ThreadPoolExecutor(20) as threads:
            kept = list(threads.map(lambda colour: keep(host, png(colour), name=f"scene-{colour[1:]}"), colours))
        assert count() == 20
        assert [host.fetch(one) for one in kept] == [png(colour).data for colour in colours]

    def test_the_key_gives_the_story_and_the_name_back(self, host):
        *_, story_id, name = keep(host, png()).key.split("/")
        assert (story_id, name.removesuffix(".png")) == (STORY, NAME)

    def test_what_is_gone_cannot_be_fetched_and_says_so_for_good(self, host, service, tmp_path):
        kept = keep(host, png())
        service.stored.clear()
        (tmp_path / kept.key).unlink(missing_ok=True)
        assert failure(lambda: host.fetch(kept)).permanent


class TestUploads:
    """What is sent to Cloudinary."""

    def test_a_signed_upload_goes_to_the_storys_folder_and_overwrites(self, signed, service):
        assert keep(signed, png("red")).key == f"storyforge/{STORY}/{NAME}"
        assert signed.fetch(keep(signed, png("blue"))) == png("blue").data
        assert [(one.folder, one.signed, one.overwritten) for one in service.uploads] == [
            (f"storyforge/{STORY}", True, False),
            (f"storyforge/{STORY}", True, True),
        ]

    def test_an_unsigned_upload_shows_neither_key_nor_signature(self, unsigned, service, settings):
        settings.CLOUDINARY_URL = service.url
        keep(unsigned, png())
        sent = service.asked[0]
        assert service.uploads[0].preset == "fox-preset"
        assert not sent.body.keys() & {"api_key", "signature", "overwrite", "unique_filename"}
        assert service.secret not in f"{sent.body}{sent.headers}{sent.path}"

    def test_an_unsigned_upload_of_a_name_that_is_taken_gives_what_is_there(self, unsigned, service):
        first = keep(unsigned, png())
        assert keep(unsigned, png()) == first
        assert len(service.uploads) == 1

    def test_the_other_algorithm_of_signing_is_honoured(self, signed, service, settings):
        settings.CLOUDINARY_URL += "&signature_algorithm=sha256"
        keep(signed, png())
        assert len(service.asked[0].body["signature"]) == 64

    def test_the_thumbnail_is_made_on_delivery(self, cloud, service):
        load(keep(cloud, png()).thumbnail_url)
        assert service.delivered[-1].how == "c_limit,f_auto,q_auto,w_480"

    @pytest.mark.parametrize(
        ("asked", "prefix"),
        [
            ("&secure_distribution=pictures.fox.org&private_cdn=true", "https://pictures.fox.org"),
            ("&secure_distribution=pictures.fox.org", "https://pictures.fox.org/fox-forge"),
            ("&private_cdn=true", "https://fox-forge-res.cloudinary.com"),
        ],
    )
    def test_pictures_are_delivered_from_where_the_settings_say(self, signed, service, settings, asked, prefix):
        settings.CLOUDINARY_URL += asked
        kept = keep(signed, png())
        path = f"v{service.stored[kept.key].version}/{kept.key}.png"
        assert kept.url == f"{prefix}/image/upload/{path}"
        assert kept.thumbnail_url == f"{prefix}/image/upload/c_limit,f_auto,q_auto,w_480/{path}"

    def test_a_distribution_may_stand_in_the_path(self, signed, service, settings):
        settings.CLOUDINARY_URL = service.url.replace("?", "/pictures.fox.org?")
        assert keep(signed, png()).url.startswith("https://pictures.fox.org/image/upload/v")


class TestAccounts:
    """What the operator has to mend is said with the setting's name, and without the secret."""

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "cloudinary://",
            "cloudinary://[",
            "cloudinary://only-a-cloud",
            "cloudinary://key:s3cr3t@",
            "cloudinary://:s3cr3t@cloud",
            "CLOUDINARY_URL=cloudinary://key:s3cr3t@cloud",
            "https://key:s3cr3t@cloud",
            "cloudinary://key:s3cr3t@cloud?upload_prefix=ftp://cloud",
            "cloudinary://key:s3cr3t@cloud?signature_algorithm=md5",
        ],
    )
    def test_a_malformed_url_is_explained_without_the_secret(self, settings, url):
        settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = url, ""
        error = failure(lambda: keep(CloudinaryHost(), png()))
        assert error.account
        assert not error.reached
        assert error.operator.startswith("CLOUDINARY_URL ")
        assert "cloudinary://<api_key>:<api_secret>@<cloud_name>" in error.operator
        assert "s3cr3t" not in f"{error.operator}{error.message}"
        assert "CLOUDINARY" not in error.message

    def test_a_wrong_secret_is_said_and_nothing_of_it_shown(self, signed, service, settings, caplog):
        settings.CLOUDINARY_URL = service.url.replace(service.secret, "wr0ng-s3cr3t")
        error = failure(lambda: keep(signed, png()))
        assert error.account
        assert "Invalid Signature" in error.operator
        assert "CLOUDINARY_URL" in error.operator
        shown = f"{error.operator}{error.message}{error!r}{caplog.text}"
        assert not [word for word in ("wr0ng-s3cr3t", service.secret, service.key, "timestamp=") if word in shown]

    def test_a_wrong_key_is_said_without_showing_it(self, signed, service, settings):
        settings.CLOUDINARY_URL = service.url.replace(service.key, "111222333444555")
        error = failure(lambda: keep(signed, png()))
        assert error.account
        assert "Unknown API key" in error.operator
        assert "111222333444555" not in error.operator

    def test_an_unknown_preset_is_said_with_the_name_of_its_setting(self, unsigned, settings):
        settings.CLOUDINARY_PRESET = "no-such-preset"
        error = failure(lambda: keep(unsigned, png()))
        assert error.account
        assert "Upload preset not found" in error.operator
        assert "CLOUDINARY_PRESET" in error.operator

    def test_an_unknown_cloud_is_said(self, cloud, service, settings):
        settings.CLOUDINARY_URL = settings.CLOUDINARY_URL.replace(service.cloud, "nobodys-cloud")
        error = failure(lambda: keep(cloud, png()))
        assert error.account
        assert "Invalid cloud_name nobodys-cloud" in error.operator

    @pytest.mark.parametrize("value", ["your_cloudinary_url_here", "https://key:s3cr3t@cloud"])
    def test_a_strange_variable_in_the_environment_does_not_stop_the_import(self, value, tmp_path):
        code = "import django, os; django.setup(); import providers.hosting.cloudinary as host; import cloudinary\n"
        code += "print(cloudinary.config().cloud_name, os.environ['CLOUDINARY_URL'])"
        environment = {"DJANGO_SETTINGS_MODULE": "storyforge.settings", "DEBUG": "1", "STORYFORGE_VAR": str(tmp_path)}
        environment |= {"CLOUDINARY_URL": value, "PATH": ""}
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
        assert run.stdout.split() == ["None", value], run.stderr


# What is answered; permanent, of the account, how long to wait; and what the operator reads.
ANSWERS: list[tuple[str, Sent, bool, bool, float | None, str]] = [
    ("a bad request", refused(400, "Stale request - reported time is long ago"), True, True, None, "Stale request"),
    ("no picture", refused(400, "Invalid image file"), True, False, None, "Invalid image file"),
    ("too big", refused(400, "File size too large. Got 9. Maximum is 8."), True, False, None, "Maximum is 8"),
    ("bad credentials", refused(401, "Invalid credentials"), True, True, None, "Invalid credentials"),
    ("not allowed", refused(403, "Account is disabled"), True, True, None, "Account is disabled"),
    ("no such cloud", refused(404, "Resource not found"), True, True, None, "CLOUDINARY_URL"),
    ("taken", refused(409, "already exists"), True, False, None, "already exists"),
    ("calm down", refused(420, "Rate Limit Exceeded"), False, False, 10.0, "Rate Limit Exceeded"),
    ("too many", refused(429, "Too many requests"), False, False, 10.0, "Too many requests"),
    ("broken", refused(500, "General error"), False, False, None, "General error"),
    ("a bad gateway", refused(502, "Bad gateway"), False, False, None, "Bad gateway"),
    ("away", refused(503, "Service unavailable"), False, False, None, "Service unavailable"),
    ("a page of a proxy", html(), False, False, None, ": 200 with something that is no JSON."),
    ("a broken page of a proxy", html(502), False, False, None, ": 502 with something that is no JSON."),
    ("a list", Sent(data=b"[]"), False, False, None, "could not be read"),
    ("a number", Sent(data=b"7"), False, False, None, "could not be read"),
    ("nothing told", Sent(data=b"{}"), False, False, None, "could not be read"),
    ("an odd error", Sent(status=400, data=b'{"error": "odd"}'), False, False, None, "could not be read"),
    ("a URL that is none", Sent(data=b'{"public_id": "a", "secure_url": 7}'), False, False, None, "could not be read"),
    ("no id", Sent(data=b'{"public_id": 7, "secure_url": "https://a/b"}'), False, False, None, "could not be read"),
    ("an odd URL", Sent(data=b'{"public_id": "a", "secure_url": "file:///a"}'), False, False, None, "could not be"),
    ("somewhere else", Sent(302, headers={"Location": "/v1_1/elsewhere"}), False, False, None, ": 302 with something"),
    ("hung up", DROPPED, False, False, None, "check the network"),
]


class TestTrouble:
    """Every class of error, as the house words it."""

    @pytest.mark.parametrize(
        ("sent", "permanent", "of_account", "wait", "says"),
        [row[1:] for row in ANSWERS],
        ids=[row[0] for row in ANSWERS],
    )
    def test_an_answer_that_is_no_success_is_understood(self, cloud, service, sent, permanent, of_account, wait, says):
        service.behaviour = lambda asked, number: sent
        error = failure(lambda: keep(cloud, png()))
        assert (error.permanent, error.account, error.retry_after) == (permanent, of_account, wait)
        assert says in error.operator
        assert "Cloudinary" in error.operator
        assert "Cloudinary" not in error.message
        assert len(service.asked) == 1

    def test_a_service_that_never_answers_is_given_up(self, cloud, service, monkeypatch):
        monkeypatch.setattr(cloudinary, "UPLOAD_SECONDS", 0.2)
        service.behaviour = service.stall
        error = failure(lambda: keep(cloud, png()))
        assert not error.permanent
        assert not error.answered

    def test_a_service_that_is_not_there_is_tried_once(self, signed, service, caplog):
        service.__exit__()
        error = failure(lambda: keep(signed, png()))
        assert not error.permanent
        assert "check the network" in error.operator
        assert [record for record in caplog.records if "Retrying" in record.getMessage()] == []


class TestFetching:
    """Loading back what Cloudinary keeps."""

    def test_an_address_that_is_not_cloudinarys_is_not_asked(self, signed):
        with CloudinaryServer() as other:
            kept = Kept("a", f"{other.address}/fox-forge/image/upload/v1/a.png", "")
            assert failure(lambda: signed.fetch(kept)).permanent
            assert other.asked == []

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "/etc/passwd", "http://[", "https://", ""])
    def test_an_address_that_is_none_is_not_asked(self, signed, url):
        assert failure(lambda: signed.fetch(Kept("a", url, ""))).permanent

    def test_a_redirect_is_not_followed(self, signed, service):
        kept = keep(signed, png())
        with CloudinaryServer() as other:
            service.behaviour = lambda asked, number: Sent(302, headers={"Location": f"{other.address}/a"})
            assert failure(lambda: signed.fetch(kept)).permanent
            assert other.asked == []

    def test_more_bytes_than_a_picture_has_are_refused(self, signed, monkeypatch):
        kept = keep(signed, png())
        monkeypatch.setattr(cloudinary, "FETCH_LIMIT", len(png().data) - 1)
        assert "more than" in failure(lambda: signed.fetch(kept)).operator

    def test_a_picture_that_drips_is_given_up(self, signed, service, monkeypatch):
        kept, drops = keep(signed, png()), iter(range(1000))
        monkeypatch.setattr(cloudinary, "FETCH_SECONDS", 0.3)
        service.behaviour = lambda asked, number: Sent(pieces=(b"drip" for _ in drops), pause=0.02)
        error = failure(lambda: signed.fetch(kept))
        assert "too slow" in error.operator
        assert not error.permanent
        assert next(drops, None) is not None

    @pytest.mark.parametrize("sent", [refused(503, "Away"), refused(429, "Too many"), DROPPED])
    def test_trouble_on_the_way_may_pass(self, signed, service, sent):
        kept = keep(signed, png())
        service.behaviour = lambda asked, number: sent
        error = failure(lambda: signed.fetch(kept))
        assert not error.permanent
        assert kept.key in error.operator

    def test_a_delivery_that_never_begins_is_given_up(self, signed, service, monkeypatch):
        kept = keep(signed, png())
        monkeypatch.setattr(cloudinary, "FETCH_SECONDS", 0.3)
        service.behaviour = service.stall
        assert not failure(lambda: signed.fetch(kept)).permanent

    def test_pictures_can_be_fetched_after_the_settings_are_gone(self, signed, settings):
        settings.CLOUDINARY_URL = ""
        kept = Kept("a", "https://127.0.0.1:1/image/upload/v1/a.png", "")
        assert not failure(lambda: signed.fetch(kept)).permanent  # it was tried


class TestExamining:
    """What the doctor hears."""

    def test_a_working_account_is_well_and_keeps_one_small_picture(self, cloud, service):
        assert isinstance(cloud, Examinable)
        for _ in range(2):
            findings = list(cloud.examine(spend=False))
            assert [finding.ok for finding in findings] == [True, True, True]
        assert list(service.stored) == ["storyforge/doctor"]

    def test_a_malformed_url_is_said_before_anything_is_asked(self, signed, service, settings):
        settings.CLOUDINARY_URL = "cloudinary://nothing-else"
        assert [(one.what, one.ok) for one in signed.examine(spend=True)] == [("CLOUDINARY_URL", False)]
        assert service.asked == []

    def test_refused_credentials_are_told_from_a_service_that_is_away(self, signed, service, settings):
        settings.CLOUDINARY_URL = service.url.replace(service.secret, "wr0ng-s3cr3t")
        findings = list(signed.examine(spend=False))
        assert [(one.what, one.ok) for one in findings] == [("Cloudinary", True), ("CLOUDINARY_URL", False)]
        service.behaviour = lambda asked, number: refused(503, "Away")
        assert [(one.what, one.ok) for one in signed.examine(spend=False)] == [("Cloudinary", False)]

    def test_an_unknown_preset_is_found(self, unsigned, settings):
        settings.CLOUDINARY_PRESET = "no-such-preset"
        findings = list(unsigned.examine(spend=False))
        assert [(one.what, one.ok) for one in findings] == [("Cloudinary", True), ("CLOUDINARY_PRESET", False)]

    def test_a_delivery_that_fails_is_found(self, cloud, service):
        service.behaviour = lambda asked, number: refused(404, "Gone") if asked.method == "GET" else None
        assert [one.ok for one in cloud.examine(spend=False)] == [True, True, False]

    def test_a_service_that_never_answers_is_found(self, cloud, service, monkeypatch):
        monkeypatch.setattr(cloudinary, "EXAMINE_SECONDS", 0.2)
        service.behaviour = service.stall
        assert [one.ok for one in cloud.examine(spend=False)] == [False]
