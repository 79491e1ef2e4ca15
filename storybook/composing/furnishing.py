"""Props at their places: on the ground beside the fox, in the air, or large and further back, where one sees them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from storybook.composing.acting import draw_mirrored
from storybook.composing.actor import Actor
from storybook.composing.composition import Composition, extent
from storybook.composing.stage import HEIGHT, WIDTH, Stage
from storybook.composing.visibility import Box, body, covered, face
from storybook.figures.poses import POSES
from storybook.painting.canvas import placed
from storybook.places.terrain import rock
from storybook.props.prop import Prop
from storybook.reading.lexicon import INDOORS
from storybook.reading.plan import Plan

_LARGE = 212  # units; whatever is taller stands behind the figures, as large as it really is
_GROWN = 1.7
_PULLED = 400  # units; no cart that he pulls is drawn wider, or it would hide him
_TINY = 0.78  # what fits a paw looks too large on the ground
_STEP = 56
_SEEN = 0.3  # of a thing; one of which less can be seen counts as hidden


@dataclass(frozen=True)
class Piece:
    """A prop at a place: its foot at (x, y) in pixels, `scale` pixels a unit. `way` is how it stands there: "air",
    "large", "stone" (on a stone before the fox), or "ground"."""

    prop: Prop
    x: float
    y: float
    scale: float
    way: str

    @property
    def box(self) -> Box:
        """What it covers."""
        half = self.prop.width * self.scale / 2
        return self.x - half, self.y - self.prop.height * self.scale, self.x + half, self.y


def furnished(plan: Plan, frame: Composition, rng: Random) -> tuple[Piece, ...]:
    """Place the props of a plan, those behind the figures first."""
    pieces: list[Piece] = []
    for prop in plan.deeds:
        pieces.append(_by_the_villain(prop, frame, pieces, rng))
    if plan.pulled:
        pieces.append(_behind_him(plan.pulled, frame, pieces))
    for prop in plan.props:
        if prop.place == "air":
            pieces.append(_in_the_air(prop, frame, pieces, rng))
        elif _is_large(prop):
            pieces.append(_behind(prop, frame, pieces, rng))
    small = [prop for prop in plan.props if prop.place != "air" and not _is_large(prop)]
    if small and frame.fox.pose == "reach" and max(small[0].height, small[0].width) < _LARGE:
        stone = _on_a_stone(small[0], frame)
        if not _hides_a_face((_stone_box(frame), stone.box), frame):
            pieces.append(stone)
            small = small[1:]
    for prop in small:
        pieces.append(_before(prop, frame, pieces, rng))
    return tuple(sorted(pieces, key=lambda piece: piece.way in ("ground", "stone")))


def hidden(pieces: Sequence[Piece], frame: Composition) -> tuple[Prop, ...]:
    """Give the props of which next to nothing can be seen, behind figures or beyond the edge."""
    return tuple(piece.prop for piece in pieces if 1 - covered(piece.box, _over(piece, frame)) < _SEEN)


def draw_behind(stage: Stage, pieces: Iterable[Piece]) -> None:
    """Draw props that stand behind the figures or hang above them."""
    for piece in pieces:
        if piece.way == "air":
            _put(stage, piece, grounded=False)
        elif piece.way == "large":
            with stage.far(stage.depth_at(piece.y) * 0.6):
                _put(stage, piece)


def draw_before(stage: Stage, frame: Composition, pieces: Iterable[Piece], rng: Random) -> None:
    """Draw props that lie or stand around the fox."""
    for piece in pieces:
        if piece.way == "stone":
            _draw_stone(stage, frame, rng)
            _put(stage, piece, grounded=False)
        elif piece.way == "ground":
            _put(stage, piece)


def _is_large(prop: Prop) -> bool:
    return prop.place != "held" and prop.height > _LARGE


def _over(piece: Piece, frame: Composition) -> tuple[Box, ...]:
    """The boxes of the figures that are drawn over a piece."""
    if piece.way in ("ground", "stone"):
        return ()
    return tuple(box for actor in (frame.fox, *frame.others) for box in body(actor))


def _best(places: Iterable[Piece], cost: Callable[[Piece], float]) -> Piece:
    return min(places, key=cost)


def _behind(prop: Prop, frame: Composition, pieces: Sequence[Piece], rng: Random) -> Piece:
    """Behind the figures, where most of it can be seen."""
    side = rng.choice((-1, 1))

    def places() -> Iterator[Piece]:
        for share in (0.22, 0.34, 0.5):
            y = frame.front - (frame.front - frame.horizon) * share
            scale = frame.scale_at(y) * (_GROWN if prop.height < 400 else 2.0)
            half = min(WIDTH / 2 - 1, prop.width * scale * 0.42)
            for x in range(int(half), int(WIDTH - half) + 1, _STEP):
                yield Piece(prop, float(x), y, scale, "large")

    def cost(piece: Piece) -> float:
        crowded = max((covered(piece.box, (other.box,)) for other in pieces), default=0.0)
        return covered(piece.box, _over(piece, frame)) + crowded - side * (piece.x / WIDTH) * 0.05 - piece.scale * 0.04

    return _best(places(), cost)


def _in_the_air(prop: Prop, frame: Composition, pieces: Sequence[Piece], rng: Random) -> Piece:
    scale = frame.fox.scale * 0.85
    index = sum(piece.way == "air" for piece in pieces)
    top = frame.fox.y - frame.fox.lift - 330 * frame.fox.scale
    y = max(prop.height * scale + 60, top * (0.75 - 0.25 * index))
    half = min(WIDTH / 2 - 1, prop.width * scale / 2)
    side = rng.choice((-1, 1))
    places = (Piece(prop, float(x), y, scale, "air") for x in range(int(half), int(WIDTH - half) + 1, _STEP))

    def cost(piece: Piece) -> float:
        crowded = max((covered(piece.box, (other.box,)) for other in pieces), default=0.0)
        return covered(piece.box, _over(piece, frame)) + crowded - side * (piece.x / WIDTH) * 0.2

    return _best(places, cost)


def _by_the_villain(prop: Prop, frame: Composition, pieces: Sequence[Piece], rng: Random) -> Piece:
    """What somebody does wrong with, at his feet; on the side away from the fox if there is room."""
    villain = next((actor for actor in frame.others if actor.villain), frame.fox)
    away = 1 if villain.x > frame.fox.x else -1
    if prop.height > _LARGE:
        piece = _behind(prop, frame, pieces, rng)
        near = [piece, *(replace(piece, x=float(x)) for x in range(60, WIDTH, _STEP))]
        piece = _best(near, lambda one: 2 * covered(one.box, _over(one, frame)) + abs(one.x - villain.x) / WIDTH * 0.5)
        if covered(piece.box, _over(piece, frame)) < 0.5:
            return piece
    scale = min(villain.scale, frame.fox.scale) * min(1.0, 190 / prop.height)
    at = (villain.x + away * 120 * scale, min(1500.0, villain.y + 46))
    return _free(prop, frame, pieces, [at, (villain.x - away * 60 * scale, at[1])], scale)


def _behind_him(prop: Prop, frame: Composition, pieces: Sequence[Piece]) -> Piece:
    """At his tail, as what he pulls is."""
    fox = frame.fox
    ahead = -1 if fox.mirrored else 1
    x = fox.x + ahead * (extent(POSES[fox.pose])[0] * 0.55 - prop.width * 0.5) * fox.scale
    return _free(prop, frame, pieces, [(x, min(1500.0, fox.y + 24))], fox.scale * min(1.0, _PULLED / prop.width))


def _before(prop: Prop, frame: Composition, pieces: Sequence[Piece], rng: Random) -> Piece:
    """On the ground, before his paws first, then behind him."""
    scale = frame.fox.scale * (_TINY if prop.place == "held" and prop.height < 130 else 1.0)
    return _free(prop, frame, pieces, _spots(frame, rng), scale)


def _free(
    prop: Prop, frame: Composition, pieces: Sequence[Piece], wished: Sequence[tuple[float, float]], scale: float
) -> Piece:
    """At a wished place, or the nearest one where it covers no face and no other prop."""
    half = min(WIDTH / 2 - 1, prop.width * scale / 2)
    low = max(frame.fox.y - 20, min(1500.0, frame.front + 120))
    grid = [
        (float(x), y)
        for y in (frame.front - 90, frame.front - 20, frame.front + 50, low)
        for x in range(int(half), int(WIDTH - half) + 1, _STEP)
    ]
    faces = [(face(actor), covered(face(actor), ())) for actor in (frame.fox, *frame.others)]
    bodies = [box for actor in (frame.fox, *frame.others) for box in body(actor)]
    first = wished[0]

    def cost(piece: Piece) -> float:
        own = (piece.box,)
        hides = max(covered(box, own) - cut for box, cut in faces)
        crowded = max((covered(piece.box, (other.box,)) for other in pieces), default=0.0)
        before = covered(piece.box, bodies) * 0.45
        return 5 * hides + 1.5 * crowded + before + (abs(piece.x - first[0]) + abs(piece.y - first[1])) / 2400

    def at(x: float, y: float) -> Piece:
        return Piece(prop, max(half, min(WIDTH - half, x)), min(y, HEIGHT - 16), scale, "ground")

    return _best((at(x, y) for x, y in (*wished, *grid)), cost)


def _hides_a_face(boxes: Sequence[Box], frame: Composition) -> bool:
    return any(covered(face(actor), boxes) - covered(face(actor), ()) > 0.1 for actor in frame.others)


def _stone_box(frame: Composition) -> Box:
    fox = frame.fox
    x = fox.x + (-1 if fox.mirrored else 1) * 205 * fox.scale
    return x - 120 * fox.scale, fox.y - 120 * fox.scale, x + 120 * fox.scale, fox.y + 16 * fox.scale


def _on_a_stone(prop: Prop, frame: Composition) -> Piece:
    """Set what the fox reaches for on a stone before him, at the height of his paw."""
    fox = frame.fox
    ahead = -1 if fox.mirrored else 1
    x, y = fox.x + ahead * 205 * fox.scale, fox.y + 16 * fox.scale
    grown = max(0.8, min(1.5, 190 / max(prop.height, prop.width)))
    outward = ahead * max(0.0, prop.width * grown / 2 - 70) * fox.scale
    return Piece(prop, x + outward, y - 112 * fox.scale, fox.scale * grown, "stone")


def _draw_stone(stage: Stage, frame: Composition, rng: Random) -> None:
    fox = frame.fox
    x, y = fox.x + (-1 if fox.mirrored else 1) * 205 * fox.scale, fox.y + 16 * fox.scale
    stage.cv.blob(x, y, 170 * fox.scale, 26 * fox.scale, stage.air.shade, 0.7, raw=True)
    outdoors = stage.plan.places[0] not in INDOORS
    rock(
        stage.cv,
        rng,
        x,
        y,
        230 * fox.scale,
        "#9a949c",
        moss=outdoors and not stage.plan.winter,
        snowy=stage.plan.winter,
    )


def _spots(frame: Composition, rng: Random) -> list[tuple[float, float]]:
    """Places on the ground by the fox: before his paws first, then behind him."""
    fox: Actor = frame.fox
    ahead = -1 if fox.mirrored else 1
    left, right = extent(POSES[fox.pose])
    front = fox.x + ahead * (right + 30) * fox.scale
    back = fox.x + ahead * (left + 30) * fox.scale
    near = min(1500.0, fox.y + rng.uniform(36, 80))
    return [
        (front, near),
        (back, min(1510.0, near + 40)),
        ((front + fox.x) / 2, min(1520.0, near + 90)),
        (back, fox.y - 60),
    ]


def _put(stage: Stage, piece: Piece, *, grounded: bool = True) -> None:
    cv, prop, x, y, scale = stage.cv, piece.prop, piece.x, piece.y, piece.scale
    if grounded:
        cv.blob(x, y, prop.width * 0.62 * scale, max(8.0, prop.width * 0.1 * scale), stage.air.shade, 0.65, raw=True)
    if prop.glow:
        cv.glow(x, y - prop.height * scale * 0.5, min(230.0, max(prop.height, prop.width)) * scale, prop.glow, 0.4)
    with cv.group(placed(x, y, scale)):
        prop.draw(cv, Random(f"prop {prop.name}"))
        draw_mirrored(cv, prop, stage.plan.hero)
