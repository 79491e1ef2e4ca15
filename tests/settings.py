"""The site's own settings, in a folder of their own and with a Redis of their own. The environment set here is what the
processes that tests start (web, worker, beat) inherit; they load this module too and find everything decided. Where
several processes share the tests (pytest -n), each decides for itself."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

from core.redis_server import free_port

sharer = os.environ.get("PYTEST_XDIST_WORKER", "")
if os.environ.get("STORYFORGE_TESTS_SHARER") != sharer:
    os.environ["STORYFORGE_TESTS_SHARER"] = sharer
    os.environ["STORYFORGE_TESTS_PROCESS"] = str(os.getpid())
    os.environ["STORYFORGE_TESTS"] = var = tempfile.mkdtemp(prefix="storyforge-tests-")
    atexit.register(shutil.rmtree, var, ignore_errors=True)
    # What a developer has set for the site must not reach the tests.
    catalogue = Path(__file__).parent.parent / "storyforge" / "catalogue.py"
    for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', catalogue.read_text()):
        os.environ.pop(name, None)
    os.environ |= {
        "STORYFORGE_VAR": var,
        "DEBUG": "false",
        "SECRET_KEY": "only-for-tests-" + "x" * 40,
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "LEASE_SECONDS": "4",
        "SWEEP_SECONDS": "1",
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{var}/db.sqlite3",
    }

from storyforge.settings import *  # noqa: E402, F403
from storyforge.settings import (  # noqa: E402
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASES,
    IMAGE_PROVIDERS,
    SPEECH_PROVIDERS,
    STORAGES,
    TEXT_PROVIDERS,
    VAR_DIR,
    VIDEO_PROVIDERS,
)

# Only what a test gives its process: `make run`, which tests start, publishes its own.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
WHITENOISE_USE_FINDERS = True
if os.environ["STORYFORGE_TESTS_PROCESS"] == str(os.getpid()):  # in the tests' own process
    # A test database cannot be dropped while a pool holds connections to it.
    DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
    # Static files are looked for when one is asked for; else each test's browser would read all of them at its start.
    WHITENOISE_AUTOREFRESH = True
if "init_command" in DATABASES["default"].get("OPTIONS", {}):  # a test's database need not outlive a power cut
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
SERVICE_CHOICE_SECONDS = 0  # every look-up asks the database
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
if "TEST_VISIBILITY_SECONDS" in os.environ:  # after how long the broker sends a message again, and looks for such ones
    CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
        "visibility_timeout": float(os.environ["TEST_VISIBILITY_SECONDS"]),
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }
# Providers whose other end is a server that a test runs and tells how to behave.
IMAGE_PROVIDERS = IMAGE_PROVIDERS | {
    "upstream": "tests.upstreams.illustrator.UpstreamIllustrator",
    "queued": "tests.upstreams.illustrator.UpstreamQueuedIllustrator",
}
TEXT_PROVIDERS = TEXT_PROVIDERS | {"upstream": "tests.upstreams.writer.UpstreamWriter"}
SPEECH_PROVIDERS = SPEECH_PROVIDERS | {"upstream": "tests.upstreams.speaker.UpstreamSpeaker"}
VIDEO_PROVIDERS = VIDEO_PROVIDERS | {"upstream": "tests.upstreams.animator.UpstreamAnimator"}
