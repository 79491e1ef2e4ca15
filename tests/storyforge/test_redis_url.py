"""storyforge.redis_url: what Celery and the others are given, and what is refused in words."""

import os
import ssl
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from storyforge.redis_url import tls_options, usable_redis_url


@pytest.mark.parametrize(
    ("written", "verify", "used"),
    [
        ("redis://:pw@host:1/0", True, "redis://:pw@host:1/0"),
        ("redis://:pw@host:1/0", False, "redis://:pw@host:1/0"),
        ("rediss://host:1/0", True, "rediss://host:1/0?ssl_cert_reqs=required"),
        ("rediss://host:1", False, "rediss://host:1?ssl_cert_reqs=none"),
        (
            "rediss://host:1/0?ssl_ca_certs=/ca.pem",
            True,
            "rediss://host:1/0?ssl_ca_certs=/ca.pem&ssl_cert_reqs=required",
        ),
        ("rediss://host:1/0?ssl_cert_reqs=none", True, "rediss://host:1/0?ssl_cert_reqs=none"),
    ],
)
def test_a_url_of_tls_says_whether_the_certificate_is_checked(written, verify, used):
    assert usable_redis_url(written, verify=verify) == used


def test_celery_and_flower_get_the_options_of_tls():
    assert tls_options("redis://host:1/0") is None
    asked = tls_options("rediss://host:1/0?ssl_ca_certs=/ca.pem&ssl_cert_reqs=required")
    assert asked == {"ssl_ca_certs": "/ca.pem", "ssl_cert_reqs": ssl.CERT_REQUIRED}


@pytest.mark.parametrize(
    "url",
    [
        "sentinel://:s3cr3t@host:26379/0",
        "sentinel://:s3cr3t@a:1;sentinel://:s3cr3t@b:1",
        "unix:///run/redis.sock",
        "redis+socket:///run/redis.sock",
        "amqp://fox:s3cr3t@host",
        "host:6379",
        "redis://:s3cr3t@host:port/0",
        "rediss://:s3cr3t@host:1/0?ssl_cert_reqs=maybe",
    ],
)
def test_what_cannot_work_is_refused_and_no_password_is_shown(url):
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL ") as refused:
        usable_redis_url(url, verify=True)
    assert "s3cr3t" not in str(refused.value)


def test_no_process_starts_with_a_sentinel():
    environment = os.environ | {"REDIS_URL": "sentinel://host:26379/0", "DJANGO_SETTINGS_MODULE": "storyforge.settings"}
    command = [sys.executable, "-m", "celery", "-A", "storyforge", "status"]
    ended = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert "REDIS_URL begins with 'sentinel', which the site cannot use." in ended.stderr
