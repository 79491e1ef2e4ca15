"""All settings, grouped by concern. Every variable that the environment can set is listed in docs/configuration.md."""

import json
import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from warnings import filterwarnings

import environ
from django.core.exceptions import ImproperlyConfigured
from redis.connection import parse_url

from core.placeholders import is_placeholder
from storyforge.environment import Environment, cloudinary_origins, dollars, is_openai

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").is_file() and "STORYFORGE_TESTS" not in os.environ:  # a developer's keys are not for tests
    environ.Env.read_env(BASE_DIR / ".env")
env = Environment()

# --- where things are kept on this machine -------------------------------------------------------------------------
VAR_DIR = Path(env("STORYFORGE_VAR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- security ------------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)


def _secret_key() -> str:
    """SECRET_KEY, else the key that `make run` made for this copy, else (in debug only) one that everybody knows."""
    made = VAR_DIR / "secret_key"
    local = made.read_text().strip() if made.is_file() else ""
    return env("SECRET_KEY", default="") or local or ("only-for-debug-on-this-machine" if DEBUG else "")


SECRET_KEY = _secret_key()
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set, so nothing can be signed. Set SECRET_KEY to a long random string, or use `make run`, "
        f"which makes one for this machine. Did `make run` have STORYFORGE_VAR? Then set it here too; it is {VAR_DIR}."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies in a row write down, in X-Forwarded-For, whom they were asked by. 0: the socket's address counts.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int(BEHIND_PROXY))
HTTPS_ONLY = env.bool("HTTPS_ONLY", default=False)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
# Other names below this one, and the lists built into browsers, are the operator's affair: these two are no faults.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 365 * 24 * 3600  # a visitor's stories hang on the session: keep it as long as a browser will
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- signing in ----------------------------------------------------------------------------------------------------
LOGINS_PER_HOUR = env.int("LOGINS_PER_HOUR", default=60)  # tries from one address
LOGIN_FAILURES = env.int("LOGIN_FAILURES", default=5)  # wrong passwords for one name from one address, then locked
LOGIN_LOCK_MINUTES = env.int("LOGIN_LOCK_MINUTES", default=15)
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCK_OUT_AT_FAILURE = LOGIN_FAILURES != 0
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOGIN_LOCK_MINUTES)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger must not be able to lock the owner of a name out
AXES_LOCKOUT_CALLABLE = "core.middleware.locked_out"
AXES_CLIENT_IP_CALLABLE = "core.addresses.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False

# --- applications --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "django_eventstream",
    "django_htmx",
    "ninja",
    "axes",
    "core",
    "providers",
    "stories",
    "quiz",
    "images",
    "videos",
    "books",
    "publishing",
    "sheets",
    "studio",
    "storyforge.apps.StoryForgeConfig",
]
MIDDLEWARE = [
    "core.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.compression.CompressTextsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.visitors.KeepVisitorMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.PlainWordsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "storyforge.urls"
ASGI_APPLICATION = "storyforge.asgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- database ------------------------------------------------------------------------------------------------------
# SQLite is shared by web, worker and beat: WAL lets readers go on while one writes, an immediate transaction takes the
# write lock before it reads (so it never has to be refused half-way), and the timeout waits for the other writers.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
# On PostgreSQL the threads of a process share so many connections: a thread lets go of its own during every call of a
# provider, so a few serve hundreds of pictures in flight. 0 gives every thread one of its own.
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=16)
if DATABASES["default"]["ENGINE"].endswith("postgresql") and DATABASE_POOL_SIZE:
    _pool = {"min_size": 0, "max_size": DATABASE_POOL_SIZE, "timeout": 30, "max_idle": 60}
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = _pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: broker, results, token bucket, live events -------------------------------------------------------------


def _redis_url() -> str:
    """The address of Redis: REDIS_URL, else the server that `make run` started for this copy, else the usual port."""
    written = VAR_DIR / "redis.url"
    local = written.read_text().strip() if written.exists() else "redis://127.0.0.1:6379/0"
    return env("REDIS_URL", default=local)


REDIS_URL = _redis_url()

# --- Celery --------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TRACK_STARTED = True
CELERY_WORKER_SEND_TASK_EVENTS = True
CELERY_TASK_SEND_SENT_EVENT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_RESULT_EXPIRES = 24 * 3600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# A message that is not acknowledged in this time is delivered again; every countdown we use is far shorter.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "global_keyprefix": env("REDIS_KEY_PREFIX", default=""),
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {
    "global_keyprefix": env("REDIS_KEY_PREFIX", default=""),
    # Whoever sends a chord subscribes to its results; by default a request would hang in that for 20 s without Redis.
    "retry_policy": {"max_retries": 3, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.5},
}
CELERY_REDIS_SOCKET_TIMEOUT = 10
# A web request that cannot reach the broker must say so soon instead of hanging.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.5}
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=15.0)
CELERY_BEAT_SCHEDULE = {
    # A sweep that waited longer than the next one is worthless: it expires instead of piling up.
    "sweep-stories": {
        "task": "stories.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "sweep-images": {
        "task": "images.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "sweep-videos": {
        "task": "videos.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "sweep-products": {
        "task": "core.sweep_products",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "sweep-news": {
        "task": "core.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
}

# --- live events ---------------------------------------------------------------------------------------------------
# Only host, port, db and so on: the library passes them to both the blocking and the asyncio client. `retry: None`
# makes a send fail at once when Redis is away; the page then catches up from the database.
EVENTSTREAM_REDIS = {
    **{k: v for k, v in parse_url(REDIS_URL).items() if k != "connection_class"},
    "socket_connect_timeout": 2,
    "retry": None,
}
if "path" in EVENTSTREAM_REDIS:
    EVENTSTREAM_REDIS["unix_socket_path"] = EVENTSTREAM_REDIS.pop("path")
EVENTSTREAM_STORAGE_CLASS = "core.live.PresentState"
EVENTSTREAM_CHANNELMANAGER_CLASS = "core.live.StoryChannels"


def _site_url() -> str:
    """The address of the site: SITE_URL, else what `make run` chose for this copy, else the usual port."""
    written = VAR_DIR / "site.url"
    local = written.read_text().strip() if written.exists() else "http://127.0.0.1:8000"
    return env("SITE_URL", default="").strip() or local


SITE_URL = _site_url()

# --- how long a crash may hide -------------------------------------------------------------------------------------
# Whoever works on a row renews its lease; a lease that ran out says that its holder died.
LEASE_SECONDS = env.float("LEASE_SECONDS", default=30.0)

# --- keys of the services outside ----------------------------------------------------------------------------------
# A value that only shows where the real one goes ("your_key_here") counts as unset; a system check names it.
PLACEHOLDERS: list[str] = []


def _secret(name: str) -> str:
    value = env(name, default="").strip()
    if is_placeholder(value):
        PLACEHOLDERS.append(name)
        return ""
    return value


OPENAI_API_KEY = _secret("OPENAI_API_KEY")
OPENAI_BASE_URL = env("OPENAI_BASE_URL", default="").strip()  # empty: OpenAI itself; ends in /v1
OPENAI_TEXT_MODEL = env("OPENAI_TEXT_MODEL", default="gpt-6-luna")
OPENAI_TEXT_TIMEOUT = env.float("OPENAI_TEXT_TIMEOUT", default=120.0)  # seconds
OPENAI_IMAGE_MODEL = env("OPENAI_IMAGE_MODEL", default="gpt-image-2.6-flare")
OPENAI_IMAGE_QUALITY = env("OPENAI_IMAGE_QUALITY", default="medium")
OPENAI_IMAGE_TIMEOUT = env.float("OPENAI_IMAGE_TIMEOUT", default=180.0)  # seconds
CLOUDINARY_URL = _secret("CLOUDINARY_URL")
CLOUDINARY_PRESET = _secret("CLOUDINARY_PRESET")  # set: uploads are unsigned
# From where browsers may load pictures besides this site.
PICTURE_ORIGINS = [*cloudinary_origins(CLOUDINARY_URL), *map(str.strip, env.list("PICTURE_ORIGINS", default=[]))]

# --- writing -------------------------------------------------------------------------------------------------------
TEXT_PROVIDER = env("TEXT_PROVIDER", default="openai" if OPENAI_API_KEY else "local")
TEXT_PROVIDERS = {"local": "providers.text.local.LocalWriter", "openai": "providers.text.openai.OpenAIWriter"}
WRITE_TIMEOUT = env.float("WRITE_TIMEOUT", default=120.0)
# Other servers that speak OpenAI's API seldom have a moderation of their own.
MODERATE_INPUT = env.bool("MODERATE_INPUT", default=bool(OPENAI_API_KEY) and is_openai(OPENAI_BASE_URL))
MODERATORS = {"openai": "providers.text.moderation.OpenAIModerator"}

# --- drawing -------------------------------------------------------------------------------------------------------
IMAGE_PROVIDER = env("IMAGE_PROVIDER", default="openai" if OPENAI_API_KEY else "local")
IMAGE_PROVIDERS = {
    "local": "providers.images.local.illustrator.LocalIllustrator",
    "openai": "providers.images.openai.OpenAIIllustrator",
}
REVIEW_CHARACTER = env.bool("REVIEW_CHARACTER", default=True)  # show the fox before the twenty pictures are paid for
IMAGE_PREVIEWS = env.int("IMAGE_PREVIEWS", default=2)  # unfinished pictures shown while one is drawn; 0 to 3
# Pictures in flight at once, over all workers.
MAX_CONCURRENT_IMAGES = env.int("MAX_CONCURRENT_IMAGES", default=32)
# Pictures a minute over all workers, and how many of them may start at once (default: all).
IMAGES_PER_MINUTE = env.int("IMAGES_PER_MINUTE", default=15)
IMAGE_PERIOD_SECONDS = env.float("IMAGE_PERIOD_SECONDS", default=60.0)  # how long that minute is; shorter in benchmarks
IMAGE_BURST = env.int("IMAGE_BURST", default=0) or None
LOCAL_IMAGES_PER_MINUTE = env.int("LOCAL_IMAGES_PER_MINUTE", default=0) or None

# --- keeping pictures ----------------------------------------------------------------------------------------------
IMAGE_HOST = env("IMAGE_HOST", default="cloudinary" if CLOUDINARY_URL else "local")
IMAGE_HOSTS = {
    "local": "providers.hosting.local.LocalHost",
    "cloudinary": "providers.hosting.cloudinary.CloudinaryHost",
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

# --- clips ---------------------------------------------------------------------------------------------------------
VIDEO_PROVIDER = env("VIDEO_PROVIDER", default="local")
VIDEO_PROVIDERS = {
    "local": "providers.videos.local.LocalAnimator",
    "kling": "providers.videos.kling.KlingAnimator",
    "piapi": "providers.videos.piapi.PiAPIAnimator",
    "hailuo": "providers.videos.hailuo.HailuoAnimator",
}
KLING_ACCESS_KEY = _secret("KLING_ACCESS_KEY")
KLING_SECRET_KEY = _secret("KLING_SECRET_KEY")
KLING_BASE_URL = env("KLING_BASE_URL", default="https://api-singapore.klingai.com").strip()
KLING_MODEL = env("KLING_MODEL", default="kling-v2-5-turbo")
KLING_MODE = env("KLING_MODE", default="std")
KLING_API_KEY = _secret("KLING_API_KEY")  # PiAPI's, by the name that it has always had here
PIAPI_BASE_URL = env("PIAPI_BASE_URL", default="https://api.piapi.ai").strip()
PIAPI_MODEL = env("PIAPI_MODEL", default="2.6")  # the version of Kling
PIAPI_MODE = env("PIAPI_MODE", default="std")
HAILUO_API_KEY = (_secret("HAILUO_API_KEY") or _secret("HAILUO_AUTH")).removeprefix("Bearer ")
HAILUO_BASE_URL = env("HAILUO_BASE_URL", default="https://api.minimax.io").strip()
HAILUO_MODEL = env("HAILUO_MODEL", default="MiniMax-Hailuo-2.3-Fast")
HAILUO_RESOLUTION = env("HAILUO_RESOLUTION", default="768P")
VIDEO_SECONDS = env.float("VIDEO_SECONDS", default=5.0)  # the length that is asked for; vendors know a few lengths
VIDEO_TIMEOUT = env.float("VIDEO_TIMEOUT", default=3600.0)  # seconds until a clip counts as overdue
VIDEO_POLL_SECONDS = env.float("VIDEO_POLL_SECONDS", default=10.0)
MAX_CONCURRENT_VIDEOS = env.int("MAX_CONCURRENT_VIDEOS", default=5)  # at a service outside, over all workers

# --- films and downloads -------------------------------------------------------------------------------------------
# They have a queue of their own, and a worker of processes, which a time limit can stop.
RENDERING_QUEUE = "rendering"
RENDER_TIMEOUT = env.float("RENDER_TIMEOUT", default=900.0)  # seconds
RENDER_SOFT_TIMEOUT = RENDER_TIMEOUT - min(30.0, RENDER_TIMEOUT / 10)  # then it may still say why it stops
FILM_SCALE = env.float("FILM_SCALE", default=1.0)  # of 1080 by 1920 pixels; smaller films are made faster
CELERY_TASK_ROUTES = {
    "videos.make_here": {"queue": RENDERING_QUEUE},
    "videos.render": {"queue": RENDERING_QUEUE},
    "books.make": {"queue": RENDERING_QUEUE},
}
SPEECH_PROVIDER = env("SPEECH_PROVIDER", default="local")
SPEECH_PROVIDERS = {
    "local": "providers.speech.local.LocalSpeaker",
    "openai": "providers.speech.openai.OpenAISpeaker",
}  # "none" is nobody
SPEECH_BASE_URL = env("SPEECH_BASE_URL", default="").strip()  # any server that answers POST /audio/speech; ends in /v1
SPEECH_API_KEY = _secret("SPEECH_API_KEY")
SPEECH_MODEL = env("SPEECH_MODEL", default="tts-1")
SPEECH_VOICE = env("SPEECH_VOICE", default="alloy")
SPEECH_TIMEOUT = env.float("SPEECH_TIMEOUT", default=60.0)  # seconds for one scene

# --- Google Sheets -------------------------------------------------------------------------------------------------
USE_GOOGLE_AUTH = env.bool("USE_GOOGLE_AUTH", default=False)
GOOGLE_SHEET_ID = _secret("GOOGLE_SHEET_ID")
GOOGLE_SERVICE_ACCOUNT_FILE = env(
    "GOOGLE_SERVICE_ACCOUNT_FILE",
    default="/etc/secrets/service-account.json",
)
GOOGLE_API_URL = env("GOOGLE_API_URL", default="").strip()  # empty: Google itself
if USE_GOOGLE_AUTH:
    CELERY_BEAT_SCHEDULE["sweep-sheets"] = {
        "task": "sheets.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    }

# --- money ---------------------------------------------------------------------------------------------------------
# What was written for a budget and is no amount, by the setting's name; a system check names it.
NO_AMOUNTS: dict[str, str] = {}


def _budget(name: str) -> Decimal | None:
    """A budget in dollars, None for none. What is no amount becomes 0, which refuses everything that costs."""
    written = env.written(name)
    if not written:
        return None
    amount = dollars(written)
    if amount is None:
        NO_AMOUNTS[name] = written
    return amount or Decimal(0)


STORY_BUDGET_USD = _budget("STORY_BUDGET_USD")
DAILY_BUDGET_USD = _budget("DAILY_BUDGET_USD")


def _prices() -> Any:
    """PRICES from JSON. What is no JSON stays a text, by which no model has a price; a system check names it."""
    written = env.written("PRICES") or "{}"
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written


# Prices of models that providers/prices.py does not know, as JSON, in dollars a million tokens, or a second of a clip:
# {"my-model": {"input_text": 1, "output": 4}, "my-clips": {"second": 0.07}}
PRICES = _prices()

# --- how much one visitor may ask for (0: no limit) ----------------------------------------------------------------
STORIES_PER_HOUR = env.int("STORIES_PER_HOUR", default=10)
STORIES_PER_DAY = env.int("STORIES_PER_DAY", default=30)
REDRAWS_PER_STORY_HOUR = env.int("REDRAWS_PER_STORY_HOUR", default=100)
REWRITES_PER_STORY_HOUR = env.int("REWRITES_PER_STORY_HOUR", default=60)
CLIPS_PER_STORY_HOUR = env.int("CLIPS_PER_STORY_HOUR", default=100)
UPLOADS_PER_STORY_HOUR = env.int("UPLOADS_PER_STORY_HOUR", default=60)
FILMS_PER_STORY_HOUR = env.int("FILMS_PER_STORY_HOUR", default=20)
# All who come from one address may together have so many times as much.
VISITORS_PER_ADDRESS = env.int("VISITORS_PER_ADDRESS", default=5)
STREAMS_PER_VISITOR = env.int("STREAMS_PER_VISITOR", default=6)  # event streams open at once
STREAMS_PER_PROCESS = env.int("STREAMS_PER_PROCESS", default=1000)

# --- static files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if not STATIC_ROOT.is_dir():
    # Before `collectstatic` there is nothing to warn about on a developer's machine.
    filterwarnings("ignore", message="No directory at", module="django.core.handlers.base")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- requests ------------------------------------------------------------------------------------------------------
API_BODY_LIMIT = 256 * 1024  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# How large a body may be, in bytes, by the view's name or its app's; "" for all others.
BODY_LIMITS = {
    "ninja": API_BODY_LIMIT,
    "story:upload": 16 * 1024 * 1024,
    "film:add_music": 31 * 1024 * 1024,
    "": DATA_UPLOAD_MAX_MEMORY_SIZE,
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# --- errors and logging -----------------------------------------------------------------------------------------------
DEFAULT_EXCEPTION_REPORTER = "storyforge.logs.DiscreetReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "storyforge.logs.WithoutSecrets",
            "fmt": "{levelname:<7} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"without_sweeps": {"()": "storyforge.logs.WithoutSweeps"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_sweeps"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django_eventstream": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},  # tells of every part of a typeface that a book leaves out
        "fpdf": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
    },
}

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # whoever signs in with an address to go on to that is not ours
