"""A whole animal: build, pose and look put together in drawing order."""

from collections.abc import Callable
from random import Random

from providers.images.local.anatomy import Build, Look, Pose
from providers.images.local.body import draw_haunch, draw_limb, draw_tail, draw_torso
from providers.images.local.canvas import Canvas, placed
from providers.images.local.head import draw_head
from providers.images.local.turning import Turn

HEAD_SCALE = 0.9


def draw_creature(
    cv: Canvas, build: Build, pose: Pose, look: Look, seed: str, *, holding: Callable[[], None] | None = None
) -> None:  # fmt: skip
    """Draw an animal standing on the origin, facing right, about 430 units tall times nothing: scale it in a group.

    `seed` fixes the fall of its fur, so that the same animal looks the same in every picture. `holding` draws
    what it has in its paws, before the arms that close around it.
    """
    rng = Random(f"fur {seed}")
    if not pose.tail_over:
        draw_tail(cv, build, pose, look, rng)
    for limb in pose.far:
        draw_limb(cv, build, limb, rng, far=True)
    draw_torso(cv, build, pose, rng)
    for haunch in pose.haunch:
        draw_haunch(cv, build, haunch, rng)
    for limb in pose.near:
        draw_limb(cv, build, limb, rng)
    if pose.tail_over:
        draw_tail(cv, build, pose, look, rng)
    x, y, tilt = pose.head
    with cv.group(placed(x, y, HEAD_SCALE * build.head, turn=tilt)):
        draw_head(cv, build, look, Turn(pose.yaw, pose.pitch), rng, back=pose.back)
    if holding:
        holding()
    for limb in pose.over:
        draw_limb(cv, build, limb, rng)
