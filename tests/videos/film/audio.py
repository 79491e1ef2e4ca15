"""Speakers and pieces of music for the tests of films."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from providers import ffmpeg
from tests.upstreams.json_server import Answer, Upstream
from tests.upstreams.speaker import ADDRESS, write_tone


@contextmanager
def speaker_server(settings, monkeypatch) -> Iterator[Upstream]:
    """The speaker's other end: every text takes a second, until a test changes that."""
    with Upstream(lambda asked, number: Answer()) as server:
        settings.SPEECH_PROVIDER = "upstream"
        monkeypatch.setenv(ADDRESS, server.url)
        yield server


def spoken_texts(server: Upstream) -> list[str]:
    """What was read out, in order."""
    return [asked.body["text"] for asked in server.asked]


def music_upload(folder: Path, ending: str, seconds: float = 2.0, *options: str) -> SimpleUploadedFile:
    """A piece of music of that kind, as a browser sends it."""
    tone, path = folder / "tone.wav", folder / f"piece.{ending}"
    write_tone(tone, seconds)
    ffmpeg.run(["-i", str(tone), *options, str(path)], limit=30)
    return SimpleUploadedFile(path.name, path.read_bytes())
