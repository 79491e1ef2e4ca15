"""What can be seen in a picture without being a thing of its own: what its place, its hour and its weather show."""

from collections.abc import Iterable, Mapping

from storybook.reading import lexicon
from storybook.reading.plan import Plan
from storybook.reading.wording import word_table

_GROUPS = {
    "houses": ("village", "market", "harbour", "garden", "far village", "far market", "far harbour"),
    "inside": tuple(lexicon.INDOORS),
    "open": tuple(lexicon.OPEN),
}


def _sights() -> dict[str, frozenset[str]]:
    groups = {noun: [_GROUPS.get(name, (name,)) for name in where] for noun, where in word_table("sights.txt").items()}
    return {
        noun: frozenset(place.replace("-", " ") for group in where for place in group) for noun, where in groups.items()
    }


SIGHTS: Mapping[str, frozenset[str]] = _sights()  # a noun -> where it can be seen


def scenery(places: Iterable[str], time: str, weather: str, drifting: Iterable[str]) -> frozenset[str]:
    """Give the names of all that a picture shows besides its figures and things: its place and those that can be seen
    from there, its hour, its weather, and what drifts in its air."""
    here, *others = places
    far = [f"far {place}" for place in others if here in lexicon.OPEN and place in lexicon.SEEN_FAR]
    return frozenset((here, *far, time, weather, *drifting, *(["inside"] if here in lexicon.INDOORS else ["outside"])))


def scenery_of(plan: Plan) -> frozenset[str]:
    """Give the names of all that the picture of a plan shows besides its figures and things."""
    seen = scenery(plan.places, plan.time, plan.weather, plan.drifting)
    return seen | {"winter"} if plan.winter else seen


def shows(name: str, seen: frozenset[str]) -> bool:
    """Whether a prop need not be drawn, for what is `seen` shows it anyway."""
    return bool(seen & set(lexicon.SHOWN_BY.get(name, ())))
