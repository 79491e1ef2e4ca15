"""What the fox has in a picture: what he holds, wears, sits on and pulls, and which things are around him."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from storybook.figures.plumage import BIRDS
from storybook.props.catalogue import PROPS, props_in, unknown_prop
from storybook.props.prop import Prop
from storybook.reading import lexicon
from storybook.reading.carrying import in_paws, is_theirs, named, on_his_back, on_his_head
from storybook.reading.deeds import deeds_in
from storybook.reading.hero import Hero
from storybook.reading.heroes import things_worn
from storybook.reading.plan import CAUGHT_IN, Figure, Plan
from storybook.reading.seats import SEATED, seat_in
from storybook.reading.senses import UNDRAWN
from storybook.reading.sights import scenery_of, shows
from storybook.reading.wording import Wording, singulars, unwanted, without_negations

_AFTER = frozenset(
    (
        "transformation", "power", "confront", "struggle", "overcome", "justice", "new_life", "reward",
        "rebirth", "road_home", "amends", "forgiven",
    )
)  # fmt: skip
MOST_PROPS = 4
_FINDS = frozenset(("discovery", "reach"))
_WINGED = frozenset((*BIRDS, "bat", "dragon", "bee", "wasp", "ladybird", "dragonfly", "demon"))
_INDOORS = frozenset(("lamp", "chair", "books", "clock", "pillow"))
_SHINING = frozenset(("light", "glow", "shine", "flame", "coloured", "shimmer"))
_LOVE = frozenset(("love", "loves", "sweet", "bee"))
_WINGS_HELD = re.compile(
    r"(?:…|\b(?:finds?|holds?|holding|sees|discovers|unties|ties|kisses|lifts|carries|carrying|hugs|swings|brings|hides"
    r"|shelters|drops|offers|fits|builds|lies?|rests?|waits?|picks up)) "
    r"(?:(?:the|two|those|feathered|folded|pair of|a) ){0,2}wings\b(?! of)"
)
_WINGS = re.compile(
    r"(?:mechanical|wooden|paper|metal|iron|pair of|flying|built|his|golden) (?:\w+ )?wings?|wings on his back|glider"
)
# where he has wings on, and does not hold them
_WINGS_ON = re.compile(
    r"wings on (?:his|its|the \w+) back|(?:spreads|beats|flaps) (?:his|the|its) (?:\w+ )?wings"
    r"|\bwith (?:the|his) (?:\w+ )?wings (?:spread|outspread|open|wide)"
)
# a stone that somebody found or has, and not one of those that lie around
_ONE_STONE = re.compile(
    r"\b(?:lifts?|holds?|drops?|gives?|gleams?|lies|with|finds?|touch|steal\w*|burn\w*|sets?|waits?|carries) (?:out )?"
    r"(?:a|the|his) (?:\w+ )?stone\b|\bthe stone (?:lies|is|waits|safe|under|to hold)\b"
)
_STONE_HELD = re.compile(
    r"\b(?:holds?|lifts?|picks up|carries|offers?|gives?|throws?) (?:out |up )?(?:a|the|his) (?:\w+ )?stone\b"
)
# wings that are a thing, and not those of somebody who has some
_WINGS_LIE = re.compile(r"\b(?:the|a pair of|two) wings\b(?! of)")
_WORN = re.compile(
    r"on his back|give (?:him|the (?:\w+ )?fox)\b|strapped|wear(?:s|ing)|with the jetpack|tears at the"
    r"|clangs? against the|shouldered"
)
_LIFTED = re.compile(r"\b(?:lifts?|raises?|swings?|waves|holds? .{0,30}(?:up|aloft|high))\b")
_SITS = re.compile(r"\b(?:sits?|sitting|seated|rests?|waits?|perch\w*|nestles|rides?)\b")
_GRASPED = frozenset(
    ("offer", "hold", "triumph", "stand", "look_up", "slump", "sit", "walk", "run", "fly", "face", "kick", "meditate")
)

_CART = frozenset(("cart", "wagon", "sledge", "sled", "wheelbarrow", "handcart"))
_PULLS = (
    r"\b(?:pulls?|pulling|drags?|dragging|draws|drawing|hauls?|hauling|tows?)\b[^.;,]*|\bbetween the shafts of [^.;,:]*"
)
_PULLING = frozenset(("push", "walk_hold", "stand", "hold", "lie", "run", "walk"))
# what is laid down or thrown away is not worn
_LAID_DOWN = re.compile(
    r"\b(?:lays?|puts?|sets?|throws?|casts?|hands?) (?:it |them )?(?:down|over|away|off|back)\b[^.;]*"
)
_FLIES = re.compile(
    r"\bkites?\b[^.;]*\b(?:fl(?:y|ies|ying)|soars?|sails?|rises?|sky|wind|air|clouds?|overhead|up)\b"
    r"|\bfl(?:y|ies|ying) (?:an?|his|the|her) (?:\w+ ){0,2}kite"
)
_EMPTY = re.compile(
    r"\bnothing in (?:his|both) paws\b|\b(?:his|both) paws (?:are )?empty\b|\bhis empty paws\b"
    r"|\bred fox\b[^.;]*\bwith empty paws\b"
)
_TIED = 320  # units; what is larger is not carried on his back
_WIDE = 120  # units, of an umbrella or balloons
_HOLDING = {
    "stand": "hold", "face": "hold", "sit": "sit_hold", "look_up": "sit_hold", "meditate": "sit_hold",
    "walk": "walk_hold", "run": "run_hold",
}  # fmt: skip


class _Has(NamedTuple):
    """The fox, and what he has."""

    pose: str
    held: Prop | None
    worn: Prop | None
    seat: Prop | None
    pulled: Prop | None
    things: list[Prop]


def equipped(plan: Plan, wording: Wording, things: Wording, beat: str) -> Plan:
    """Give a plan with the things of its scene, and with what the fox does with them. `things` are the words without
    those that only sound like things."""
    seen = scenery_of(plan)
    has = _what_he_has(plan, wording, things, beat, seen)
    deeds = deeds_in(without_negations(things.scene), plan.figures)
    theirs = {figure.holds for figure in plan.figures}
    his = {has.held, has.worn, has.seat, has.pulled, *deeds}
    around = [prop for prop in has.things if prop not in his and not _used_up(prop, plan)]
    aside = [prop for prop in _aside(things, has, plan) if prop not in his | theirs and not shows(prop.name, seen)]
    return replace(
        plan,
        places=("sky", *plan.places) if has.pose == "fly" else plan.places,
        pose=has.pose,
        props=tuple(around[:MOST_PROPS]),
        left_out=tuple(dict.fromkeys((*around[MOST_PROPS:], *aside))),
        held=has.held,
        worn=has.worn,
        seat=has.seat,
        deeds=tuple(prop for prop in deeds if prop is not has.held and prop not in theirs),
        airborne=has.pose == "fly",
        pulled=has.pulled,
    )


def _what_he_has(plan: Plan, wording: Wording, things: Wording, beat: str, seen: frozenset[str]) -> _Has:
    """What the fox holds, wears, sits on and pulls, the pose in which he does that, and all things of the picture."""
    pose, hero = plan.pose, plan.hero
    named = _props(things, plan.places[0], beat if not plan.figures else "", seen)
    props = _wings_in_paws([prop for prop in named if prop.name not in things_worn(hero)], wording)
    if not _FLIES.search(f"{wording.scene} {wording.change}"):
        props = [_lying(prop) if prop.name == "kite" else prop for prop in props]
    if _STONE_HELD.search(wording.scene):
        props = [PROPS["small stone"] if prop.name == "rock" else prop for prop in props]
    worn = _worn(props, wording, beat, pose)
    theirs = {figure.holds for figure in plan.figures}
    theirs |= set(deeds_in(without_negations(things.scene), plan.figures))  # what a villain steals is not in his paws
    within_reach = [*(prop for prop in props if prop not in theirs), *_of_the_place(things, props)]
    held = _held(within_reach, wording, pose, worn) or _carried(hero, wording, pose)
    pose = _holding(pose, wording, held) if held else pose
    pulled = _pulled(props, wording)
    pose = "walk" if pulled and pose in _PULLING else pose
    seat = seat_in(things) if pose in SEATED and not pulled else None
    stands = pose == "stand" or (pose == "sit" and not _SITS.search(wording.scene))
    if stands and not seat and _threatened(plan.figures):
        pose = "face"
    return _Has(pose, held, worn, seat, pulled, [prop for prop in props if prop not in theirs])


def _props(wording: Wording, place: str, beat: str, seen: frozenset[str]) -> list[Prop]:
    asked = props_in(_things(singulars(without_negations(wording.change))))
    told = props_in(_things(wording.words))
    scene = wording.scene
    found = asked + [
        prop
        for prop in told
        if prop not in asked
        and not _is_aside(prop, place, scene)
        and (
            not shows(prop.name, seen)
            or (prop.name == "rock" and (_ONE_STONE.search(scene) or _STONE_HELD.search(scene)))
        )
    ]
    found.sort(key=lambda prop: prop in told and prop not in asked and prop.name in lexicon.SHOWN_BY)
    if re.search(r"floating", wording.scene):
        found = [prop for prop in found if prop.name != "floating stone"]
    if not found and beat in _FINDS:
        return [unknown_prop()]
    return found


@cache
def _lying(prop: Prop) -> Prop:
    """A thing that usually flies, on the ground."""
    return replace(prop, place="ground")


def _aside(things: Wording, has: _Has, plan: Plan) -> Iterator[Prop]:
    """The things that scene and change name and that are not drawn, though places may show them."""
    winged = any(figure.kind in _WINGED for figure in plan.figures)
    there = {prop.name for prop in has.things}
    for prop in props_in(_things(things.words)):
        if prop.name in there or prop.name in things_worn(plan.hero) or _used_up(prop, plan):
            continue
        if prop.name == "wings" and (winged or PROPS["pair of wings"] in has.things):
            continue
        if prop.name != "floating stone":
            yield prop


def _of_the_place(wording: Wording, props: list[Prop]) -> list[Prop]:
    """The things that a place shows anyway, and that he may have in his paws."""
    named = props_in(_things(wording.words))
    return [prop for prop in named if prop not in props and prop.name in _INDOORS | set(lexicon.SHOWN_BY)]


def _is_aside(prop: Prop, place: str, scene: str) -> bool:
    """Whether a place has no room for a thing, or the words only seem to name one."""
    if prop.name == "wings":
        return not any(pattern.search(scene) for pattern in (_WINGS, _WINGS_HELD, _WINGS_ON, _WINGS_LIE))
    if place in lexicon.INDOORS:
        return prop.name in lexicon.OUTDOORS
    words = "|".join(map(re.escape, prop.words))
    told = rf"\b(?:an?|the|his|her|two|three) (?:[a-z-]+ ){{0,2}}(?:{words})s?\b(?! of| post)"
    return prop.name in _INDOORS and not re.search(told, scene)


def _used_up(prop: Prop, plan: Plan) -> bool:
    """Whether a thing is drawn on somebody who is caught in it."""
    return any(prop.name == CAUGHT_IN.get(figure.caught) for figure in plan.figures)


def _things(words: list[str]) -> list[str]:
    """Leave out what only sounds like a thing: love, the emerald of emerald light, a bee, who is somebody, and the rope
    of a rope swing."""
    triples = zip(["", *words], words, [*words[1:], ""], strict=False)
    return [
        word
        for before, word, after in triples
        if word not in _LOVE
        and not (word in lexicon.MAGIC and after in _SHINING)
        and not {f"{before} {word}", f"{word} {after}"} & UNDRAWN
    ]


def _wings_in_paws(props: list[Prop], wording: Wording) -> list[Prop]:
    """The same things, but wings that he has found or holds are a pair for his paws, and not on his back."""
    text = f"{wording.scene} {wording.change}"
    lie = _WINGS_HELD.search(text) or (_WINGS_LIE.search(text) and not _WINGS.search(text))
    if not lie or _WINGS_ON.search(text):
        return props
    return [PROPS["pair of wings"] if prop.name == "wings" else prop for prop in props]


def _worn(props: list[Prop], wording: Wording, beat: str, pose: str) -> Prop | None:
    pack = next((prop for prop in props if prop.place == "worn_back"), None)
    if pack and (
        pose == "fly"
        or _WORN.search(f"{wording.scene} {wording.change}")
        or (pack.name == "wings" and _WINGS_ON.search(wording.scene))
        or beat in ("power", "confront", "struggle", "overcome")
    ):
        return pack
    tied = next((prop for prop in props if prop.place != "worn_back" and on_his_back(prop, wording.scene)), None)
    if tied and max(tied.width, tied.height) < _TIED:
        return tied
    crown = next((prop for prop in props if prop.place == "head"), None)
    if crown and on_his_head(crown, wording.scene):
        return crown
    kept = singulars(_LAID_DOWN.sub(" ", f"{wording.scene} {wording.change}"))
    return crown if crown and beat in _AFTER and set(crown.words) & set(kept) else None


def _pulled(props: list[Prop], wording: Wording) -> Prop | None:
    """What has wheels or runners and is drawn along by the fox."""
    for found in re.finditer(_PULLS, wording.scene):
        himself = "shafts" in found[0] or "red fox" in wording.scene[max(0, found.start() - 24) : found.start()]
        named = set(singulars(found[0]))
        for prop in props:
            if himself and prop.name in _CART and named & set(prop.words):
                return prop
    return None


def _threatened(figures: tuple[Figure, ...]) -> bool:
    """Whether a villain who has not been beaten stands before the fox."""
    return any(figure.part == "villain" and figure.mood == "menacing" for figure in figures)


def _held(props: list[Prop], wording: Wording, pose: str, worn: Prop | None) -> Prop | None:
    if pose == "hammer":
        return PROPS.get("hammer")
    if pose not in _GRASPED or _EMPTY.search(wording.scene):
        return None
    for prop in props:
        if prop.held and prop is not worn and _in_paws(prop, wording, pose):
            return prop
    return None


def _carried(hero: Hero, wording: Wording, pose: str) -> Prop | None:
    """What he carries through the whole story, where his paws are free for it and nobody asked to leave it out."""
    carried = hero.holds if pose in _GRASPED else None
    return None if carried and set(carried.words) & unwanted(wording.change) else carried


def _in_paws(prop: Prop, wording: Wording, pose: str) -> bool:
    usual = prop.place == "held" and prop.name not in lexicon.SHOWN_BY
    his = usual and pose in ("offer", "hold") and not is_theirs(prop, wording.scene)
    return his or in_paws(prop, wording.scene, wording.change)


def _holding(pose: str, wording: Wording, held: Prop) -> str:
    """The pose in which a paw closes round what is held, while he does the same. What is wide at its top is held up,
    clear of his face."""
    told = f"{wording.scene} {wording.change}"
    lifted = bool(_LIFTED.search(told) or re.search(rf"{named(held)} held (?:high|up|aloft)\b", told))
    if held.grip < 0.1 and held.width > _WIDE and pose not in ("run", "fly") and (lifted or pose != "kick"):
        return "sit_raise" if pose in ("sit", "look_up", "meditate") else "raise"
    if pose in ("stand", "triumph") and lifted:
        return "triumph"
    return _HOLDING.get(pose, pose)
