"""Django's settings. What the environment can change stands in `storyforge.catalogue`; what follows from it, here."""
# ruff: noqa: F403, F405 - every name of the catalogue is a setting

import sys
from datetime import timedelta
from warnings import filterwarnings

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from storyforge.catalogue import *
from storyforge.redis_url import tls_options, usable_redis_url
from storyforge.story_files import file_origins, story_storages

# --- security ------------------------------------------------------------------------------------------------------
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set, so nothing can be signed. Set SECRET_KEY to a long random string, or use `make run`, "
        f"which makes one for this machine. Did `make run` have STORYFORGE_VAR? Then set it here too; it is {VAR_DIR}."
    )
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS_ONLY
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
# Subdomains, and the lists built into browsers, are for the operator to decide: our own checks name our settings.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS_SUBDOMAINS
SECURE_HSTS_PRELOAD = HSTS_SUBDOMAINS and HSTS_PRELOAD
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", *SILENCED_CHECKS]
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "core.web.sessions"
SESSION_COOKIE_AGE = 365 * 24 * 3600  # a visitor owns stories by the session: as long as browsers allow
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- signing in ----------------------------------------------------------------------------------------------------
# Without ACCOUNTS and STAFF_MFA only staff sign in, on Django admin's own page, and of allauth nothing is loaded but
# its tables.
SIGN_IN_PAGES = ACCOUNTS != "off" or STAFF_MFA
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    *(["allauth.account.auth_backends.AuthenticationBackend"] if SIGN_IN_PAGES else []),
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}}]
LOGIN_URL = "account_login" if SIGN_IN_PAGES else "admin:login"
LOGIN_REDIRECT_URL = "quiz:home" if SIGN_IN_PAGES else "admin:index"  # where `next` is not on this site
AXES_LOCK_OUT_AT_FAILURE = LOGIN_FAILURES != 0
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOGIN_LOCK_MINUTES)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # by address too, or a stranger could lock a user out
AXES_LOCKOUT_CALLABLE = "core.web.middleware.locked_out"
AXES_CLIENT_IP_CALLABLE = "core.web.visitors.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "core.web.middleware.signed_in_as"

# --- accounts, by allauth ------------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "visitors.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}  # staff have names
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_CHANGE_EMAIL = True  # one address an account
# Codes, not links: they are typed into the browser whose stories move along, and lead nobody to an invented address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "StoryForge: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_BLACKLIST = ["visitor", "admin", "staff"]
ACCOUNT_LOGOUT_REDIRECT_URL = "quiz:home"
MFA_ADAPTER = "visitors.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True  # sign-up is open where ACCOUNTS says so
MFA_TOTP_ISSUER = "StoryForge"
MFA_TOTP_TOLERANCE = 1  # 30 s, by which a phone's clock may be wrong
ACCOUNT_RATE_LIMITS = {"signup": "5/m/ip,30/h/ip"}  # beside allauth's own; passwords are counted as LOGIN_FAILURES says
EMAIL_BACKEND = "django.core.mail.backends." + ("console.EmailBackend" if DEBUG else "dummy.EmailBackend")
EMAIL_TIMEOUT = 10  # seconds
if EMAIL_URL:
    try:
        vars().update(environ.Env.email_url_config(EMAIL_URL))
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read, so no mail can be sent. Write it as smtp+tls://user:password@host:587, or "
            "smtp+ssl://... where the server speaks TLS from the start."
        ) from error
CACHES = {  # only what allauth limits is counted in it
    "default": {
        "BACKEND": "core.cache.OptionalRedisCache",
        "KEY_PREFIX": f"{REDIS_KEY_PREFIX}CACHE",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
}

# --- applications --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # They only serve `runserver`, and would slow down the start of every other process.
    *(["daphne", "whitenoise.runserver_nostatic"] if "runserver" in sys.argv else []),
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
    "visitors.apps.AxesConfig",
    "allauth",
    "visitors.apps.AllauthConfig",
    "visitors.apps.AllauthMfaConfig",
    "core",
    "providers",
    "stories",
    "quiz",
    "images",
    "videos",
    "books",
    "publishing",
    "visitors.apps.VisitorsConfig",
    "sheets",
    "batches",
    "studio",
    "storyforge.apps.StoryForgeConfig",
]
MIDDLEWARE = [
    "core.web.middleware.ContentSecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",  # does nothing without CORS_ORIGINS
    "django.middleware.security.SecurityMiddleware",
    "core.web.middleware.CompressTextsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.web.visitors.VisitorSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.web.middleware.AdminLookupMiddleware",
    "core.web.middleware.RefusedMiddleware",
    *(["allauth.account.middleware.AccountMiddleware"] if SIGN_IN_PAGES else []),
    *(["visitors.middleware.SecondFactorMiddleware"] if STAFF_MFA else []),
    *(["visitors.middleware.SignInRequiredMiddleware"] if ACCOUNTS == "required" else []),
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "storyforge.urls_with_accounts" if SIGN_IN_PAGES else "storyforge.urls"
ASGI_APPLICATION = "storyforge.asgi.application"
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
                "storyforge.privacy.operator_contact",
                "core.web.visitors.sign_in_pages",
            ],
        },
    }
]

# --- database ------------------------------------------------------------------------------------------------------
# SQLite is shared by web, worker and beat: WAL lets readers go on while one writes, an immediate transaction takes the
# write lock before it reads (so it is never refused half-way), and the timeout waits for the other writers.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
# On PostgreSQL the threads of a process share these connections: a thread releases its own during every call of a
# provider, so a few serve hundreds of pictures in flight. 0 gives every thread one of its own.
if DATABASES["default"]["ENGINE"].endswith("postgresql") and DATABASE_POOL_SIZE:
    _pool = {"min_size": 0, "max_size": DATABASE_POOL_SIZE, "timeout": 30, "max_idle": 60}
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = _pool
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery --------------------------------------------------------------------------------------------------------
REDIS_URL = usable_redis_url(REDIS_URL, verify=REDIS_TLS_VERIFY)
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_USE_SSL = tls_options(REDIS_URL)
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
# A message that is not acknowledged in this time is delivered again; every countdown here is far shorter.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "global_keyprefix": REDIS_KEY_PREFIX,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {
    "global_keyprefix": REDIS_KEY_PREFIX,
    # Sending a chord subscribes to its results; by default that hangs for 20 s without Redis.
    "retry_policy": {"max_retries": 3, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.5},
}
CELERY_REDIS_SOCKET_TIMEOUT = 10
# A web request that cannot reach the broker must say so soon instead of hanging.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2, "interval_max": 0.5}
# A sweep expires when the next one is sent, instead of piling up.
_SWEEPS = {
    "sweep-stories": "stories.sweep",
    "sweep-images": "images.sweep",
    "sweep-videos": "videos.sweep",
    "sweep-batches": "batches.sweep",
    "sweep-artifacts": "core.sweep_artifacts",
    "sweep-announcements": "core.sweep",
} | ({"sweep-sheets": "sheets.sweep"} if USE_GOOGLE_AUTH else {})
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}}
    for name, task in _SWEEPS.items()
}
# What nobody needs any more goes once a day, when few are awake.
_DAILY = ((3, "quiz.forget_abandoned"), (4, "storyforge.clear_sessions"), (5, "storyforge.forget_old"))
for _hour, _task in _DAILY:
    _daily = {"task": _task, "schedule": crontab(hour=_hour, minute=17), "options": {"expires": 3600}}
    CELERY_BEAT_SCHEDULE[_task] = _daily

# --- live events ---------------------------------------------------------------------------------------------------
EVENTSTREAM_STORAGE_CLASS = "api.present_state.PresentState"

# --- providers: what TEXT_PROVIDER and the like choose from ----------------------------------------------------------
TEXT_PROVIDERS = {
    "local": "providers.text.local.LocalWriter",
    "openai": "providers.text.openai.OpenAIWriter",
    "openrouter": "providers.text.openrouter.OpenRouterWriter",
}
MODERATORS = {"openai": "providers.text.moderation.OpenAIModerator"}
IMAGE_PROVIDERS = {
    "local": "providers.images.local.LocalIllustrator",
    "openai": "providers.images.openai.OpenAIIllustrator",
    "localai": "providers.images.localai.LocalAIIllustrator",
    "openrouter": "providers.images.openrouter.OpenRouterIllustrator",
    "fal": "providers.images.fal.FalIllustrator",
    "comfyui": "providers.images.comfyui.ComfyUIIllustrator",
    "gemini": "providers.images.gemini.GeminiIllustrator",
}
IMAGE_HOSTS = {
    "local": "providers.hosting.local.LocalHost",
    "cloudinary": "providers.hosting.cloudinary.CloudinaryHost",
}
VIDEO_PROVIDERS = {
    "local": "providers.videos.local.LocalAnimator",
    "comfyui": "providers.videos.comfyui.ComfyUIAnimator",
    "kling": "providers.videos.kling.KlingAnimator",
    "piapi": "providers.videos.piapi.PiAPIAnimator",
    "hailuo": "providers.videos.hailuo.HailuoAnimator",
    "fal": "providers.videos.fal.FalAnimator",
    "veo": "providers.videos.veo.VeoAnimator",
    "openrouter": "providers.videos.openrouter.OpenRouterAnimator",
}
SPEECH_PROVIDERS = {
    "local": "providers.speech.local.LocalSpeaker",
    "openai": "providers.speech.openai.OpenAISpeaker",
    "openrouter": "providers.speech.openrouter.OpenRouterSpeaker",
}

SERVICE_CHOICE_SECONDS = 2  # how long a process remembers who was chosen (core.service_choice)

# --- files -----------------------------------------------------------------------------------------------------------
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
_S3 = {"bucket": S3_BUCKET, "endpoint": S3_ENDPOINT_URL, "browsers": S3_BROWSER_URL, "region": S3_REGION}
_S3_ACCESS = {"access_key": S3_ACCESS_KEY, "secret_key": S3_SECRET_KEY, "prefix": S3_PREFIX}
FILE_ORIGINS = file_origins(STORY_FILES, **_S3)

# --- films and downloads ---------------------------------------------------------------------------------------------
# Films, and the clips that this machine makes, have queues of their own, and a worker with processes, which a time
# limit can stop: the renderer takes from both in turn. Downloads have a queue that the worker takes, so that none waits
# for a film.
RENDERING_QUEUE, CLIPS_QUEUE, DOWNLOADS_QUEUE = "rendering", "clips", "downloads"
RENDER_SOFT_TIMEOUT = RENDER_TIMEOUT - min(30.0, RENDER_TIMEOUT / 10)  # leaves time to say why it stops
CELERY_TASK_ROUTES = {
    "videos.make_here": {"queue": CLIPS_QUEUE},
    "videos.render": {"queue": RENDERING_QUEUE},
    "books.make": {"queue": DOWNLOADS_QUEUE},
    "books.export": {"queue": DOWNLOADS_QUEUE},
}

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
    **story_storages(STORY_FILES, **_S3, **_S3_ACCESS),
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
    "csp_report": 8 * 1024,
    "film:add_music": 31 * 1024 * 1024,
    "": DATA_UPLOAD_MAX_MEMORY_SIZE,
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- pages of other sites --------------------------------------------------------------------------------------------
# They use the API with a token: browsers let them send no cookie, and read no answer to one.
CORS_ALLOWED_ORIGINS = CORS_ORIGINS
CORS_ALLOW_CREDENTIALS = False
CORS_URLS_REGEX = (
    r"^/(submit|approve_scenes|story|approve_image|edit_image|approve_videos|undo_delete|debug_story|stream|media)(/|$)"
)
CORS_ALLOW_METHODS = ["GET", "POST", "DELETE"]
CORS_ALLOW_HEADERS = ["authorization", "content-type"]
CORS_EXPOSE_HEADERS = ["X-Story-Id", "X-Request-ID", "Retry-After"]

# --- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"

# --- errors and logging -----------------------------------------------------------------------------------------------
DEFAULT_EXCEPTION_REPORTER = "storyforge.logs.RedactingReporter"
LOG_FORMATS = {
    "text": {
        "()": "storyforge.logs.RedactingFormatter",
        "fmt": "{levelname:<7} {name}: {message}",
        "style": "{",
    },
    "json": {"()": "storyforge.logs.JSONFormatter"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"console": LOG_FORMATS.get(LOG_FORMAT, LOG_FORMATS["text"])},
    "filters": {
        "without_sweeps": {"()": "storyforge.logs.SweepFilter"},
        "one_line": {"()": "storyforge.logs.OneLineFilter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "console", "filters": ["without_sweeps"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a 4xx is a line of the access log; here it would show a story's id
        "django.security.DisallowedHost": {"filters": ["one_line"]},
        "django_eventstream": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},  # warns of every table of a font that a book leaves out
        "fpdf": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
    },
}
