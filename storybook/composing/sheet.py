"""The character sheet: the fox alone on warm paper, large, and smaller from the side, from behind, and his moods."""

from dataclasses import dataclass, replace
from random import Random

from storybook.composing.acting import grasping
from storybook.composing.composition import extent
from storybook.composing.paper import draw_paper, draw_swatches
from storybook.composing.stage import HEIGHT, WIDTH
from storybook.figures.anatomy import Pose
from storybook.figures.creature import draw_creature
from storybook.figures.dressing import Dress
from storybook.figures.head import draw_head
from storybook.figures.looks import look_for
from storybook.figures.poses import BACK, HOLD, RUN, SIT, STAND, WALK
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.painting.layers import Layers
from storybook.painting.light import Light
from storybook.reading.hero import Hero
from storybook.reading.heroes import hero_of
from storybook.reading.plans import mood_asked
from storybook.request import Request

_HELLO = replace(
    STAND, yaw=0.15,
    far=(((34, -166, 20), (98, -168, 17), (146, -214, 15)), STAND.far[1]),
)  # fmt: skip
_FRONT = replace(STAND, yaw=0.12, head=(3, -258, 0))
_FROM_BEHIND = replace(STAND, yaw=-0.1, head=(2, -258, 0), back=True, tail_over=True)
_LARGE = (_FRONT, _HELLO)
_SIDE = (replace(WALK, yaw=1.05), replace(RUN, yaw=1.05), replace(SIT, yaw=1.05, head=(18, -248, 2)))
_BEHIND = (BACK, _FROM_BEHIND)
_MOODS = (("happy", "triumphant"), ("awed", "curious", "afraid"), ("sad", "peaceful", "determined"))
_SHADE = "#a9845c"
_LARGEST = 1.92  # pixels a unit, where the tail leaves room for it

_SMALL = 0.98


@dataclass(frozen=True)
class Sheet:
    """Who is on a sheet, what it is drawn on, the chance that arranges it, and whether the large figure is right."""

    cv: Canvas
    hero: Hero
    rng: Random
    mirrored: bool

    def x(self, x: float) -> float:
        """Give an x of the layout, which is written for a large figure on the left."""
        return WIDTH - x if self.mirrored else x


def depict_sheet(request: Request, take: int) -> Layers:
    """Compose a character sheet as vectors. `take` and the story fix its arrangement; the words fix the fox."""
    rng = Random(f"{request.seed} sheet {take}")
    light = Light("#fff1d6", 0.2, 1.03, "#fff6dc", 0.6, rng.random() < 0.5)
    paper, figures, veil = (Canvas(light, WIDTH, HEIGHT) for _ in range(3))
    draw_paper(paper, rng)
    sheet = Sheet(figures, hero_of(request), rng, rng.random() < 0.5)
    _draw_large(sheet, mood_asked(request) or "portrait")
    _draw_heads(sheet)
    _draw_small(sheet)
    draw_swatches(sheet.cv, sheet.hero, sheet.x(828), 1000)
    return Layers(paper, figures, veil)


def _draw_large(sheet: Sheet, mood: str) -> None:
    usual = sheet.rng.choice(_LARGE)
    pose = HOLD if sheet.hero.holds else usual
    left, right = _room(sheet.hero, pose)
    scale = min(_LARGEST, 640 / (right - left)) * sheet.hero.build.size**0.5
    _draw_figure(sheet, pose, mood, 46 - left * scale, 985, scale)


def _room(hero: Hero, pose: Pose) -> tuple[float, float]:
    """How far a pose reaches to the left and the right, in units, with the tail's own width."""
    left, right = extent(pose)
    tail = 26 + 140 * (hero.build.brush - 1)
    ahead = max(x for x, _ in pose.tail) + tail + 26
    return left - tail, max(right, ahead) + 8


def _draw_heads(sheet: Sheet) -> None:
    turns = [Turn(-0.35, 0.0), Turn(0.1, -0.2), Turn(0.5, 0.1)]
    sheet.rng.shuffle(turns)
    for turn, moods, y in zip(turns, _MOODS, (228, 524, 820), strict=True):
        mood, tilt = sheet.rng.choice(moods), sheet.rng.uniform(-5, 5)
        x = sheet.x(828 + sheet.rng.uniform(-14, 14))
        build, cv = sheet.hero.build, sheet.cv
        with cv.group(placed(x, y, 0.92 * build.head, turn=tilt, mirrored=sheet.mirrored)):
            draw_head(cv, build, look_for(mood), turn, Random(f"fur fox {mood}"))
            Dress(sheet.hero.wears).on_head(cv, turn, back=False)


def _draw_small(sheet: Sheet) -> None:
    poses = (sheet.rng.choice(_SIDE), sheet.rng.choice(_BEHIND))
    rooms = [_room(sheet.hero, pose) for pose in poses]
    wide = sum(right - left for left, right in rooms)
    scale = min(_SMALL * sheet.hero.build.size**0.5, (WIDTH - 90) / wide)
    gap = (WIDTH - wide * scale) / 3
    x = gap
    for pose, (left, right) in zip(poses, rooms, strict=True):
        _draw_figure(sheet, pose, "portrait", x - left * scale, 1456, scale)
        x += (right - left) * scale + gap


def _draw_figure(sheet: Sheet, pose: Pose, mood: str, x: float, y: float, scale: float) -> None:
    cv, x = sheet.cv, sheet.x(x)
    for wide, tall, strength in ((1.35, 34, 0.3), (0.9, 18, 0.4)):
        cv.blob(x, y + 2, pose.reach * wide * scale, tall * scale, _SHADE, strength, raw=True)
    with cv.group(placed(x, y, scale, mirrored=sheet.mirrored)):
        holding = grasping(cv, sheet.hero.holds, pose, sheet.hero, shining=0.15) if pose is HOLD else None
        draw_creature(
            cv, sheet.hero.build, pose, look_for(mood), "fox", holding=holding, dress=Dress(sheet.hero.wears)
        )  # fmt: skip
