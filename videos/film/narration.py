"""Reads the scenes' texts out. Each WAV is stored in the story's folder and used until the text or the voice
changes."""

import contextlib
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import artifacts, jobs, storage
from providers import prices
from providers.base import ProviderError, Speaker
from providers.ffmpeg import Progress
from stories import ledger
from stories.models import Story
from videos.film.contents import voice_of
from videos.models import Narration

KIND = "voice"  # how its files' names begin
EXPENSE = "speech"
PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before the second try
WAIT_SECONDS = 0.2  # between two looks whether it is this film's turn


def narrate(
    story_id: UUID, texts: Mapping[int, str], speaker: Speaker, folder: Path, progress: Progress
) -> dict[int, Path]:
    """Make the WAV of every text in `folder` and return the paths by scene number. `progress` gets the done share, 0 to
    1; what it raises is raised. Raises ProviderError when the second try of a scene fails, or other films of the story
    do not let this one have its turn within `longest_wait`."""
    found: dict[int, Path] = {}
    for count, (number, text) in enumerate(texts.items()):
        done = count / len(texts)
        progress(done)
        with turn(story_id, partial(progress, done)):
            found[number] = _sound_of(story_id, text, speaker, folder)
    with turn(story_id, partial(progress, 1.0)):
        storage.remove_others(story_id, KIND, {path.name for path in found.values()})
    return found


@contextlib.contextmanager
def turn(story_id: UUID, waiting: Callable[[], None]) -> Iterator[None]:
    """Let one film of the story at a time into the block, over all renderers: the upright and the wide one may be made
    at once, and each text is paid for once. `waiting` is called now and then until it is this one's turn; what it
    raises is raised. Raises ProviderError after `longest_wait`, Stopped when the story is gone. The turn of a renderer
    that crashes ends with its lease."""
    until = time.monotonic() + longest_wait()
    mine = _row(story_id).filter(holder=(holder := uuid4().hex))
    while not _take(story_id, holder):
        if time.monotonic() >= until:
            raise ProviderError("The texts are being read out for another film of this story.", reached=False)
        waiting()
        time.sleep(WAIT_SECONDS)
    try:
        with jobs.holding(mine):
            yield
    finally:
        mine.update(lease_until=None)


def _row(story_id: UUID) -> QuerySet[Narration]:
    return Narration.objects.filter(story=story_id)


def _take(story_id: UUID, holder: str) -> bool:
    free = _row(story_id).filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()))
    if free.update(holder=holder, lease_until=jobs.lease()):
        return True
    if _row(story_id).exists():
        return False
    if not Story.everything.filter(pk=story_id).exists():
        raise artifacts.Stopped
    first = Narration(story_id=story_id, holder=holder, lease_until=jobs.lease())
    Narration.objects.bulk_create([first], ignore_conflicts=True)  # another may be as fast
    return _row(story_id).filter(holder=holder).exists()


def longest_wait() -> float:
    """How long one film waits for another's narration, in seconds: half the time limit, so that time is left for the
    film itself."""
    return float(settings.RENDER_TIMEOUT) / 2


def _sound_of(story_id: UUID, text: str, speaker: Speaker, folder: Path) -> Path:
    """A copy in `folder` of the stored WAV, which is made first where it is missing or broken."""
    name, *earlier = _file_names(text, speaker)
    copy = folder / name
    for stored in (name, *earlier):
        copy.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            storage.fetch(story_id, stored, copy)
        if is_sound(copy):
            break
    else:
        stored = ""
        _speak_with_retry(story_id, text, speaker, copy)
        if not is_sound(copy):
            raise ProviderError(f"The speaker {speaker.name} gave back no sound.")
    if stored != name:
        storage.put(copy, story_id, name)
    return copy


def _file_names(text: str, speaker: Speaker) -> list[str]:
    """The name of a new WAV, and those that it may have from before a change of SECRET_KEY: reading out costs money."""
    digest = artifacts.digest_of(text, voice_of(speaker))
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    secrets = [salted_hmac("videos.narration", digest, secret=key, algorithm="sha256").hexdigest() for key in keys]
    return [f"{KIND}-{secret[:32]}.wav" for secret in secrets]


def is_sound(path: Path) -> bool:
    """Whether the file is a WAV that is not empty."""
    with contextlib.suppress(OSError, EOFError, wave.Error), wave.open(str(path), "rb") as sound:
        return sound.getnframes() > 0
    return False


def _speak_with_retry(story_id: UUID, text: str, speaker: Speaker, to: Path) -> None:
    try:
        return _speak(story_id, text, speaker, to)
    except ProviderError as error:
        if error.permanent or _may_be_paid(error, speaker):
            raise
        time.sleep(min(error.retry_after or PAUSE, LONGEST_PAUSE))
    _speak(story_id, text, speaker, to)


def _may_be_paid(error: ProviderError, speaker: Speaker) -> bool:
    """Whether the call may have been carried out and paid for although the answer got lost. The people who read that
    the film has no voice decide whether to try again."""
    return error.reached and not error.answered and prices.price_of(speaker.name, speaker.model) != {}


def _speak(story_id: UUID, text: str, speaker: Speaker, to: Path) -> None:
    """Call the speaker once. The ledger has a row of the call before it goes out."""
    try:
        expense = ledger.open_expense(str(story_id), EXPENSE, speaker.name, speaker.model)
    except ledger.OverBudget as over:
        raise ProviderError(str(over), permanent=True, operator=over.operator) from over
    try:
        speech = speaker.speak(text, to)
    except ProviderError as error:
        ledger.failed(expense, error)
        raise
    ledger.paid(expense, speech.usage)
