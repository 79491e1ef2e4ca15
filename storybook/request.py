"""What the illustrator is asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """One picture. The same request gives the same picture, byte for byte.

    `shows` is what it shows, in words, and `character` describes the fox; "" is the red fox of every story. `change` is
    what a reviewer asked to change, a wish a line, newest last. `mood` and `beat` are hints; a beat is a kind of scene.
    `seed` names the story, `number` the scene, `version` the attempt. `base` is an encoded picture of this
    illustrator, whose composition is kept. `sheet` asks for a character sheet instead of a scene. `width` and `height`
    are in pixels.
    """

    shows: str
    character: str = ""
    change: str = ""
    mood: str = ""
    beat: str = ""
    seed: str = ""
    number: int = 1
    version: int = 1
    base: bytes | None = None
    sheet: bool = False
    width: int = 1024
    height: int = 1536
