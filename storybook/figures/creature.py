"""A whole animal: build, pose and look put together in drawing order."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from storybook.figures.anatomy import Build, Look, Pose
from storybook.figures.body import draw_haunch, draw_limb, draw_neck, draw_tail, draw_torso, stiff
from storybook.figures.dressing import BARE, Dress
from storybook.figures.growths import draw_behind
from storybook.figures.head import draw_head
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas, placed

HEAD_SCALE = 0.9


def draw_creature(
    cv: Canvas, build: Build, pose: Pose, look: Look, seed: str, *,
    holding: Callable[[], None] | None = None, dress: Dress = BARE,
) -> None:  # fmt: skip
    """Draw an animal standing on the origin, facing right, about 430 units tall times nothing: scale it in a group.

    `seed` fixes the fall of its fur, so that the same animal looks the same in every picture. `holding` draws
    what it has in its paws, before the arms that close around it; `dress` is what it wears.
    """
    rng = Random(f"fur {seed}")
    if build.neck:
        x, y, tilt = pose.head
        pose = replace(pose, head=(x + build.neck * 0.16, y - build.neck, tilt))
    tail_over = pose.tail_over and not stiff(build, pose)
    if not tail_over:
        draw_tail(cv, build, pose, look, rng)
    dress.behind(cv, pose)
    draw_behind(cv, build, pose)
    for limb in pose.far:
        draw_limb(cv, dress.limb(build, pose, limb), limb, rng, far=True)
    draw_torso(cv, build, pose, rng)
    dress.on_body(cv, pose)
    for haunch in pose.haunch:
        draw_haunch(cv, dress.haunch(build), haunch, rng)
    dress.over_haunches(cv, pose)
    for limb in pose.near:
        draw_limb(cv, dress.limb(build, pose, limb), limb, rng)
    dress.over_body(cv, pose)
    if tail_over:
        draw_tail(cv, build, pose, look, rng)
    if build.neck:
        draw_neck(cv, build, pose, rng)
    dress.at_neck(cv, pose)
    _draw_head(cv, build, pose, look, rng, dress)
    if holding:
        holding()
    for limb in pose.over:
        draw_limb(cv, dress.limb(build, pose, limb), limb, rng)


def _draw_head(cv: Canvas, build: Build, pose: Pose, look: Look, rng: Random, dress: Dress) -> None:
    x, y, tilt = pose.head
    turn = Turn(pose.yaw, pose.pitch)
    with cv.group(placed(x, y, HEAD_SCALE * build.head, turn=tilt)):
        draw_head(cv, build, look, turn, rng, back=pose.back)
        dress.on_head(cv, turn, back=pose.back)
