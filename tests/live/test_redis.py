"""A running site on a Redis with TLS, and two sites on one Redis, which keeps each to the keys of its prefix."""

import subprocess
import sys

import httpx
import pytest
from django.conf import settings as site_settings

from core.token_bucket import redis
from tests.factories import ANSWERS_A
from tests.sse import EventStream
from tests.stack import eventually, running
from tests.tls import certificate, tls_in_front
from tests.upstreams.illustrator import ADDRESS
from tests.upstreams.json_server import Answer, Upstream

pytestmark = pytest.mark.django_db(transaction=True)
SCENES = {f"Scene{n}": f"The red fox counts {n} stars." for n in range(1, 21)}


@pytest.fixture
def environment():
    """That of a site whose pictures are drawn at once, within the token bucket's limit."""
    with Upstream(lambda asked, number: Answer()) as upstream:
        yield {
            "IMAGE_PROVIDER": "upstream",
            "IMAGES_PER_MINUTE": "500",
            ADDRESS: upstream.url,
            "SPEECH_PROVIDER": "none",
        }


def channels_heard(hearing):
    """The channel of every message so far."""
    while message := hearing.get_message(timeout=1):
        yield message["channel"]


def follow_a_story(stack) -> None:
    """Have a story drawn while a page listens: messages, results of a chord, tokens, quotas and events."""
    with httpx.Client(base_url=stack.url, timeout=30) as client:
        made = client.post("/approve_scenes", json={"scenes": SCENES, "answers": ANSWERS_A}).json()
        with EventStream(stack.url, made["story_id"], client.cookies) as stream:
            stream.wait_for("story_complete", 60)


@pytest.mark.parametrize("how", ["checked", "unchecked"])
def test_a_site_works_with_a_redis_that_speaks_tls(content, tmp_path, redis_server, environment, how):
    pem = certificate(tmp_path)
    with tls_in_front(redis_server.port, pem) as port:
        url = f"rediss://127.0.0.1:{port}/0"
        if how == "checked":
            environment["REDIS_URL"] = f"{url}?ssl_ca_certs={pem}"
        else:
            environment |= {"REDIS_URL": url, "REDIS_TLS_VERIFY": "false"}
        with running(tmp_path, renderer=True, beat=True, **environment) as stack:
            follow_a_story(stack)
            said = subprocess.run(
                [sys.executable, "manage.py", "doctor", "--free"],
                env=stack.environment | {"SITE_URL": stack.url},
                cwd=site_settings.BASE_DIR,
                capture_output=True,
                text=True,
                timeout=60,
            )
    assert said.stdout.splitlines()[-1] == "All is well.", said.stdout


def test_two_sites_on_one_redis_touch_only_the_keys_and_channels_of_their_prefix(
    content, tmp_path, redis_server, environment
):
    for site in ("one", "two"):
        redis().execute_command("ACL", "SETUSER", site, "on", f">{site}", "+@all", f"~{site}:*", "allchannels")
    redis().execute_command("ACL", "LOG", "RESET")

    def at(site):
        return environment | {
            "REDIS_URL": f"redis://{site}:{site}@127.0.0.1:{redis_server.port}/0",
            "REDIS_KEY_PREFIX": f"{site}:",
        }

    (tmp_path / "two").mkdir()
    hearing = redis().pubsub(ignore_subscribe_messages=True)
    hearing.psubscribe("*")
    hearing.get_message(timeout=5)  # that it is subscribed
    # This process has no prefix, so it cannot ask those workers itself.
    with (
        running(tmp_path, worker=False, beat=True, **at("one")) as one,
        running(tmp_path / "two", worker=False, **at("two")) as two,
    ):
        for stack in (one, two):
            stack.launch_worker()
        follow_a_story(one)
        follow_a_story(two)
        for stack in (one, two):
            assert eventually(lambda at=stack.url: httpx.get(f"{at}/health").json())["workers"] == 1
    assert redis().execute_command("ACL", "LOG") == []  # nobody was refused a key
    used = set(redis().keys()) | set(channels_heard(hearing))
    assert {name for name in used if not name.startswith(("one:", "two:"))} == set()
    for kind in ("bucket:", "LIMITS", "celery", "_kombu", "events_channel", "/0.celery.pidbox"):
        assert any(name.startswith(f"one:{kind}") for name in used), kind
        assert any(name.startswith(f"two:{kind}") for name in used), kind
