"""From the words of a prompt to a plan: who is where, at what hour, in what weather, doing and feeling what."""

import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from storybook.figures.plumage import BIRDS
from storybook.props.catalogue import PROPS, props_in, unknown_prop
from storybook.props.prop import Prop
from storybook.reading import lexicon, showdowns
from storybook.reading.actions import action, sleeps, wakes
from storybook.reading.company import figures_in
from storybook.reading.deeds import deeds_in
from storybook.reading.grips import armed
from storybook.reading.hero import Hero
from storybook.reading.heroes import hero_of, things_worn, without_worn
from storybook.reading.kinds import KINDS
from storybook.reading.places import places_in
from storybook.reading.plan import Figure, Plan
from storybook.reading.seats import SEATED, seat_in
from storybook.reading.senses import things_in
from storybook.reading.sights import scenery, shows
from storybook.reading.wording import Wording, plain, read_wording, singulars, unwanted, without_negations
from storybook.request import Request

_TIME_BY_MOOD = {
    "calm": ("day", "dawn"), "sad": ("dusk", "day", "day", "night"), "afraid": ("night", "dusk"),
    "curious": ("dawn", "dusk"),
    "determined": ("dawn", "day", "golden"), "tense": ("dusk", "night"), "awed": ("dusk", "night"),
    "happy": ("day", "golden"), "triumphant": ("golden", "day"), "peaceful": ("golden", "dusk"),
}  # fmt: skip
_WEATHER_BY_MOOD = {"sad": "overcast", "tense": "overcast", "afraid": "overcast"}
_AFTER = frozenset(
    (
        "transformation", "power", "confront", "struggle", "overcome", "justice", "new_life", "reward",
        "rebirth", "road_home", "amends", "forgiven",
    )
)  # fmt: skip
_FINDS = frozenset(("discovery", "reach"))
MOST_PROPS = 4
_WINGED = frozenset((*BIRDS, "bat", "dragon", "bee", "wasp", "ladybird", "dragonfly", "demon"))
_INDOORS = frozenset(("lamp", "chair", "books", "clock", "pillow"))
_SHINING = frozenset(("light", "glow", "shine", "flame", "coloured", "shimmer"))
_LOVE = frozenset(("love", "loves", "sweet", "bench", "bee"))
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
# wings that are a thing, and not those of somebody who has some
_WINGS_LIE = re.compile(r"\b(?:the|a pair of|two) wings\b(?! of)")
_WORN = re.compile(
    r"on his back|give (?:him|the (?:\w+ )?fox)\b|strapped|wear(?:s|ing)|with the jetpack|tears at the"
    r"|clangs? against the|shouldered"
)
# who is given something does not give it away, and what the picture shall be is not what he does
_DRESSING = re.compile(r"\bgive (?:him|the (?:\w+ )?fox)\b|\bmake (?:it|this|the picture|everything)\b[^.;,\n]*")
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
_CAUGHT_IN = {"net": ("net",), "bars": ("cage",), "rope": ("rope",), "bubble": ("bell",)}  # the props drawn on somebody
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


def read_plan(request: Request, rng: Random) -> Plan:
    """Read a request. `rng` chooses where the words leave it open; the same words and chance give the same plan."""
    wording = read_wording(request.shows, request.change)
    mood = _mood(request, wording)
    things = things_in(wording)
    hour, weather = _hour(things, mood, rng), _weather(things, mood)
    gone = unwanted(wording.change) | unwanted(wording.scene)
    drifting = _drifting(wording, gone)
    change = without_negations(wording.change)
    asleep = sleeps(wording.scene, change)
    pose = "lie" if asleep else action(wording.scene, _DRESSING.sub(" ", change), request.beat, mood)
    if pose == "lie" and wakes(change):
        pose = "sit"
    figures = armed(figures_in(wording, request.beat, mood), things)
    gripped = showdowns.gripped_by(wording.scene, figures, KINDS) and pose != "fly"
    pose = "hover" if gripped else pose
    deeds = deeds_in(without_negations(things.scene), figures)
    hero = hero_of(request)
    things = Wording(things.scene, without_worn(things.change, hero))
    places = _places(things, request.beat)
    seen = scenery(places, hour, weather, drifting)
    has = _what_he_has(wording, things, request.beat, pose, figures, hero, seen)
    around = [
        prop
        for prop in has.things
        if prop not in (has.held, has.worn, has.seat, has.pulled, *deeds) and not _used_up(prop, figures)
    ]
    theirs = {figure.holds for figure in figures}
    own = {has.held, has.worn, has.seat, has.pulled, *deeds, *theirs}
    aside = [prop for prop in _aside(things, has, figures, hero) if prop not in own and not shows(prop.name, seen)]
    return Plan(
        time=hour,
        weather=weather,
        winter=weather == "snow" or (_asked(lexicon.WEATHERS["snow"], wording) and "snow" not in gone),
        places=("sky", *places) if has.pose == "fly" else places,
        mood=mood,
        pose=has.pose,
        figures=figures,
        props=tuple(around[:MOST_PROPS]),
        left_out=tuple(dict.fromkeys((*around[MOST_PROPS:], *aside))),
        held=has.held,
        worn=has.worn,
        seat=has.seat,
        deeds=tuple(prop for prop in deeds if prop is not has.held and prop not in theirs),
        airborne=has.pose == "fly",
        asleep=asleep,
        gripped=gripped,
        pulled=has.pulled,
        power=_power(wording.scene, request.beat, has.held),
        drifting=drifting,
        closer=_closer(wording.change),
        moon="moon" not in gone,
        stars="star" not in gone,
        hero=hero,
    )  # fmt: skip


def _drifting(wording: Wording, gone: frozenset[str]) -> tuple[str, ...]:
    """What is in the air, such as petals, and is not among what shall be `gone`."""
    text = f"{wording.scene} {wording.change}"
    named = (name for name, words in lexicon.DRIFTING.items() if re.search(words, text))
    return tuple(name for name in named if not {name, name.removesuffix("s"), name[:-1]} & gone)


def _what_he_has(
    wording: Wording, things: Wording, beat: str, pose: str, figures: tuple[Figure, ...], hero: Hero,
    seen: frozenset[str],
) -> _Has:  # fmt: skip
    """What the fox holds, wears, sits on and pulls, the pose in which he does that, and all things of the picture.
    `things` are the words without those that only sound like things."""
    named = _props(things, beat if not figures else "", seen)
    props = [prop for prop in named if prop.name not in things_worn(hero)]
    props = _wings_in_paws(props, wording)
    worn = _worn(props, wording, beat, pose)
    theirs = {figure.holds for figure in figures}
    within_reach = [*(prop for prop in props if prop not in theirs), *_of_the_place(things, props)]
    held = _held(within_reach, wording, pose, worn) or _carried(hero, wording, pose)
    pose = _holding(pose, wording, held) if held else pose
    pulled = _pulled(props, wording)
    pose = "walk" if pulled and pose in _PULLING else pose
    seat = seat_in(things) if pose in SEATED and not pulled else None
    if (pose == "stand" or (pose == "sit" and not _SITS.search(wording.scene))) and not seat and _threatened(figures):
        pose = "face"
    return _Has(pose, held, worn, seat, pulled, [prop for prop in props if prop not in theirs])


def mood_asked(request: Request) -> str:
    """Give the mood that a reviewer asked for, "" for none."""
    return _last(lexicon.MOODS, without_negations(plain(request.change)))


def _asked(pattern: str, wording: Wording) -> bool:
    """Whether scene or change ask for it; what the change rules out has been taken from both."""
    return bool(re.search(pattern, _kept(wording.scene, wording) + " " + without_negations(wording.change)))


def _kept(text: str, wording: Wording) -> str:
    gone = unwanted(wording.change)
    kept = without_negations(text)
    return re.sub(r"[a-z]+", lambda word: "" if set(singulars(word[0])) & gone else word[0], kept) if gone else kept


def _mood(request: Request, wording: Wording) -> str:
    change = without_negations(wording.change)
    asked = _last(lexicon.MOODS, change)
    mood = asked or request.mood.strip().lower()
    return mood if mood in lexicon.MOODS else _last(lexicon.MOODS, wording.scene) or "calm"


def _last(table: dict[str, str], text: str) -> str:
    found = [(match.start(), name) for name, pattern in table.items() for match in re.finditer(pattern, text)]
    return max(found)[1] if found else ""


def _first(table: dict[str, str], text: str) -> str:
    found = [(match.start(), name) for name, pattern in table.items() if (match := re.search(pattern, text))]
    return min(found)[1] if found else ""


def _hour(wording: Wording, mood: str, rng: Random) -> str:
    usual = rng.choice(_TIME_BY_MOOD[mood])
    change = without_negations(wording.change)
    return _last(lexicon.TIMES, change) or _first(lexicon.TIMES, _kept(wording.scene, wording)) or usual


def _weather(wording: Wording, mood: str) -> str:
    change = without_negations(wording.change)
    told = _last(lexicon.WEATHERS, change) or _first(lexicon.WEATHERS, _kept(wording.scene, wording))
    falls = re.search(lexicon.FALLING_SNOW, f"{_kept(wording.scene, wording)} {change}")
    if told == "snow" and not falls:
        told = ""
    return told or _WEATHER_BY_MOOD.get(mood, "clear")


def _places(wording: Wording, beat: str) -> tuple[str, ...]:
    return places_in(_kept(wording.scene, wording), without_negations(wording.change), beat)


def _props(wording: Wording, beat: str, seen: frozenset[str]) -> list[Prop]:
    asked = props_in(_things(singulars(without_negations(wording.change))))
    told = props_in(_things(wording.words))
    place = _places(wording, beat)[0]
    scene = wording.scene
    found = asked + [
        prop
        for prop in told
        if prop not in asked
        and not _is_aside(prop, place, scene)
        and (not shows(prop.name, seen) or (prop.name == "rock" and _ONE_STONE.search(scene)))
    ]
    found.sort(key=lambda prop: prop in told and prop not in asked and prop.name in lexicon.SHOWN_BY)
    if re.search(r"floating", wording.scene):
        found = [prop for prop in found if prop.name != "floating stone"]
    if not found and beat in _FINDS:
        return [unknown_prop()]
    return found


def _aside(things: Wording, has: _Has, figures: tuple[Figure, ...], hero: Hero) -> Iterator[Prop]:
    """The things that scene and change name and that are not drawn, though places may show them."""
    winged = any(figure.kind in _WINGED for figure in figures)
    for prop in props_in(_things(things.words)):
        if prop in has.things or prop.name in things_worn(hero) or _used_up(prop, figures):
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


def _used_up(prop: Prop, figures: tuple[Figure, ...]) -> bool:
    """Whether a thing is drawn on somebody who is caught in it."""
    return prop.name in _CAUGHT_IN.get(_caught(figures), ())


def _caught(figures: tuple[Figure, ...]) -> str:
    return next((figure.caught for figure in figures if figure.caught), "")


def _things(words: list[str]) -> list[str]:
    """Leave out what only sounds like a thing: love, the emerald of emerald light, and a bee, who is somebody."""
    following = [*words[1:], ""]
    pairs = zip(words, following, strict=False)
    return [word for word, after in pairs if word not in _LOVE and not (word in lexicon.MAGIC and after in _SHINING)]


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
    crown = next((prop for prop in props if prop.place == "head"), None)
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
    if pose not in _GRASPED:
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
    words = "|".join(re.escape(word) for word in (*prop.words, *(["wing"] if prop.name == "pair of wings" else [])))
    near = (
        rf"\b(?:paw|hand)s?\b[^.]*\b(?:{words})s?\b|\b(?:{words})s?\b[^.]*\b(?:paw|hand)s?\b|(?:holds?|holding|offers?|with|clutc"
        rf"h\w*|carr(?:ies|y|ying)|hugs|raises|lifts|presses|brings|plays|playing|blows|strums|eats|eating|bites|nibbles"
        rf"|drinks|reads|reading|writes|waves|swings|shows|grips|grasps|flies|flying|beats|takes|picks up|catches"
        rf"|kisses|unties"
        rf"|give him|with)\b(?: (?!(?:from|on|under|into|at|past|over|through|against)\b)\w+){{0,4}} (?:{words})s?\b"
    )
    usual = prop.place == "held" and prop.name not in lexicon.SHOWN_BY
    return (usual and pose in ("offer", "hold")) or bool(re.search(near, f"{wording.scene} {wording.change}"))


def _holding(pose: str, wording: Wording, held: Prop) -> str:
    """The pose in which a paw closes round what is held, while he does the same. What is wide at its top is held up,
    clear of his face."""
    lifted = bool(_LIFTED.search(f"{wording.scene} {wording.change}"))
    if held.grip < 0.1 and held.width > _WIDE and pose not in ("run", "fly") and (lifted or pose != "kick"):
        return "sit_raise" if pose in ("sit", "look_up", "meditate") else "raise"
    if pose in ("stand", "triumph") and lifted:
        return "triumph"
    return _HOLDING.get(pose, pose)


def _power(scene: str, beat: str, held: Prop | None) -> str:
    colours = "|".join(lexicon.MAGIC)
    found = re.search(rf"\b({colours})(?:-coloured)? (?:light|glow|shine|flame|fire)", scene)
    if found:
        return lexicon.MAGIC[found[1]]
    return (held.glow if held and held.glow else "#ffd27a") if beat == "transformation" else ""


def _closer(change: str) -> int:
    return len(re.findall(lexicon.NEARER, change)) - len(re.findall(lexicon.FURTHER, change))
