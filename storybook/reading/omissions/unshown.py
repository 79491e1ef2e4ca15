"""What a scene names that its picture does not show, in the words of the scene: things, animals, deeds, positions."""

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter

from storybook.props.catalogue import NAMED
from storybook.props.prop import Prop
from storybook.reading.company import CALLED, prepared
from storybook.reading.hearsay import told
from storybook.reading.kinds import KIND_OF
from storybook.reading.omissions.particulars import compared, particulars, written
from storybook.reading.omissions.positions import carried_in, positions_in
from storybook.reading.omissions.undone import undone
from storybook.reading.plan import CAUGHT_IN, Plan
from storybook.reading.senses import UNDRAWN, begins_noun, goes_with_verb, has_determiner, things_only
from storybook.reading.sights import SIGHTS, scenery_of
from storybook.reading.wardrobe import GARMENTS
from storybook.reading.wording import plain, singular, singulars, without_negations, word_list

MOST = 8  # words; who reads them wants to know what to say instead, not to count
_VERBS_TOO = frozenset(map(singular, word_list("verbs-too.txt")))
_NOUNS = frozenset((*UNDRAWN, *SIGHTS, *NAMED, *KIND_OF)) - {"top"}
_PARTS = word_list("no-things.txt")
_THINGS = NAMED | UNDRAWN
_PUTTING = frozenset(("puts", "sets", "lays", "places"))
_PEOPLE = frozenset(("fox", "vixen", "master", "villager"))
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[^a-z\s]+")
# what only tells which one is meant, and what is written or said, is not in the picture
_SPOKEN_OF = re.compile(
    r"“[^”]*”|\blike [a-z]+(?=[.,;!?]|$| and\b)|\b(?:that|which|whom?) (?:he|she|they|the red fox) [^.;:,]*"
    r"|\bas \w+ as (?:an? |the )?\w+|\b(?:slow|quick|white|black|red|cold|quiet|still|light|round|clear|soft|hard|flat)"
    r" as (?:an? |the |through )?\w+"
    r"|\bof the (?:[a-z]+ )?(?:village|town|harbour)s?\b(?! (?:hall|wall|gate|square))|\b(?:mill|harbour|church"
    r"|village|castle|town) "
    r"(?=(?:yard|brook|cart|pond|stream|square|wall|road|street|lane|bells?|people|crows?|folk)\b)"
    r"|\bof (?:wood|oak|brass|copper|iron|glass|steel|tin|leather|bone) and [a-z]+\b"
    r"|\b(?:smells?|dreams?|thinks?|speaks?|talks?|tells?|stor(?:y|ies)|songs?|sounds?|memor(?:y|ies)) of [^.;:,]*"
)


def unshown(
    shows: str, plan: Plan, hidden: Sequence[Prop], absent: Sequence[str] = (), *, wished: bool = False
) -> list[str]:
    """Give the words of a scene for what is not in the picture of `plan`, at most MOST, in order. `hidden` are things
    and `absent` kinds of animals that somebody in the picture covers. `wished`: somebody asked for a change."""
    real = told_text(shows)
    text = things_only(real)
    drawn, seen = names_drawn(plan, hidden), scenery_of(plan)
    found = [one for one in _things(text, drawn | seen) if not _is_worn(one[1], plan)]
    found += _animals(text, plan, absent)
    words = f" {' '.join(singulars(text))} "
    for prop in (*plan.left_out, *hidden):
        word = max((word for word in prop.words if f" {word} " in words), key=len, default="")
        if word:
            found.append((text.find(word), word))
    nouns = {part for _, word in found for part in word.split()}
    deeds = list(undone(real, plan, drawn, wished=wished))
    found = [one for one in found if one[1] not in {singular(word) for _, word in deeds}]
    positions = [*positions_in(text, plan, drawn, seen), *carried_in(real, plan, drawn)]
    # "puts it on the shelf": where it is not there the place says it all
    deeds = [
        (at, word)
        for at, word in deeds
        if word not in _PUTTING or not any(at < there < at + 60 for there, _ in positions)
    ]
    ranked = [*deeds[:1], *found, *deeds[1:]]
    ranked += [one for one in (*positions, *written(shows)) if not nouns & set(singulars(one[1]))]
    named = " ".join(word for _, word in ranked)
    ranked += [
        one
        for one in (*particulars(real, plan, drawn, seen), *compared(plain(shows)))
        if one[1] not in named and not nouns & set(singulars(one[1]))
    ]
    first = list({word: (place, word) for place, word in reversed(ranked)}.values())[::-1][:MOST]
    return [word for _, word in sorted(first, key=itemgetter(0))]


def told_text(shows: str) -> str:
    """Give a scene without what it rules out, only likens to something, or only speaks of."""
    real = without_negations(told(shows))
    return re.sub(r" {2,}", " ", _SPOKEN_OF.sub(" ", real))


def names_drawn(plan: Plan, hidden: Sequence[Prop] = ()) -> frozenset[str]:
    """Give the names of all props in a picture."""
    theirs = (figure.holds for figure in plan.figures)
    his = (plan.held, plan.worn, plan.seat, plan.pulled, plan.hero.holds)
    caught = frozenset(CAUGHT_IN[figure.caught] for figure in plan.figures if figure.caught)
    props = (*plan.props, *plan.deeds, *his, *theirs)
    return caught.union(prop.name for prop in props if prop and prop not in hidden)


def _things(text: str, seen: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The things that nobody can draw, and the sights that this place does not show."""
    tokens = list(_WORD.finditer(text))
    line = [token[0] for token in tokens]
    words = [singular(word.removesuffix("'s")) for word in line]
    for place, (token, word) in enumerate(zip(tokens, words, strict=True)):
        pair = f"{word} {words[place + 1]}" if place + 1 < len(words) else ""
        before = f"{words[place - 1]} {word}" if place else ""
        if pair in UNDRAWN and line[place] == words[place]:
            yield token.start(), pair
        elif word in NAMED or pair in _THINGS or before in _THINGS or (pair and words[place + 1] in NAMED):
            continue  # a prop, a part of its name, or what says of what kind it is
        elif _is_lacking(word, seen) and _is_noun(line, words, place):
            yield token.start(), word


def _is_lacking(word: str, seen: frozenset[str]) -> bool:
    return not seen & SIGHTS[word] if word in SIGHTS else word in UNDRAWN


def _is_noun(line: Sequence[str], words: Sequence[str], place: int) -> bool:
    """Whether a word that may be a verb too is a noun where it stands."""
    before, after = (line[at] if 0 <= at < len(line) else "" for at in (place - 1, place + 1))
    if begins_noun(before) or words[place] not in _VERBS_TOO:
        return True
    anew = list(line[place + 1 : place + 4]) == ["the", "red", "fox"]  # who does what follows
    if not anew and goes_with_verb(after, third=line[place] != words[place]):
        return False
    if before.endswith("ly"):
        return False
    several = line[place - 1] != words[place - 1] or line[place] != words[place]
    doer = words[place - 1] in _NOUNS or (several and words[place - 1] in _PARTS)
    return not doer and has_determiner(line, place)


def _is_worn(word: str, plan: Plan) -> bool:
    worn = (GARMENTS[garment.kind][2] for garment in plan.hero.wears if garment.kind in GARMENTS)
    return any(re.fullmatch(pattern, form) for pattern in worn for form in (word, f"{word}s"))


def _animals(text: str, plan: Plan, absent: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The animals for whom there is no room, and those that nobody can see."""
    kinds = {figure.kind for figure in plan.figures} - set(absent)
    for word in re.findall(r"[a-z]+", prepared(text)):
        one = singular(word)
        kind = KIND_OF.get(one)
        if kind and kind not in kinds and kind not in _PEOPLE and one not in CALLED and one in text:
            yield text.find(one), one
