"""The scenes' texts, read out: each once, and kept in the story's folder until its text or the voice is another."""

import contextlib
import shutil
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from core import artifacts, storage
from providers import prices
from providers.base import ProviderError, Speaker
from stories import budget, ledger
from videos import films

KIND = "voice"  # how its files' names begin
EXPENSE = "speech"
PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before the second try


def narrate(
    story_id: UUID, texts: Mapping[int, str], speaker: Speaker, folder: Path, progress: Callable[[float], None]
) -> dict[int, Path]:
    """The WAV of every scene of `texts`, by its number, in `folder`. `progress` is told how much is done, 0 to 1, and
    what it raises is raised. Raises ProviderError when a scene cannot be read out at the second try, or another film of
    the story reads out for too long."""
    found: dict[int, Path] = {}
    for count, (number, text) in enumerate(texts.items()):
        done = count / len(texts)
        progress(done)
        with _alone(story_id, partial(progress, done)):
            found[number] = _spoken(story_id, text, speaker, folder)
    with _alone(story_id, partial(progress, 1.0)):
        storage.remove_others(story_id, KIND, {path.name for path in found.values()})
    return found


@contextlib.contextmanager
def _alone(story_id: UUID, waiting: Callable[[], None]) -> Iterator[None]:
    """The upright film and the wide one may be made at once: what one has read out, the other then finds."""
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(storage.alone(story_id, KIND, patience(), waiting))
        except TimeoutError as error:
            message = "The texts are being read out for another film of this story."
            raise ProviderError(message, reached=False, operator=str(error)) from error
        yield


def patience() -> float:
    """How long one film waits for another's reading, in seconds: there must be time left for the film itself."""
    return float(settings.RENDER_TIMEOUT) / 2


def _spoken(story_id: UUID, text: str, speaker: Speaker, folder: Path) -> Path:
    name = _name(text, speaker)
    kept = storage.folder_of(story_id) / name
    mine = folder / name
    if not is_sound(kept):
        _speak_twice(story_id, text, speaker, mine)
        if not is_sound(mine):
            raise ProviderError(f"The speaker {speaker.name} gave back no sound.")
        storage.put(mine, story_id, name)
    shutil.copyfile(kept, mine)
    return mine


def _name(text: str, speaker: Speaker) -> str:
    what = artifacts.digest_of(text, films.voice_of(speaker))
    return f"{KIND}-{salted_hmac('videos.narration', what, algorithm='sha256').hexdigest()[:32]}.wav"


def is_sound(path: Path) -> bool:
    """Whether it is a WAV in which there is something."""
    with contextlib.suppress(OSError, EOFError, wave.Error), wave.open(str(path), "rb") as sound:
        return sound.getnframes() > 0
    return False


def _speak_twice(story_id: UUID, text: str, speaker: Speaker, to: Path) -> None:
    try:
        return _speak(story_id, text, speaker, to)
    except ProviderError as error:
        if error.permanent or _may_be_paid(error, speaker):
            raise
        time.sleep(min(error.retry_after or PAUSE, LONGEST_PAUSE))
    _speak(story_id, text, speaker, to)


def _may_be_paid(error: ProviderError, speaker: Speaker) -> bool:
    """Whether it was perhaps read out and paid for, and only the answer got lost. Then whoever reads that the film has
    no voice decides whether it is asked for again."""
    return error.reached and not error.answered and prices.price_of(speaker.name, speaker.model) != {}


def _speak(story_id: UUID, text: str, speaker: Speaker, to: Path) -> None:
    """One call, in the ledger where it costs something."""
    try:
        expense = ledger.open_expense(str(story_id), EXPENSE, speaker.name, speaker.model)
    except budget.OverBudget as over:
        raise ProviderError(str(over), permanent=True, operator=over.operator) from over
    try:
        speech = speaker.speak(text, to)
    except ProviderError as error:
        ledger.failed(expense, error)
        raise
    ledger.paid(expense, speech.usage)
