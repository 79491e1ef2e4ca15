"""The motion of a clip in words: the camera moves by the scene's beat, the fox and his surroundings by its mood; or the
camera as one of the presets says."""

import re
from dataclasses import dataclass

from core.text import clean_line

LIMIT = 500  # characters
_SHOWN = 220  # characters of them that describe the picture, at most

PUSH = "The camera slowly pushes in on the red fox."
PAN = "The camera pans along the way at a walking pace, from {} to {}."
PULL = "The camera slowly pulls out from the red fox until all of the scene is seen."
RISE = "The camera tilts up slowly, from the red fox to what he looks at."
CIRCLE = "The camera moves a little to the {}, close to the red fox, as if held by hand."
REST = "The camera hardly moves; it drifts in very gently."


@dataclass(frozen=True)
class Preset:
    """A move of the camera to choose: its name in forms and styles, its label, and the sentence for a service and for
    the local maker."""

    name: str
    label: str
    words: str


_IN_VIEW = "the red fox and who is with him stay in view"
PRESETS = (
    Preset("push-in", "Slow push in", f"The camera slowly pushes in on the red fox; {_IN_VIEW}."),
    Preset("pull-out", "Pull out", PULL),
    Preset("pan-left", "Pan left", f"The camera pans slowly to the left; {_IN_VIEW}."),
    Preset("pan-right", "Pan right", f"The camera pans slowly to the right; {_IN_VIEW}."),
    Preset("tilt-up", "Tilt up", f"The camera slowly tilts up; {_IN_VIEW}."),
    Preset("tilt-down", "Tilt down", f"The camera slowly tilts down; {_IN_VIEW}."),
    Preset("drift", "Handheld drift", f"The camera drifts a little, as if held by hand; {_IN_VIEW}."),
    Preset("still", "Still", "The camera stays still; only what it looks at moves."),
)

_MOVES = {
    PUSH: "longing humiliation rejection sadness regret hesitation discovery reach courage temptation choice dark "
    "consequence wisdom identity noticed",
    PAN: "ordinary threshold approach seeking road_home persist practice guide ally amends childhood",
    PULL: "mastery transformation power overcome justice reward rebirth forgiven new_life",
    RISE: "call awakening",
    CIRCLE: "wrongdoing failure mocked tested crime confront struggle mistake",
    REST: "loss sacrifice kindness",
}
_BY_BEAT = {beat: move for move, beats in _MOVES.items() for beat in beats.split()}

_BY_MOOD = {
    "calm": "The fox breathes quietly and turns an ear; leaves stir in a light wind.",
    "sad": "The fox lowers his head and breathes out; everything around him is nearly still.",
    "afraid": "The fox shrinks back a little, his ears flat; shadows move behind him.",
    "curious": "The fox tilts his head and sniffs; small things move in the light.",
    "determined": "The fox lifts his chin and leans forward; the wind ruffles his fur.",
    "tense": "The fox stands tense, only his tail twitches; dust drifts through the light.",
    "awed": "The fox looks up with wide eyes; light glides over him.",
    "happy": "The fox bounces on his paws and wags his tail; the light sparkles.",
    "triumphant": "The fox stands tall, his fur blown by the wind; light breaks through behind him.",
    "peaceful": "The fox blinks slowly; grass and clouds drift by.",
}


def motion_of(*, beat: str, mood: str, shows: str, number: int) -> str:
    """How camera and subject move in the clip of scene `number`, at most LIMIT characters. `shows` describes the
    picture; its first sentence is included."""
    sides = ("left", "right") if number % 2 else ("right", "left")
    camera = _BY_BEAT.get(beat, PUSH).format(*sides)
    subject = _BY_MOOD.get(mood, _BY_MOOD["calm"])
    return " ".join(filter(None, (camera, _first_sentence(shows), subject)))[:LIMIT]


def with_preset(motion: str, name: str) -> str:
    """The motion with the camera of the preset in place of its own; as it is for a name that no preset has."""
    preset = next((one for one in PRESETS if one.name == name), None)
    if preset is None:
        return motion
    sentences = re.split(r"(?<=[.!?])\s+", clean_line(motion))
    others = [one for one in sentences if one and not re.search(r"\bcamera\b", one, re.IGNORECASE)]
    return " ".join([preset.words, *others])


def _first_sentence(text: str) -> str:
    """The first sentence; "" when it is longer than _SHOWN."""
    line = clean_line(text)
    ends = [end for mark in ".!?" if (end := line.find(mark)) > 0]
    sentence = line[: min(ends) + 1] if ends else line and f"{line}."
    return sentence if len(sentence) <= _SHOWN else ""
