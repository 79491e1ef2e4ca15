"""What somebody does wrong with, or to what: the things to draw beside him; and what he is caught in afterwards."""

import re

from storybook.props.catalogue import PROPS, props_in
from storybook.props.prop import Prop
from storybook.reading.plan import Figure
from storybook.reading.wording import singulars

MOST = 2
# (what he does, the props that show it); of what is stolen, the things themselves
_DEEDS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\bdams?\b|\bdamming\b"), ("dam",)),
    (
        re.compile(r"\b(?:cut(?:s|ting)? down|chop(?:s|ping)? down|fell(?:s|ing|ed)\b|logging|saw(?:s|ing)? down)"),
        ("felled tree", "axe"),
    ),
    (
        re.compile(
            r"\bburn(?:s|ing)? (?:down|the|an?|his|her|their|our|all|every|\w+s)\b|\bon fire\b|ablaze"
            r"|\bset(?:s|ting)? fire\b|\bflames (?:lick|leap|rise)"
        ),
        ("flames",),
    ),
    (re.compile(r"\bnets?\b"), ("net",)),
    (re.compile(r"\bcages?\b|\b(?:lock|captur|imprison)(?:s|es|ing|ed)\b"), ("cage",)),
    (re.compile(r"\bpoison"), ("potion",)),
)
_THEFT = re.compile(
    r"\b(?:steal|rob|loot|plunder|snatch|pinch|tak)(?:s|es|ing|ting)?\b(?P<what>(?:(?! and )[^.;,]){0,60})"
)
# what the fox takes, and a bite or a step that somebody takes, is no theft
_HIS_BITE = re.compile(
    r"\b(?:fox|he) [^.;:,]*?\b(?:takes|taking)\b|\btak(?:es|ing|e) (?:an?|one|his|the) (?:\w+ )?(?:bite|breath"
    r"|step|seat|bow|look|leap)"
)
_WRONG = re.compile(
    r"\b(?:steal|rob|loot|plunder|murder|kill|hurt|burn|destroy|smash|cut|chop|catch|captur|lock|imprison|poison|bully"
    r"|bullie|threaten|hunt|tear|terroris|terroriz|beat|flood|break|wreck|torment|shoot|trampl|whip|drown|kidnapp|sell)(?:s|es|ing|ting|ning)\b"
)
_FREE = re.compile(
    r"\b(?:frees?|freed|sets? .{0,20}free|out of the|opens?|open|bursts?|breaks?|empty)\b[^.;]{0,30}"
    r"\b(?:nets?|cages?)\b"
)
_CAUGHT: tuple[tuple[str, str], ...] = (
    ("bubble", r"\b(?:bell|dome|bubble|globe) of (?:[\w-]+ )?(?:light|glow|shine|fire)\b"),
    ("net", r"\bnets?\b"),
    ("bars", r"\bbehind (?:the )?bars\b|\b(?:in|into|inside) (?:the|a|his own) cage\b"),
    ("rope", r"\b(?:tied|ties|bound|binds|wound|winds|wraps|wrapped|tangled) "),
)


def deeds_in(text: str, figures: tuple[Figure, ...]) -> tuple[Prop, ...]:
    """Give the things beside a villain that show what he does wrong, at most MOST; none where there is no villain, or
    where he has been beaten."""
    villain = next((figure for figure in figures if figure.part == "villain"), None)
    if not villain or villain.caught or villain.mood == "beaten":
        return ()
    names = [name for pattern, props in _DEEDS if pattern.search(text) for name in props]
    found = [PROPS[name] for name in names]
    if theft := _THEFT.search(_HIS_BITE.sub(" ", text)):
        found += props_in(singulars(theft["what"])) or [PROPS["sack"]] * (not found)
    return tuple({prop.name: prop for prop in found}.values())[:MOST]


def does_wrong(words: str, text: str) -> bool:
    """Whether one of these `words`, parts of a pattern, does something wrong in a text."""
    return any(
        _WRONG.search(found[0])
        for found in re.finditer(rf"\b(?:{words})\b(?: called \w+)?(?: \w+){{0,2}} \w+ing\b", text)
    )


def caught_in(text: str, *, beaten: bool) -> str:
    """Give what a villain is caught in ("net", "bars", "rope"), "" for nothing or for one who is not `beaten`."""
    if not beaten or (_FREE.search(text) and not re.search(r"behind the bars|\bbehind bars", text)):
        return ""
    return next((name for name, pattern in _CAUGHT if re.search(pattern, text)), "")
