"""How a story puts the villain's wrong right: "the sun is back where it belongs"."""

import re

from .answers.crimes import Crime
from .answers.nouns import Noun, read_noun
from .answers.verbs import base_of
from .answers.vocabulary import OWN, PRONOUNS, words

GROWING = words(
    "beech birch bush crop elm field fir flower forest garden grass meadow oak orchard pine plant rose sapling tree "
    "vegetable willow wood"
)
_LONG_DEED = 7  # words
_BACK = "{what} {are} back where {they} {belong}"
_FREE = "{what} {are} free again"
_AFRAID = "nobody need be afraid any more"
# what puts a crime right, by its verb; the first that fits
_RIGHT = (
    (r"steal|rob|tak(?!ing over)|snatch|loot|plunder|raid|hid|burgl|smuggl", _BACK),
    (r"kidnap|captur|imprison|cag|trapp|enslav|jail|abduct|lock|tak(?:ing|e) over|conquer|rul|invad|besieg", _FREE),
    (r"turn|freez|curs|enchant|hypnoti|chang", "{what} {are} just as before"),
    (r"cancel|clos|forbid|bann|stopp", "{any} {are} allowed again"),
    (r"pollut|poison", "{what} {are} clean again"),
    (r"drain|dry|dam", "{what} {are} full of water again"),
    (r"flood", "{what} {are} dry again"),
    (r"put\w* out|dimm|darken|snuff|extinguish", "{what} {shine} again"),
    (
        r"burn|destroy|wreck|ruin|crush|smash|trampl|demolish|break|cut|chop|fell|vandal|tear|knock|shatter|pav",
        "mended",
    ),
    (r"build", "{what} {are} taken away again"),
)
_FRIGHT = re.compile(
    r"(?:hurt|attack|beat|bully|harm|tortur|whip|threat|scar|fright|terror|torment|hit|kick|punch|injur|wound|kill|"
    r"murder|slay|hunt|shoot)"
)
_STOLEN = re.compile(r"(?:steal|rob|loot|plunder|raid|burgl)")


def righted(crime: Crime, villain: Noun) -> str:
    """Give, as a clause in the present, what puts `crime` right; where nothing else does, what `villain` promises."""
    if not crime.told:
        return "the dark spell is broken"
    doing = crime.doing
    if found := re.match(r"bringing (.+) upon everyone$", doing):
        evil = read_noun(found.group(1), missing="harm")
        return f"the {evil.short.removeprefix('the ')} {'are' if evil.plural else 'is'} gone"
    if found := re.match(r"forbidding everyone to (.+)$", doing):
        return f"everyone may {found.group(1)} again"
    if found := re.match(r"forbidding (\w+ing)$", doing):
        return f"{found.group(1)} is allowed again"
    if _FRIGHT.match(doing):
        return _AFRAID
    if (
        crime.victim is not None
        and crime.victim.head not in OWN | PRONOUNS
        and (told := next((told for verb, told in _RIGHT if re.match(verb, doing)), ""))
    ):
        return _of(crime.victim, told)
    if _STOLEN.match(doing):
        return "all that was stolen is given back"
    return _promised(doing, villain)


def _of(victim: Noun, told: str) -> str:
    what = re.sub(r"^his ", "the red fox's ", victim.short)
    if told == "mended":
        told = "{what} {are} planted anew" if victim.head in GROWING else "{what} {are} made whole again"
    if victim.plural:
        return told.format(
            what=what, any=what.removeprefix("the "), are="are", they="they", belong="belong", shine="shine"
        )
    return told.format(what=what, any=what, are="is", they="it", belong="belongs", shine="shines")


def _promised(doing: str, villain: Noun) -> str:
    verb, _, rest = doing.partition(" ")
    base = base_of(verb)
    if base is None or doing.count(" ") > _LONG_DEED:
        return f"{villain.short} makes good all the harm that was done"
    return f"{villain.short} makes good all the harm and promises never again to {base} {rest}".strip()
