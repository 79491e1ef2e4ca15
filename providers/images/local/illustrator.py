"""The illustrator that needs no key: picture-book scenes, composed as vectors and rendered on this machine."""

from random import Random

from providers.base import Picture, PictureRequest
from providers.images.local.acting import draw_fox, draw_other
from providers.images.local.air import air_of
from providers.images.local.canvas import Canvas
from providers.images.local.composition import compose
from providers.images.local.foreground import draw_frame, draw_vignette, draw_weather
from providers.images.local.furnishing import draw_large, draw_small
from providers.images.local.light import Light
from providers.images.local.places import paint_place
from providers.images.local.reading import read_plan
from providers.images.local.rendering import render
from providers.images.local.signature import sign, take_of
from providers.images.local.skies import draw_aura
from providers.images.local.stage import HEIGHT, WIDTH, Stage


class LocalIllustrator:
    """Draws every prompt. It never fails, costs nothing, and draws the same picture for the same request."""

    name = "local"
    model = "storybook-1"

    def draw(self, request: PictureRequest) -> Picture:
        """Draw a new picture, or with `request.base` the composition of that one with the note obeyed."""
        take = take_of(request.base) if request.base else request.version
        drawing = depict(request, take).svg(fit=(request.width, request.height))
        signed = sign(render(drawing), take=take, version=request.version)
        return Picture(signed, "image/png", request.width, request.height)


def depict(request: PictureRequest, take: int) -> Canvas:
    """Compose a picture as vectors. `take` fixes its composition, the request's version what drifts in its air."""
    seed = f"{request.seed} {request.scene_number} {take}"
    plan = read_plan(request, Random(f"{seed} plan"))
    frame = compose(plan, Random(f"{seed} frame"), request.scene_number)
    air = air_of(plan, Random(f"{seed} air"))
    cv = Canvas(Light(), WIDTH, HEIGHT)
    stage = Stage(cv, plan, air, Random(f"{seed} place"), frame.horizon, frame.front, frame.tall, frame.clear, frame.from_left)
    cv.light = stage.light()
    paint_place(stage)
    if plan.power:
        middle = frame.fox.y - frame.fox.lift - 210 * frame.fox.scale
        draw_aura(stage, frame.fox.x, middle, 330 * frame.fox.scale, plan.power)
    draw_large(stage, frame, plan.props)
    for other in frame.others:
        draw_other(stage, other)
    draw_fox(stage, frame.fox, held=plan.held, worn=plan.worn, facing=bool(frame.others))
    draw_small(stage, frame, plan.props, Random(f"{seed} props"))
    draw_frame(stage)
    draw_weather(stage, Random(f"{seed} {request.version} weather"))
    draw_vignette(stage)
    return cv
