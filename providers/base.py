"""The interfaces of all providers, and the dataclasses that they take and return.

Every provider returns one of the dataclasses below or raises `ProviderError`. Types of a vendor's SDK never leave
`providers/`. No provider retries: the service that calls it decides that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

Usage = Mapping[str, int]
"""What a call consumed. In tokens: `input_text`, `input_text_cached`, `input_image`, `input_image_cached` and `output`
(cached tokens count only as cached). Clips count whole `second`s, speech `character`s, and pictures with a price for
each `picture`s. What a service says that it charged is in `microdollar`s (millionths), and goes before all prices.
Empty when the call consumed nothing, or when the provider did not report it."""


class ProviderError(Exception):
    """A call that failed.

    `message` is a sentence for visitors, `operator` one for whoever runs the site (default: `message`).
    `permanent`: a retry cannot help.
    `policy`: the provider refused the content; a softer prompt may pass.
    `account`: the provider refuses every call until the operator changes a key, credit or model. Implies `permanent`;
    `operator` then names what to change.
    `retry_after`: the wait in seconds that the provider asked for.
    `reached`: False when the request surely never reached the provider, so it cost nothing.
    `answered`: False when the request may have been carried out, and charged, without a response.
    `usage`: what the failed call consumed all the same.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        policy: bool = False,
        account: bool = False,
        retry_after: float | None = None,
        reached: bool = True,
        answered: bool = True,
        operator: str = "",
        usage: Usage | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent or account
        self.policy = policy
        self.account = account
        self.retry_after = retry_after
        self.reached = reached
        self.answered = answered and reached
        self.operator = operator or message
        self.usage: Usage = usage or {}


class JobNotFound(ProviderError):
    """The service has no job with that name."""


@dataclass(frozen=True)
class Beat:
    """What one scene of a story template must show. `kind` is from `stories.beats`, `mood` one of its moods."""

    number: int
    kind: str
    mood: str
    shows: str


@dataclass(frozen=True)
class StoryBrief:
    """The input of a writer: the template, its beats in order, the quiz answers, and a seed (the story's id).

    `earlier` holds stories that were written before, the same reader's first, then other people's, each as one text
    that opens with its title: a writer may avoid their wording. They are not to leave this machine. `details` are
    sentences with more that the reader told, in words of the site: each is to be seen in the story.
    """

    seed: str
    template: str
    beats: Sequence[Beat]
    answers: Mapping[str, str]
    character: str
    art_style: str
    earlier: Sequence[str] = ()
    details: Sequence[str] = ()


@dataclass(frozen=True)
class StoryDraft:
    """A written story. `scenes` maps scene number (1 to 20) to text; missing scenes are absent.

    `character` describes the fox of this story; "" keeps the template's description. `problem` says in a sentence what
    was wrong with the response ("Scene 20 is missing."), or is "".
    """

    title: str
    scenes: Mapping[int, str]
    provider: str
    model: str
    usage: Usage = field(default_factory=dict)
    character: str = ""
    problem: str = ""


@dataclass(frozen=True)
class RewrittenScene:
    """A new text for one scene."""

    text: str
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class Depictions:
    """What each picture shows, by scene number. Scenes that the writer left out are absent."""

    scenes: Mapping[int, str]
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class PictureRequest:
    """One picture to draw.

    `prompt` is the full text for a service. Its parts stand beside it: `shows` is what the picture shows, `character`
    describes the fox, `change` is what the reviewer asked to change, a wish a line. `seed` (the story's id),
    `scene_number` and `version` identify the picture: a provider that draws by seed returns the same picture for the
    same three. `mood` and `beat` of the scene are optional hints. `base` is the encoded picture to edit. `references`
    are encoded pictures of the same characters, the character sheet first. `sheet` asks for a character sheet: the hero
    alone, from several sides, on a plain ground. `width` and `height` are in pixels.
    """

    prompt: str
    seed: str
    scene_number: int
    version: int
    mood: str = ""
    beat: str = ""
    shows: str = ""
    character: str = ""
    change: str = ""
    base: bytes | None = None
    width: int = 1024
    height: int = 1536
    references: Sequence[bytes] = ()
    sheet: bool = False


@dataclass(frozen=True)
class Picture:
    """An encoded picture of type `content_type`, with its size in pixels. `missing` are words of the request whose
    things the provider knows that it did not draw, or a wish in quotation marks. `unchanged`: it knows that what was
    asked to change made no difference."""

    data: bytes
    content_type: str
    width: int
    height: int
    usage: Usage = field(default_factory=dict)
    missing: Sequence[str] = ()
    unchanged: bool = False


Preview = Callable[[bytes], None]
"""Called with a small WebP (at most 40 KiB) of the unfinished picture each time a better one arrives. Never raises."""


@dataclass(frozen=True)
class StoredFile:
    """A file at a host: the URLs that browsers load, and the key under which the host finds it."""

    key: str
    url: str
    thumbnail_url: str


@dataclass(frozen=True)
class EndPicture:
    """The encoded picture of type `content_type` that a clip ends on; `picture_url` as in `ClipRequest`."""

    picture: bytes
    content_type: str
    picture_url: str = ""


@dataclass(frozen=True)
class ClipRequest:
    """One picture to animate.

    `picture` is the encoded picture of type `content_type`; `picture_url` is its public URL, or "" when it has none.
    `motion` describes the movement of camera and subject in at most 500 characters; `beat` and `mood` of the scene are
    hints. `seconds` is the wanted length. `key` is our idempotency key: the same for each retry of this job, at most 64
    characters of a-z, 0-9 and "-". `end` is for animators that take one (`TakesEndPictures`).
    """

    picture: bytes
    content_type: str
    motion: str
    key: str
    picture_url: str = ""
    beat: str = ""
    mood: str = ""
    seconds: float = 5.0
    end: EndPicture | None = None


@dataclass(frozen=True)
class ClipJob:
    """The state of a clip at its animator. `id` is the animator's name of the job. When `done`, `source` says where the
    file is; the animator's own `fetch` understands it."""

    id: str
    done: bool = False
    source: str = ""
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class Speech:
    """The length of a spoken text in seconds."""

    seconds: float
    usage: Usage = field(default_factory=dict)


Cell = str | int | float
"""The value of one cell."""


@dataclass(frozen=True)
class Idea:
    """One row of the list of ideas in a sheet: row number (from 1), text and status."""

    row: int
    text: str
    status: str


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report: `what` was checked, whether it is `ok`, and a sentence about it.

    `provider`, `model` and `usage` are set when the check itself cost something.
    """

    what: str
    ok: bool
    says: str
    provider: str = ""
    model: str = ""
    usage: Usage = field(default_factory=dict)


class Writer(Protocol):
    """Writes scenes, and describes what their pictures show."""

    name: str
    model: str

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Write the scenes that are not in `already` (all twenty when it is empty). `problem` says what was wrong with
        the last response to the same brief."""

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> RewrittenScene:
        """Write scene `number` again, unlike `scenes[number]` and all others. `attempt` counts from 1."""

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Describe each scene's picture in one or two sentences. The fox is called "the red fox"."""


class Moderator(Protocol):
    """Checks what visitors write and upload."""

    name: str

    def objections(self, text: str) -> Sequence[str]:
        """What is not allowed in the text, in plain words ("violence"); empty when it may pass."""

    def objections_to_picture(self, jpeg: bytes) -> Sequence[str]:
        """The same for a picture."""


class Illustrator(Protocol):
    """Draws one picture per call."""

    name: str
    model: str

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a new picture, or an edited one when `request.base` is set."""


@runtime_checkable
class QueuedIllustrator(Protocol):
    """An illustrator whose service works by a queue. The service's name of the job is kept before it is waited for:
    when the worker dies meanwhile, another one waits for the same job instead of asking, and paying, for a second."""

    name: str
    model: str

    def submit(self, request: PictureRequest, /) -> str:
        """Ask for a picture. Returns the service's name of the job, at most 200 characters without keys. Raises
        ProviderError; with `answered=False` the job may exist."""

    def collect(self, job: str, preview: Preview | None = None, /) -> Picture:
        """Wait for the job and return its picture; may be called again, by any worker. Raises ProviderError, with
        `answered=False` where the job may have been charged, permanent where another one is not to be asked for."""


class Host(Protocol):
    """Stores pictures and serves them to browsers."""

    name: str

    def store(self, picture: Picture, *, story_id: str, name: str) -> StoredFile:
        """Store `picture`. The same `story_id` and `name` replaces the earlier file."""

    def fetch(self, stored: StoredFile) -> bytes:
        """Return the bytes of a stored picture."""

    def key_of(self, *, story_id: str, name: str) -> str:
        """The key that a file of that name gets, "" where that depends on the file."""

    def delete(self, key: str, *, is_video: bool = False) -> None:
        """Remove the picture or clip with that key, and its thumbnail; one that is gone does not matter. Raises
        ProviderError: permanent where only this file is refused."""


class Animator(Protocol):
    """Makes a clip from a picture. A remote service takes minutes: it is asked once and then polled. An animator that
    runs `on_this_machine` makes the clip within `submit`, however long that takes."""

    name: str
    model: str
    on_this_machine: bool

    def submit(self, request: ClipRequest) -> ClipJob:
        """Request a clip. Raises ProviderError; with `answered=False` the job may exist."""

    def find(self, key: str) -> ClipJob | None:
        """The job with that key; None when there surely is none. Raises ProviderError, permanent and `answered=False`,
        when the service does not know our keys."""

    def poll(self, job_id: str) -> ClipJob:
        """The state of the job. Raises ProviderError: permanent when the job failed or was refused, else when only this
        call failed."""

    def fetch(self, job: ClipJob, to: Path) -> None:
        """Write the finished clip to the file `to`. Raises ProviderError, permanent when the clip is gone."""


@runtime_checkable
class TakesEndPictures(Protocol):
    """An animator whose models, or some of them, lead from one picture to another."""

    @property
    def takes_end_pictures(self) -> bool:
        """Whether the model in the settings does."""


class Speaker(Protocol):
    """Reads a text aloud."""

    name: str
    model: str

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError."""


@runtime_checkable
class VideoHost(Protocol):
    """A host that also stores clips."""

    name: str

    def store_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> StoredFile:
        """Store an MP4 and its poster, the thumbnail, instead of earlier ones of that name. Raises ProviderError."""

    def fetch_video(self, stored: StoredFile, to: Path) -> None:
        """Write a stored MP4 to the file `to`. Raises ProviderError, permanent when it is gone."""


@runtime_checkable
class SupportsSettingsCheck(Protocol):
    """A provider that knows what is wrong with its own settings."""

    def setting_errors(self) -> Iterable[str]:
        """What is wrong with them, in sentences that say what to do. Asks no service, and never raises."""


@runtime_checkable
class SupportsHealthCheck(Protocol):
    """A provider that can check its configuration with a cheap call."""

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the service; make paid calls only with `spend`. Never raises."""
