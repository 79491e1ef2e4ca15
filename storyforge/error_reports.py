"""Reports errors to Sentry, or to what speaks its protocol, where SENTRY_DSN is set.

A report says where something broke: the type of the error, the lines of our code, the sentence of the log as it stands
in the code, and the ids by which the log of this machine tells the rest. What an error says itself stays here, for it
may quote what a visitor wrote (a database names the row that it does not take); so do variables, requests and users.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from core.log_context import known
from storyforge.redaction import without_secrets

TOP = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk")
FRAME = ("filename", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context")
TAGS = ("request_id", "story_id", "task_id", "task")


def start() -> None:
    """Have this process report what it logs as an error, and what no code catches."""
    import sentry_sdk  # noqa: PLC0415 - it takes memory and changes Django and Celery
    from sentry_sdk.integrations.celery import CeleryIntegration  # noqa: PLC0415
    from sentry_sdk.integrations.django import DjangoIntegration  # noqa: PLC0415

    sentry_sdk.init(
        settings.SENTRY_DSN,
        integrations=[DjangoIntegration(middleware_spans=False), CeleryIntegration(propagate_traces=False)],
        auto_enabling_integrations=False,
        before_send=report_of,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        enable_metrics=False,
        trace_propagation_targets=[],  # no provider gets a header of it
        server_name="",
    )


def report_of(event: Mapping[str, Any], hint: Any = None) -> Any:
    """What is sent of an event: only what is named here."""
    report = _only(TOP, event)
    if event.get("transaction_info", {}).get("source") != "url":  # else it is an address with a story's id
        report["transaction"] = event.get("transaction", "")
    if sentence := event.get("logentry", {}).get("message"):
        report["logentry"] = {"message": sentence}  # without its arguments
    report["exception"] = {"values": [_error(error) for error in event.get("exception", {}).get("values", ())]}
    report["tags"] = _only(TAGS, known())
    return _clean(report)


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    stack = {"stacktrace": {"frames": [_only(FRAME, frame) for frame in frames]}}
    return _only(("type", "module"), error) | {"value": ""} | stack


def _only(names: Iterable[str], of: Mapping[str, Any]) -> dict[str, Any]:
    return {name: of[name] for name in names if name in of}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value
