"""The catalogue of settings: every environment variable that StoryForge reads, each of them once.

To add a setting, add it here: `NAME = env.<kind>("NAME", default, "what it does")`. Nothing else has to be edited:
it is a setting of Django (`settings.NAME`), `manage.py document_settings` writes it into docs/configuration.md, and
the system checks hold it to `least` and `most`. An `env.key`, and the password in an `env.address`, are kept out of
logs and pages. In a section that is `compared`, the doctor says whether the running workers have the same value.
`storyforge.environment` describes the kinds and what else can be said of a setting.
"""

import os
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import environ

from providers.openai_servers import is_openai
from storyforge.environment import Environment
from storyforge.service_urls import cloudinary_origins, password_in

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").is_file() and "STORYFORGE_TESTS" not in os.environ:  # a developer's keys are not for tests
    environ.Env.read_env(BASE_DIR / ".env")
env = Environment()


def _from_make_run(file: str) -> str:
    """What `make run` wrote into a file of this copy's folder; "" when it did not."""
    return path.read_text().strip() if (path := VAR_DIR / file).is_file() else ""


# --- the site --------------------------------------------------------------------------------------------------------
env.section("site")
VAR_DIR = Path(env.text("STORYFORGE_VAR", f"{BASE_DIR}/var", "folder of this copy's data", "`var`")).resolve()
DEBUG = env.flag("DEBUG", False, "error pages with details, and a staff account at the first start; on in `make run`")
SECRET_KEY = env.secret(
    "SECRET_KEY",
    _from_make_run("secret_key") or ("only-for-debug-on-this-machine" if DEBUG else ""),
    "signs sessions and forms, and makes the names of picture files",
    "made by `make run` in `var/secret_key`",
)
SECRET_KEY_FALLBACKS = env.names(
    "SECRET_KEY_FALLBACKS", "", "earlier `SECRET_KEY`s, without which visitors would lose their stories", secret=str
)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "names under which the site may be called")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", "", "other origins, with scheme, that may post here")
CORS_ORIGINS = env.names(
    "CORS_ORIGINS", "", "origins of other sites whose pages may use the API with a token, never with cookies"
)
HTTPS_ONLY = env.flag("HTTPS_ONLY", False, "redirect to HTTPS, secure cookies, HSTS")
HSTS_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", False, "with `HTTPS_ONLY`: HSTS for the names below the site's own too")
HSTS_PRELOAD = env.flag("HSTS_PRELOAD", False, "with `HSTS_SUBDOMAINS`: browsers may put the site into their lists")
BEHIND_PROXY = env.flag("BEHIND_PROXY", False, "believe `X-Forwarded-Proto` of the proxy in front")
TRUSTED_PROXIES = env.whole(
    "TRUSTED_PROXIES",
    int(BEHIND_PROXY),
    "how many proxies in a row add to `X-Forwarded-For`; see below",
    "`1` with `BEHIND_PROXY`, else `0`",
    least=0,
)
_DATABASE_URL = env.address(
    "DATABASE_URL",
    f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
    "for example `postgres://user:password@host/name`",
    "SQLite in `var/db.sqlite3`",
)
DATABASES = {"default": environ.Env.db_url_config(_DATABASE_URL)}
DATABASE_POOL_SIZE = env.whole(
    "DATABASE_POOL_SIZE", 16, "PostgreSQL connections that the threads of a process share; `0`: one a thread", least=0
)
REDIS_URL = env.address(
    "REDIS_URL",
    _from_make_run("redis.url") or "redis://127.0.0.1:6379/0",
    "broker, results, token bucket and live events; `rediss://` for TLS",
    "a Redis that `make run` starts",
)
REDIS_TLS_VERIFY = env.flag(
    "REDIS_TLS_VERIFY", True, "check the certificate of a `rediss://`; off for a self-signed one"
)
REDIS_KEY_PREFIX = env.text("REDIS_KEY_PREFIX", "", "before every key and channel, so that two sites can share a Redis")
SITE_URL = env.address(
    "SITE_URL",
    _from_make_run("site.url") or ("http://127.0.0.1:8000" if DEBUG else ""),
    "the site's address: for links to published stories, for pictures in a Google Sheet, and for `manage.py doctor`",
    "what `make run` wrote in `var/site.url`, else `http://127.0.0.1:8000` with `DEBUG`; without it there must be one",
)
OPERATOR_CONTACT = env.text(
    "OPERATOR_CONTACT", "", "e-mail address or URL under which visitors reach the people who run this site"
)
SILENCED_CHECKS = env.names(
    "SILENCED_CHECKS", "", "what you have decided about of `check --deploy`, as `storyforge.I002`"
)
env.elsewhere("HOST", "`127.0.0.1` under `make run`, else `0.0.0.0`", "address the site listens on")
env.elsewhere("PORT", "`8000`, or the next free one", "port of the site under `make run`")
env.elsewhere("FLOWER_PORT", "`PORT` + 1 under `make run`, else `PORT`", "port of Flower")
env.elsewhere("FLOWER_ADDRESS", "`127.0.0.1`", "where Flower listens when the `Procfile` starts it")
FLOWER_BASIC_AUTH = env.secret(
    "FLOWER_BASIC_AUTH",
    "",
    "`name:password` for Flower; needed to open it beyond this machine",
    part=lambda login: login.partition(":")[2],
)
FLOWER_URL = env.address("FLOWER_URL", "", "where staff open Flower; a link in the admin", "the one of `make run`")
env.elsewhere("WORKER_CONCURRENCY", "`16`", "drawings and writings at once in one worker (threads)")
LEASE_SECONDS = env.seconds("LEASE_SECONDS", 30, "how long a crash may stay unnoticed", least=2, check="W001")
SWEEP_SECONDS = env.seconds("SWEEP_SECONDS", 15, "how often abandoned work is looked for")
LOG_LEVEL = env.text("LOG_LEVEL", "INFO", "how much is logged")
LOG_FORMAT = env.choice("LOG_FORMAT", "text", "`text`, or `json`: one object a line, also in the access log")
METRICS_TOKEN = env.secret("METRICS_TOKEN", "", "with it Prometheus may read `/metrics`, as others than staff may not")
SENTRY_DSN = env.secret("SENTRY_DSN", "", "where errors are reported to, without texts, keys and addresses")

# --- accounts --------------------------------------------------------------------------------------------------------
env.section("accounts")
EMAIL_URL = env.address("EMAIL_URL", "", "the server that sends mail, as `smtp+tls://user:password@host:587`")
ACCOUNTS = env.text(
    "ACCOUNTS",
    "optional" if EMAIL_URL else "off",
    "`off`; `optional`: visitors may sign in, and then have their stories everywhere; `required`: they must",
    "`optional` with `EMAIL_URL`, else `off`",
)
STAFF_MFA = env.flag("STAFF_MFA", False, "staff need a second factor: an authenticator app or a passkey")
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL",
    f"StoryForge <noreply@{urlsplit(SITE_URL).hostname or 'localhost'}>",
    "from whom mail comes",
    "`noreply` at the host of `SITE_URL`",
)

# --- writing, drawing, storing ---------------------------------------------------------------------------------------
env.section("writing and drawing", compared=True)
OPENAI_API_KEY = env.key("OPENAI_API_KEY", "the key of OpenAI, or of another server that speaks its API")
OPENAI_BASE_URL = env.address("OPENAI_BASE_URL", "", "another server with OpenAI's API, ending in `/v1`", "OpenAI")
TEXT_BASE_URL = env.address("TEXT_BASE_URL", "", "the same for texts alone", "`OPENAI_BASE_URL`")
TEXT_API_KEY = env.key("TEXT_API_KEY", "its key; without one `OPENAI_API_KEY`, where that belongs to the same server")
OPENROUTER_API_KEY = env.key("OPENROUTER_API_KEY", "the key of OpenRouter, which writes, draws, speaks, makes clips")
_SHOWN = "`openai` with its key or an address, `openrouter` with its key, else `local`"
_ELSE = "openrouter" if OPENROUTER_API_KEY else "local"
_WRITES = "openai" if TEXT_BASE_URL or TEXT_API_KEY or OPENAI_API_KEY else _ELSE
TEXT_PROVIDER = env.choice("TEXT_PROVIDER", _WRITES, "who writes", _SHOWN)
OPENAI_TEXT_MODEL = env.text("OPENAI_TEXT_MODEL", "gpt-6-luna", "the model that writes")
OPENAI_TEXT_TIMEOUT = env.seconds("OPENAI_TEXT_TIMEOUT", 120, "how long one call of it may take")
WRITE_TIMEOUT = env.seconds("WRITE_TIMEOUT", 120, "until `POST /submit` answers 504; the story is still written")
# Other servers that speak OpenAI's API seldom have a moderation of their own.
_MODERATE = bool(OPENAI_API_KEY) and is_openai(OPENAI_BASE_URL)
MODERATE_INPUT = env.flag("MODERATE_INPUT", _MODERATE, "let OpenAI check what visitors type", "`true` with its own key")
IMAGE_BASE_URL = env.address("IMAGE_BASE_URL", "", "the same for pictures alone", "`OPENAI_BASE_URL`")
IMAGE_API_KEY = env.key("IMAGE_API_KEY", "its key; without one `OPENAI_API_KEY`, where that belongs to the same server")
_DRAWS = "openai" if IMAGE_BASE_URL or IMAGE_API_KEY or OPENAI_API_KEY else _ELSE
IMAGE_PROVIDER = env.choice(
    "IMAGE_PROVIDER",
    _DRAWS,
    "who draws: `local`, `openai`, `localai`, `openrouter`, `fal`, `gemini` or `comfyui`",
    _SHOWN,
)
OPENAI_IMAGE_MODEL = env.text("OPENAI_IMAGE_MODEL", "gpt-image-2.6-flare", "the model that draws")
OPENAI_IMAGE_QUALITY = env.text(
    "OPENAI_IMAGE_QUALITY", "medium", "`low`, `medium`, `high`, `xhigh`, `max` or `auto`; most of the price"
)
OPENAI_IMAGE_TIMEOUT = env.seconds("OPENAI_IMAGE_TIMEOUT", 180, "how long one picture may take")
OPENROUTER_TEXT_MODEL = env.text("OPENROUTER_TEXT_MODEL", "openai/gpt-6-luna", "OpenRouter's model that writes")
OPENROUTER_IMAGE_MODEL = env.text("OPENROUTER_IMAGE_MODEL", "google/gemini-3.1-flash-image", "the one that draws")
OPENROUTER_BASE_URL = env.server("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1", "another of its regions")
FAL_KEY = env.key("FAL_KEY", "fal.ai's key")
FAL_IMAGE_MODEL = env.text("FAL_IMAGE_MODEL", "fal-ai/nano-banana-2", "fal.ai's model that draws")
FAL_BASE_URL = env.server("FAL_BASE_URL", "https://queue.fal.run", "another server that answers as fal.ai's queue does")
GEMINI_IMAGE_MODEL = env.text("GEMINI_IMAGE_MODEL", "gemini-3.1-flash-image", "Google's model that draws")
COMFYUI_URLS = env.names(
    "COMFYUI_URLS", "http://127.0.0.1:8188", "your servers of ComfyUI, which share the work", secret=password_in
)
COMFYUI_WORKFLOW = env.text("COMFYUI_WORKFLOW", "", "file with a workflow that draws", "one for SDXL")
COMFYUI_EDIT_WORKFLOW = env.text("COMFYUI_EDIT_WORKFLOW", "", "file with a workflow that looks at other pictures")
IMAGE_JOB_TIMEOUT = env.seconds(
    "IMAGE_JOB_TIMEOUT", 900, "how long a picture may take at a service that works by a queue", most=1800
)
REVIEW_CHARACTER = env.flag("REVIEW_CHARACTER", True, "show a picture of the fox before the twenty are paid for")
IMAGE_PREVIEWS = env.whole(
    "IMAGE_PREVIEWS", 2, "previews of a picture, about 100 output tokens each", least=0, most=3, check="E006"
)
IMAGES_PER_MINUTE = env.whole(
    "IMAGES_PER_MINUTE", 15, "pictures that may start in any minute, over all workers", least=1, check="E002"
)
IMAGE_BURST = env.whole("IMAGE_BURST", 0, "how many may start at once; `1` spaces them evenly", "all of them") or None
IMAGE_PERIOD_SECONDS = env.seconds("IMAGE_PERIOD_SECONDS", 60, "how long that minute is; for trying things out faster")
MAX_CONCURRENT_IMAGES = env.whole(
    "MAX_CONCURRENT_IMAGES", 32, "pictures in flight at once, over all workers", least=1, check="E007"
)
_LOCAL_RATE = env.whole("LOCAL_IMAGES_PER_MINUTE", 0, "pictures a minute of the local illustrator", "no limit", least=1)
LOCAL_IMAGES_PER_MINUTE = _LOCAL_RATE or None
CLOUDINARY_URL = env.key("CLOUDINARY_URL", "the account, as `cloudinary://key:secret@cloud`", secret=password_in)
CLOUDINARY_PRESET = env.key("CLOUDINARY_PRESET", "an unsigned upload preset: `cloudinary://cloud` will do", secret=None)
_HOST = "cloudinary" if CLOUDINARY_URL else "local"
IMAGE_HOST = env.choice("IMAGE_HOST", _HOST, "who stores the pictures", "`cloudinary` with its URL, else `local`")
PICTURE_ORIGINS = [
    *cloudinary_origins(CLOUDINARY_URL),
    *env.names("PICTURE_ORIGINS", "", "more origins, with scheme, from which browsers may load pictures"),
]

# --- files -----------------------------------------------------------------------------------------------------------
env.section("files", compared=True)
STORY_FILES = env.names(
    "STORY_FILES",
    "local",
    "where stories' files are: `local`, a folder that all processes share; `s3`, a bucket; `s3,local` while they move",
)
S3_BUCKET = env.text("S3_BUCKET", "", "the bucket, which nobody else needs to read")
S3_ENDPOINT_URL = env.address("S3_ENDPOINT_URL", "", "the service, as `https://s3.example.org`", "Amazon's")
S3_BROWSER_URL = env.address("S3_BROWSER_URL", "", "the same as browsers reach it", "`S3_ENDPOINT_URL`")
S3_REGION = env.text("S3_REGION", "us-east-1", "its region; `auto` for R2")
S3_ACCESS_KEY = env.key("S3_ACCESS_KEY", "a key that may list, read, write and delete in the bucket", secret=None)
S3_SECRET_KEY = env.key("S3_SECRET_KEY", "its secret")
S3_PREFIX = env.text("S3_PREFIX", "", "before every name, so that two sites can share a bucket")

# --- how long things are kept ----------------------------------------------------------------------------------------
env.section("keeping", compared=True)
RETAIN_UNFINISHED_DAYS = env.days(
    "RETAIN_UNFINISHED_DAYS", "after which a story is deleted whose pictures are not all approved, if nobody touched it"
)
RETAIN_FINISHED_DAYS = env.days(
    "RETAIN_FINISHED_DAYS", "the same for a story with twenty approved pictures, unless it has a public page"
)
RETAIN_VERSIONS_DAYS = env.days(
    "RETAIN_VERSIONS_DAYS", "after which versions of a picture are removed that are neither shown nor the newest"
)

# --- clips -----------------------------------------------------------------------------------------------------------
env.section("clips", compared=True)
VIDEO_PROVIDER = env.choice(
    "VIDEO_PROVIDER",
    "local",
    "who makes clips: `local`, `comfyui`, `kling`, `hailuo`, `veo`, `fal`, `openrouter` or `piapi`",
)
VIDEO_SECONDS = env.seconds("VIDEO_SECONDS", 5, "how long a clip is to be; a service takes the nearest of its lengths")
VIDEO_TIMEOUT = env.seconds("VIDEO_TIMEOUT", 3600, "after which a clip counts as overdue and a person decides")
VIDEO_POLL_SECONDS = env.seconds("VIDEO_POLL_SECONDS", 10, "how often it is asked at first whether a clip is done")
COMFYUI_VIDEO_WORKFLOW = env.text("COMFYUI_VIDEO_WORKFLOW", "", "file with a workflow that makes a clip of a picture")
MAX_CONCURRENT_VIDEOS = env.whole(
    "MAX_CONCURRENT_VIDEOS", 5, "clips under way at once at a service, over all workers", least=1, check="E007"
)
_ONE_KEY = "api-key-"  # Kling's single keys begin with it
KLING_ACCESS_KEY = env.key("KLING_ACCESS_KEY", "Kling's older kind of key, with a secret one")
KLING_SECRET_KEY = env.key("KLING_SECRET_KEY", "the secret one")
_KEY = env.key("KLING_API_KEY", "Kling's key, which begins with `api-key-`; any other is taken for `PIAPI_API_KEY`")
KLING_API_KEY = next((key for key in (_KEY, KLING_ACCESS_KEY) if key.startswith(_ONE_KEY)), "")
KLING_MODEL = env.text(
    "KLING_MODEL", "kling-v2-5-turbo", "Kling's model; `kling-3.0`, `kling-3.0-turbo` and the like need `KLING_API_KEY`"
)
KLING_MODE = env.text("KLING_MODE", "std", "`std` (720p) or `pro` (1080p, dearer)")
KLING_BASE_URL = env.server("KLING_BASE_URL", "https://api-singapore.klingai.com", "another of Kling's regions")
_OLD_KEY = "" if _KEY.startswith(_ONE_KEY) else _KEY
PIAPI_API_KEY = env.key("PIAPI_API_KEY", "PiAPI's key; PiAPI needs `IMAGE_HOST=cloudinary`") or _OLD_KEY
PIAPI_MODEL = env.text("PIAPI_MODEL", "2.6", "the version of Kling there")
PIAPI_MODE = env.text("PIAPI_MODE", "std", "`std` or `pro`")
PIAPI_BASE_URL = env.server("PIAPI_BASE_URL", "https://api.piapi.ai", "another server that answers as PiAPI does")
HAILUO_AUTH = env.key("HAILUO_AUTH", "the old name of `HAILUO_API_KEY`")
HAILUO_API_KEY = (env.key("HAILUO_API_KEY", "MiniMax's key") or HAILUO_AUTH).removeprefix("Bearer ")
HAILUO_MODEL = env.text("HAILUO_MODEL", "MiniMax-Hailuo-2.3-Fast", "MiniMax's model, as `MiniMax-H3`")
HAILUO_RESOLUTION = env.text(
    "HAILUO_RESOLUTION", "768P", "`768P` or `1080P`, for `MiniMax-H3` `2K`; `MiniMax-Hailuo-02` also knows `512P`"
)
HAILUO_BASE_URL = env.server("HAILUO_BASE_URL", "https://api.minimax.io", "`https://api.minimaxi.com` in China")
GEMINI_API_KEY = env.key("GEMINI_API_KEY", "Google's key, for `gemini` and `veo`")
VEO_MODEL = env.text("VEO_MODEL", "veo-3.1-fast-generate-preview", "Google's model that makes clips")
VEO_RESOLUTION = env.text("VEO_RESOLUTION", "720p", "`720p`, `1080p` or `4k`")
GEMINI_BASE_URL = env.server(
    "GEMINI_BASE_URL", "https://generativelanguage.googleapis.com", "another server that answers as Google's does"
)
OPENROUTER_VIDEO_MODEL = env.text("OPENROUTER_VIDEO_MODEL", "kwaivgi/kling-v3.0-std", "OpenRouter's model for clips")
OPENROUTER_VIDEO_RESOLUTION = env.text("OPENROUTER_VIDEO_RESOLUTION", "720p", "one that the model offers")
FAL_VIDEO_MODEL = env.text(
    "FAL_VIDEO_MODEL", "fal-ai/kling-video/v2.6/pro/image-to-video", "fal.ai's model that makes clips of pictures"
)

# --- films and downloads ---------------------------------------------------------------------------------------------
env.section("films", compared=True)
RENDER_TIMEOUT = env.seconds("RENDER_TIMEOUT", 900, "how long a film, clip or download may take on this machine")
SPEECH_PROVIDER = env.choice(
    "SPEECH_PROVIDER", "local", "who reads scenes out: `local`, `openai`, `openrouter` or `none`", also="none"
)
SPEECH_BASE_URL = env.address("SPEECH_BASE_URL", "", "where `POST /audio/speech` is; ends in `/v1`", "OpenAI")
SPEECH_API_KEY = env.key("SPEECH_API_KEY", "its key; servers on this machine often need none")
_MODEL, _VOICE = "tts-1", "alloy"
if SPEECH_PROVIDER == "openrouter":
    _MODEL, _VOICE = "mistralai/voxtral-mini-tts-2603", "en_paul_neutral"
SPEECH_MODEL = env.text("SPEECH_MODEL", _MODEL, "its model", "`tts-1`; `mistralai/voxtral-mini-tts-2603` at OpenRouter")
SPEECH_VOICE = env.text(
    "SPEECH_VOICE",
    _VOICE,
    "its voice; films that another voice reads are then out of date",
    "`alloy`; `en_paul_neutral` at OpenRouter",
)
SPEECH_CHARACTERS = env.whole(
    "SPEECH_CHARACTERS",
    200 if "groq.com" in SPEECH_BASE_URL else 4096,
    "the longest text that it takes; longer ones are read in parts",
    "`4096`; `200` at Groq",
    least=50,
)
SPEECH_TIMEOUT = env.seconds("SPEECH_TIMEOUT", 60, "for one scene")
FILM_SCALE = env.number("FILM_SCALE", 1, "of 1080 by 1920 pixels; smaller films are made faster", least=0.1, most=1)

# --- Google Sheets ---------------------------------------------------------------------------------------------------
env.section("Google Sheets", compared=True)
USE_GOOGLE_AUTH = env.flag("USE_GOOGLE_AUTH", False, "write a worksheet for each story that changes from then on")
GOOGLE_SHEET_ID = env.key(
    "GOOGLE_SHEET_ID", "what stands between `/d/` and `/edit` in the sheet's address", secret=None
)
GOOGLE_SERVICE_ACCOUNT_JSON = env.secret("GOOGLE_SERVICE_ACCOUNT_JSON", "", "the JSON key of a service account")
GOOGLE_SERVICE_ACCOUNT_FILE = env.text(
    "GOOGLE_SERVICE_ACCOUNT_FILE", "/etc/secrets/service-account.json", "else a file with that key"
)
GOOGLE_API_URL = env.address("GOOGLE_API_URL", "", "a server that answers as Google Sheets does", "Google itself")

# --- how much one visitor may ask for --------------------------------------------------------------------------------
env.section("limits")
STORIES_PER_HOUR = env.limit("STORIES_PER_HOUR", 10, "stories that one visitor may begin in any hour")
STORIES_PER_DAY = env.limit("STORIES_PER_DAY", 30, "the same in any 24 hours")
BATCH_STORIES_AT_ONCE = env.whole(
    "BATCH_STORIES_AT_ONCE", 3, "stories of batches that are made at once; visitors' pictures go between them", least=1
)
REDRAWS_PER_STORY_HOUR = env.limit(
    "REDRAWS_PER_STORY_HOUR", 100, "pictures of a story redrawn, rejected, edited or varied (four each) in any hour"
)
REWRITES_PER_STORY_HOUR = env.limit("REWRITES_PER_STORY_HOUR", 60, "scenes of a story written again in any hour")
CLIPS_PER_STORY_HOUR = env.limit("CLIPS_PER_STORY_HOUR", 100, "clips of a story asked for in any hour; all are twenty")
UPLOADS_PER_STORY_HOUR = env.limit("UPLOADS_PER_STORY_HOUR", 60, "pictures and music uploaded to a story in any hour")
FILMS_PER_STORY_HOUR = env.limit(
    "FILMS_PER_STORY_HOUR", 20, "films and downloads of a story begun in any hour; those that exist do not count"
)
VISITORS_PER_ADDRESS = env.limit(
    "VISITORS_PER_ADDRESS", 5, "so many times as much for all visitors of one address; `0`: addresses do not count"
)
STREAMS_PER_VISITOR = env.limit("STREAMS_PER_VISITOR", 6, "event streams of one visitor, over all web processes")
STREAMS_PER_PROCESS = env.limit(
    "STREAMS_PER_PROCESS", 1000, "event streams of one web process; pages without one ask every few seconds"
)
CONNECTIONS_PER_ADDRESS = env.limit(
    "CONNECTIONS_PER_ADDRESS", 100, "connections of one address that wait for its requests; the oldest makes room"
)
UPLOADS_PER_ADDRESS = env.limit("UPLOADS_PER_ADDRESS", 8, "bodies above 100 kB that one address sends at once")
UPLOADS_PER_PROCESS = env.limit("UPLOADS_PER_PROCESS", 32, "the same, of all addresses, in one web process")
REQUEST_SECONDS = env.seconds(
    "REQUEST_SECONDS", 20, "until the headers of a request must be there; and the longest pause in its body"
)
LEAST_BYTES_PER_SECOND = env.whole(
    "LEAST_BYTES_PER_SECOND", 4096, "bodies, and readers of answers, that are slower than this are given up", least=1
)
KEEP_ALIVE_SECONDS = env.seconds(
    "KEEP_ALIVE_SECONDS",
    75,
    "how long a connection is kept for its next request, longer than by the proxy; and the longest pause of a reader",
)
STOP_SECONDS = env.seconds(
    "STOP_SECONDS", 20, "how long a web process finishes its requests after SIGTERM; less than until SIGKILL comes"
)
PAGE_REPORTS_PER_HOUR = env.limit("PAGE_REPORTS_PER_HOUR", 10, "reports of public pages from one address in any hour")
LINK_TRIES_PER_HOUR = env.limit(
    "LINK_TRIES_PER_HOUR", 30, "tries to open a link to go on elsewhere from one address, right ones too"
)
LOGINS_PER_HOUR = env.limit("LOGINS_PER_HOUR", 60, "tries to sign in from one address, right ones too")
LOGIN_FAILURES = env.limit("LOGIN_FAILURES", 5, "wrong passwords for a name from one address, which locks it there")
LOGIN_LOCK_MINUTES = env.whole("LOGIN_LOCK_MINUTES", 15, "for how long", least=1)
CSP_REPORTS_PER_HOUR = env.limit(
    "CSP_REPORTS_PER_HOUR", 20, "reports of what the Content-Security-Policy refused that are logged, from one address"
)
STAFF_IDLE_SECONDS = env.seconds(
    "STAFF_IDLE_SECONDS",
    8 * 3600,
    "after so long without a click a sign-in of staff ends; a browser's own stories stay",
)

# --- money -----------------------------------------------------------------------------------------------------------
env.section("money", compared=True)
STORY_BUDGET_USD = env.dollars("STORY_BUDGET_USD", "what one story may cost: `5`, `2.50` or `$5`")
# Whoever forgets the budget must not pay for what strangers start all day. Other servers may be free.
_SPEAKS = SPEECH_PROVIDER == "openai" and is_openai(SPEECH_BASE_URL)
_WRITES_OR_DRAWS = (TEXT_PROVIDER == "openai" and is_openai(TEXT_BASE_URL or OPENAI_BASE_URL)) or (
    IMAGE_PROVIDER == "openai" and is_openai(IMAGE_BASE_URL or OPENAI_BASE_URL)
)
_DRAWS_ELSEWHERE = IMAGE_PROVIDER in ("fal", "gemini")
_ROUTES = "openrouter" in (TEXT_PROVIDER, IMAGE_PROVIDER, SPEECH_PROVIDER)
_ANIMATES_ELSEWHERE = VIDEO_PROVIDER in ("kling", "piapi", "hailuo", "fal", "veo", "openrouter")
# Staff may switch to any service whose key is set, without a restart.
_KEYS = [OPENROUTER_API_KEY, FAL_KEY, GEMINI_API_KEY, KLING_API_KEY, KLING_ACCESS_KEY, PIAPI_API_KEY, HAILUO_API_KEY]
_CAN_COST = any(_KEYS) or bool(OPENAI_API_KEY and is_openai(OPENAI_BASE_URL))
_COSTS = _CAN_COST or _SPEAKS or _WRITES_OR_DRAWS or _ROUTES or _DRAWS_ELSEWHERE or _ANIMATES_ELSEWHERE
DAILY_BUDGET_USD = env.dollars(
    "DAILY_BUDGET_USD",
    "what all stories of a day (UTC) together may cost; `none` for no limit",
    "`20` where a service that costs money is chosen or has its key, else none",
    default=Decimal(20) if _COSTS else None,
)
DAILY_BUDGET_IS_DEFAULT = _COSTS and not env.is_set("DAILY_BUDGET_USD")
ALERT_WEBHOOK_URL = env.secret(
    "ALERT_WEBHOOK_URL", "", 'where `{"text": ...}` is posted when 80 % of a day\'s budget are used, as Slack takes it'
)
PRICES = env.json("PRICES", "prices of models that [prices.py](../providers/prices.py) does not know; see below")

CATALOGUE = tuple(env.settings)
PLACEHOLDERS = env.placeholders
NO_AMOUNTS = env.no_amounts
