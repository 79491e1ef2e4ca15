"""The stories' files move from a folder to a bucket and back under a running site: nothing is missing meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from books.models import Download
from core import artifact_statuses
from images.models import Version
from publishing import services
from publishing.models import Publication
from stories.models import Story
from tests.browser.film_stories import put, with_film
from tests.factories import approved_story, visitor
from tests.stack import Stack, eventually
from tests.upstreams.s3_server import S3Server
from videos.models import Film, Music, Take

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
MEDIA = Path(settings.VAR_DIR) / "media"
PUBLIC = ("cover.webp", "1.webp", "20.webp", "film.mp4", "film.vtt", "film.jpg")


@pytest.fixture
def site(tmp_path, s3_server: S3Server):
    """A site whose web process is started by the test."""
    s3_server.empty()
    shutil.rmtree(MEDIA, ignore_errors=True)
    stack = Stack(tmp_path, **s3_server.values)
    yield stack
    stack.stop()
    shutil.rmtree(MEDIA, ignore_errors=True)


def published_story() -> Story:
    """A published story with everything that is made of one."""
    story = with_film()
    put(story, Music.objects.get().file, b"music")
    for kind in ("pdf", "zip"):
        Download.objects.create(story=story, kind=kind, file=f"book-1.{kind}", status=artifact_statuses.READY)
        put(story, f"book-1.{kind}", kind.encode())
    services.publish(story, by="owner")
    return story


@pytest.fixture
def story() -> Story:
    """One beside some others."""
    for _ in range(3):
        approved_story()
    return published_story()


def restart(site: Stack, story_files: str, **environment: str) -> None:
    """Start the web process with its files there, in place of the one before."""
    if "web" in site.processes:
        site.terminate("web", 30)
    site.environment |= {"STORY_FILES": story_files} | environment
    site.start_web()


def addresses(story: Story) -> list[str]:
    """Every kind of file of the story as its pages link it."""
    versions = Version.objects.filter(illustration__story=story, illustration__number__lte=4)
    takes = Take.objects.filter(clip__story=story, clip__number__lte=4)
    found = [url for version in versions for url in (version.url, version.thumbnail_url)]
    found += [url for take in takes.exclude(url="") for url in (take.url, take.poster_url)]
    files = [name for film in Film.objects.all() for name in (film.file, film.captions_file, film.poster_file)]
    files += [row.file for rows in (Download.objects.all(), Music.objects.all()) for row in rows]
    found += [f"/media/{story.pk}/{name}" for name in files]
    token = Publication.objects.get().token
    return sorted({*found, *(f"/s/{token}/media/{name}" for name in PUBLIC)} - {""})


def contents(site: Stack, urls: list[str], cookie: str = "") -> dict[str, bytes]:
    """What the story's owner, who has that cookie, gets there; fails where something is missing."""
    found = {}
    cookies = {"sessionid": cookie or visitor().cookies["sessionid"].value}
    with httpx.Client(base_url=site.url, cookies=cookies, follow_redirects=True, timeout=30) as browser:
        for url in urls:
            answer = browser.get(url)
            assert answer.status_code == 200, f"{url}: {answer.status_code}"
            found[url] = answer.content
    return found


def move_files(site: Stack, to: str) -> subprocess.Popen[str]:
    """`manage.py move_files`, just started."""
    command = [sys.executable, "manage.py", "move_files", "--to", to]
    printed = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=site.environment, cwd=settings.BASE_DIR, **printed)


def moved_names(place: S3Server | Path) -> set[str]:
    """Story and name of every complete file there."""
    if isinstance(place, S3Server):
        return set(place.keys)
    files = (path for path in place.glob("*/*") if not path.name.startswith("."))
    return {f"{path.parent.name}/{path.name}" for path in files}


def move_interrupted(site: Stack, to: str, target: S3Server | Path, known: dict[str, bytes]) -> str:
    """Move, killed in the middle once, and look at every file in between. What the second run said."""
    before = len(moved_names(target))
    first = move_files(site, to)
    eventually(lambda: len(moved_names(target)) > before + 5 or first.poll() is not None, 60, "some files to be copied")
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert first.returncode == -signal.SIGKILL, "It ended before it could be killed."
    assert contents(site, list(known)) == known
    second = move_files(site, to)
    while second.poll() is None:
        assert contents(site, list(known)) == known
    said = second.communicate()[0]
    assert second.returncode == 0, said
    assert contents(site, list(known)) == known
    return said


def test_files_move_to_a_bucket_and_back_and_none_is_missing_meanwhile(site, story, s3_server, tmp_path):
    everything = {str(path.relative_to(MEDIA)) for path in MEDIA.glob("*/*")}
    restart(site, "s3,local")
    pages = addresses(story)
    known = contents(site, [url for url in pages if not url.endswith("/1.webp")])
    made_before = moved_names(s3_server)  # what the published page shows, which is made for its first reader
    known |= contents(site, [url for url in pages if url.endswith("/1.webp")])
    [made_meanwhile] = moved_names(s3_server) - made_before
    assert not (MEDIA / made_meanwhile).exists()
    said = move_interrupted(site, "s3", s3_server, known)
    assert said.endswith("copied. Now set STORY_FILES=s3 everywhere and restart the site.\n")
    assert moved_names(s3_server) >= {made_meanwhile, *everything}

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    restart(site, "local,s3", STORYFORGE_VAR=str(elsewhere))
    assert contents(site, pages) == known  # all of it from the bucket
    said = move_interrupted(site, "local", elsewhere / "media", known)
    assert said.endswith("copied. Now set STORY_FILES=local everywhere and restart the site.\n")
    s3_server.empty()
    restart(site, "local")
    assert contents(site, pages) == known
