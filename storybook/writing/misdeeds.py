"""What can be seen of a villain's crime: a tool or a haul that a picture can show beside the words of the answer."""

import re
from random import Random

from .answers.vocabulary import ABSTRACT

# what the crime is called, and what the villain has at hand; the first that fits
_SEEN = (
    (r"\b(?:fell|chop|cutt|saw|hack)ing", ("an axe held high", "wood chips flying on all sides", "a long saw at work")),
    (
        r"\b(?:burn|sett?ing fire|torch|scorch|set\w* \w+ on fire)",
        ("a burning torch held high", "flames leaping up on all sides", "sparks flying from a great torch"),
    ),
    (r"\b(?:dam|damm\w+)\b", ("a heap of felled trunks close by", "the brook behind it running dry")),
    (r"\b(?:flood)", ("brown water pouring over the fields", "a sluice gate torn out and held high")),
    (r"\b(?:building|wall)", ("a wheelbarrow of black stones close by", "a dripping trowel held high")),
    (r"\b(?:drain|drink)", ("a pipe as thick as a tree in the water", "a row of empty barrels close by")),
    (r"\b(?:poison|pollut)", ("a dripping green bottle held high", "green barrels rolling into the water")),
    (
        r"\b(?:kidnap|captur|imprison|cag|lock|jail|abduct|enslav|trapp)",
        ("an iron cage on wheels close behind", "a heavy ring of keys jangling", "a net and a cage close behind"),
    ),
    (
        r"\b(?:steal|robb|loot|plunder|raid|taking|snatch|burgl|smuggl)",
        (
            "a bulging sack dragging behind",
            "a heaped handcart close behind",
            "a torn sack spilling things all along the way",
        ),
    ),
    (
        r"\b(?:break|smash|destroy|wreck|ruin|crush|trampl|demolish|vandal|knock|shatter)",
        ("an iron hammer held high", "splinters flying on all sides", "dust and broken boards all around"),
    ),
    (r"\b(?:hunt|shoot|kill|murder|slay|poach)", ("a net flung wide", "a long spear held high")),
    (
        r"\b(?:hurt|attack|beat|bull|harm|tortur|whip|threat|scar|fright|terror|torment|hit|kick|punch|injur|wound)",
        ("a knotted club held high", "a whip cracking through the air"),
    ),
    (
        r"\b(?:l(?:y|ies)|slander|gossip|spread|rumou?r|cheat|betray|decei|trick|sell|yell|shout|blam)",
        ("a brass speaking horn held high", "a tall pile of false papers close by", "a bag of bribes close by"),
    ),
    (
        r"\b(?:turning|freez|silenc|curs|enchant|hypnoti|casting)",
        ("a crooked black wand held high", "cold blue sparks all around"),
    ),
    (
        r"\b(?:putting out|snuff|extinguish|dark)",
        ("a long candle snuffer held high", "a bucket of black water held high"),
    ),
    (r"\b(?:eat|devour|swallow|gobbl)", ("an enormous spoon held high", "crumbs and bones all around")),
)
# a deed that has no tool shows in how it is done
_SEEN_ELSE = ("both arms flung wide", "with a wide, mean grin", "chin held high")


def seen(doing: str, rng: Random) -> str:
    """Give what a picture shows beside `doing`: "felling the old trees" is done with an axe held high."""
    told = "" if doing.split(" ")[-1] in ABSTRACT else doing  # nobody carries off hope in a sack
    fitting = next((things for crime, things in _SEEN if re.search(crime, told)), _SEEN_ELSE)
    return rng.choice(fitting)
