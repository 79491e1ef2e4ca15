"""Reads the answers of the quiz as what a story is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from storybook.writing.proofreading import faults

from .cleaning import article, briefly, clean, quoted
from .crimes import Crime, read_crime
from .deeds import Shame, is_doing, read_offer, read_shame
from .lexicon import parts_of_speech
from .nouns import Noun, is_titled, read_noun
from .vocabulary import ABSTRACT, MASS, PRONOUNS, words
from .whereabouts import thing_and_site

_LONGEST_IDEA = 160  # characters
_LONG_FIND = 200
_NO_ANSWER = re.compile(
    r"(?:i )?(?:do not|don'?t|dunno|have no|no)(?: (?:know|care|idea|clue|answer))?|idk|not sure|none|nothing|n/?a|"
    r"whatever|anything|skip",
    re.IGNORECASE,
)
_KIN = words(
    "aunt brother dad daddy father grandad granddad grandfather grandma grandmother grandpa mama mamá mom mother "
    "mum papa papá sister son uncle wife"
)
_ALL = words("everybody everyone")
# what holds that which comes without a shape of its own; a box holds the rest
_CONTAINERS = {
    "jar of": words("honey jam"),
    "loaf of": words("bread"),
    "bottle of": words("milk water"),
    "wheel of": words("cheese"),
    "bar of": words("chocolate"),
    "bag of": words("candy gold money rice silver treasure wealth"),
    "basket of": words("food fruit meat"),
    "block of": words("ice"),
    "suit of": words("armor armour"),
    "glowing orb of": words("electricity energy fire light lightning magic time"),
}
_PAIRS = words(
    "boot eye glass glasses glove goggles mitten moccasin sandal sandals scissor shoe skate ski slipper sock stilt wing"
)


@dataclass(frozen=True)
class Answers:
    """The quiz answers, read."""

    shame: Shame | None
    who: Noun
    gift: Noun
    offers: str
    gift_is_thing: bool
    find: Noun
    site: str
    trains: bool
    crime: Crime


def read_answers(answers: Mapping[str, str]) -> Answers:
    """Read the answers of the quiz, or the idea in their place; what is missing gets an answer of the house.

    Whoever types that he does not know has given no answer.
    """
    answers = {key: "" if _NO_ANSWER.fullmatch(answer.strip(" .!?-")) else answer for key, answer in answers.items()}
    offered = answers.get("offering_what", "")
    gift = _contained(_labelled(read_noun(offered, missing="a flower"), "parcel", "a small parcel that he calls {}"))
    find, site = _found(answers)
    shamed = answers.get("humiliation_type", "").strip().upper() != "B"
    return Answers(
        shame=read_shame(answers.get("humiliation", "")) if shamed else None,
        who=_someone(_no_hero(read_noun(answers.get("offering_who", ""), missing="a girl fox", person=True))),
        gift=gift,
        offers=read_offer(offered),
        gift_is_thing=gift.solid
        and not is_doing(offered)
        and offered.strip(" .!").lower() not in {"himself", "myself"},
        find=find,
        site=site,
        trains=answers.get("do_with_find", "").strip().upper() != "B",
        crime=read_crime(answers.get("villain_crime", "")),
    )


def _found(answers: Mapping[str, str]) -> tuple[Noun, str]:
    """What he finds, and where if the answer says so.

    A story that is made of an idea has no such answer: he finds a book that tells of it.
    """
    idea, find = answers.get("idea", ""), answers.get("find", "")
    if idea and not find:
        told = idea if len(idea) <= _LONGEST_IDEA else idea[: _LONGEST_IDEA - 1].rsplit(" ", 1)[0] + "…"
        return Noun(f"an old picture book about “{told.rstrip('.')}”", "the picture book", head="book"), ""
    thing, site = thing_and_site(clean(find, limit=_LONG_FIND))
    noun = read_noun(thing, missing="a glowing stone")
    if noun.full in {"himself", "herself", "itself"}:
        return Noun("a mirror that shows him as he could be", "the mirror", head="mirror"), ""
    if noun.full[:1].isupper() and not parts_of_speech(noun.head):  # a name may be that of a sword or of a wizard
        noun = replace(noun, plain=False)
    noun = _labelled(_titled(noun), "painted box", "a painted box called {}")
    return _counted(_contained(_visible(noun))), site


def _titled(noun: Noun) -> Noun:
    """Somebody called Dr Whiskers is a person, whoever he is."""
    if not is_titled(noun.full):
        return noun
    return Noun(f"an old traveller called {noun.full}", f"{noun.full} the traveller", head="traveller")


def _visible(noun: Noun) -> Noun:
    """Nobody can dig up "courage"; a glowing orb of courage can be seen and carried."""
    if noun.solid or noun.living_master or noun.full.startswith(("a ", "an ", "the ")):
        return noun
    return Noun(f"a glowing orb of {noun.full}", "the glowing orb", head="orb")


def _contained(noun: Noun) -> Noun:
    """Honey lies in no niche; a jar of honey does."""
    if (
        not noun.solid
        or noun.head not in MASS
        or noun.full.split(" ")[-1] != noun.head
        or noun.short != f"the {noun.full}"
    ):
        return noun
    holder = next((holder for holder, held in _CONTAINERS.items() if noun.head in held), "box of")
    filled = f"{holder} {noun.full}"
    short = "the glowing orb" if holder.startswith("glowing") else f"the {filled}"
    return Noun(f"{article(filled)} {filled}", short, head=holder.split(" ")[-2])


def _counted(noun: Noun) -> Noun:
    """ "Wings" lie there as a pair, "seeds" as three."""
    if not noun.plural or noun.short.removeprefix("the ") != noun.full or noun.full[:1].isupper():
        return noun
    if noun.short == noun.full:  # "his father's tools" are counted enough
        return noun
    pair = noun.head in _PAIRS or noun.full.startswith("crossed ")
    return replace(noun, full=f"{'a pair of' if pair else 'three'} {noun.full}")


def _reads_well(noun: Noun) -> bool:
    return noun.plain and not faults(f"He sees {noun.full}, and {noun.short} is there.")


def _labelled(noun: Noun, holder: str, told: str) -> Noun:
    """Words that are no plain English noun are the name of a thing that can be seen, given and carried."""
    if _reads_well(noun) and noun.full.lower() not in PRONOUNS:
        return noun
    return Noun(told.format(quoted(briefly(noun.full))), f"the {holder}", head=holder.split(" ")[-1])


def _someone(noun: Noun) -> Noun:
    """Whoever has no plain English name, or is called "nobody", goes by what was typed."""
    if noun.short.removeprefix("the ").lower() in _KIN and noun.plain:  # whoever says "mother" means his own
        own = f"his {noun.short.removeprefix('the ')}"
        return replace(noun, full=own, short=own)
    if noun.full.lower() in _ALL:
        return Noun("the other animals", "the other animals", plural=True, head="animal")
    if _reads_well(noun) and noun.full.lower() not in PRONOUNS and noun.head not in ABSTRACT | MASS:
        return noun
    name = re.sub("^an? ", "", noun.full) if noun.plain else noun.full
    full = f"a tall stranger called {quoted(briefly(name))}"
    return Noun(full, "the stranger", head="stranger", plain=False)


def _no_hero(noun: Noun) -> Noun:
    """There is one fox in the stories; whoever else is a fox is another."""
    return replace(noun, full="another fox", short="the other fox") if noun.short == "the fox" else noun
