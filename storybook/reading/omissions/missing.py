"""What a picture does not show although it was asked for, in the words of whoever asked.

Of a scene these are things and animals that nobody has drawn yet. Of a change, which somebody asked for in so many
words, it is every noun that is not obeyed; or the whole of it if it changes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from storybook.props.catalogue import props_in
from storybook.props.prop import Prop
from storybook.reading import lexicon
from storybook.reading.company import likenesses_in
from storybook.reading.hearsay import read_wording, told
from storybook.reading.kinds import KIND_OF
from storybook.reading.omissions.unshown import MOST, names_drawn, unshown
from storybook.reading.plan import Plan
from storybook.reading.senses import UNDRAWN, things_only
from storybook.reading.sights import SIGHTS, scenery_of, shows
from storybook.reading.wardrobe import COLOURS, GARMENTS
from storybook.reading.wishes import PARTS, SAID, said_plainly, wishes_in
from storybook.reading.wording import (
    plain,
    singular,
    singulars,
    unwanted,
    wish_text,
    without_negations,
    word_list,
    word_set,
)
from storybook.request import Request

_LONGEST = 60  # characters of a wish that is quoted


_STOPS, _NO_THINGS = word_list("stops.txt"), word_list("no-things.txt")
_OPENERS = word_set(
    "a an the his her its their some more many two three four five several another add draw with wear wears wearing "
    "and or"
)
_OWN = {  # the colours that parts of the fox have
    "chest": word_set("white cream"), "socks": word_set("black dark brown"), "tip": word_set("white"),
    "fur": word_set("red orange"), "nose": word_set("black"), "eyes": word_set("amber"), "ears": word_set("black dark"),
}  # fmt: skip
# what he takes, and how what is taken is named
_TAKES = re.compile(
    r"\b(?:holds?|carries|lifts|finds|hugs|kisses|unties|swings|raises|offers|clutches|discovers|grips|grasps|picks up)"
    r" (?:up |out |aloft )?(?P<what>(?:an?|the|his|two|three) "
    r"(?:(?!(?:in|on|to|at|and|from|with|under|over|between|into|onto|by|for|like|as)\b)[a-z-]+ ?){1,4})"
)
_REFLECTION = re.compile(
    r"\breflections?\b(?! on)|\bhis own (?:face|eyes|image)\b|\b(?:pool|pond|water|puddle|lake|spoon|mirror)\b[^.;]*"
    r"\bfox\b[^.;]* (?:smiles|looks|gazes|stares) back\b|\bsees? himself\b|\bcomes up to meet him from below\b"
)
_UPSIDE_DOWN = re.compile(r"\b(?:hangs?|hanging|swings?|swinging|dangl\w+|sleeps?)\b[^.;]*\b(?:upside|head) down\b")


def missing(
    request: Request, plan: Plan, before: Plan, hidden: Sequence[Prop] = (), absent: Sequence[str] = ()
) -> tuple[str, ...]:
    """Give the words of scene and change whose things are not in `plan`, at most MOST, in order. `before` is the plan
    `without_newest_wish`: a wish that makes no difference and names nothing is quoted as a whole. `hidden` are things
    and `absent` kinds of animals that are in the plan, but behind somebody in the picture."""
    wishes = wishes_of(request)
    gone = unwanted(plain(request.change))
    found = [
        word
        for word in unshown(request.shows, plan, hidden, absent, wished=bool(wishes))
        if not gone & set(singulars(word))
    ]
    found += [word for wish in wishes for word in _nouns(wish, plan) if not _is_shown(word, plan)]
    found += [word for word in likenesses_in(read_wording(request.shows, "")) if word not in gone]
    found += [word for word in _taken(request.shows, plan) if word not in gone]
    asked = [prop for prop in (*plan.left_out, *hidden) if _is_named(prop, request.change)]
    words = list(dict.fromkeys((*found, *_named(request, asked))))
    if _UPSIDE_DOWN.search(plain(request.shows)) and plan.pose != "handstand":
        words.append("upside down")
    if wishes and plan == before and not set(words) & set(_nouns(wishes[-1], plan)):
        words += [] if _is_fulfilled(wishes[-1], request) else [quoted(wishes[-1])]
    return tuple(words[:MOST])


def _is_named(prop: Prop, text: str) -> bool:
    words = f" {' '.join(singulars(plain(text)))} "
    return any(f" {word} " in words for word in prop.words)


def _named(request: Request, props: Sequence[Prop]) -> Iterator[str]:
    """The words with which scene and change name props."""
    words = f" {' '.join(singulars(plain(f'{request.shows} {request.change}')))} "
    for prop in props:
        found = [word for word in prop.words if f" {word} " in words]
        yield max(found, key=len) if found else prop.name


def _taken(shows: str, plan: Plan) -> Iterator[str]:
    """What the fox holds or finds in a scene, and his reflection, where the picture does not show it."""
    text = things_only(without_negations(told(shows)))
    for found in _TAKES.finditer(text):
        for prop in props_in(singulars(found["what"]))[:1]:
            words = " ".join(singulars(found["what"]))
            word = max((word for word in prop.words if word in words), key=len, default=prop.name)
            if not _is_shown(word, plan):
                yield word
        if (word := _unknown(found["what"])) and not _is_shown(word, plan):
            yield word
    if _REFLECTION.search(text):
        yield "reflection"


def _unknown(what: str) -> str:
    """The noun of "a frumpet of ice" where no list knows it, else ""."""
    words = singulars(re.split(r"\b(?:of|that|who|which|so|is|out|up|high|close|low|before|behind)\b", what)[0])
    noun = words[-1] if words and "his" not in words else ""
    known = props_in(words) or set(words) & (_NO_THINGS | set(KIND_OF) | UNDRAWN | set(SIGHTS))
    plain_noun = noun.isalpha() and len(noun) > 3 and not noun.endswith(("ing", "ly", "ed", "est", "most"))
    return noun if plain_noun and not known and noun not in SAID and noun not in _STOPS else ""


def without_newest_wish(request: Request) -> Request:
    """The request without the last line of its change. A character sheet's description holds its wishes too."""
    *earlier, newest = wishes_of(request) or [""]
    character = request.character.replace(newest, "") if request.sheet and newest else request.character
    return replace(request, change="\n".join(earlier), character=character)


def wishes_of(request: Request) -> list[str]:
    """Give the wishes of a change, oldest first."""
    return [line.strip() for line in request.change.split("\n") if line.strip()]


def _is_fulfilled(wish: str, request: Request) -> bool:
    """Whether a wish only rules out what the picture would not show anyway, or names what he is like already."""
    gone = unwanted(wish_text(wish))
    if gone:
        return not gone & set(singulars(plain(f"{request.shows} {request.character}")))
    wishes = wishes_in(wish, bare=False)
    return bool(wishes) and all(one.of in _OWN and set(one.words) & _OWN[one.of] for one in wishes)


def _nouns(wish: str, plan: Plan) -> list[str]:
    """The nouns that a wish names, but for what he wears already: the last words of what follows an article, a number,
    or "add" and the like."""
    text = said_plainly(without_negations(wish_text(wish)))
    for garment in plan.hero.wears:
        if garment.kind in GARMENTS:
            text = re.sub(
                rf"(?:\b(?:an?|his|the|with) (?:[a-z-]+ ){{0,3}}?)?\b(?:{GARMENTS[garment.kind][2]})\b", ",", text
            )
    words = re.findall(r"[a-z]+|[,.;!?]", things_only(text))
    nouns: list[str] = []
    for before, at in zip(words, range(1, len(words)), strict=False):
        if before in _OPENERS and words[at] not in _OPENERS:
            nouns += _head(words[at:])
    return [noun for noun in dict.fromkeys(nouns) if noun not in _NO_THINGS and len(noun) > 2]


def _head(words: list[str]) -> list[str]:
    """The noun of the phrase with which these words begin, in the singular; none where it names only a colour."""
    phrase: list[str] = []
    for word in words[:5]:
        if not word.isalpha() or word in _STOPS or word in _OPENERS or word.endswith(("ing", "ly")):
            break
        if phrase and word.endswith("ed"):
            break
        phrase.append(word)
    while phrase and (phrase[-1] in SAID or phrase[-1] in COLOURS):
        phrase.pop()
    return [singular(phrase[-1])] if phrase else []


def _is_obeyed(word: str, plan: Plan) -> bool | None:
    """Whether the fox has or wears what a word names, None if it names nothing of his. `word` is in the singular."""
    hero = plan.hero
    for part, meant in PARTS.items():
        if _means(meant, word):
            if part in ("scar", "torn ear", "freckles", "moustache"):
                return part in hero.build.grown
            return bool(hero.build.pattern or hero.wears) if part == "pattern" else True
    kinds = [kind for kind, (*_, meant) in GARMENTS.items() if _means(meant, word)]
    worn = {garment.kind for garment in hero.wears}
    return True if worn & set(kinds) else None


def _means(pattern: str, word: str) -> bool:
    return any(re.fullmatch(rf"(?:{pattern})", form) for form in (word, f"{word}s", f"{word}es"))


def _is_shown(word: str, plan: Plan) -> bool:
    if word in KIND_OF:
        return any(figure.kind == KIND_OF[word] for figure in plan.figures) or KIND_OF[word] in ("fox", "villager")
    if (obeyed := _is_obeyed(word, plan)) is not None:
        return obeyed
    seen = scenery_of(plan)
    if props := props_in([word]):
        names = {props[0].name} | ({"pair of wings"} if props[0].name == "wings" else set())
        return bool(names & names_drawn(plan)) or shows(props[0].name, seen)
    if any(re.search(pattern, word) for _, _, pattern in lexicon.PLACES):
        return True
    tables = (lexicon.TIMES, lexicon.WEATHERS, lexicon.DRIFTING, lexicon.MOODS)
    if any(re.search(pattern, word) for table in tables for pattern in table.values()):
        return True
    return word in lexicon.MAGIC and bool(plan.power)


def quoted(wish: str) -> str:
    """Give a wish in quotation marks, shortened if it is long."""
    text = " ".join(wish.split()).rstrip(".!")
    return f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(' ', 1)[0] + '…'}”"
