"""What the house asks of the outside world, and the only shapes in which the answers come back.

Every provider returns one of the dataclasses below or raises `ProviderError`. Types of a vendor's SDK never leave
`providers/`, and no provider retries on its own: retrying is decided in one place, by the service that called.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

Usage = Mapping[str, int]
"""What a call consumed, in tokens: `input_text`, `input_text_cached`, `input_image`, `input_image_cached` and `output`.
The cached ones are not counted in the others as well. Empty: nothing was said, or nothing was consumed."""


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


@runtime_checkable
class Examinable(Protocol):
    """A provider that can say whether it would work, at the price of a cheap call."""

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Ask the service. Without `spend` nothing is asked that costs money. Never raises."""
