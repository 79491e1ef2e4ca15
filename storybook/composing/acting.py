"""Drawing those who act: animals and birds at their places, with shadow, light, and what they hold or wear."""

import math
from collections.abc import Callable
from dataclasses import replace
from random import Random

from storybook.composing.composition import Actor, seat_scale
from storybook.composing.stage import Stage
from storybook.figures.anatomy import Look, Pose
from storybook.figures.animals import build_for, size_of
from storybook.figures.beasts import BEASTS, draw_beast
from storybook.figures.birds import draw_bird
from storybook.figures.creature import draw_creature
from storybook.figures.dressing import Dress
from storybook.figures.looks import look_for
from storybook.figures.plumage import BIRDS
from storybook.figures.poses import POSES
from storybook.painting.canvas import Canvas, placed
from storybook.places.terrain import rock
from storybook.props.prop import Prop
from storybook.reading.heroes import place_of

_TAKEN = {"head": frozenset(("head",)), "worn_back": frozenset(("back", "pack"))}


def draw_shadow(stage: Stage, actor: Actor) -> None:
    """Lay somebody's soft shadow on the ground, away from the light; the higher he is, the fainter."""
    reach = POSES[actor.pose].reach if actor.pose in POSES else 110
    thin = 1 / (1 + actor.lift / 260)
    drift = (0.35 if stage.from_left else -0.35) * reach * actor.scale
    cv = stage.cv
    cv.blob(
        actor.x + drift,
        actor.y + 4,
        reach * 1.5 * actor.scale * thin,
        34 * actor.scale * thin,
        stage.air.shade,
        0.5 * thin,
        raw=True,
    )
    if not actor.lift:
        cv.blob(actor.x, actor.y, reach * actor.scale, 20 * actor.scale, stage.air.shade, 0.75, raw=True)


def draw_other(stage: Stage, actor: Actor) -> None:
    """Draw somebody who is not the fox."""
    draw_shadow(stage, actor)
    look = replace(look_for(actor.mood), gaze=(0.45, 0.25 if actor.villain else 0.05))
    with (
        stage.far(0.5 * stage.depth_at(actor.y)),
        stage.cv.group(placed(actor.x, actor.y - actor.lift, actor.scale, mirrored=actor.mirrored)),
    ):
        if actor.lift and actor.kind not in BEASTS and actor.kind not in BIRDS:
            _floating_stone(stage)
        draw_kind(stage.cv, actor, look)


def draw_kind(cv: Canvas, actor: Actor, look: Look | None = None) -> None:
    """Draw somebody on the origin, facing right, as his kind is drawn."""
    look = look or look_for(actor.mood)
    if actor.kind in BEASTS or actor.kind in BIRDS:
        _set_before(cv, actor)
    if actor.kind in BEASTS:
        draw_beast(cv, BEASTS[actor.kind], look, asleep=actor.mood == "asleep")
    elif actor.kind in BIRDS:
        draw_bird(cv, BIRDS[actor.kind], look, actor.pose, actor.seed)
    else:
        draw_creature(cv, build_for(actor.kind, villain=actor.villain), POSES[actor.pose], look, actor.seed,
                      holding=grasping(cv, actor.holds, POSES[actor.pose]))  # fmt: skip


def _set_before(cv: Canvas, actor: Actor) -> None:
    """Draw what an animal without paws has: in a bird's beak, else on the ground before it."""
    if not actor.holds:
        return
    prop, x, y, size = actor.holds, 0.0, actor.lift / actor.scale, 0.8 / size_of(actor.kind, villain=actor.villain)
    if actor.kind in BEASTS:
        x = BEASTS[actor.kind].reach[1] + prop.width * size * 0.3
    else:
        bird = BIRDS[actor.kind]
        x, y = 144.0, -(bird.legs + bird.neck + 172) + prop.height * size * (1 - max(prop.grip, 0.5))
        y += prop.height * size * 0.5
    with cv.group(placed(x, y, size)):
        prop.draw(cv, Random(f"held {prop.name}"))


def _floating_stone(stage: Stage) -> None:
    cv = stage.cv
    cv.glow(0, 30, 260, "#ffe2a0", 0.45)
    cv.path(
        "M-150 6Q-158 40 -96 74Q-40 120 10 116Q84 96 124 58Q160 30 148 4Q0 -22 -150 6Z",
        cv.linear(((0, "#b5aca8", 1), (1, "#4f4a58", 1))),
    )
    cv.ellipse(0, 4, 150, 20, "#cfc8c0")
    rock(cv, Random("pebble"), -130, 130, 44)
    rock(cv, Random("stone"), 110, 150, 30)


def draw_fox(stage: Stage, actor: Actor, *, held: Prop | None, worn: Prop | None, facing: bool) -> None:
    """Draw the red fox with what he holds and wears; `facing` says that somebody stands before him."""
    hero = stage.plan.hero
    actor = replace(actor, scale=actor.scale * hero.build.size)
    if stage.plan.seat:
        _draw_seat(stage, stage.plan.seat, actor)
    draw_shadow(stage, actor)
    cv, pose = stage.cv, POSES[actor.pose]
    look = look_for(actor.mood)
    if facing and look.gaze == (0.0, 0.0):
        look = replace(look, gaze=(0.35, -0.1))
    with cv.group(placed(actor.x, actor.y - actor.lift, actor.scale, mirrored=actor.mirrored)):
        if worn and worn.place == "worn_back":
            _draw_pack(stage, worn, pose)
        dress = Dress(tuple(garment for garment in hero.wears if place_of(garment) not in _taken_by(worn)))
        draw_creature(cv, hero.build, pose, look, "fox", holding=grasping(cv, held, pose), dress=dress)
        if worn and worn.place == "head":
            _draw_crown(stage, worn, pose)


def _draw_seat(stage: Stage, seat: Prop, actor: Actor) -> None:
    """Draw what the fox sits on, below him, with his shadow on it."""
    cv, scale = stage.cv, actor.scale * seat_scale(stage.plan)
    cv.blob(actor.x, actor.y, seat.width * 0.62 * scale, seat.width * 0.09 * scale, stage.air.shade, 0.75, raw=True)
    with cv.group(placed(actor.x, actor.y, scale)):
        seat.draw(cv, Random(f"prop {seat.name}"))
    cv.blob(actor.x, actor.y - actor.lift + 4, 92 * actor.scale, 16 * actor.scale, stage.air.shade, 0.6, raw=True)


def _taken_by(worn: Prop | None) -> frozenset[str]:
    """Where a thing of the scene that he wears leaves no room for his own."""
    return _TAKEN.get(worn.place, frozenset()) if worn else frozenset()


def grasping(cv: Canvas, held: Prop | None, pose: Pose, *, shining: float = 0.45) -> Callable[[], None] | None:
    """Give what draws a thing in the paws of somebody in a pose. `shining` is the strength of its own light, if any."""
    if held is None:
        return None
    prop = held

    def hold() -> None:
        x, y = pose.hand
        if prop.glow:
            shines = 0.6 if prop.height < 220 else 0.9  # how far up it
            cv.glow(
                x,
                y + prop.height * (prop.grip - shines),
                min(150.0, max(prop.height, prop.width)) * 1.2,
                prop.glow,
                shining,
            )
        x, y, turn = _in_hand(prop, x, y)
        with cv.group(placed(x, y, turn=turn)), cv.group(f"translate(0 {prop.grip * prop.height:.1f})"):
            prop.draw(cv, Random(f"held {prop.name}"))

    return hold


def _in_hand(prop: Prop, x: float, y: float) -> tuple[float, float, float]:
    """Where a thing is held, and how it is turned: over the shoulder, hanging, in both arms, or in one paw."""
    if y < -260 and x < 0:
        return x, y, -38
    if abs(x) < 40:
        return (x, y, 4) if prop.grip >= 0.7 else (x + 20, y + 44, 16)
    return x, y, 6


def _draw_pack(stage: Stage, pack: Prop, pose: Pose) -> None:
    (ax, ay, _), (bx, by, r) = pose.torso[0], pose.torso[-1]
    angle = math.degrees(math.atan2(bx - ax, ay - by))
    lean = math.radians(angle)
    mx, my = (ax + bx) / 2, (ay + by) / 2
    off = r * 1.15
    x, y = mx - math.cos(lean) * off, my - math.sin(lean) * off
    with stage.cv.group(placed(x, y, turn=angle)), stage.cv.group(f"translate(0 {pack.height / 2:.1f})"):
        pack.draw(stage.cv, Random(f"worn {pack.name}"))


def _draw_crown(stage: Stage, crown: Prop, pose: Pose) -> None:
    x, y, tilt = pose.head
    with stage.cv.group(placed(x, y, turn=tilt)), stage.cv.group("translate(0 -62)"):
        crown.draw(stage.cv, Random(f"worn {crown.name}"))
