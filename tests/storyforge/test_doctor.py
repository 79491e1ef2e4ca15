"""What the doctor finds of settings, database, Redis, workers and local providers, and how it prints that."""

import json
import threading

import pytest
from django.conf import settings as site_settings
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core import storage
from core.redis_server import free_port
from providers.base import Finding
from providers.speech.local import LocalSpeaker
from storyforge.doctor import files, providers, verdict, workers
from storyforge.doctor.runner import Check, run_all
from storyforge.settings_digest import digests
from tests.storyforge.run_doctor import doctor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doctor_alone")]


def test_each_part_has_a_line_and_the_last_line_sums_up():
    said = doctor()
    assert said.about("Settings") == "ok    Settings: Nothing speaks against them."
    assert said.about("Database").startswith("ok    Database: ")
    assert said.about("Redis").startswith("ok    Redis: It answers at 127.0.0.1:")
    assert said.about("Writer") == "ok    Writer: It is 'local', which needs no key."
    assert said.about("Illustrator") == "ok    Illustrator: It is 'local', which needs no key."
    assert said.about("Host").startswith(f"ok    Host: {site_settings.MEDIA_ROOT} can be written to")
    wrong = [line for line in said.lines if line.startswith("WRONG")]
    assert [line.split(":")[0].split()[-1] for line in wrong] == ["Workers", "stream"], wrong
    assert said.lines[-1] == "2 lines are not well. Do what they say, and look again."
    assert said.code == 1


def test_a_redis_that_was_started_again_since_is_well(redis_outage):
    doctor()
    with redis_outage():
        pass
    said = doctor()
    assert said.about("Workers").startswith("WRONG Workers: None answers")
    assert said.about("Files").startswith("ok ")


def test_the_stories_files_are_written_and_read():
    said = "A story's file was written and read here, and no worker was asked."
    assert doctor().about("Files") == f"ok    Files: {said}"
    assert storage.names(files.FOLDER) == []


def test_in_a_bucket_browsers_are_to_reach_them_too(in_bucket, settings):
    settings.STORY_FILES, settings.S3_BUCKET = ["s3"], "stories"
    said = doctor()
    assert said.about("Files").startswith("ok    Files: A story's file was written and read here")
    assert said.about("Host") == "ok    Host: Pictures and clips go into the bucket stories, as all files do."
    assert in_bucket.keys == []
    storages["s3"].browser_url = f"http://127.0.0.1:{free_port()}"
    assert "Set S3_BROWSER_URL to where browsers reach the bucket's service." in doctor().about("Files")


def test_files_that_cannot_be_written_are_not_well(settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert doctor().about("Files").startswith("WRONG Files: The stories' files cannot be written and read here (")


def test_no_worker_is_not_well():
    assert doctor().about("Workers").startswith("WRONG Workers: None answers, so nothing is written or drawn.")


def test_workers_with_current_settings_are_well():
    assert workers.compare_settings([digests(), digests()]).ok


def test_a_worker_with_other_settings_is_not_well(settings):
    old = digests()
    settings.OPENAI_API_KEY, settings.PRICES = "sk-new", {"m": {}}
    found = workers.compare_settings([old])
    assert not found.ok
    assert found.says.startswith(
        "The running worker was started with other settings than there are now (OPENAI_API_KEY, PRICES). Restart the "
        "site (Ctrl-C, make run)"
    )
    assert "sk-new" not in found.says
    assert workers.compare_settings([old, digests()]).says.startswith("1 of 2 running workers were started with other")


def test_a_queue_without_a_worker_is_named_by_its_work():
    assert workers.queues({"celery": 2, "downloads": 2, "rendering": 1}).ok
    found = workers.queues({"celery": 2, "downloads": 2})
    assert not found.ok
    assert found.says.startswith("No worker answers that makes films. Start one")
    assert "writes and draws or makes downloads or makes films" in workers.queues({}).says


def test_a_worker_of_an_older_program_is_not_well():
    says = workers.compare_settings([{"error": "KeyError('settings_in_use')"}]).says
    assert "(among them SECRET_KEY, or an older program)" in says


def test_a_site_that_does_not_answer_is_not_well():
    line = doctor().about("Event stream")
    assert line.startswith(f"WRONG Event stream: Nothing answers at {site_settings.SITE_URL} (")
    assert "SITE_URL" in line.partition(")")[2]


def test_without_redis_a_line_says_what_to_do(redis_outage):
    with redis_outage():
        said = doctor()
    assert said.about("Redis").startswith("WRONG Redis: No Redis serves us at 127.0.0.1:")
    assert "REDIS_URL" in said.about("Redis")
    assert said.about("Workers") == "WRONG Workers: They cannot be asked while Redis does not answer."
    assert said.about("Database").startswith("ok")


@pytest.mark.django_db(transaction=True)
def test_without_a_database_a_line_says_what_to_do(monkeypatch):
    connection.close()
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "NAME", "/there/is/no/such/database")
        said = doctor()
    assert said.about("Database").startswith("WRONG Database: ")
    assert "DATABASE_URL" in said.about("Database")
    assert said.about("Redis").startswith("ok")


@pytest.mark.django_db(transaction=True)
def test_a_missing_migration_is_not_well():
    migrations = MigrationRecorder.Migration.objects
    last = migrations.filter(app="images").latest("pk")
    migrations.filter(pk=last.pk).delete()
    try:
        line = doctor().about("Database")
    finally:
        last.save(force_insert=True)
    assert line.startswith("WRONG")
    assert line.endswith("1 migration is not applied. Run `python manage.py migrate`.")


def test_each_complaint_of_the_system_checks_is_a_line(settings):
    settings.IMAGES_PER_MINUTE = 0
    settings.LEASE_SECONDS = 1
    lines = [line for line in doctor().lines if "Settings: " in line]
    assert [line[:5] for line in lines] == ["WRONG", "WRONG"]
    assert "IMAGES_PER_MINUTE is below 1" in lines[0]
    assert "15 is the default" in lines[0]
    assert "LEASE_SECONDS is below 2" in lines[1]


def test_a_value_that_was_copied_from_an_example_is_named(settings):
    settings.PLACEHOLDERS = ["CLOUDINARY_URL"]
    assert any(line.startswith("WRONG Settings: CLOUDINARY_URL ") for line in doctor().lines)


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    """The local voice, started once: the doctor's threads would each start one, since it ends with its thread."""
    LocalSpeaker().speak("Fox.", tmp_path_factory.mktemp("voice") / "fox.wav")


WELL = ("needs no key", "can be written to", "reads on this machine")


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("TEXT_PROVIDER", "Writer"),
        ("IMAGE_PROVIDER", "Illustrator"),
        ("VIDEO_PROVIDER", "Animator"),
        ("SPEECH_PROVIDER", "Voice"),
        ("IMAGE_HOST", "Host"),
    ],
)
def test_an_unknown_provider_is_named_and_the_others_are_examined(settings, voice, setting, what):
    settings.SPEECH_PROVIDER = "local"
    setattr(settings, setting, "nobody")
    said = doctor()
    assert said.about(what).startswith(f"WRONG {what}: {setting} is 'nobody'. Set it to one of: ")
    assert sum(any(words in line for words in WELL) for line in said.lines) == 4


def test_a_site_without_a_voice_is_well():
    assert doctor().about("Voice") == "ok    Voice: SPEECH_PROVIDER is none: films have no voice."


def test_a_folder_for_pictures_that_cannot_be_written_to_is_not_well(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert doctor().about("Host").startswith(f"WRONG Host: {settings.MEDIA_ROOT} cannot be written to (")


def test_a_disk_that_is_almost_full_is_not_well(monkeypatch):
    monkeypatch.setattr(providers, "MIN_FREE_BYTES", 2**60)
    assert doctor().about("Host").endswith("Make room before it is full.")
    assert doctor().about("Host").startswith("WRONG")


def test_json_has_the_same_findings():
    said = doctor("--json")
    findings = json.loads("\n".join(said.lines))
    assert said.code == 1
    assert {"what": "Settings", "ok": True, "says": "Nothing speaks against them."} in findings
    assert [finding["what"] for finding in findings if not finding["ok"]] == ["Workers", "Event stream"]


def test_a_check_that_hangs_becomes_a_line_and_the_others_go_on():
    never = threading.Event()

    def hangs():
        yield Finding("Hanging", True, "It began.")
        never.wait()

    def lives():
        yield Finding("Living", True, "It lives.")

    try:
        found = list(run_all([Check("Hanging", hangs, 0.2), Check("Living", lives, 20)]))
    finally:
        never.set()
    assert found == [
        Finding("Hanging", True, "It began."),
        Finding("Hanging", False, "It did not answer within 0.2 s."),
        Finding("Living", True, "It lives."),
    ]


def test_a_check_that_breaks_becomes_a_line_without_secrets(settings):
    settings.OPENAI_API_KEY = "sk-very-secret"

    def breaks():
        raise RuntimeError("sk-very-secret is not good\nand more")

    assert list(run_all([Check("Breaking", breaks, 20)])) == [
        Finding("Breaking", False, "It broke while it was examined: ... is not good.")
    ]


def test_the_verdict_counts():
    well, wrong = Finding("a", True, "b"), Finding("a", False, "b")
    assert verdict([well, well]) == "All is well."
    assert verdict([well, wrong]).startswith("1 line is not well.")
    assert verdict([wrong, wrong]).startswith("2 lines are not well.")


def test_a_password_of_redis_is_in_no_line(settings):
    settings.REDIS_URL = f"redis://fox:open-sesame@127.0.0.1:{free_port()}/0?password=open-too"
    said = doctor()
    assert said.about("Redis").startswith("WRONG Redis: No Redis serves us at 127.0.0.1:")
    assert not any(secret in line for secret in ("open-sesame", "open-too") for line in said.lines)


@pytest.mark.parametrize(
    ("renderers", "ok", "says"),
    [
        ({"renderer@a": True}, True, "It is not installed here, where nothing needs it, but for renderer@a."),
        ({"renderer@a": True, "renderer@b": False}, False, "The extra `voice` is not installed for renderer@b,"),
        ({}, False, "It is not installed here, and no renderer answers that could have it."),
    ],
)
def test_the_voice_must_be_where_films_are_made(renderers, ok, says):
    found = workers.voices("Voice", renderers)
    assert (found.ok, found.says.startswith(says)) == (ok, True)
