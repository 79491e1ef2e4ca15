"""What a log line is about, besides its words: the request, story or task that this thread or coroutine works on.

    with about(story_id="..."):
        ...

Work that a request sends to a worker keeps the request's id (`core.queue` and everything else that sends a task).
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from celery import Task
from celery.signals import before_task_publish, task_postrun, task_prerun

REQUEST_HEADER = "request_id"  # of a task's message
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=_NOTHING)


def known() -> Mapping[str, str]:
    """What is known here: some of request_id, story_id, task_id, task, address."""
    return _about.get()


@contextmanager
def about(**facts: str) -> Iterator[None]:
    """Add facts for as long as the block runs; empty ones say nothing."""
    before = _about.set({**_about.get(), **{name: value for name, value in facts.items() if value}})
    try:
        yield
    finally:
        _about.reset(before)


def request_id_from(given: str) -> str:
    """The id that a proxy in front gave the request, where it can be one; else a new one."""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(16)


@before_task_publish.connect(dispatch_uid="core.log_context")
def _send_request_id(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    if headers is not None and (request_id := known().get(REQUEST_HEADER)):
        headers[REQUEST_HEADER] = request_id


@task_prerun.connect(dispatch_uid="core.log_context")
def _begin_task(task_id: str, task: Task, kwargs: Mapping[str, Any] | None = None, **more: Any) -> None:
    story, request = str((kwargs or {}).get("story_id", "")), str(task.request.get(REQUEST_HEADER) or "")
    facts = {"request_id": request, "task_id": task_id, "task": task.name, "story_id": story}
    _about.set({name: value for name, value in facts.items() if value})


@task_postrun.connect(dispatch_uid="core.log_context")
def _end_task(**kwargs: Any) -> None:
    _about.set(_NOTHING)
