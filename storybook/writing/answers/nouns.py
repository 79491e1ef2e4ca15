"""Reads an answer as a thing or a person: with its article at first mention, and short when it comes again."""

import re
from dataclasses import dataclass, replace

from .cleaning import article, clean
from .lexicon import is_known, is_strange, lemma, parts_of_speech, singular
from .signs import shown
from .verbs import base_of, is_base, is_participle
from .vocabulary import (
    ABSTRACT,
    AFTER_NOUN,
    ANIMALS,
    BIG,
    DETERMINERS,
    DRAWN,
    FINDING,
    GIVING,
    GROUPS,
    HELD,
    HOLDERS,
    ING_NOUNS,
    LIVING,
    MACHINES,
    MASS,
    MASTERS,
    PARTS,
    PEOPLE,
    PLACES,
    PLANS,
    PLURAL_WORDS,
    PRONOUNS,
    VEHICLES,
    WORN,
    words,
)

_NOT_PLURAL = ("ss", "us", "is", "'s", "os")
_NAME = re.compile(r"^[A-Z][a-z]+$")
_LEAD_IN = re.compile(
    r"^(?:(?:he|she|they|the (?:red )?fox|fox|it)(?:'s| is| was)?\s+|to\s+|finally\s+|suddenly\s+|maybe\s+|just\s+)+",
    re.IGNORECASE,
)
_UNSPEAKABLE = re.compile(r"[^aeiouyà-ÿ]{4}|[^aeiouyà-ÿ]{3}$|^[^aeiouyà-ÿ]+$")  # letters that nobody is called by
_NAMED = re.compile(
    r"^(.+?),? (?:who is |that is )?(?:called|named|by the name of) "
    r"([^\W\d_][\w'-]*(?: (?:(?:of|the|von|van|de|da) )*[A-Z][\w'-]*)*)((?:,| (?:who|that|which|with)\b).*)?$"
)
_NAME_AND_KIND = re.compile(r"^([A-Z][\w'-]*(?: (?:(?:of|the|von|van|de|da) )*[A-Z][\w'-]*)*), (an? [\w' -]+)$")
_TITLED = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Prof|Professor|Sir|Lady|Lord|Captain|Count|Master|Madame|Uncle|Aunt) [A-Z][\w'-]*$"
)
_MADE = re.compile(
    r"^(?:an?|the|his|her|two|three) (?:[\w-]+ )*?"
    r"(?:stuffed|wooden|toy|plush|glass|porcelain|clay|knitted|paper|tin|carved) "
    r"|\b(?:made|built|carved|knitted) (?:out )?(?:of|from)\b"
    r"|\w (?:of|in) (?:glass|wood|stone|clay|paper|marble|bronze)\b"
)
_NAMES = re.compile(r"^[A-Z][a-z]+ and [A-Z][a-z]+$")
_ANY_OF_A_KIND = re.compile(r"^something ([a-z]+)$")
_ROLE_AND_KIND = re.compile(r"^((?:an?|the|his|her|their) [\w' -]+), ((?:an?|the) [\w' -]+)$", re.IGNORECASE)
_FINITE = words("is are was were am isn't aren't wasn't don't doesn't didn't can't cannot won't has had will")
_ASIDES = words("because so when while after before until if although though as")
_ONE_OR_MANY = words("deer fish sheep")
_LONG_NAME = 4  # words
_LONGEST = 64  # characters: what is longer is told without its first clause
_RELATIVE = words("that which who whose where when what")


@dataclass(frozen=True)
class Noun:
    """A thing or person of the story: `full` at first mention ("a glowing relic"), `short` after ("the relic")."""

    full: str
    short: str
    plural: bool = False
    head: str = ""
    plain: bool = True

    @property
    def living_master(self) -> bool:
        """Whether one can train with it."""
        return self.head in MASTERS | ANIMALS and not _MADE.search(self.full)

    @property
    def plan(self) -> bool:
        """Whether one can build after it."""
        return self.head in PLANS

    @property
    def machine(self) -> bool:
        """Whether it is a machine already."""
        return self.worn or self.head in MACHINES

    @property
    def vehicle(self) -> bool:
        """Whether it is a machine that he can ride or wear, once it is built; other machines go into one."""
        return self.worn or self.head in VEHICLES

    @property
    def place(self) -> bool:
        """Whether one goes into it and cannot carry it."""
        return self.head in PLACES

    @property
    def big(self) -> bool:
        """Whether it is too big for a paw: a ship, a giant robot."""
        return self.head in BIG or (
            bool(re.search(rf"\b(?:giant|huge|enormous|hot-air)\b.*\b{self.head}", self.full)) and self.solid
        )

    @property
    def worn(self) -> bool:
        """Whether it is strapped on, such as a jetpack."""
        return self.head in WORN

    @property
    def held(self) -> bool:
        """Whether it is used in the paws, such as a sword."""
        return self.head in HELD

    @property
    def solid(self) -> bool:
        """Whether it can be held out, dropped and picked up."""
        return self.plain and self.head not in ABSTRACT


def read_noun(answer: str, *, missing: str, person: bool = False) -> Noun:
    """Read a free answer as a noun; `missing` is a full noun phrase to use when the answer is empty.

    With `person`, a single capitalised or unknown word that names no animal or relation ("Mia") is taken for a name.
    What is no English noun is `full` as typed, and not `plain`.
    """
    text = _without_lead_in(clean(" and ".join(shown(answer)[:2]) or answer)) or missing
    if person and _is_name(answer.strip()):
        return Noun(answer.strip().capitalize(), answer.strip().capitalize(), head=answer.strip().lower())
    if _NAMES.match(text):
        return Noun(text, text, plural=True, head="friend")
    if thing := _ANY_OF_A_KIND.match(text):
        return read_noun(f"{article(thing.group(1))} {thing.group(1)} thing", missing=missing)
    if named := _NAMED.match(text):
        described = f"{named.group(1)}{(named.group(3) or '').removeprefix(',')}"
        return _with_name(read_noun(described, missing=missing), named.group(2))
    if named := _NAME_AND_KIND.match(text):
        return _with_name(read_noun(named.group(2), missing=missing), named.group(1))
    if kind := _kind_of(text):
        return replace(kind, full=text)
    words = text.split(" ")
    core = _core(words)
    head = _head(core)
    if is_strange(text) or _is_clause(words) or not _can_be_noun(core, head):
        return Noun(text, text, plain=False)
    plural = _is_plural(core, head)
    text = text if len(text) <= _LONGEST else " ".join(words[: max(len(core), _first_aside(words))]).rstrip(",")
    full = text if _has_determiner(words, head) else _with_article(text, head, plural)
    short = _short(core, head)
    if _singular(head) in HOLDERS and (content := re.match(rf".*\b{head} (of (?:[\w'-]+ )?[\w'-]+)$", full)):
        short = f"{short} {content.group(1)}"
    return Noun(full, short, plural, _singular(head), plain=True)


def is_titled(name: str) -> bool:
    """Say whether `name` is that of a person: "Dr Whiskers"."""
    return bool(_TITLED.match(name))


def _is_name(word: str) -> bool:
    if not re.fullmatch(r"[^\W\d_]{3,20}", word) or _singular(word.lower()) in PEOPLE:
        return False
    return bool(_NAME.match(word)) or (not is_known(word) and not _UNSPEAKABLE.search(word.lower()))


def _with_name(noun: Noun, name: str) -> Noun:
    """ "a walrus called Olga" is met again as Olga the walrus, so that every picture shows a walrus."""
    name = name[:1].upper() + name[1:]
    core = " ".join(_core(noun.full.split(" ")))
    described = noun.full.removeprefix(core)
    kind = noun.short.split(" ")
    while len(kind) > 2 and "ADJ" in parts_of_speech(kind[1]):
        kind = [kind[0], *kind[2:]]
    full = (
        f"{core} called {name}{described}"
        if noun.full.startswith(core) and not described.startswith(",")
        else f"{noun.full} called {name}"
    )
    return replace(noun, full=full, short=f"{name} {' '.join(kind)}" if noun.plain else name)


def _kind_of(text: str) -> Noun | None:
    """What "his old teacher, a tortoise" is: a tortoise, and that is how he is met again."""
    told = _ROLE_AND_KIND.match(text)
    if told is None or not read_noun(told.group(1), missing="somebody").plain:
        return None
    kind = read_noun(told.group(2), missing="somebody")
    return kind if kind.plain and kind.head in LIVING else None


def _can_be_noun(core: list[str], head: str) -> bool:
    """Whether the phrase ends in a noun: not "beautiful", "quickly" or "the the"."""
    known = parts_of_speech(head)
    if head in DETERMINERS and head not in PRONOUNS:
        return False
    return "NOUN" in known or not known or head in PRONOUNS | PLURAL_WORDS | MASS or core[-1][:1].isupper()


def built_from(noun: Noun) -> Noun | None:
    """What a plan is for: "a blueprint for a jetpack" gives the jetpack; None when it does not say."""
    if noun.head == "recipe":  # what is cooked is no machine
        return None
    joint = r"for building|for making|for|to build|to make" + ("|of" if noun.head in DRAWN else "")
    match = re.search(rf"\b(?:{joint})\s+(.+)$", noun.full)
    if not noun.plan or match is None:
        return None
    thing = read_noun(match.group(1), missing="a machine")
    return thing if thing.plain and thing.solid and thing.head not in MASS else None


def _without_lead_in(text: str) -> str:
    """Drop "he finds", "giving her", "it's" before the thing itself."""
    rest = _LEAD_IN.sub("", text)
    words = rest.split(" ")
    verb = base_of(words[0].lower()) if len(words) > 1 else None
    if verb in FINDING and words[0].lower() != "learned":
        return " ".join(words[1:])
    if verb in GIVING and words[0].lower() not in {"present", "hand"}:
        return " ".join(words[2:] if words[1] in PRONOUNS and len(words) > 2 else words[1:])
    return rest if re.match(r"^(?:it|he|she|they)(?:'s| is| was)\s", text, re.IGNORECASE) else text


def _is_clause(words: list[str]) -> bool:
    lowered = [word.lower() for word in words]
    if lowered[0] in {"he", "she", "they", "it", "we", "you", "who", "what", "how", "if", "when", "there", "to"}:
        return True
    finite = next((at for at, word in enumerate(lowered) if word in _FINITE), None)
    if finite and not _RELATIVE & set(lowered[:finite]):
        return True
    return len(words) > 1 and is_base(lowered[0]) and lowered[1] in DETERMINERS | PRONOUNS


def _core(words: list[str]) -> list[str]:
    """The words up to the first phrase that only describes: "a group of crows he wants" -> "a group of crows"."""
    for index, word in enumerate(words[1:], start=1):
        bare = word.lower().strip(",")
        if bare == "and" and _joins_qualities(words, index):
            continue
        if bare in AFTER_NOUN or words[index - 1].endswith(",") or _describes_after(words, index):
            return _cut_of([w.rstrip(",") for w in words[:index]])
    return _cut_of(words)


def _joins_qualities(words: list[str], index: int) -> bool:
    """ "An old and grumpy tortoise" is one."""
    beside = [parts_of_speech(word.lower()) for word in words[index - 1 : index + 2 : 2]]
    return len(words) > index + 2 and len(beside) > 1 and all("ADJ" in parts for parts in beside)


def _first_aside(words: list[str]) -> int:
    """Where the first clause about a thing begins, or how long its whole description is."""
    return next((at for at, word in enumerate(words) if at and (word in _RELATIVE | _ASIDES)), len(words))


def _describes_after(words: list[str], index: int) -> bool:
    """A participle behind its noun: "a master floating on a stone", "a sword stuck in a rock"."""
    word = words[index].lower()
    following = words[index + 1].lower() if index + 1 < len(words) else ""
    verbal = (word.endswith("ing") and word not in ING_NOUNS) or is_participle(word)
    aside = AFTER_NOUN | DETERMINERS | {"of", "up", "down", "out"}
    return verbal and index > 1 and following in aside


def _cut_of(words: list[str]) -> list[str]:
    """Drop "of ..." unless the first noun is a group word ("a flock of geese")."""
    if "of" not in words:
        return words
    at = words.index("of")
    if at and _singular(words[at - 1].lower()) in GROUPS | PARTS and at + 1 < len(words):
        rest = words[at + 1 :]
        return rest if rest[0].lower() in DETERMINERS else ["the", *rest]
    return words[:at] or words


def _head(core: list[str]) -> str:
    return core[-1].lower().strip("',")


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(_NOT_PLURAL):
        return word
    known = singular(word)
    return known if known != word else word[:-1]


def _is_plural(core: list[str], head: str) -> bool:
    first = core[0].lower()
    if first in {"a", "an", "one", "this", "that", "every", "each", "another"} or _NAME.match(core[0]):
        return False
    if head in _ONE_OR_MANY and any(word == "most" or word.endswith("est") for word in core):
        return False
    if first in {"two", "three", "four", "five", "many", "several", "these", "those", "both", "few"}:
        return True
    return head in PLURAL_WORDS or (head.endswith("s") and not head.endswith(_NOT_PLURAL) and len(head) > 3)


def _has_determiner(words: list[str], head: str) -> bool:
    first = words[0].lower()
    return first in DETERMINERS or first in PRONOUNS or words[0].endswith("'s") or first[0].isdigit()


def _with_article(text: str, head: str, plural: bool) -> str:
    if plural or head in MASS or (text[0].isupper() and not text.isupper()):
        return text
    return f"{article(text)} {text}"


def _is_superlative(rest: list[str]) -> bool:
    """Whether "the fastest hare" is told, who is met again as the hare."""
    if len(rest) < 2 or not rest[0].endswith("est"):
        return False
    return rest[0].endswith("iest") or lemma(rest[0], "ADJ") != rest[0]


def _short(core: list[str], head: str) -> str:
    core = core[1:] if core[0].lower() == "all" and len(core) > 1 else core
    first = core[0].lower()
    if first == "the" and (_is_superlative(core[1:]) or core[1:2] == ["most"]):
        return _short(core[1:], head)
    if first in PRONOUNS or first in {"his", "her", "their", "our", "the"} or core[0].endswith("'s"):
        return " ".join(core)
    if core[0][0].isupper() and len(core[0]) > 1 and first not in DETERMINERS:
        return " ".join(core)
    rest = core[1:] if first in DETERMINERS and len(core) > 1 else core
    rest = [word for word in rest if word.lower() not in {"of", "other"}] or rest
    rest = rest[rest.index("and") + 1 :] if "and" in rest[:-1] else rest
    rest = rest[2:] if rest[0] == "most" and len(rest) > 2 else rest[1:] if _is_superlative(rest) else rest
    return "the " + " ".join(rest if len(rest) < _LONG_NAME else rest[1 - _LONG_NAME :])
