"""The doctor on a running site: its test event passes Redis and the web process."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.conf import settings as site_settings
from django.core.signing import TimestampSigner, b62_encode

from core import live_check
from tests.sse import EventStream
from tests.stack import running

pytestmark = pytest.mark.django_db(transaction=True)


def manage(stack, *arguments):
    """`manage.py` in a process of its own, beside the site's."""
    command = [sys.executable, "manage.py", *arguments]
    environment = stack.environment | {"SITE_URL": stack.url}
    return subprocess.run(
        command, env=environment, cwd=site_settings.BASE_DIR, capture_output=True, text=True, timeout=60
    )


def test_a_healthy_site_is_ok_in_every_line(content, tmp_path):
    with running(tmp_path, renderer=True) as stack, ThreadPoolExecutor(2) as both:
        json_too = both.submit(manage, stack, "doctor", "--json", "--free")
        said, told = manage(stack, "doctor"), json_too.result()
    *lines, verdict = said.stdout.splitlines()
    assert said.returncode == 0, said.stdout
    assert verdict == "All is well."
    assert all(line.startswith("ok    ") for line in lines)
    assert any(line.startswith("ok    Workers: 2 workers answer: ") for line in lines)
    assert any(line.startswith("ok    Queues: ") for line in lines)
    assert "ok    Files: A story's file was written and read here, and 2 workers read it." in lines
    assert any(line.startswith("ok    Settings in use: ") for line in lines)
    assert any(f"came back from {stack.url} after" in line for line in lines)
    assert "\033" not in said.stdout
    assert told.returncode == 0
    assert {(finding["what"], finding["ok"]) for finding in json.loads(told.stdout)} >= {("Event stream", True)}


def test_a_renderer_with_a_disk_of_its_own_is_reported(content, tmp_path):
    (tmp_path / "another").mkdir()
    with running(tmp_path) as stack:
        stack.environment |= {"STORYFORGE_VAR": str(tmp_path / "another")}
        stack.start_renderer()
        stack.environment |= {"STORYFORGE_VAR": os.environ["STORYFORGE_VAR"]}
        said = manage(stack, "doctor", "--free").stdout
    [line] = [line for line in said.splitlines() if " Files: " in line]
    assert line.startswith("WRONG Files: What is written here is not there for renderer@")
    assert "worker@" not in line
    assert "or keep the files in a bucket (STORY_FILES=s3)" in line


def test_a_worker_with_another_place_in_the_bucket_is_reported(content, tmp_path, s3_server):
    s3_server.empty()
    with running(tmp_path, **s3_server.values) as stack:
        stack.environment |= {"S3_PREFIX": "elsewhere"}
        said = manage(stack, "doctor", "--free").stdout
    [line] = [line for line in said.splitlines() if " Files: " in line]
    assert line.startswith("WRONG Files: What is written here is not there for worker@")
    assert line.endswith("Give all processes the same S3 settings.")


def test_files_that_are_moving_are_told_with_the_command_that_ends_it(content, tmp_path, s3_server):
    s3_server.empty()
    with running(tmp_path, **s3_server.values | {"STORY_FILES": "s3,local"}) as stack:
        said = manage(stack, "doctor", "--free").stdout
    lines = [line for line in said.splitlines() if " Files: " in line]
    assert [line.partition(":")[0] for line in lines] == ["ok    Files"] * 3
    assert "`python manage.py move_files --to s3` copies them" in lines[-1]


def test_a_worker_that_was_started_with_other_settings_is_reported(content, tmp_path):
    nobody_outside = {"TEXT_PROVIDER": "local", "IMAGE_PROVIDER": "local", "MODERATE_INPUT": "false"}
    with running(tmp_path, OPENAI_API_KEY="sk-before", **nobody_outside) as stack:
        stack.environment |= {"OPENAI_API_KEY": "sk-after"}
        said = manage(stack, "doctor", "--free")
    assert "WRONG Settings in use: The running worker was started with other settings" in said.stdout
    assert "(OPENAI_API_KEY)" in said.stdout
    assert "sk-" not in said.stdout


class Old(TimestampSigner):
    """Signs as in 1970."""

    def timestamp(self):
        return b62_encode(1)


@pytest.fixture
def site(content, tmp_path):
    """The web process alone."""
    with running(tmp_path, worker=False) as stack:
        yield stack


def test_a_stranger_opens_only_a_channel_that_was_signed_a_moment_ago(site):
    good = live_check.new_channel()
    signed_long_ago = Old(sep=".", salt="core.live_check").sign("doctor-1")
    for channel in ("doctor-1", good + "x", signed_long_ago):
        assert httpx.get(f"{site.url}/stream", params={"channel": channel}).status_code == 403
    with EventStream(site.url, good, None) as stream:
        assert stream.events == []


def test_the_button_in_admin_checks_the_site_from_its_own_web_process(site, django_user_model):
    django_user_model.objects.create_superuser("staff", "", "password")
    with httpx.Client(base_url=site.url, timeout=60, headers={"Referer": site.url}) as staff:
        token = staff.get("/admin/login/").cookies["csrftoken"]
        form = {"username": "staff", "password": "password", "csrfmiddlewaretoken": token}
        staff.post("/admin/login/", data=form)
        token = staff.get("/admin/doctor/").cookies["csrftoken"]
        page = staff.post("/admin/doctor/", data={"spend": "no", "csrfmiddlewaretoken": token}).text
    assert f"An event announced here came back from {site.url} after" in page
    assert "1 line is not well." in page  # no worker runs here
