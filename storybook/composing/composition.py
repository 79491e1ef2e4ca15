"""Where everything stands: camera, horizon, and the place, size and direction of everybody."""

from dataclasses import dataclass, replace
from random import Random

from storybook.composing.actor import Actor
from storybook.composing.arranging import arranged, perspective
from storybook.composing.stage import WIDTH
from storybook.composing.visibility import seen
from storybook.figures.anatomy import Pose
from storybook.figures.animals import VILLAGERS, build_for, is_build, size_of
from storybook.figures.beasts import BEASTS
from storybook.figures.plumage import BIRDS
from storybook.figures.poses import POSES
from storybook.reading.plan import Figure, Plan

FOX_UNITS = 430.0


@dataclass(frozen=True)
class Composition:
    """The frame of a picture. `tall` is how many pixels tall the fox would stand; `others` are drawn back to front."""

    horizon: float
    front: float
    tall: float
    fox: Actor
    others: tuple[Actor, ...]
    clear: tuple[float, float]
    from_left: bool

    def scale_at(self, y: float) -> float:
        """Give how large a thing on the ground at `y` looks, in pixels a unit."""
        share = (y - self.horizon) / max(60.0, self.front - self.horizon)
        return self.tall / FOX_UNITS * max(0.12, share)


# what those in a crowd only do where the scene says so
_TOLD = ("slump", "walk", "run", "push", "cower", "lie", "offer", "triumph", "kick", "hammer", "fallen")
_SEEN = 0.25  # of a face; of whom less can be seen counts as absent
# camera -> pixels of a standing fox (least, most), y of his feet (least, most)
_CAMERAS = {
    "wide": ((560, 640), (1180, 1330)),
    "medium": ((760, 880), (1280, 1420)),
    "close": ((1000, 1150), (1440, 1560)),
}  # fmt: skip
# y of the feet at most, where what the figures stand on has to be seen
_FLOORED = {"boat": 1310.0, "rope bridge": 1330.0, "on the bridge": 1260.0}
_LADDER = ("wide", "medium", "close")


@dataclass(frozen=True)
class _Variation:
    """How a version differs from the first one: steps of the camera and of the horizon, on which side the fox stands,
    whether the light comes from the other side, and how far behind (above 0) or before him (below 0) a partner is."""

    camera: int = 0
    horizon: int = 0
    side: int = 1
    light: bool = False
    depth: float = 0.0


# any two of them differ in side and light, or in one of these and in the horizon
_VARIATIONS = (
    _Variation(),
    _Variation(camera=1, side=-1, light=True, depth=0.42),
    _Variation(camera=2, horizon=1, side=-1, depth=-0.12),
    _Variation(camera=1, horizon=2, light=True, depth=0.2),
)


def compose(plan: Plan, rng: Random, scene_number: int, version: int = 1) -> Composition:
    """Arrange a picture; the same plan and chance give the same arrangement. `rng` is that of the scene, whatever the
    version; four versions one after the other are four arrangements."""
    change = _VARIATIONS[(version - 1) % len(_VARIATIONS)]
    camera = _camera(plan, rng, scene_number, change.camera)
    side, level, from_left = rng.choice((-1, 1)), rng.randrange(3), rng.random() < 0.5
    rng = Random(f"{rng.random()} {version}")
    tall, front = (rng.uniform(*span) for span in _CAMERAS[camera])
    if plan.places[0] in _FLOORED:
        tall, front = tall * min(1.0, _FLOORED[plan.places[0]] / front), min(front, _FLOORED[plan.places[0]])
    partner = next((figure for figure in plan.figures if figure.count == 1), None)
    depth = change.depth if partner and partner.part != "villain" and plan.pose != "offer" else 0.0
    side *= change.side
    tall = min(tall, _widest(plan, partner, depth)) * FOX_UNITS / (FOX_UNITS + 0.7 * seat_height(plan))
    x = _fox_x(plan, partner, side, rng, tall)
    horizon = _horizon(plan, front, tall, rng, (level + change.horizon) % 3)
    lift = tall * rng.uniform(0.35, 0.6) if plan.airborne else seat_height(plan) * tall / FOX_UNITS
    if plan.gripped:
        lift = tall * 0.2
    mood = "asleep" if plan.asleep else plan.mood
    fox = Actor("red fox", plan.pose, mood, x, front, tall / FOX_UNITS, side > 0, lift)
    others = _others(plan, partner, fox, horizon, rng, depth)
    spans = [_span(actor) for actor in (fox, *(other for other in others if other.y > front - 200))]
    clear = (min(a for a, _ in spans), max(b for _, b in spans))
    return Composition(horizon, front, tall, fox, others, clear, from_left != change.light)


def unseen(plan: Plan, frame: Composition) -> tuple[str, ...]:
    """Give the kinds of animals of a plan of whom next to nothing can be seen in its picture."""
    drawn = (*frame.others, frame.fox)
    there = {actor.kind for i, actor in enumerate(frame.others) if seen(actor, drawn[i + 1 :]) >= _SEEN}
    return tuple(figure.kind for figure in plan.figures if figure.kind not in there | {"villager"})


def _camera(plan: Plan, rng: Random, scene_number: int, steps: int) -> str:
    """The camera of a scene, or the one that is `steps` further on, of those that show what he does."""
    if any(figure.part == "villain" for figure in plan.figures) or len(plan.figures) > 1:
        usual = rng.choice((0, 0, 1))
    elif any(figure.count > 1 for figure in plan.figures):
        usual = 0
    elif plan.figures:
        usual = rng.choice((0, 1))
    else:
        usual = (1, 2, 1, 0, 2)[(scene_number + rng.randrange(2)) % 5]
    wide = plan.figures or plan.pose in ("run", "fly", "lie", "walk", "face", "push", "cower")
    usual = min(usual, 1) if wide else usual
    usual = (usual + steps) % (2 if wide else 3)
    return _LADDER[max(0, min(2, usual + plan.closer))]


def seat_scale(plan: Plan) -> float:
    """How large what the fox sits on is drawn, so that there is room for him; 0 if he sits on the ground."""
    if not plan.seat:
        return 0.0
    left, right = (-95.0, 85.0) if plan.pose != "lie" else (-140.0, 140.0)
    return max(1.15, (right - left) * 1.05 / plan.seat.width)


def seat_height(plan: Plan) -> float:
    """How far above the ground he sits, in units."""
    return seat_scale(plan) * plan.seat.height * plan.seat.seat if plan.seat else 0.0


def _widest(plan: Plan, partner: Figure | None, depth: float) -> float:
    """Give how tall the fox may be, so that he and a partner fit side by side; a long one may be cut off."""
    left, right = _room(plan)
    units = right - left
    if partner:
        behind, before = _partner_extent(partner)
        units += (before + min(behind, 60 + 0.45 * behind)) * (1 - 0.8 * max(0.0, depth))
    return max(380.0, FOX_UNITS * (WIDTH + 60) / units)


def _partner_extent(figure: Figure) -> tuple[float, float]:
    """How far somebody reaches behind him and before him, in the fox's units."""
    size = _size(figure, figure.kind)
    if figure.kind in BEASTS:
        left, right = BEASTS[figure.kind].reach
    elif figure.kind in BIRDS:
        left, right = -200.0, 180.0
    else:
        left, right = extent(POSES[_on_feet(figure.kind, _partner_pose(figure))])
        right += 10 if build_for(figure.kind).snout != "trunk" else 75
    return (right * size, -left * size) if figure.pose == "leave" else (-left * size, right * size)


def _room(plan: Plan) -> tuple[float, float]:
    """Give how much room the fox needs to both sides, in units, with what he reaches for."""
    return extent(POSES[plan.pose])[0], _ahead(plan) + (150 if plan.pose == "reach" and plan.props else 0)


def _ahead(plan: Plan) -> float:
    """How far the fox and what he holds reach before him, in units."""
    held = POSES[plan.pose].hand[0] + plan.held.width * 0.5 if plan.held else 0.0
    return max(extent(POSES[plan.pose])[1], held)


def extent(pose: Pose) -> tuple[float, float]:
    """Give how far a pose reaches to the left and the right of its origin, in units."""
    rings = [ring for limb in (pose.torso, *pose.far, *pose.near, *pose.over) for ring in limb]
    xs = [x for x, _ in pose.tail] + [pose.head[0] - 105, pose.head[0] + 105]
    return min([x - r for x, _, r in rings] + [x - 30 for x in xs]), max([x + r for x, _, r in rings] + xs)


def _span(actor: Actor) -> tuple[float, float]:
    left, right = extent(POSES[actor.pose]) if actor.pose in POSES else (-160, 110)
    if actor.mirrored:
        left, right = -right, -left
    return actor.x + left * actor.scale, actor.x + right * actor.scale


def _fox_x(plan: Plan, partner: Figure | None, side: int, rng: Random, tall: float) -> float:
    """The fox stands on `side` and looks to the other one."""
    left, right = _room(plan)
    scale = tall / FOX_UNITS
    if partner:
        free = WIDTH - (right - left + sum(_partner_extent(partner))) * scale
        back = max(-20.0, free * rng.uniform(0.25, 0.75)) - left * scale
        return WIDTH - back if side > 0 else back
    away = rng.uniform(0.0, 0.15)
    if side > 0:
        left, right = -right, -left
    x = WIDTH / 2 + side * away * WIDTH - (left + right) / 2 * scale * 0.85
    low, high = 10 - left * scale, WIDTH - 10 - right * scale
    if low > high:  # rather the end of his tail beyond the edge than his nose
        return low if side > 0 else high
    return max(low, min(high, x))


def _horizon(plan: Plan, front: float, tall: float, rng: Random, level: int) -> float:
    if plan.airborne or plan.places[0] == "sky":
        return front - rng.uniform(260, 360)
    share = rng.uniform(*((0.42, 0.5), (0.7, 0.78), (1.0, 1.15))[level])
    return max(420.0, min(front - 280, front - tall * share))


def _others(
    plan: Plan, partner: Figure | None, fox: Actor, horizon: float, rng: Random, depth: float
) -> tuple[Actor, ...]:
    actors: list[Actor] = []
    crowd = [figure for figure in plan.figures if figure is not partner]
    places = _crowd_places(fox, horizon, rng, bool(partner))
    for figure in crowd:
        for i in range(min(figure.count + (figure.kind == "crow"), 4 if len(crowd) == 1 else 2)):
            if places:
                at = _beside(fox, places.pop(0), horizon)
                actors.append(_onlooker(figure, fox, at, horizon, rng, i))
    if partner:
        actor = _at_depth(_partner(partner, fox, rng, _ahead(plan)), fox, horizon, depth)
        actors.append(_gripping(actor, fox) if plan.gripped else actor)
    return arranged(fox, actors, horizon, plan.held)


def _crowd_places(fox: Actor, horizon: float, rng: Random, pair: bool) -> list[tuple[float, float]]:
    """Places behind the fox as (x, y), the best first: to both his sides, in one group, or in a half circle."""
    depth = fox.y - horizon
    side = 1 if fox.mirrored else -1
    near, far, third = (fox.y - depth * rng.uniform(*span) for span in ((0.14, 0.26), (0.4, 0.5), (0.56, 0.66)))
    ways = (
        [(-0.38, near), (0.36, far), (-0.2, third), (0.12, third), (0.46, near)],
        [(-0.4, near), (-0.17, far), (-0.44, far), (-0.02, third), (0.42, third)],
        [(-0.4, far), (0.42, far), (-0.2, third), (0.22, third), (0.0, third)],
    )
    across = [(0.44, far), (0.06, third), (0.26, third), (-0.12, third)] if pair else rng.choice(ways)
    return [(WIDTH / 2 + (side * share + rng.uniform(-0.03, 0.03)) * WIDTH, y) for share, y in across]


def _beside(fox: Actor, at: tuple[float, float], horizon: float) -> tuple[float, float]:
    """Move a place out from behind the fox: to his side where there is room, else further off."""
    x, y = at
    left, right = (edge + sign * 70 * fox.scale for edge, sign in zip(_span(fox), (-1, 1), strict=True))
    if not left < x < right:
        return at
    aside = left if x - left < right - x else right
    if 20 < aside < WIDTH - 20:
        return aside, y
    return x, min(y, fox.y - (fox.y - horizon) * 0.6)


def _onlooker(figure: Figure, fox: Actor, at: tuple[float, float], horizon: float, rng: Random, index: int) -> Actor:
    x, y = at
    kind = rng.choice(VILLAGERS) if figure.kind == "villager" else figure.kind
    scale = perspective(fox, horizon, y) * _size(figure, kind) * rng.uniform(0.92, 1.08)
    lift = 0.0
    asleep = figure.mood == "asleep"
    if figure.kind == "crow" and index >= 2 and not asleep:
        lift = fox.scale * rng.uniform(250, 480)
    if kind in BIRDS and figure.pose == "fly":
        lift = fox.scale * rng.uniform(220, 420)
    if kind in BEASTS and not asleep:
        lift = BEASTS[kind].lift * scale * rng.uniform(0.7, 1.6)
    watching = _watching(figure, rng) if is_build(kind) else ""
    told = figure.pose if figure.pose in _TOLD or (figure.pose == "sit" and figure.part == "crowd") else watching
    pose = _bird_pose(figure, lift) if not is_build(kind) else _on_feet(kind, told)
    return Actor(kind, pose, figure.mood, x, y, scale, x > fox.x, lift, figure.part == "villain", f"{kind} {index}",
                 None if index else figure.holds, young=figure.young)  # fmt: skip


def _size(figure: Figure, kind: str) -> float:
    small = 0.62 if figure.young else 1.0
    return size_of(kind, villain=figure.part == "villain") * small


def _on_feet(kind: str, pose: str) -> str:
    """The pose in which a kind does the same: what stands on all fours does not stand on two legs."""
    return (
        {"stand": "walk", "hold": "walk_hold", "sit_hold": "walk_hold", "triumph": "face", "reach": "face"}.get(
            pose, pose
        )
        if build_for(kind).fours
        else pose
    )


def _bird_pose(figure: Figure, lift: float) -> str:
    if figure.mood == "asleep":
        return "sleep"
    if lift:
        return "fly"
    return "flap" if figure.mood in ("mocking", "happy", "awed") else "stand"


def _watching(figure: Figure, rng: Random) -> str:
    if figure.mood == "asleep":
        return "lie"
    if figure.mood == "mocking":
        return rng.choice(("reach", "stand", "hold"))
    if figure.mood in ("happy", "awed"):
        return rng.choice(("triumph", "stand", "sit", "hold"))
    return "cower" if figure.mood == "afraid" else rng.choice(("stand", "sit", "stand"))


def _partner(figure: Figure, fox: Actor, rng: Random, ahead: float) -> Actor:
    side = -1 if fox.mirrored else 1
    size = _size(figure, figure.kind)
    behind, before = _partner_extent(figure)
    back = 70 if figure.part == "villain" else rng.uniform(0, 26)
    x = fox.x + side * (ahead + before - 26) * fox.scale
    facing_left = side > 0
    pose, lift = _on_feet(figure.kind, _partner_pose(figure)), 0.0
    most = 0.4 * behind * fox.scale  # of his back may be beyond the edge
    x = min(x, WIDTH + most - behind * fox.scale) if side > 0 else max(x, behind * fox.scale - most)
    if figure.pose == "leave":
        facing_left = not facing_left
    if figure.pose == "meditate":
        lift = 150 * fox.scale
    if figure.pose == "hover":
        lift = 110 * fox.scale
    if not is_build(figure.kind):
        pose = _bird_pose(figure, figure.pose in ("fly", "hover"))
    if figure.kind in BEASTS and figure.mood != "asleep" and figure.pose != "hover":
        lift = BEASTS[figure.kind].lift * fox.scale * size
    if figure.pose == "fly" and figure.kind in BIRDS:
        lift = rng.uniform(240, 330) * fox.scale
    villain = figure.part == "villain"
    return Actor(
        figure.kind, pose, figure.mood, x, fox.y - back, fox.scale * size, facing_left, lift, villain, figure.kind,
        figure.holds, figure.caught, figure.young,
    )  # fmt: skip


def _gripping(actor: Actor, fox: Actor) -> Actor:
    """Bring him who has the fox in his paws up to him: over him, if he flies."""
    if actor.kind in BIRDS and actor.lift:
        aside = (actor.x - fox.x) * 0.25
        return replace(actor, x=fox.x + aside, lift=fox.lift + 350 * fox.scale)
    return replace(actor, x=actor.x + (fox.x - actor.x) * 0.25)


def _at_depth(actor: Actor, fox: Actor, horizon: float, depth: float) -> Actor:
    """Move a partner back towards the horizon or a little before the fox, as large as he looks there."""
    if not depth:
        return actor
    y = min(1500.0, actor.y - depth * (fox.y - horizon))
    near = perspective(fox, horizon, y) / fox.scale if depth > 0 else 1.0
    towards = (fox.x - actor.x) * (0.1 if depth > 0.3 else 0.0)
    return replace(actor, x=actor.x + towards, y=y, scale=actor.scale * near, lift=actor.lift * near)


def _partner_pose(figure: Figure) -> str:
    told = {"menace": "reach", "watch": "stand", "leave": "walk"}.get(figure.pose, figure.pose)
    if figure.holds:
        told = {"sit": "sit_hold", "stand": "hold", "walk": "walk_hold"}.get(told, told)
    return told if told in POSES else "stand"
