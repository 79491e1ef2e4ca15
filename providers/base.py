"""What the house asks of the outside world, and the only shapes in which the answers come back.

Every provider returns one of the dataclasses below or raises `ProviderError`. Types of a vendor's SDK never leave
`providers/`, and no provider retries on its own: retrying is decided in one place, by the service that called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class ProviderError(Exception):
    """A call that did not give what was asked for.

    `message` is a sentence for people. `permanent` means that asking again cannot help. `policy` means that the
    provider refused the content (a softer prompt may pass). `retry_after` is the wait in seconds that the provider
    asked for. `reached` is False when the request surely never reached the provider, so that it cost nothing.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        policy: bool = False,
        retry_after: float | None = None,
        reached: bool = True,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.policy = policy
        self.retry_after = retry_after
        self.reached = reached


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
    """A written story: `scenes` maps scene number (1 to 20) to text. A scene the writer did not give is absent."""

    title: str
    scenes: Mapping[int, str]
    provider: str
    model: str
    usage: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PictureRequest:
    """One picture to draw.

    `prompt` is the whole text that a provider sees. `seed` names the story, `scene_number` and `version` the picture
    in it: the same three give the same picture from a provider that draws by seed. `mood` and `beat` are the scene's,
    as hints for providers that can use them. `note` is what the reviewer asked to change. `base` is the encoded
    picture to start from when an existing one is edited. `width` and `height` are pixels.
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


@dataclass(frozen=True)
class Picture:
    """An encoded picture (`content_type` says how) with its size in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int
    usage: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """Where a host keeps a picture: URLs a browser loads as they are, and the key under which the host finds it."""

    key: str
    url: str
    thumbnail_url: str


class Writer(Protocol):
    """Writes scenes, and turns scenes into what a picture must show."""

    name: str
    model: str

    def write(self, brief: StoryBrief, *, already: Mapping[int, str]) -> StoryDraft:
        """Write the scenes that are not in `already` (all twenty when it is empty)."""

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> str:
        """Write scene `number` again, differently from `scenes[number]` and all others. `attempt` counts from 1."""

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Mapping[int, str]:
        """Say for every scene, in a sentence or two, what its picture shows. The fox is called "the red fox"."""


class Illustrator(Protocol):
    """Draws one picture a call."""

    name: str
    model: str

    def draw(self, request: PictureRequest) -> Picture:
        """Draw a new picture, or a changed one where `request.base` is given."""


class Host(Protocol):
    """Keeps pictures and serves them to browsers."""

    name: str

    def keep(self, picture: Picture, *, story_id: str, name: str) -> Kept:
        """Keep `picture`; the same `story_id` and `name` again replaces what is there."""

    def fetch(self, key: str) -> bytes:
        """Give back the bytes kept under `key`."""
