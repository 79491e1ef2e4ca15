"""A speaker with a server that a test controls, and music to upload."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from providers import ffmpeg
from tests.upstreams.json_server import Answer, Upstream
from tests.upstreams.speaker import ADDRESS, write_tone


@contextmanager
def speaker_server(settings, monkeypatch) -> Iterator[Upstream]:
    """The server of the speaker. Every text takes a second to say, until a test changes that."""
    with Upstream(lambda asked, number: Answer()) as server:
        settings.SPEECH_PROVIDER = "upstream"
        monkeypatch.setenv(ADDRESS, server.url)
        yield server


def spoken_texts(server: Upstream) -> list[str]:
    """The texts that were read out, in order."""
    return [asked.body["text"] for asked in server.asked]


def music_upload(folder: Path, ending: str, seconds: float = 2.0, *options: str) -> SimpleUploadedFile:
    """An upload of music in that format."""
    tone, path = folder / "tone.wav", folder / f"piece.{ending}"
    write_tone(tone, seconds)
    ffmpeg.run(["-i", str(tone), *options, str(path)], limit=30)
    return SimpleUploadedFile(path.name, path.read_bytes())
