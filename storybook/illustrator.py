"""Draws picture-book scenes of a red fox: composed as vectors, rendered on this machine."""

from dataclasses import dataclass, replace
from random import Random

from storybook.composing.acting import draw_fox, draw_other
from storybook.composing.air import air_of
from storybook.composing.composition import Composition, compose, unseen
from storybook.composing.foreground import draw_frame, draw_vignette, draw_weather
from storybook.composing.furnishing import Piece, draw_before, draw_behind, furnished, hidden
from storybook.composing.sheet import depict_sheet
from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.composing.visibility import heads
from storybook.painting.canvas import Canvas
from storybook.painting.layers import Layers, painted
from storybook.painting.light import Light
from storybook.places.kinds import paint_place
from storybook.places.skies import draw_aura
from storybook.places.waters import draw_near_side
from storybook.reading.languages import Translated, translated
from storybook.reading.omissions.missing import missing, quoted, wishes_of, without_newest_wish
from storybook.reading.omissions.unshown import MOST
from storybook.reading.plan import Plan
from storybook.reading.plans import read_plan
from storybook.request import Request
from storybook.signature import Box, signed, take_of

MODEL = "storybook-1"


@dataclass(frozen=True)
class Drawing:
    """A picture as a PNG. `missing` are the words of scene and change that it does not show or obey, at most eight.
    `unchanged`: the newest wish made no difference."""

    png: bytes
    missing: tuple[str, ...] = ()
    unchanged: bool = False


@dataclass(frozen=True)
class _Sketch:
    """What is settled before anything is drawn. A character sheet has no frame."""

    said: Translated
    take: int
    plan: Plan
    before: Plan  # without the newest wish
    frame: Composition | None
    pieces: tuple[Piece, ...]


def draw(request: Request) -> Drawing:
    """Draw a picture, or with `request.base` the composition of that one with the change obeyed.

    Raises RenderingError when the renderer fails or takes too long.
    """
    sketch = _sketched(request)
    faces: tuple[Box, ...] = ()
    if sketch.frame:
        layers = _depict(sketch.said.request, sketch.take, sketch.plan, sketch.frame, sketch.pieces)
        faces = heads((sketch.frame.fox, *sketch.frame.others))
    else:
        layers = depict_sheet(sketch.said.request, sketch.take)
    png = painted(layers, max(1, request.width), max(1, request.height), signed(sketch.take, request.version, faces))
    return Drawing(png, _lacking(request, sketch), bool(request.change.strip()) and sketch.plan == sketch.before)


def lacking(request: Request) -> tuple[str, ...]:
    """What the picture of a request would not show or obey, as in `Drawing.missing`, without drawing it."""
    return _lacking(request, _sketched(request))


def _sketched(request: Request) -> _Sketch:
    take = take_of(request.base) if request.base else request.version
    said = translated(request)
    asked = said.request
    plan = plan_of(asked, take)
    before = plan_of(without_newest_wish(asked), take) if request.change.strip() else plan
    frame, pieces = (None, ()) if request.sheet else _arranged(asked, plan, take)
    return _Sketch(said, take, plan, before, frame, pieces)


def _lacking(request: Request, sketch: _Sketch) -> tuple[str, ...]:
    covered = hidden(sketch.pieces, sketch.frame) if sketch.frame else ()
    absent = unseen(sketch.plan, sketch.frame) if sketch.frame else ()
    lost = missing(sketch.said.request, sketch.plan, sketch.before, covered, absent)
    return _as_written(lost, sketch.said, request)


def _as_written(words: tuple[str, ...], said: Translated, request: Request) -> tuple[str, ...]:
    """The words that are missing in the language in which they were asked for, with those that nobody understood."""
    asked = [quoted(wish) for wish in wishes_of(said.request)[-1:]]
    own = [
        quoted(wishes_of(request)[-1]) if word in asked else said.as_written(word, request.shows)
        for word in words
        if not (said.unknown and word in asked)
    ]
    return tuple(dict.fromkeys((*own, *said.unknown)))[:MOST]


def plan_of(request: Request, take: int) -> Plan:
    """What a picture is to show."""
    request = translated(request).request
    return read_plan(request, Random(f"{request.seed} {request.number} {take} plan"))


def _arranged(request: Request, plan: Plan, take: int) -> tuple[Composition, tuple[Piece, ...]]:
    """Where figures and things stand."""
    frame = compose(plan, Random(f"{request.seed} {request.number} frame"), request.number, take)
    return frame, furnished(plan, frame, Random(f"{request.seed} {request.number} {take} props"))


def depict(request: Request, take: int) -> Layers:
    """Compose a picture as vectors. `take` fixes its composition, the request's version what drifts in its air."""
    plan = plan_of(request, take)
    return _depict(request, take, plan, *_arranged(request, plan, take))


def _depict(request: Request, take: int, plan: Plan, frame: Composition, pieces: tuple[Piece, ...]) -> Layers:
    seed = f"{request.seed} {request.number} {take}"
    stage = Stage(
        Canvas(Light()), plan, air_of(plan, Random(f"{seed} air")), Random(f"{seed} place"),
        frame.horizon, frame.front, frame.tall, frame.clear, frame.from_left,
    )  # fmt: skip
    distance = _distance(stage, frame)
    figures = _figures(stage, frame, pieces, Random(f"{seed} {request.version} weather"))
    return Layers(distance, figures, _veil(stage))


def _fresh(stage: Stage) -> Canvas:
    """Give the stage a new canvas in its own light."""
    stage.cv = Canvas(stage.light(), WIDTH, HEIGHT)
    return stage.cv


def _distance(stage: Stage, frame: Composition) -> Canvas:
    canvas = _fresh(stage)
    paint_place(stage)
    if stage.plan.power:
        middle = frame.fox.y - frame.fox.lift - 210 * frame.fox.scale
        draw_aura(stage, frame.fox.x, middle, 330 * frame.fox.scale, stage.plan.power)
    return canvas


def _figures(stage: Stage, frame: Composition, pieces: tuple[Piece, ...], weather: Random) -> Canvas:
    canvas, plan = _fresh(stage), stage.plan
    canvas.light = replace(canvas.light, gain=canvas.light.gain * 1.06)  # figures stand out a little
    draw_behind(stage, pieces)
    for other in frame.others:
        draw_other(stage, other)
    draw_fox(stage, frame.fox, held=plan.held, worn=plan.worn, facing=bool(frame.others))
    draw_before(stage, frame, pieces, Random(f"stone {plan.pose}"))
    if plan.places[0] == "boat":
        draw_near_side(stage)
    draw_weather(stage, weather)
    return canvas


def _veil(stage: Stage) -> Canvas:
    canvas = _fresh(stage)
    draw_frame(stage)
    draw_vignette(stage)
    return canvas
