"""The site with production settings: what `check --deploy` says, and the right cookies and headers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from quiz import first_answer

pytestmark = pytest.mark.site
# With what is left to the operator decided, so that `check --deploy` has nothing more to say.
DECIDED = {
    "DATABASE_URL": "postgres://fox:secret@db.fox.example/fox",
    "SITE_URL": "https://fox.example",
    "HSTS_SUBDOMAINS": "true",
    "FLOWER_BASIC_AUTH": "fox:dn2v8Qe7Xw1L",
    "OPENAI_API_KEY": "sk-1",
    "DAILY_BUDGET_USD": "20",
    "ALERT_WEBHOOK_URL": "https://hooks.fox.example/1",
    "OPERATOR_CONTACT": "fox@fox.example",
    "STAFF_MFA": "true",
    "SILENCED_CHECKS": "storyforge.I002,storyforge.I005,storyforge.I006",
}
PRODUCTION = {
    "DEBUG": "false",
    "HTTPS_ONLY": "true",
    "BEHIND_PROXY": "true",
    "SECRET_KEY": "".join(chr(33 + (n * 7) % 90) for n in range(60)),
    "ALLOWED_HOSTS": "fox.example",
    "DJANGO_SETTINGS_MODULE": "storyforge.settings",
}


def run(folder: Path, *command: str, **settings_of_it: str) -> subprocess.CompletedProcess[str]:
    """Run Python with production settings, on a database and folder of its own."""
    own = {"STORYFORGE_VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
    environment = os.environ | PRODUCTION | own | settings_of_it | {"PYTHONPATH": str(settings.BASE_DIR)}
    return subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What tests/security/production.py prints."""
    done = run(tmp_path_factory.mktemp("production"), "-m", "tests.security.production")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_check_deploy_finds_nothing_where_everything_is_decided(tmp_path):
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "INFO", **DECIDED)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_check_deploy_names_what_is_left_to_the_operator(tmp_path):
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", DEBUG="true")
    assert done.returncode == 1
    names = ("DEBUG", "SITE_URL", "DATABASE_URL", "FLOWER_BASIC_AUTH", "MODERATE_INPUT", "OPERATOR_CONTACT")
    assert [name for name in (*names, "HSTS_SUBDOMAINS", "TRUSTED_PROXIES") if name not in done.stderr] == []


def test_every_cookie_travels_encrypted_and_is_hidden_from_scripts_and_other_sites(found):
    safe = {"secure": True, "httponly": True, "samesite": "Lax", "domain": ""}
    assert found["cookies"] == {"csrftoken": safe, "sessionid": safe, first_answer.COOKIE: safe}


def test_https_is_enforced(found):
    assert found["headers"]["Strict-Transport-Security"] == "max-age=31536000"
    assert found["plain"] == [301, "https://fox.example/"]


def test_the_proxy_says_whether_a_request_came_encrypted(found):
    assert found["proxied"] == 200


def test_a_page_may_be_framed_nowhere_and_tells_other_sites_nothing(found):
    assert "frame-ancestors 'none'" in found["headers"]["Content-Security-Policy"]
    assert found["headers"]["X-Content-Type-Options"] == "nosniff"
    assert found["headers"]["Referrer-Policy"] == "same-origin"
    assert found["headers"]["Cross-Origin-Opener-Policy"] == "same-origin"
