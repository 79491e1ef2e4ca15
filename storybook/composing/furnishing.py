"""Props at their places: on the ground beside the fox, in the air, or large and further back."""

from random import Random

from storybook.composing.composition import Composition, extent
from storybook.composing.stage import WIDTH, Stage
from storybook.figures.poses import POSES
from storybook.painting.canvas import placed
from storybook.places.terrain import rock
from storybook.props.prop import Prop

_LARGE = 212  # units; whatever is taller stands behind the figures, as large as it really is
_GROWN = 1.7


def draw_large(stage: Stage, frame: Composition, props: tuple[Prop, ...]) -> None:
    """Draw props that stand behind the figures or hang above them."""
    for i, prop in enumerate(props):
        if prop.place == "air":
            _in_the_air(stage, frame, prop, i)
        elif _is_large(prop):
            y = frame.front - (frame.front - frame.horizon) * (0.2 + 0.14 * i)
            scale = stage.scale_at(y) * (_GROWN if prop.height < 400 else 2.0)
            half = prop.width * scale * 0.4
            x = max(half, min(WIDTH - half, stage.aside(prop.width * scale * 0.8)))
            with stage.far(stage.depth_at(y) * 0.6):
                _put(stage, prop, x, y, scale)


def draw_small(stage: Stage, frame: Composition, props: tuple[Prop, ...], rng: Random) -> None:
    """Draw props that lie or stand around the fox, the first one before his eyes."""
    small = [prop for prop in props if prop.place != "air" and not _is_large(prop)]
    if small and frame.fox.pose == "reach":
        _on_pedestal(stage, frame, small.pop(0), rng)
    for prop, (x, y) in zip(small, _spots(frame, rng), strict=False):
        scale = frame.fox.scale * (1.35 if prop.height < 90 and prop.width < 120 else 1.0)
        half = prop.width * scale / 2
        _put(stage, prop, max(half, min(WIDTH - half, x)), y, scale)


def _on_pedestal(stage: Stage, frame: Composition, prop: Prop, rng: Random) -> None:
    """Set what the fox reaches for on a stone before him, at the height of his paw."""
    fox = frame.fox
    ahead = -1 if fox.mirrored else 1
    x, y = fox.x + ahead * 205 * fox.scale, fox.y + 16 * fox.scale
    stage.cv.blob(x, y, 170 * fox.scale, 26 * fox.scale, stage.air.shade, 0.7, raw=True)
    rock(stage.cv, rng, x, y, 230 * fox.scale, "#9a949c", moss=not stage.plan.winter, snowy=stage.plan.winter)
    grown = max(0.8, min(1.5, 190 / max(prop.height, prop.width)))
    outward = ahead * max(0.0, prop.width * grown / 2 - 70) * fox.scale
    _put(stage, prop, x + outward, y - 112 * fox.scale, fox.scale * grown, grounded=False)


def _is_large(prop: Prop) -> bool:
    return prop.place != "held" and prop.height > _LARGE


def _spots(frame: Composition, rng: Random) -> list[tuple[float, float]]:
    """Places on the ground by the fox: before his paws first, then behind him."""
    fox = frame.fox
    ahead = -1 if fox.mirrored else 1
    left, right = extent(POSES[fox.pose])
    front = fox.x + ahead * (right + 30) * fox.scale
    back = fox.x + ahead * (left + 30) * fox.scale
    near = min(1500.0, fox.y + rng.uniform(36, 80))
    if any(abs(other.x - front) < 150 for other in frame.others if other.y > fox.y - 100):
        front = fox.x + ahead * 120 * fox.scale
        near = min(1505.0, fox.y + 110)
    return [
        (front, near),
        (back, min(1510.0, near + 40)),
        ((front + fox.x) / 2, min(1520.0, near + 90)),
        (back, fox.y - 60),
    ]


def _in_the_air(stage: Stage, frame: Composition, prop: Prop, index: int) -> None:
    scale = frame.fox.scale * 0.85
    top = frame.fox.y - frame.fox.lift - 330 * frame.fox.scale
    y = max(prop.height * scale + 60, top * (0.75 - 0.25 * index))
    x = stage.aside(prop.width * scale)
    half = prop.width * scale / 2
    _put(stage, prop, max(half, min(WIDTH - half, x)), y, scale, grounded=False)


def _put(stage: Stage, prop: Prop, x: float, y: float, scale: float, *, grounded: bool = True) -> None:
    cv = stage.cv
    if grounded:
        cv.blob(x, y, prop.width * 0.62 * scale, max(8.0, prop.width * 0.1 * scale), stage.air.shade, 0.65, raw=True)
    if prop.glow:
        cv.glow(x, y - prop.height * scale * 0.5, min(230.0, max(prop.height, prop.width)) * scale, prop.glow, 0.4)
    with cv.group(placed(x, y, scale)):
        prop.draw(cv, Random(f"prop {prop.name}"))
