"""The illustrator that needs no key: picture-book scenes, composed as vectors and rendered on this machine."""

from dataclasses import replace
from random import Random

from providers.base import Picture, PictureRequest, Preview
from providers.images.local.acting import draw_fox, draw_other
from providers.images.local.air import air_of
from providers.images.local.canvas import Canvas
from providers.images.local.composition import Composition, compose
from providers.images.local.foreground import draw_frame, draw_vignette, draw_weather
from providers.images.local.furnishing import draw_large, draw_small
from providers.images.local.layers import Layers, painted
from providers.images.local.light import Light
from providers.images.local.places import paint_place
from providers.images.local.reading import read_plan
from providers.images.local.sheet import depict_sheet
from providers.images.local.signature import signed, take_of
from providers.images.local.skies import draw_aura
from providers.images.local.stage import HEIGHT, WIDTH, Stage


class LocalIllustrator:
    """Draws every prompt. It never fails, costs nothing, and draws the same picture for the same request."""

    name = "local"
    model = "storybook-1"

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a new picture, or with `request.base` the composition of that one with the note obeyed."""
        take = take_of(request.base) if request.base else request.version
        width, height = max(1, request.width), max(1, request.height)
        layers = depict_sheet(request, take) if request.sheet else depict(request, take)
        data = painted(layers, width, height, signed(take, request.version))
        return Picture(data, "image/png", width, height)


def depict(request: PictureRequest, take: int) -> Layers:
    """Compose a picture as vectors. `take` fixes its composition, the request's version what drifts in its air."""
    seed = f"{request.seed} {request.scene_number} {take}"
    plan = read_plan(request, Random(f"{seed} plan"))
    frame = compose(plan, Random(f"{seed} frame"), request.scene_number)
    stage = Stage(
        Canvas(Light()), plan, air_of(plan, Random(f"{seed} air")), Random(f"{seed} place"),
        frame.horizon, frame.front, frame.tall, frame.clear, frame.from_left,
    )  # fmt: skip
    distance = _distance(stage, frame)
    figures = _figures(stage, frame, Random(f"{seed} props"), Random(f"{seed} {request.version} weather"))
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


def _figures(stage: Stage, frame: Composition, props: Random, weather: Random) -> Canvas:
    canvas, plan = _fresh(stage), stage.plan
    canvas.light = replace(canvas.light, gain=canvas.light.gain * 1.06)  # figures stand out a little
    draw_large(stage, frame, plan.props)
    for other in frame.others:
        draw_other(stage, other)
    draw_fox(stage, frame.fox, held=plan.held, worn=plan.worn, facing=bool(frame.others))
    draw_small(stage, frame, plan.props, props)
    draw_weather(stage, weather)
    return canvas


def _veil(stage: Stage) -> Canvas:
    canvas = _fresh(stage)
    draw_frame(stage)
    draw_vignette(stage)
    return canvas
