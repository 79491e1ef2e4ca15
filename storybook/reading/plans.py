"""From the words of a prompt to a plan: who is where, at what hour, in what weather, doing and feeling what."""

import re
from dataclasses import replace
from random import Random

from storybook.props.prop import Prop
from storybook.reading import lexicon, showdowns
from storybook.reading.actions import action, sleeps, wakes
from storybook.reading.belongings import equipped
from storybook.reading.company import figures_in
from storybook.reading.features import of_age
from storybook.reading.grips import armed
from storybook.reading.hearsay import read_wording
from storybook.reading.heroes import hero_of, without_worn
from storybook.reading.kinds import KINDS
from storybook.reading.places import places_in
from storybook.reading.plan import Plan
from storybook.reading.senses import things_in
from storybook.reading.wording import Wording, plain, singulars, unwanted, without_negations
from storybook.request import Request

_TIME_BY_MOOD = {
    "calm": ("day", "dawn"), "sad": ("dusk", "day", "day", "night"), "afraid": ("night", "dusk"),
    "curious": ("dawn", "dusk"),
    "determined": ("dawn", "day", "golden"), "tense": ("dusk", "night"), "awed": ("dusk", "night"),
    "happy": ("day", "golden"), "triumphant": ("golden", "day"), "peaceful": ("golden", "dusk"),
}  # fmt: skip
_WEATHER_BY_MOOD = {"sad": "overcast", "tense": "overcast", "afraid": "overcast"}
# who is given something does not give it away, and what the picture shall be is not what he does
_DRESSING = re.compile(r"\bgive (?:him|the (?:\w+ )?fox)\b|\bmake (?:it|this|the picture|everything)\b[^.;,\n]*")


def read_plan(request: Request, rng: Random) -> Plan:
    """Read a request. `rng` chooses where the words leave it open; the same words and chance give the same plan."""
    wording = read_wording(request.shows, request.change)
    mood = _mood(request, wording)
    things = things_in(wording)
    hour, weather = _hour(things, mood, rng), _weather(things, mood)
    gone = unwanted(wording.change) | unwanted(wording.scene)
    drifting = _drifting(wording, gone)
    asleep = sleeps(wording.scene, without_negations(wording.change))
    figures = armed(figures_in(wording, request.beat, mood), things)
    pose = _pose(wording, request.beat, mood, asleep=asleep)
    gripped = showdowns.gripped_by(wording.scene, figures, KINDS) and pose != "fly"
    hero = hero_of(request)
    hero = replace(hero, build=of_age(hero.build, wording.scene))
    things = Wording(things.scene, without_worn(things.change, hero))
    plan = Plan(
        time=hour,
        weather=weather,
        winter=weather == "snow" or (_asked(lexicon.WEATHERS["snow"], wording) and "snow" not in gone),
        places=_places(things, request.beat),
        mood=mood,
        pose="hover" if gripped else pose,
        figures=figures,
        props=(),
        held=None,
        worn=None,
        asleep=asleep,
        gripped=gripped,
        drifting=drifting,
        closer=_closer(wording.change),
        moon="moon" not in gone,
        stars="star" not in gone,
        hero=hero,
    )  # fmt: skip
    plan = equipped(plan, wording, things, request.beat)
    return replace(plan, power=_power(wording.scene, request.beat, plan.held))


def _pose(wording: Wording, beat: str, mood: str, *, asleep: bool) -> str:
    change = without_negations(wording.change)
    pose = "lie" if asleep else action(wording.scene, _DRESSING.sub(" ", change), beat, mood)
    return "sit" if pose == "lie" and wakes(change) else pose


def _drifting(wording: Wording, gone: frozenset[str]) -> tuple[str, ...]:
    """What is in the air, such as petals, and is not among what shall be `gone`."""
    text = f"{wording.scene} {wording.change}"
    named = (name for name, words in lexicon.DRIFTING.items() if re.search(words, text))
    return tuple(name for name in named if not {name, name.removesuffix("s"), name[:-1]} & gone)


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


def _power(scene: str, beat: str, held: Prop | None) -> str:
    """The colour of a magic light, "" for none."""
    colours = "|".join(lexicon.MAGIC)
    found = re.search(rf"\b({colours})(?:-coloured)? (?:light|glow|shine|flame|fire)", scene)
    if found:
        return lexicon.MAGIC[found[1]]
    return (held.glow if held and held.glow else "#ffd27a") if beat == "transformation" else ""


def _closer(change: str) -> int:
    return len(re.findall(lexicon.NEARER, change)) - len(re.findall(lexicon.FURTHER, change))
