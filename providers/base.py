"""What the house asks of the outside world, and the only shapes in which the answers come back.

Every provider returns one of the dataclasses below or raises `ProviderError`. Types of a vendor's SDK never leave
`providers/`, and no provider retries on its own: retrying is decided in one place, by the service that called.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

Usage = Mapping[str, int]
"""What a call consumed, in tokens: `input_text`, `input_text_cached`, `input_image`, `input_image_cached` and `output`
(the cached ones are not counted in the others as well); of clips and speech, in whole `second`s and `character`s.
Empty: nothing was said, or nothing was consumed."""


class ProviderError(Exception):
    """A call that did not give what was asked for.

    `message` is a sentence for whoever looks at the page. `permanent` means that asking again cannot help. `policy`
    means that the provider refused the content (a softer prompt may pass). `account` means that the provider refuses
    every call until the operator changes something (a key, credit, a model); it is permanent, and `operator` is then
    the sentence that names what to change. `retry_after` is the wait in seconds that the provider asked for. `reached`
    is False when the request surely never reached the provider, so that it cost nothing. `answered` is False when it
    may have been carried out, and paid for, without an answer. `usage` is what the failed call consumed all the same.
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


@dataclass(frozen=True)
class Beat:
    """What one scene of a story template must show. `kind` is from `stories.beats`, `mood` one of its moods."""

    number: int
    kind: str
    mood: str
    shows: str


@dataclass(frozen=True)
class StoryBrief:
    """All a writer needs: the template, its beats in order, the quiz answers, and a seed (the story's id)."""

    seed: str
    template: str
    beats: Sequence[Beat]
    answers: Mapping[str, str]
    character: str
    art_style: str


@dataclass(frozen=True)
class StoryDraft:
    """A written story: `scenes` maps scene number (1 to 20) to text. A scene the writer did not give is absent.

    `character` is the fox as this story shows him, "" where the template's own description stands. `problem` says in
    a sentence what was wrong with the answer ("Scene 20 is missing."), "" when nothing was.
    """

    title: str
    scenes: Mapping[int, str]
    provider: str
    model: str
    usage: Usage = field(default_factory=dict)
    character: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Rewriting:
    """One scene, written again."""

    text: str
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class Depictions:
    """What the pictures show, by scene number. A scene that the writer left out is absent."""

    scenes: Mapping[int, str]
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class PictureRequest:
    """One picture to draw.

    `prompt` is the whole text that a provider sees. `seed` names the story, `scene_number` and `version` the picture
    in it: the same three give the same picture from a provider that draws by seed. `mood` and `beat` are the scene's,
    as hints for providers that can use them. `note` is what the reviewer asked to change. `base` is the encoded
    picture to start from when an existing one is edited; `references` are encoded pictures of the same characters, to
    look like, the character sheet first. `sheet` asks for that sheet itself: the hero alone, from several sides, on a
    plain ground. `width` and `height` are pixels.
    """

    prompt: str
    seed: str
    scene_number: int
    version: int
    mood: str = ""
    beat: str = ""
    note: str = ""
    base: bytes | None = None
    width: int = 1024
    height: int = 1536
    references: Sequence[bytes] = ()
    sheet: bool = False


@dataclass(frozen=True)
class Picture:
    """An encoded picture (`content_type` says how) with its size in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int
    usage: Usage = field(default_factory=dict)


Preview = Callable[[bytes], None]
"""Is handed a small WebP (at most 40 KiB) of the unfinished picture, each time there is a better one. Never raises."""


@dataclass(frozen=True)
class Kept:
    """Where a host keeps a picture: URLs a browser loads as they are, and the key under which the host finds it."""

    key: str
    url: str
    thumbnail_url: str


@dataclass(frozen=True)
class ClipRequest:
    """One picture to set in motion.

    `picture` is the encoded picture (`content_type` says how), `picture_url` where a service outside can load it, ""
    when nobody outside can. `motion` says in words how camera and subject move. `seed` names the story, `scene_number`
    and `take` the clip in it. `beat` and `mood` are the scene's, as hints. `seconds` is the length asked for. `key` is
    our own name of this job, the same whenever it is asked for again: at most 64 characters of a-z, 0-9 and "-".
    """

    picture: bytes
    content_type: str
    motion: str
    seed: str
    scene_number: int
    take: int
    key: str
    picture_url: str = ""
    beat: str = ""
    mood: str = ""
    seconds: float = 5.0


@dataclass(frozen=True)
class ClipJob:
    """How a clip is getting on at whoever makes it. `id` is the maker's own name of it. Once it is `done`, `source`
    says where the file is, for the maker's own `fetch`."""

    id: str
    done: bool = False
    source: str = ""
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class Speech:
    """A sentence as sound: how long it takes to say, in seconds."""

    seconds: float
    usage: Usage = field(default_factory=dict)


Cell = str | int | float
"""What stands in a cell of a sheet."""


@dataclass(frozen=True)
class Idea:
    """A row of a sheet's list of ideas: its number, from 1, the idea, and what is said of it."""

    row: int
    text: str
    status: str


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: `what` was looked at, whether it is well, and what was found, in a sentence.

    `provider`, `model` and `usage` say what the looking consumed, where it cost something.
    """

    what: str
    ok: bool
    says: str
    provider: str = ""
    model: str = ""
    usage: Usage = field(default_factory=dict)


class Writer(Protocol):
    """Writes scenes, and turns scenes into what a picture must show."""

    name: str
    model: str

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Write the scenes that are not in `already` (all twenty when it is empty). `problem` is what was wrong with
        the last answer to the same brief."""

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> Rewriting:
        """Write scene `number` again, differently from `scenes[number]` and all others. `attempt` counts from 1."""

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Say for every scene, in a sentence or two, what its picture shows. The fox is called "the red fox"."""


class Moderator(Protocol):
    """Reads what visitors typed before money is spent on it."""

    name: str

    def objections(self, text: str) -> Sequence[str]:
        """What the text must not contain and does, in plain words ("violence"); empty when it may pass."""


class Illustrator(Protocol):
    """Draws one picture a call."""

    name: str
    model: str

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a new picture, or a changed one where `request.base` is given."""


class Host(Protocol):
    """Keeps pictures and serves them to browsers."""

    name: str

    def keep(self, picture: Picture, *, story_id: str, name: str) -> Kept:
        """Keep `picture`; the same `story_id` and `name` again replaces what is there."""

    def fetch(self, kept: Kept) -> bytes:
        """Give back the bytes of what this host keeps."""


class Animator(Protocol):
    """Makes a clip of a picture. A service outside takes minutes: it is asked once and looked at again and again. One
    `on_this_machine` makes the clip within `submit`, which can take as long as that takes."""

    name: str
    model: str
    on_this_machine: bool

    def submit(self, request: ClipRequest) -> ClipJob:
        """Ask for a clip. Raises ProviderError; with `answered=False` nobody knows whether the job exists."""

    def find(self, key: str) -> ClipJob | None:
        """The job that was asked for with that key, None when there surely is none. Raises ProviderError, permanent and
        `answered=False`, where the service does not know jobs by our keys, so that nobody can say."""

    def poll(self, job_id: str) -> ClipJob:
        """How the job is getting on. Raises ProviderError: permanent when the job has failed or was refused, else when
        only the question failed."""

    def fetch(self, job: ClipJob, to: Path) -> None:
        """Write the finished clip to the file `to`. Raises ProviderError, permanent when it is gone for good."""


class Speaker(Protocol):
    """Reads a text out."""

    name: str
    model: str

    def speak(self, text: str, to: Path) -> Speech:
        """Write the text as speech to the WAV file `to`. Raises ProviderError."""


@runtime_checkable
class VideoHost(Protocol):
    """A host that keeps clips as well."""

    name: str

    def keep_video(self, video: Path, poster: Picture, *, story_id: str, name: str) -> Kept:
        """Keep an MP4 and the picture that is shown before it plays (as the thumbnail); the same `story_id` and `name`
        again replaces what is there. Raises ProviderError."""

    def fetch_video(self, kept: Kept, to: Path) -> None:
        """Write a kept MP4 to the file `to`. Raises ProviderError, permanent when it is gone."""


class Sheets(Protocol):
    """A sheet with a worksheet for every story, whose first worksheet is a list of ideas."""

    name: str

    def write(self, worksheet: str, rows: Sequence[Sequence[Cell]], changed: Iterable[int]) -> None:
        """Show `rows`, from the top, in the worksheet of that title, which is made where there is none. Where there is
        one, only the rows `changed`, counted from 0, are sent. A text stays a text, whatever it begins with. Raises
        ProviderError."""

    def ideas(self) -> Sequence[Idea]:
        """The list of ideas, from the top. Raises ProviderError."""

    def mark_idea(self, row: int, status: str) -> None:
        """Say something of the idea in that row. Raises ProviderError."""


@runtime_checkable
class Examinable(Protocol):
    """A provider that can say whether it would work, at the price of a cheap call."""

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Ask the service. Without `spend` nothing is asked that costs money. Never raises."""
