"""Camera moves over a picture: which move to take, and which window of the picture each frame shows."""

import math
import re
from dataclasses import dataclass

from providers.motion.focus import Point
from storybook.signature import Box

PUSH_IN, PULL_OUT, DRIFT, STILL = "push in", "pull out", "drift", "still"
PAN, PAN_LEFT, PAN_RIGHT, TILT_UP, TILT_DOWN = "pan", "pan left", "pan right", "tilt up", "tilt down"
_TRAVELLING = frozenset({PAN, PAN_LEFT, PAN_RIGHT, TILT_UP, TILT_DOWN})

# Phrases about the camera in motion prompts, in the order in which they are tried.
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

# The size of the window at the near end of a five-second move, as a share of the largest window.
_NEAR = {PUSH_IN: 0.76, PULL_OUT: 0.74, DRIFT: 0.92, STILL: 1.0} | dict.fromkeys(_TRAVELLING, 0.83)
_USUAL = 5.0  # seconds


@dataclass(frozen=True)
class Window:
    """A part of the picture in the shape of the film: its centre (0 to 1 of the picture) and its size (1: the largest
    that fits)."""

    x: float
    y: float
    part: float


@dataclass(frozen=True)
class Move:
    """A move from one window to another."""

    start: Window
    end: Window

    def at(self, when: float) -> Window:
        """The window at time `when`, 0 to 1. The camera eases in and out, and a zoom has constant apparent speed."""
        way = when - 0.85 * math.sin(2 * math.pi * when) / (2 * math.pi)
        first, last = self.start, self.end
        part = first.part * (last.part / first.part) ** way
        # The centre follows the size, or the fox would drift out of view in the middle of a zoom.
        moved = (part - first.part) / (last.part - first.part) if first.part != last.part else way
        return Window(first.x + (last.x - first.x) * moved, first.y + (last.y - first.y) * moved, part)


def choose_move(motion: str, beat: str, mood: str) -> str:
    """The move that `motion` asks for in words, else the one for the beat, else for the mood, else a push in."""
    sentences = re.split(r"[.;!?]", motion)
    said = [sentence for sentence in sentences if re.search(r"\bcamera\b", sentence, re.IGNORECASE)] or sentences
    for kind, words in _WORDS:
        if any(re.search(words, sentence, re.IGNORECASE) for sentence in said):
            return kind
    return _OF_BEAT.get(beat) or _OF_MOOD.get(mood) or PUSH_IN


def plan_move(
    kind: str, point: Point, across: float, down: float, seconds: float = _USUAL, keep: Box | None = None
) -> Move:
    """Plan a move over a picture whose largest window takes `across` of its width and `down` of its height. The move
    goes to `point`, starts there or ends there. A short clip gets a smaller move. `keep` is in every window as far as
    the largest one holds it: the edges of a window move straight from its first place to its last."""
    near = 1 - (1 - _NEAR[kind]) * min(1.25, max(0.6, seconds / _USUAL))
    reach = (across, down)
    if kind in _TRAVELLING:
        start, end = _travel(kind, point, near, reach)
    else:
        far, close = _inside(Window(*point, 1.0), reach), _inside(Window(*point, near), reach)
        start, end = (close, far) if kind == PULL_OUT else (far, close)
    return Move(_holding(start, keep, reach), _holding(end, keep, reach)) if keep else Move(start, end)


def _holding(window: Window, keep: Box, reach: tuple[float, float]) -> Window:
    """The window made larger and moved as little as it takes to hold `keep`. One that cannot hold it has its middle."""
    left, top, right, bottom = keep
    part = min(1.0, max(window.part, (right - left) / reach[0], (bottom - top) / reach[1]))
    x = _holding_middle(window.x, left, right, reach[0] * part)
    y = _holding_middle(window.y, top, bottom, reach[1] * part)
    return _inside(Window(x, y, part), reach)


def _holding_middle(middle: float, first: float, last: float, side: float) -> float:
    """The middle nearest to `middle` around which a side holds what lies between `first` and `last`."""
    if last - first > side:
        return (first + last) / 2
    return min(max(middle, last - side / 2), first + side / 2)


def _travel(kind: str, point: Point, near: float, reach: tuple[float, float]) -> tuple[Window, Window]:
    """A pan or tilt over the whole picture; a pan ends on the side of the fox."""
    x, y = point
    if kind in {TILT_UP, TILT_DOWN}:
        ways = ((x, 1.0), (x, 0.0)) if kind == TILT_UP else ((x, 0.0), (x, 1.0))
    else:
        rightwards = kind == PAN_RIGHT or (kind == PAN and x >= 0.45)
        ways = ((0.0, y), (1.0, y)) if rightwards else ((1.0, y), (0.0, y))
    start, end = (_inside(Window(*way, near), reach) for way in ways)
    return start, end


def _inside(window: Window, reach: tuple[float, float]) -> Window:
    """The window moved inside the picture."""
    x, y = (
        min(max(middle, part * window.part / 2), 1 - part * window.part / 2)
        for middle, part in zip((window.x, window.y), reach, strict=True)
    )
    return Window(x, y, window.part)
