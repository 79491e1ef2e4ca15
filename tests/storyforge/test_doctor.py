"""What the doctor says of settings, database, Redis, workers and the local providers, and in what form."""

import json
import threading

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.redis_server import free_port
from providers.base import Finding
from storyforge.doctor import outside, verdict, workers
from storyforge.doctor.limits import Check, examined
from storyforge.redaction import without_secrets
from storyforge.service_urls import without_login
from storyforge.settings_digest import digests
from tests.storyforge.run_doctor import doctor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_else_runs(settings, tmp_path, monkeypatch):
    """No site answers, nobody waits long for a worker, and pictures would be kept in a folder of the test."""
    settings.SITE_URL = f"http://127.0.0.1:{free_port()}"
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(workers, "SECONDS", 0.1)


def test_what_is_well_and_what_is_not_is_a_line_each_and_the_last_one_sums_up():
    said = doctor()
    assert said.about("Settings") == "ok    Settings: Nothing speaks against them."
    assert said.about("Database").startswith("ok    Database: ")
    assert said.about("Redis").startswith("ok    Redis: It answers at 127.0.0.1:")
    assert said.about("Writer") == "ok    Writer: It is 'local', which needs no key."
    assert said.about("Illustrator") == "ok    Illustrator: It is 'local', which needs no key."
    assert said.about("Host").startswith(f"ok    Host: {site_settings.MEDIA_ROOT} can be written to")
    assert said.lines[-1] == "2 lines are not well. Do what they say, and look again."
    assert said.code == 1


def test_no_worker_is_not_well():
    assert doctor().about("Workers").startswith("WRONG Workers: None answers, so nothing is written or drawn.")


def test_workers_with_the_settings_of_now_are_well():
    assert workers.compared([digests(), digests()]).ok


def test_a_worker_with_other_settings_is_told_from_what_the_command_sees(settings):
    old = digests()
    settings.OPENAI_API_KEY, settings.PRICES = "sk-new", {"m": {}}
    found = workers.compared([old])
    assert not found.ok
    assert found.says.startswith(
        "The running worker was started with other settings than there are now (OPENAI_API_KEY, PRICES). Restart the "
        "site (Ctrl-C, make run)"
    )
    assert "sk-new" not in found.says
    assert workers.compared([old, digests()]).says.startswith("1 of 2 running workers were started with other")


def test_a_queue_from_which_nobody_takes_work_is_named_by_what_is_not_done():
    assert workers.rendering({"celery": 2, "rendering": 1}).ok
    found = workers.rendering({"celery": 2})
    assert not found.ok
    assert found.says.startswith("No worker answers that makes films and downloads. Start one")
    assert "writes and draws or makes films" in workers.rendering({}).says


def test_a_worker_of_an_older_program_is_not_well():
    says = workers.compared([{"error": "KeyError('settings_in_use')"}]).says
    assert "(among them SECRET_KEY, or an older program)" in says


def test_a_site_that_is_not_there_is_not_well():
    line = doctor().about("Event stream")
    assert line.startswith(f"WRONG Event stream: Nothing answers at {site_settings.SITE_URL} (")
    assert "SITE_URL" in line.partition(")")[2]


def test_a_redis_that_is_away_is_named_with_what_to_do(redis_outage):
    with redis_outage():
        said = doctor()
    assert said.about("Redis").startswith("WRONG Redis: No Redis serves us at 127.0.0.1:")
    assert "REDIS_URL" in said.about("Redis")
    assert said.about("Workers") == "WRONG Workers: They cannot be asked while Redis does not answer."
    assert said.about("Database").startswith("ok")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_named_with_what_to_do(monkeypatch):
    connection.close()
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "NAME", "/there/is/no/such/database")
        said = doctor()
    assert said.about("Database").startswith("WRONG Database: ")
    assert "DATABASE_URL" in said.about("Database")
    assert said.about("Redis").startswith("ok")


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_out_of_date_are_not_well():
    migrations = MigrationRecorder.Migration.objects
    last = migrations.filter(app="images").latest("pk")
    migrations.filter(pk=last.pk).delete()
    try:
        line = doctor().about("Database")
    finally:
        last.save(force_insert=True)
    assert line.startswith("WRONG")
    assert line.endswith("1 migration is not applied. Run `python manage.py migrate`.")


def test_what_the_system_checks_complain_about_is_a_line_each(settings):
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
def test_a_provider_that_we_do_not_have_is_named_and_the_others_are_examined(settings, setting, what):
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


def test_too_little_room_for_pictures_is_not_well(monkeypatch):
    monkeypatch.setattr(outside, "LEAST_FREE", 2**60)
    assert doctor().about("Host").endswith("Make room before it is full.")
    assert doctor().about("Host").startswith("WRONG")


def test_json_is_the_same_and_nothing_else():
    said = doctor("--json")
    findings = json.loads("\n".join(said.lines))
    assert said.code == 1
    assert {"what": "Settings", "ok": True, "says": "Nothing speaks against them."} in findings
    assert [finding["what"] for finding in findings if not finding["ok"]] == ["Workers", "Event stream"]


def test_a_check_that_hangs_ends_as_a_line_and_the_others_are_heard():
    for_ever = threading.Event()

    def hangs():
        yield Finding("Hanging", True, "It began.")
        for_ever.wait()

    def lives():
        yield Finding("Living", True, "It lives.")

    try:
        found = list(examined([Check("Hanging", hangs, 0.2), Check("Living", lives, 20)]))
    finally:
        for_ever.set()
    assert found == [
        Finding("Hanging", True, "It began."),
        Finding("Hanging", False, "It did not answer within 0.2 s."),
        Finding("Living", True, "It lives."),
    ]


def test_a_check_that_breaks_ends_as_a_line_without_secrets(settings):
    settings.OPENAI_API_KEY = "sk-very-secret"

    def breaks():
        raise RuntimeError("sk-very-secret is not good\nand more")

    assert list(examined([Check("Breaking", breaks, 20)])) == [
        Finding("Breaking", False, "It broke while it was examined: ... is not good.")
    ]


def test_the_verdict_counts():
    well, wrong = Finding("a", True, "b"), Finding("a", False, "b")
    assert verdict([well, well]) == "All is well."
    assert verdict([well, wrong]).startswith("1 line is not well.")
    assert verdict([wrong, wrong]).startswith("2 lines are not well.")


MAKERS = ("KLING_ACCESS_KEY", "KLING_SECRET_KEY", "KLING_API_KEY", "HAILUO_API_KEY", "SPEECH_API_KEY")


@pytest.mark.parametrize("spelled", ["hunter%402", "hunter@2"])
def test_no_password_of_the_settings_is_shown(settings, monkeypatch, spelled):
    monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "hunter@2")
    assert without_secrets(f"for user fox: {spelled} is wrong") == "for user fox: ... is wrong"


@pytest.mark.parametrize(
    ("setting", "value", "secret"),
    [
        ("SECRET_KEY", "k3y-that-signs", "k3y-that-signs"),
        ("OPENAI_API_KEY", "sk-123456", "sk-123456"),
        ("REDIS_URL", "redis://:open-sesame@host:6379/0", "open-sesame"),
        ("CLOUDINARY_URL", "cloudinary://1234:s3cr3t@cloud", "s3cr3t"),
        ("SITE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("OPENAI_BASE_URL", "https://fox:tail-wag@host/v1", "tail-wag"),
        *((name, "k3y-of-a-maker", "k3y-of-a-maker") for name in MAKERS),
        ("KLING_BASE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("PIAPI_BASE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("HAILUO_BASE_URL", "https://fox:tail-wag@host", "tail-wag"),
        ("SPEECH_BASE_URL", "https://fox:tail-wag@host/v1", "tail-wag"),
    ],
)
def test_no_key_of_the_settings_is_shown(settings, setting, value, secret):
    setattr(settings, setting, value)
    assert without_secrets(f"<{secret}>") == "<...>"


@pytest.mark.parametrize(
    ("secret", "text", "seen"),
    [
        ("other", "another key, not the other", "another key, not the ..."),
        ("other", "redis://:other@host", "redis://:...@host"),
        ("a-long-secret", "xa-long-secretx", "x...x"),
        ("abc", "abc", "abc"),
    ],
)
def test_a_short_password_is_hidden_without_hiding_parts_of_words(settings, secret, text, seen):
    settings.OPENAI_API_KEY = secret
    assert without_secrets(text) == seen


def test_a_password_of_redis_is_in_no_line(settings):
    settings.REDIS_URL = f"redis://fox:open-sesame@127.0.0.1:{free_port()}/0?password=open-too"
    said = doctor()
    assert said.about("Redis").startswith("WRONG Redis: No Redis serves us at 127.0.0.1:")
    assert not any(secret in line for secret in ("open-sesame", "open-too") for line in said.lines)


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("redis://fox:tail@[::1]:6379/0?password=x", "redis://[::1]:6379/0"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("unix:///run/redis.sock?password=x", "unix:///run/redis.sock"),
        ("http://[fox", "an address that cannot be read"),
        ("http://fox:tail", "an address that cannot be read"),
    ],
)
def test_an_address_is_shown_without_what_is_secret_in_it(url, seen):
    assert without_login(url) == seen
