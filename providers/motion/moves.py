"""What the camera does with a picture: which move, and which part of the picture each frame shows (pure numbers)."""

import math
import re
from dataclasses import dataclass

from providers.motion.interest import Point

PUSH_IN, PULL_OUT, DRIFT, STILL = "push in", "pull out", "drift", "still"
PAN, PAN_LEFT, PAN_RIGHT, TILT_UP, TILT_DOWN = "pan", "pan left", "pan right", "tilt up", "tilt down"
_PASSING = frozenset({PAN, PAN_LEFT, PAN_RIGHT, TILT_UP, TILT_DOWN})

# What people and motion prompts say of a camera, in the order in which it is looked for.
_SLOWLY = r"(very |slowly |gently |smoothly |softly |a little )*"
_PANS = r"\b(pan|track|truck|slide|sliding|glide|gliding|follow|move|moving)(s|ning|ing)?\b"
_WORDS = (
    (STILL, r"\b(static|still camera|locked|no camera|camera (stays|is still|does not move|holds))\b"),
    (DRIFT, r"\bhardly moves|\bdrift(s|ing)?\b"),
    (PULL_OUT, rf"\b(pull|zoom|dolly|dollies|move|moving)(s|ing)? {_SLOWLY}(out|back|away)\b"),
    (PUSH_IN, rf"\b(push|zoom|dolly|dollies|move|moving)(s|es|ing)? {_SLOWLY}(in|closer|towards?)\b"),
    (TILT_UP, rf"\b(tilt|crane|pedestal)(s|ing)? {_SLOWLY}up\b"),
    (TILT_DOWN, rf"\b(tilt|crane|pedestal)(s|ing)? {_SLOWLY}down\b"),
    (PAN_LEFT, rf"{_PANS}.* (to (the )?|{_SLOWLY})left\b(?! to)"),
    (PAN_RIGHT, rf"{_PANS}.* (to (the )?|{_SLOWLY})right\b(?! to)"),
    (PAN, r"\b(pan(s|ning)?|track(s|ing)|truck(s|ing)|along)\b"),
)
_BEATS = {
    PULL_OUT: "mastery transformation power overcome justice reward rebirth forgiven amends wisdom new_life",
    PAN: "ordinary guide threshold failure persist practice approach seeking road_home childhood kindness consequence",
    PUSH_IN: "humiliation sadness regret discovery reach crime confront struggle dark",
    TILT_UP: "call awakening noticed",
    TILT_DOWN: "rejection loss mocked",
}
_OF_BEAT = {beat: move for move, beats in _BEATS.items() for beat in beats.split()}
_OF_MOOD = {"triumphant": PULL_OUT, "peaceful": PULL_OUT, "awed": TILT_UP, "calm": PAN, "determined": PAN}

# How much of the largest possible window is seen at the near end of a move of five seconds.
_NEAR = {PUSH_IN: 0.76, PULL_OUT: 0.74, DRIFT: 0.92, STILL: 1.0} | dict.fromkeys(_PASSING, 0.83)
_USUAL = 5.0  # seconds


@dataclass(frozen=True)
class Window:
    """A part of the picture, of the film's shape: its middle (0 to 1 of the picture), and how large it is (1: the
    largest that fits)."""

    x: float
    y: float
    part: float


@dataclass(frozen=True)
class Move:
    """From one window to another."""

    start: Window
    end: Window

    def at(self, when: float) -> Window:
        """The window at `when`, 0 to 1. The camera starts and stops softly, and a zoom looks evenly fast."""
        way = when - 0.85 * math.sin(2 * math.pi * when) / (2 * math.pi)
        first, last = self.start, self.end
        part = first.part * (last.part / first.part) ** way
        # The middle follows the size, else the fox would swing out of the way in the midst of a zoom.
        moved = (part - first.part) / (last.part - first.part) if first.part != last.part else way
        return Window(first.x + (last.x - first.x) * moved, first.y + (last.y - first.y) * moved, part)


def chosen(motion: str, beat: str, mood: str) -> str:
    """The move that `motion` asks for in words, else the one that suits the beat, else the mood; else a push in."""
    sentences = re.split(r"[.;!?]", motion)
    said = [sentence for sentence in sentences if re.search(r"\bcamera\b", sentence, re.IGNORECASE)] or sentences
    for kind, words in _WORDS:
        if any(re.search(words, sentence, re.IGNORECASE) for sentence in said):
            return kind
    return _OF_BEAT.get(beat) or _OF_MOOD.get(mood) or PUSH_IN


def move(kind: str, point: Point, across: float, down: float, seconds: float = _USUAL) -> Move:
    """The move over a picture whose largest window takes `across` of its width and `down` of its height. It goes to
    `point`, comes from there or ends there; one of few seconds is a smaller one."""
    near = 1 - (1 - _NEAR[kind]) * min(1.25, max(0.6, seconds / _USUAL))
    reach = (across, down)
    if kind in _PASSING:
        return Move(*_passing(kind, point, near, reach))
    far, close = _inside(Window(*point, 1.0), reach), _inside(Window(*point, near), reach)
    return Move(close, far) if kind == PULL_OUT else Move(far, close)


def _passing(kind: str, point: Point, near: float, reach: tuple[float, float]) -> tuple[Window, Window]:
    """Past the picture, as far as there is picture; sideways it ends on the fox's side."""
    x, y = point
    if kind in {TILT_UP, TILT_DOWN}:
        ways = ((x, 1.0), (x, 0.0)) if kind == TILT_UP else ((x, 0.0), (x, 1.0))
    else:
        rightwards = kind == PAN_RIGHT or (kind == PAN and x >= 0.45)
        ways = ((0.0, y), (1.0, y)) if rightwards else ((1.0, y), (0.0, y))
    start, end = (_inside(Window(*way, near), reach) for way in ways)
    return start, end


def _inside(window: Window, reach: tuple[float, float]) -> Window:
    """The window moved so that nothing beyond the picture is seen."""
    x, y = (
        min(max(middle, part * window.part / 2), 1 - part * window.part / 2)
        for middle, part in zip((window.x, window.y), reach, strict=True)
    )
    return Window(x, y, window.part)
