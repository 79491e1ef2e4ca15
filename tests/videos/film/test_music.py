"""Uploaded music: only its sound is stored, and other files are refused in words."""

import io
import struct
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import Invalid
from core.status import Conflict
from providers import ffmpeg
from stories.models import Story
from tests.factories import make_story, small_png, story_folder
from tests.media_probe import sound_and_rate
from tests.removals import files_on_disk, remove_files
from tests.videos.film.audio import music_upload
from videos.film import music
from videos.models import Music

pytestmark = [pytest.mark.site, pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def story(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"
    return make_story()


def path_of(added: Music) -> Path:
    return story_folder(added.story_id) / added.file


def kept(story) -> list[str]:
    return sorted(path.name for path in story_folder(story.pk).iterdir())


def work_left(tmp_path) -> list[str]:
    return [path.name for path in (tmp_path / "var" / "rendering").iterdir() if path.name != ".lock"]


@pytest.mark.parametrize(
    ("ending", "options"),
    [("mp3", []), ("m4a", []), ("wav", []), ("ogg", ["-c:a", "libvorbis"]), ("ogg", ["-c:a", "libopus"]), ("flac", [])],
)
def test_every_kind_of_music_is_stored_as_aac(story, tmp_path, ending, options):
    added = music.add(story, music_upload(tmp_path, ending, 2.0, *options), by="mia")
    found = ffmpeg.probe(story_folder(added.story_id) / added.file)
    assert (found.video, sound_and_rate(story_folder(added.story_id) / added.file)) == ("", ("aac", 0.0))
    assert found.seconds == pytest.approx(2.0, abs=0.1) == added.seconds
    assert (added.name, added.by) == (f"piece.{ending}", "mia")
    assert kept(story) == [added.file]
    assert work_left(tmp_path) == []


def test_no_metadata_of_the_music_is_stored(story, tmp_path):
    told = ["-metadata", "title=SECRET-TITLE", "-metadata", "comment=SECRET-PLACE", "-metadata", "artist=SECRET-NAME"]
    file = music_upload(tmp_path, "mp3", 2.0, *told)
    assert b"SECRET" in file.read()
    file.seek(0)
    assert b"SECRET" not in path_of(music.add(story, file, by="")).read_bytes()


@pytest.mark.parametrize("ending", ["m4a", "mp3"])
def test_a_cover_picture_in_the_music_is_not_stored(story, tmp_path, ending):
    (tmp_path / "cover.png").write_bytes(small_png("#123456"))
    cover = ["-i", str(tmp_path / "cover.png"), "-map", "0:a", "-map", "1:v", "-c:v", "copy"]
    file = music_upload(tmp_path, ending, 2.0, *cover, "-disposition:v", "attached_pic")
    assert b"IDAT" in file.read()
    file.seek(0)
    added = music.add(story, file, by="")
    assert b"IDAT" not in path_of(added).read_bytes()
    assert added.seconds == pytest.approx(2.0, abs=0.1)


def test_new_music_replaces_the_old(story, tmp_path):
    first = music.add(story, music_upload(tmp_path, "wav"), by="")
    second = music.add(story, music_upload(tmp_path, "mp3"), by="")
    assert Music.objects.get(story=story).file == second.file != first.file
    assert kept(story) == [second.file]


def test_removed_music_is_deleted(story, tmp_path):
    music.add(story, music_upload(tmp_path, "wav"), by="")
    music.remove(story)
    music.remove(story)
    assert not Music.objects.exists()
    assert kept(story) == []


def test_music_for_a_story_that_was_deleted_meanwhile_is_refused_and_removed(story, tmp_path):
    Story.objects.all().delete()
    remove_files()
    with pytest.raises(Conflict, match="The story is gone"):
        music.add(story, music_upload(tmp_path, "wav"), by="")
    assert len(kept(story)) == 1
    remove_files()
    assert files_on_disk() == []


def test_only_the_beginning_of_long_music_is_stored(story, tmp_path, monkeypatch):
    monkeypatch.setattr(music, "_ENCODING", [part if part != "300.0" else "3" for part in music._ENCODING])
    assert music.add(story, music_upload(tmp_path, "mp3", 5.0), by="").seconds == pytest.approx(3.0, abs=0.1)


def hostile() -> dict[str, bytes]:
    """Files that are no music, or that name other files and addresses to read."""
    concat = b"ffconcat version 1.0\nfile '/etc/passwd'\n"
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
    far = b"#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/secret.mp3\n"
    endless = b"RIFF" + struct.pack("<I", 0xFFFFFFFF) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 0, 0, 0, 0, 0)
    return {
        "empty": b"",
        "text": b"This is no music.",
        "page": b"<!doctype html><title>Not found</title>",
        "concat": concat,
        "playlist": playlist,
        "playlist elsewhere": far,
        "half a header": b"ID3\x04",
        "noise": bytes(range(256)) * 200,
        "impossible": endless + b"data" + struct.pack("<I", 0xFFFFFFFF),
        "zip": b"PK\x03\x04" + bytes(2000),
    }


@pytest.mark.parametrize("kind", hostile())
def test_a_file_that_is_no_music_is_refused_and_leaves_nothing(story, tmp_path, kind):
    file = SimpleUploadedFile("music.mp3", hostile()[kind])
    with pytest.raises(Invalid, match=r"no music that can be read here|over before it begins") as raised:
        music.add(story, file, by="")
    assert raised.value.field == "music"
    assert not Music.objects.exists()
    assert kept(story) == []
    assert work_left(tmp_path) == []


def test_a_film_without_a_sound_is_no_music(story, tmp_path):
    ffmpeg.run(["-f", "lavfi", "-i", "color=red:s=64x64:d=1", str(tmp_path / "silent.mp4")], limit=30)
    with pytest.raises(Invalid, match="no music"):
        music.add(story, SimpleUploadedFile("a.m4a", (tmp_path / "silent.mp4").read_bytes()), by="")


def test_music_shorter_than_a_second_is_refused(story, tmp_path):
    with pytest.raises(Invalid, match="a second at least"):
        music.add(story, music_upload(tmp_path, "wav", 0.3), by="")


def test_a_broken_replacement_leaves_what_was_there(story, tmp_path):
    before = music.add(story, music_upload(tmp_path, "wav"), by="")
    with pytest.raises(Invalid):
        music.add(story, SimpleUploadedFile("a.mp3", b"no music"), by="")
    assert Music.objects.get(story=story).file == before.file
    assert kept(story) == [before.file]


def test_a_missing_or_too_large_file_is_refused(story):
    with pytest.raises(Invalid, match="No file arrived"):
        music.add(story, None, by="")
    large = SimpleUploadedFile("a.mp3", b"")
    large.file, large.size = io.BytesIO(), music.MOST_BYTES + 1
    with pytest.raises(Invalid, match=r"30\.0 MB; at most 30 are taken"):
        music.add(story, large, by="")


def test_music_that_takes_too_long_to_encode_is_refused(story, tmp_path, monkeypatch):
    monkeypatch.setattr(music, "ENCODE_TIMEOUT", 0.0)
    with pytest.raises(Invalid, match="no music"):
        music.add(story, music_upload(tmp_path, "wav"), by="")
    assert work_left(tmp_path) == []


@pytest.mark.parametrize("name", ["", "x" * 500 + ".mp3", "a\u202eb\u0000\n c.mp3", "../../etc/passwd"])
def test_the_uploaded_name_is_only_shown_and_fits(story, tmp_path, name):
    file = music_upload(tmp_path, "wav")
    file._name = name
    added = music.add(story, file, by="")
    assert 0 < len(added.name) <= 120
    assert "\x00" not in added.name
    assert "\n" not in added.name
    assert added.file.startswith("music-")
