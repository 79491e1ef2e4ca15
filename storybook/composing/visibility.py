"""Who can be seen: the boxes of faces and bodies in a picture, and how much of one is covered by others."""

import math
from collections.abc import Iterable

from storybook.composing.actor import Actor
from storybook.composing.stage import HEIGHT, WIDTH
from storybook.figures.anatomy import Pose
from storybook.figures.animals import build_for
from storybook.figures.beasts import BEASTS
from storybook.figures.plumage import BIRDS
from storybook.figures.poses import POSES
from storybook.props.prop import Prop

Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels

_FINE = 4  # points across and down a box that are looked at
# the faces of beasts in their own units: the middle between the eyes
_EYES = {
    "whale": (150, -116), "orca": (150, -116), "dolphin": (118, -200), "shark": (146, -124), "octopus": (0, -180),
    "seal": (120, -238), "walrus": (127, -278), "penguin": (16, -262), "tortoise": (200, -198), "turtle": (200, -198),
    "snail": (153, -208), "crab": (0, -182), "starfish": (0, -124), "snake": (48, -294), "crocodile": (175, -157),
    "lizard": (124, -165), "caterpillar": (149, -96), "worm": (115, -150), "frog": (0, -244), "toad": (0, -244),
    "bee": (98, -88), "wasp": (98, -88), "ladybird": (128, -85), "beetle": (128, -85), "spider": (0, -92),
    "ant": (89, -117), "ghost": (0, -226),
}  # fmt: skip


def face(actor: Actor) -> Box:
    """Give the box of somebody's face, without the ears."""
    return _placed(actor, own_face(actor))


def own_face(actor: Actor) -> Box:
    """Give the box of somebody's face in his own units, as he is drawn on the origin."""
    if actor.kind in BEASTS:
        x, y = _EYES.get(actor.kind, (0, -200))
        return x - 62, y - 40, x + 62, y + 60
    if actor.kind in BIRDS:
        bird = BIRDS[actor.kind]
        top = -176.0 - bird.neck - (20 if bird.neck > 40 else 0) - (0 if actor.pose == "fly" else bird.legs)
        return 8, top - 54, 116, top + 50
    build, (head_x, head_y, _) = build_for(actor.kind, villain=actor.villain), POSES[actor.pose].head
    wide = 82 * build.head
    head_x, head_y = head_x + build.neck * 0.16, head_y - build.neck
    return head_x - wide, head_y - wide * 0.75, head_x + wide, head_y + wide * 0.85


def head(actor: Actor) -> Box:
    """Give the box of somebody's face with the ears."""
    return face(actor) if actor.kind in BEASTS or actor.kind in BIRDS else body(actor)[0]


def heads(actors: Iterable[Actor]) -> tuple[Box, ...]:
    """Give the boxes of the heads that are in the picture for the most part, 0 to 1 of its width and height."""
    found = [head(actor) for actor in actors if covered(face(actor), ()) < 0.5]
    return tuple(
        (max(left, 0) / WIDTH, max(top, 0) / HEIGHT, min(right, WIDTH) / WIDTH, min(bottom, HEIGHT) / HEIGHT)
        for left, top, right, bottom in found
    )


def body(actor: Actor) -> tuple[Box, ...]:
    """Give the boxes of what somebody covers: head, trunk with limbs, and tail."""
    if actor.kind in BEASTS:
        left, right = BEASTS[actor.kind].reach
        x, y = _EYES.get(actor.kind, (0, -200))
        low = -min(150.0, -y)
        return _placed(actor, (left * 0.85, low, right * 0.85, 0)), _placed(actor, (x - 80, y - 60, x + 80, low))
    if actor.kind in BIRDS:
        legs = 0 if actor.pose == "fly" else BIRDS[actor.kind].legs
        return face(actor), _placed(actor, (-120, -150 - legs, 100, -legs * 0.5))
    build, pose = build_for(actor.kind, villain=actor.villain), POSES[actor.pose]
    rings = [ring for limb in (pose.torso, *pose.far, *pose.near, *pose.over) for ring in limb]
    trunk = (
        min(x - r for x, _, r in rings), min(y - r for _, y, r in rings),
        max(x + r for x, _, r in rings), max(y + r * 0.5 for _, y, r in rings),
    )  # fmt: skip
    left, top, right, _ = own_face(actor)
    tall = (right - left) * {"long": 0.9, "": 0.1, "tiny": 0.2, "round": 0.3, "small": 0.3}.get(build.ears, 0.5)
    boxes = [_placed(actor, (left, top - tall, right, own_face(actor)[3])), _placed(actor, trunk)]
    if build.tail in ("brush", "ragged"):
        xs, ys = zip(*pose.tail[1:], strict=True)
        boxes.append(_placed(actor, (min(xs) - 34, min(ys) - 34, max(xs) + 34, max(ys) + 20)))
    return tuple(boxes)


def held_box(actor: Actor, prop: Prop) -> Box:
    """Give the box of what somebody has in his paw."""
    x, y, turn, grip = in_hand(prop, POSES[actor.pose])
    lying = abs(turn) > 45
    wide, tall = (prop.height, prop.width) if lying else (prop.width, prop.height)
    half, up = wide / 2, tall * (0.5 if lying else 1 - grip)
    x += 0.0 if lying else math.sin(math.radians(turn)) * tall * (0.5 - grip)
    return _placed(actor, (x - half, y - up, x + half, y - up + tall))


def in_hand(prop: Prop, pose: Pose) -> tuple[float, float, float, float]:
    """Give where a thing is held, how it is turned, and how far up it is gripped: over the shoulder, crosswise in the
    mouth or hanging from it, in both arms beside the face, or in one paw."""
    x, y = pose.hand
    if y < -260 and x < 0:
        return x, y, -38, prop.grip
    if math.dist(pose.hand, (pose.head[0] + 60, pose.head[1] + 62)) < 30:  # in the mouth of one on all fours
        return (x, y, 74, prop.grip) if prop.height > 1.15 * prop.width and prop.grip < 0.7 else (x, y + 6, 4, 0.92)
    if abs(x) < 40:
        if prop.grip >= 0.7:
            return x, y, 4, prop.grip
        return (x + 62, y + 34, 30, prop.grip) if prop.height > 150 else (x + 20, y + 44, 16, prop.grip)
    return x, y, 6, prop.grip


def _placed(actor: Actor, box: Box) -> Box:
    left, top, right, bottom = box
    if actor.mirrored:
        left, right = -right, -left
    x, y, scale = actor.x, actor.y - actor.lift, actor.scale
    return x + left * scale, y + top * scale, x + right * scale, y + bottom * scale


def covered(box: Box, by: Iterable[Box]) -> float:
    """Give how much of a box others cover or the edges of the picture cut off, 0 to 1."""
    left, top, right, bottom = box
    others = [other for other in by if other[0] < right and other[2] > left and other[1] < bottom and other[3] > top]
    if not others and left >= 0 and right <= WIDTH and top >= 0 and bottom <= HEIGHT:
        return 0.0
    points = [
        (left + (right - left) * (i + 0.5) / _FINE, top + (bottom - top) * (j + 0.5) / _FINE)
        for i in range(_FINE)
        for j in range(_FINE)
    ]
    hidden = sum(
        not (0 <= x <= WIDTH and 0 <= y <= HEIGHT) or any(a <= x <= c and b <= y <= d for a, b, c, d in others)
        for x, y in points
    )
    return hidden / len(points)


def seen(actor: Actor, nearer: Iterable[Actor]) -> float:
    """Give how much of somebody's face is in the picture and not behind others, 0 to 1."""
    return 1 - covered(face(actor), (box for other in nearer for box in body(other)))
