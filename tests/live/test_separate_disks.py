"""Seven processes, each with a disk of its own, make a whole story: they share a database, Redis and a bucket alone."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from books.models import Download
from core import artifact_statuses
from publishing.models import Publication
from stories import statuses
from stories.models import Story
from tests.factories import ANSWERS_A
from tests.stack import Stack, eventually
from tests.upstreams import illustrator, speaker
from tests.upstreams.json_server import Answer, Upstream
from tests.upstreams.s3_server import S3Server
from tests.videos.film.audio import music_upload, spoken_texts
from videos.models import Film, Music

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 240.0  # seconds: a limit for a slow machine, not a measure
READY = artifact_statuses.READY
SCENES = {f"Scene{number}": f"The red fox counts {number} stars." for number in range(1, 21)}


class OwnDisks(Stack):
    """Every process has a STORYFORGE_VAR of its own."""

    def _start(self, name: str, command: list[str], **environment: str) -> None:
        super()._start(name, command, STORYFORGE_VAR=str(self.disk(name)), **environment)

    def disk(self, name: str) -> Path:
        folder = self.folder / f"disk-of-{name}"
        folder.mkdir(exist_ok=True)
        return folder

    def stored(self) -> list[Path]:
        """What is kept of stories on any of the disks."""
        return [path for path in self.folder.glob("disk-of-*/media/**/*") if path.is_file()]


@pytest.fixture
def voice():
    with Upstream(lambda asked, number: Answer()) as server:
        yield server


@pytest.fixture
def site(content, tmp_path, s3_server: S3Server, voice):
    s3_server.empty()
    with Upstream(lambda asked, number: Answer()) as pictures:
        chosen = {"IMAGE_PROVIDER": "upstream", illustrator.ADDRESS: pictures.url, "IMAGES_PER_MINUTE": "500"}
        chosen |= {"SPEECH_PROVIDER": "upstream", speaker.ADDRESS: voice.url, "FILM_SCALE": "0.1"}
        stack = OwnDisks(tmp_path, **chosen, **s3_server.values)
        try:
            for name in ("web", "web-2"):
                stack.launch_web(name)
            for name in ("worker", "worker-2"):
                stack.launch_worker(name, threads=4)
            for name in ("renderer", "renderer-2"):
                stack.launch_renderer(name)
            stack.start_beat()
            for name in ("web", "web-2"):
                stack.wait_for_web(name)
            for name in ("worker", "worker-2", "renderer", "renderer-2"):
                stack.wait_for_worker(name)
            yield stack
        finally:
            stack.stop()
            for name in stack.processes:
                sys.stdout.write(f"----- {name}\n{stack.log(name)}\n")


def press(client: httpx.Client, path: str, **form) -> None:
    """Send a form as the page's button does."""
    client.get("/quiz/story_type/")  # gives the token
    headers = {"X-CSRFToken": client.cookies["csrftoken"], "HX-Request": "true"}
    answer = client.post(path, headers=headers, **form)
    assert answer.status_code in (200, 204), f"{path}: {answer.status_code} {answer.text[:500]}"


def sent(client: httpx.Client, path: str, first: bytes = b"") -> httpx.Response:
    """A small file, which comes through the site."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    assert answer.content.startswith(first)
    return answer


def from_bucket(client: httpx.Client, path: str, bucket: str, first: bytes = b"") -> None:
    """A large file: the site says who may have it, the bucket sends it, also in ranges."""
    answer = client.get(path)
    assert answer.status_code == 302, f"{path}: {answer.status_code}"
    assert answer.headers["Location"].startswith(bucket)
    whole = httpx.get(answer.headers["Location"], timeout=30)
    part = httpx.get(answer.headers["Location"], headers={"Range": "bytes=10-19"}, timeout=30)
    assert (whole.status_code, part.status_code, part.content) == (200, 206, whole.content[10:20])
    assert whole.content.startswith(first)


def finish_pictures(first: httpx.Client, second: httpx.Client) -> str:
    """Have twenty pictures drawn and approve them, half of them by each web process. The story's id."""
    asked = first.post("/approve_scenes", json={"scenes": SCENES, "answers": ANSWERS_A})
    assert asked.status_code == 200, asked.text
    story_id: str = asked.json()["story_id"]
    second.cookies.update(first.cookies)
    found = lambda: second.get(f"/story/{story_id}").json()  # noqa: E731
    eventually(lambda: found()["status"] == "completed", LONG, "twenty pictures")
    for number in range(1, 21):
        for client in (first, second):
            sent(client, found()["images"][str(number)]["url"], b"\x89PNG")
        answer = (first, second)[number % 2].post(f"/approve_image/{story_id}/{number}", json={"action": "approve"})
        assert answer.json()["approved_count"] == number
    return story_id


def test_a_story_is_made_published_and_deleted(site, s3_server, voice, tmp_path):
    clients = [httpx.Client(base_url=site.address(name), timeout=60) for name in ("web", "web-2")]
    first, second = clients
    bucket, story_id = f"{s3_server.url}/", finish_pictures(first, second)
    piece = music_upload(tmp_path, "mp3")
    press(second, f"/stories/{story_id}/film/music", files={"music": ("piece.mp3", piece.read(), "audio/mpeg")})
    assert first.post(f"/approve_videos/{story_id}", json={}).status_code == 200
    eventually(lambda: Story.objects.get().status == statuses.FINISHED, LONG, "twenty clips")
    press(second, f"/stories/{story_id}/film/make", data={"shape": "wide", "captions": "on", "voice": "on"})
    for kind in ("pdf", "epub", "zip"):
        press(first, f"/stories/{story_id}/downloads/{kind}")
    eventually(lambda: Film.objects.filter(status=READY).count() == 2, LONG, "two films")
    eventually(lambda: Download.objects.filter(status=READY).count() == 3, LONG, "three downloads")
    assert sorted(spoken_texts(voice)) == sorted(SCENES.values())  # once, although two renderers made films
    assert set(Film.objects.values_list("notice", flat=True)) == {""}

    press(first, f"/stories/{story_id}/publish/now")
    token, film = Publication.objects.get().token, Film.objects.get(shape=Film.VERTICAL)
    begin = {"pdf": b"%PDF", "epub": b"PK", "zip": b"PK"}
    for client in clients:
        for clip in Story.objects.get().clips.select_related("current"):
            from_bucket(client, clip.current.url, bucket)
            sent(client, clip.current.poster_url, b"RIFF")
        from_bucket(client, f"/media/{story_id}/{film.file}", bucket)
        sent(client, f"/media/{story_id}/{film.captions_file}", b"WEBVTT")
        sent(client, f"/media/{story_id}/{film.poster_file}", b"\xff\xd8")
        from_bucket(client, f"/media/{story_id}/{Music.objects.get().file}", bucket)
        for download in Download.objects.all():
            from_bucket(client, f"/media/{story_id}/{download.file}", bucket, begin[download.kind])
        with httpx.Client(base_url=client.base_url, timeout=60) as anybody:
            assert "/media/film.mp4" in sent(anybody, f"/s/{token}/").text
            from_bucket(anybody, f"/s/{token}/media/film.mp4", bucket)
            for name, begins in (("7.webp", b"RIFF"), ("preview.jpg", b"\xff\xd8"), ("film.vtt", b"WEBVTT")):
                sent(anybody, f"/s/{token}/media/{name}", begins)
            assert anybody.get(f"/media/{story_id}/{film.file}").status_code == 404
    doctor = [sys.executable, "manage.py", "doctor", "--free"]
    where = site.environment | {"SITE_URL": site.url, "STORYFORGE_VAR": str(site.disk("web"))}
    said = subprocess.run(doctor, env=where, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=90)
    assert "ok    Files: A story's file was written and read here, and 4 workers read it." in said.stdout
    assert site.stored() == []

    Story.objects.all().delete()
    eventually(lambda: s3_server.keys == [], LONG, "the bucket to be empty")
