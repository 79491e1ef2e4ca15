"""Checks of the workers: how many answer, whether every queue has one, and whether their settings are current."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from celery import current_app
from django.conf import settings
from redis.exceptions import RedisError

from core.health import DEFAULT_QUEUE, redis_says, workers_by_queue
from providers.base import Finding
from storyforge.settings_digest import NAMES, different

SECONDS = 2.0  # that a worker has to answer
NAMED = 3  # workers, or settings, that are listed by name
IN_USE = "Settings in use"
WORK = {
    DEFAULT_QUEUE: "writes and draws",
    settings.DOWNLOADS_QUEUE: "makes downloads",
    settings.RENDERING_QUEUE: "makes films",
}
_START = "Start one, as the Procfile says; `make run` starts everything."


def examine() -> Iterator[Finding]:
    """How many answer, from which queues they take work, and with which settings they run."""
    if redis_says() != "ok":  # Celery would go on trying
        yield Finding("Workers", False, "They cannot be asked while Redis does not answer.")
        return
    answers = ask("settings_in_use")  # the digests of its settings; a worker of an older program answers with an error
    if not answers:
        says = "None answers, so nothing is written or drawn. Start one; `make run` starts everything."
        yield Finding("Workers", False, says)
        return
    count = f"{len(answers)} {'worker answers' if len(answers) == 1 else 'workers answer'}"
    yield Finding("Workers", True, f"{count}: {_listed(sorted(answers))}.")
    yield queues(workers_by_queue(SECONDS))
    yield compare_settings(answers.values())


def ask(command: str, **arguments: str) -> dict[str, Any]:
    """Worker to what it answers to one of the site's commands; none where no worker answers within SECONDS. A
    connection that Redis has closed since it was last used is opened again."""

    def sent() -> list[dict[str, Any]]:
        return current_app.control.broadcast(command, arguments=arguments, reply=True, timeout=SECONDS) or []

    try:
        replies = sent()
    except RedisError:
        replies = sent()
    return {name: said for reply in replies for name, said in reply.items()}


def queues(workers: Mapping[str, int]) -> Finding:
    """Whether each queue has a worker; `workers` is queue to number of workers."""
    missing = [what for queue, what in WORK.items() if not workers.get(queue)]
    if missing:
        return Finding("Queues", False, f"No worker answers that {' or '.join(missing)}. {_START}")
    return Finding("Queues", True, "There are workers for writing and drawing, for downloads, and for films.")


def voice(what: str) -> Finding:
    """Whether renderers have the voice of `SPEECH_PROVIDER=local`; for a machine that has none itself."""
    said = ask("doctor_renders") if redis_says() == "ok" else {}  # else Celery would go on trying
    return voices(what, {name: one["has_voice"] for name, one in said.items() if one.get("renders")})


def voices(what: str, renderers: Mapping[str, bool]) -> Finding:
    """Whether every renderer has the voice; `renderers` is name to whether it has."""
    if without := sorted(name for name, has_voice in renderers.items() if not has_voice):
        says = f"The extra `voice` is not installed for {_listed(without)}, so films cannot be read out. "
        return Finding(what, False, says + "Install requirements.txt there, or set SPEECH_PROVIDER to openai or none.")
    if not renderers:
        return Finding(what, False, "It is not installed here, and no renderer answers that could have it.")
    says = f"It is not installed here, where nothing needs it, but for {_listed(sorted(renderers))}."
    return Finding(what, True, says)


def compare_settings(answers: Collection[Mapping[str, str]]) -> Finding:
    """Whether every worker has the settings of this process; one whose answer has no digests has none of them."""
    others = [found for said in answers if (found := different(said))]
    if not others:
        return Finding(IN_USE, True, "The running site was started with the settings that there are now.")
    found = max(others, key=len)
    which = _listed(found) if len(found) < len(NAMES) else "among them SECRET_KEY, or an older program"
    who = "The running worker was" if len(answers) == 1 else f"{len(others)} of {len(answers)} running workers were"
    return Finding(
        IN_USE,
        False,
        f"{who} started with other settings than there are now ({which}). Restart the site (Ctrl-C, make run): until "
        "then it works with the old ones, and the other lines say nothing about it.",
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
