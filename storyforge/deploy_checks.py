"""What is left to the operator before a site is open to the public: the checks of `manage.py check --deploy`, beside
Django's own, which name DEBUG and a weak SECRET_KEY. What is decided otherwise goes into SILENCED_CHECKS."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning

from storyforge.story_files import LOCAL, S3

SHORTEST_PASSWORD = 12  # characters, of Flower
HERE = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


def check_deploy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything that is neither set nor decided, each with the setting and what to do about it."""
    return [*names(), *https(), *proxies(), *database(), *files(), *flower(), *staff(), *visitors(), *money()]


def names() -> Iterator[CheckMessage]:
    """The names under which people open the site."""
    hosts = set(settings.ALLOWED_HOSTS)
    if hosts <= HERE or "*" in hosts:
        which = "every name, also to an attacker's" if "*" in hosts else "no name that others could open"
        said = f"ALLOWED_HOSTS is {','.join(sorted(hosts))}: the site answers to {which}."
        hint = "Set ALLOWED_HOSTS to the names under which people open the site, with commas between."
        yield Warning(said, hint=hint, id="storyforge.W030")
    if urlsplit(settings.SITE_URL).hostname in HERE:
        said = f"SITE_URL is {settings.SITE_URL}: links to published stories lead nobody to this site."
        hint = "Set SITE_URL to the address under which people open the site, like https://fox.example."
        yield Warning(said, hint=hint, id="storyforge.W031")


def https() -> Iterator[CheckMessage]:
    """Whether what travels is encrypted."""
    if not settings.HTTPS_ONLY:
        said = "HTTPS_ONLY is off: cookies, and whatever visitors write, travel unencrypted."
        hint = "Let a proxy in front end HTTPS; then set HTTPS_ONLY=true and BEHIND_PROXY=true."
        yield Warning(said, hint=hint, id="storyforge.W032")
        return
    if not settings.BEHIND_PROXY:
        said = "HTTPS_ONLY is on and BEHIND_PROXY is off, but the web process itself speaks no HTTPS."
        hint = "Set BEHIND_PROXY=true where the proxy that ends HTTPS sets X-Forwarded-Proto."
        yield Warning(said, hint=hint, id="storyforge.W033")
    if not settings.HSTS_SUBDOMAINS:
        said = "HSTS_SUBDOMAINS is off: browsers insist on HTTPS for the site's own name, and not for those below it."
        hint = f"Set HSTS_SUBDOMAINS=true if they all speak HTTPS. {_or_silence('I001')}"
        yield Info(said, hint=hint, id="storyforge.I001")
    elif not settings.HSTS_PRELOAD:
        said = "HSTS_PRELOAD is off: no browser knows before the first visit that this site speaks HTTPS alone."
        hint = f"Set HSTS_PRELOAD=true and enter the name at hstspreload.org; it is hard to undo. {_or_silence('I005')}"
        yield Info(said, hint=hint, id="storyforge.I005")


def proxies() -> Iterator[CheckMessage]:
    """Limits that only a proxy in front can keep."""
    if settings.TRUSTED_PROXIES > 0:
        said = (
            "All connections come from a proxy (TRUSTED_PROXIES), so CONNECTIONS_PER_ADDRESS and UPLOADS_PER_ADDRESS "
            "do nothing; whether the proxy limits them is not known here."
        )
        hint = f"Limit connections and large uploads by address there, as docs/nginx.conf does. {_or_silence('I002')}"
        yield Info(said, hint=hint, id="storyforge.I002")


def database() -> Iterator[CheckMessage]:
    """A database for many processes."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        said = "DATABASE_URL names SQLite: one process writes at a time, and all must run on one machine."
        hint = "Set DATABASE_URL to a PostgreSQL database, like postgres://user:password@host/name."
        yield Warning(said, hint=hint, id="storyforge.W034")


def files() -> Iterator[CheckMessage]:
    """Whether all processes reach the stories' files, and browsers those in a bucket."""
    if len(settings.STORY_FILES) > 1:
        new = settings.STORY_FILES[0]
        said = (
            f"STORY_FILES is {','.join(settings.STORY_FILES)}, which is for a move: files are looked for in two places."
        )
        hint = f"Run `python manage.py move_files --to {new}`; when it says that every file is there, set it to {new}."
        yield Info(said, hint=hint, id="storyforge.I007")
    if LOCAL in settings.STORY_FILES:
        said = "STORY_FILES is local: films, pictures and downloads are lost unless all processes share STORYFORGE_VAR."
        hint = (
            f"Let them share it (`manage.py doctor` says whether they do), or set STORY_FILES=s3. {_or_silence('I006')}"
        )
        yield Info(said, hint=hint, id="storyforge.I006")
    name = "S3_BROWSER_URL" if settings.S3_BROWSER_URL else "S3_ENDPOINT_URL"
    if S3 not in settings.STORY_FILES or not (address := getattr(settings, name)):
        return
    parts = urlsplit(address)
    if parts.hostname in HERE or "." not in (parts.hostname or ""):
        said = f"{name} is {parts.hostname}, a name that browsers elsewhere do not know: they get no films."
        hint = "Set S3_BROWSER_URL to the address under which browsers reach the bucket's service."
        yield Warning(said, hint=hint, id="storyforge.W038")
    elif parts.scheme == "http" and settings.HTTPS_ONLY:
        said = f"{name} is no HTTPS: browsers load no films from there into pages that came by HTTPS."
        hint = "Set S3_BROWSER_URL to an https:// address of the bucket's service."
        yield Warning(said, hint=hint, id="storyforge.W039")


def flower() -> Iterator[CheckMessage]:
    """The password of Flower, which can stop the workers. It is not shown."""
    password = settings.FLOWER_BASIC_AUTH.partition(":")[2]
    if not password:
        said = "FLOWER_BASIC_AUTH is not set, so Flower does not start."
        hint = f"Set FLOWER_BASIC_AUTH to name:password, or leave Flower out. {_or_silence('I003')}"
        yield Info(said, hint=hint, id="storyforge.I003")
    elif len(password) < SHORTEST_PASSWORD:
        said = f"The password in FLOWER_BASIC_AUTH has fewer than {SHORTEST_PASSWORD} characters."
        hint = "Take a longer one, made by chance: whoever guesses it can stop the workers."
        yield Warning(said, hint=hint, id="storyforge.W035")


def staff() -> Iterator[CheckMessage]:
    """How those sign in who can do everything, and everybody else."""
    if not settings.STAFF_MFA:
        said = "STAFF_MFA is off: whoever learns the password of a member of staff is one."
        hint = f"Set STAFF_MFA=true; docs/accounts.md says what follows. {_or_silence('I008')}"
        yield Info(said, hint=hint, id="storyforge.I008")
    if settings.SIGN_IN_PAGES and not settings.HTTPS_ONLY:
        said = (
            "HTTPS_ONLY is off: browsers have passkeys only for sites with HTTPS, so the pages to sign in offer none."
        )
        hint = f"Set HTTPS_ONLY=true; until then people sign in by password. {_or_silence('I009')}"
        yield Info(said, hint=hint, id="storyforge.I009")


def visitors() -> Iterator[CheckMessage]:
    """What visitors write, and whom they can ask."""
    if not settings.MODERATE_INPUT:
        said = "MODERATE_INPUT is off, and every visitor may publish: nothing checks what they wrote."
        hint = f"Set MODERATE_INPUT=true with an OPENAI_API_KEY, or look at Publications often. {_or_silence('W036')}"
        yield Warning(said, hint=hint, id="storyforge.W036")
    if not settings.OPERATOR_CONTACT:
        said = "OPERATOR_CONTACT is not set: visitors cannot reach you, and there is no privacy page."
        hint = "Set OPERATOR_CONTACT to an e-mail address or a URL."
        yield Warning(said, hint=hint, id="storyforge.W037")


def money() -> Iterator[CheckMessage]:
    """Who hears that a budget is nearly used up. That none was set is said by `storyforge.W023`."""
    if settings.DAILY_BUDGET_USD is not None and not settings.ALERT_WEBHOOK_URL:
        said = "ALERT_WEBHOOK_URL is not set: only the log and the doctor say when a day's budget is nearly used up."
        hint = f"Set ALERT_WEBHOOK_URL to a webhook that takes Slack's messages. {_or_silence('I004')}"
        yield Info(said, hint=hint, id="storyforge.I004")


def _or_silence(name: str) -> str:
    return f"Once you have decided, put storyforge.{name} into SILENCED_CHECKS."
