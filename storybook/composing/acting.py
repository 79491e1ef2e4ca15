"""Drawing those who act: animals and birds at their places, with shadow, light, and what they hold or wear."""

import math
from collections.abc import Callable
from dataclasses import replace
from random import Random

from storybook.composing.actor import Actor
from storybook.composing.composition import seat_scale
from storybook.composing.stage import Stage
from storybook.composing.visibility import in_hand, own_face
from storybook.figures.anatomy import Look, Pose
from storybook.figures.animals import build_for, size_of, younger
from storybook.figures.beasts import BEASTS, draw_beast
from storybook.figures.birds import draw_bird
from storybook.figures.creature import draw_creature
from storybook.figures.dressing import Dress
from storybook.figures.head import draw_head
from storybook.figures.looks import look_for
from storybook.figures.plumage import BIRDS
from storybook.figures.poses import POSES
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed
from storybook.places.terrain import rock
from storybook.props.prop import Prop
from storybook.reading.hero import Hero
from storybook.reading.heroes import place_of

_TIED = 190  # units; as large a thing is drawn at most that is tied to his back
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
        if actor.pose == "meditate" and actor.lift:
            _floating_stone(stage)
        draw_kind(stage.cv, actor, look)
        if actor.caught:
            _draw_bonds(stage.cv, actor)


def _draw_bonds(cv: Canvas, actor: Actor) -> None:
    """Draw over somebody what he is caught in: bars, or the meshes of a net or the turns of a rope below his face."""
    left, top, right, bottom = own_face(actor)
    left, right = left - 40, right + 40
    if actor.caught == "bars":
        cv.line("".join(f"M{left + (right - left) * k / 6:.0f} {top - 60:.0f}V14" for k in range(7)), "#56606f", 13)
        cv.line(f"M{left - 20:.0f} {top - 60:.0f}H{right + 20:.0f}M{left - 20:.0f} 14H{right + 20:.0f}", "#7d8898", 17)
        return
    if actor.caught == "bubble":
        dome = f"M{left - 60:.0f} 16V{top + 40:.0f}C{left - 60:.0f} {top - 190:.0f} {right + 60:.0f} {top - 190:.0f} "
        dome += f"{right + 60:.0f} {top + 40:.0f}V16Z"
        cv.path(dome, "#cfeaff", opacity=0.34, raw=True)
        cv.line(dome, "#f4fbff", 7, opacity=0.85, raw=True)
        return
    low = bottom + 16
    if actor.caught == "rope":
        turns = "".join(f"M{left + 24:.0f} {y:.0f}Q{(left + right) / 2:.0f} {y + 34:.0f} {right - 24:.0f} {y:.0f}"
                        for y in range(int(low), -10, 30))  # fmt: skip
        cv.line(turns, "#8a6a44", 17)
        cv.line(turns, "#d9b77c", 10)
        return
    wide = right - left
    meshes = "".join(
        f"M{left + wide * k / 7:.0f} {low:.0f}Q{left + wide * (k + side * 1.6) / 7:.0f} {low / 2:.0f} "
        f"{left + wide * (k + side * 2.6) / 7:.0f} 8"
        for k in range(8)
        for side in (-1, 1)
    )
    edge = (
        f"M{left:.0f} {low:.0f}Q{(left + right) / 2:.0f} {low - 34:.0f} {right:.0f} {low:.0f}"
        f"M{left - wide * 0.3:.0f} 10H{right + wide * 0.3:.0f}"
    )
    cv.line(meshes + edge, "#6f5638", 8)
    cv.line(meshes + edge, "#ead2a2", 4.5)


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
        build = build_for(actor.kind, villain=actor.villain)
        draw_creature(cv, younger(build) if actor.young else build, POSES[actor.pose], look, actor.seed,
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
        if worn and worn.place != "head":
            _draw_pack(stage, worn, pose)
        dress = Dress(tuple(garment for garment in hero.wears if place_of(garment) not in _taken_by(worn)))
        draw_creature(cv, hero.build, pose, look, "fox", holding=grasping(cv, held, pose, hero), dress=dress)
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


def draw_mirrored(cv: Canvas, prop: Prop, hero: Hero) -> None:
    """Let a mirror, drawn on its foot, show the face of who looks into it."""
    if prop.name != "mirror":
        return
    glass = "M-39 -118A39 47 0 0 1 39 -118A39 47 0 0 1 -39 -118Z"
    with cv.group(clip=cv.clip(glass)), cv.group(placed(2, -106, 0.36)):
        draw_head(cv, hero.build, look_for("calm"), Turn(-0.1, 0.0), Random("mirror"))


def grasping(
    cv: Canvas, held: Prop | None, pose: Pose, hero: Hero | None = None, *, shining: float = 0.45
) -> Callable[[], None] | None:
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
        x, y, turn, grip = in_hand(prop, pose)
        with cv.group(placed(x, y, turn=turn)), cv.group(f"translate(0 {grip * prop.height:.1f})"):
            prop.draw(cv, Random(f"held {prop.name}"))
            if hero:
                draw_mirrored(cv, prop, hero)

    return hold


def _draw_pack(stage: Stage, pack: Prop, pose: Pose) -> None:
    (ax, ay, _), (bx, by, r) = pose.torso[0], pose.torso[-1]
    angle = math.degrees(math.atan2(bx - ax, ay - by))
    lean = math.radians(angle)
    mx, my = (ax + bx) / 2, (ay + by) / 2
    own = pack.place == "worn_back"  # made to be worn, and not only tied on
    size = 1.0 if own else min(1.0, _TIED / max(pack.width, pack.height))
    off = r * 1.15 if own else r * 0.9 + min(pack.width, pack.height) * size * 0.3
    x, y = mx - math.cos(lean) * off, my - math.sin(lean) * off
    with (
        stage.cv.group(placed(x, y, size, turn=angle if own else angle + 24)),
        stage.cv.group(f"translate(0 {pack.height / 2:.1f})"),
    ):
        pack.draw(stage.cv, Random(f"worn {pack.name}"))


def _draw_crown(stage: Stage, crown: Prop, pose: Pose) -> None:
    x, y, tilt = pose.head
    with stage.cv.group(placed(x, y, turn=tilt)), stage.cv.group("translate(0 -62)"):
        crown.draw(stage.cv, Random(f"worn {crown.name}"))
