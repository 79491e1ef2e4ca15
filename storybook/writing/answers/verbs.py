"""English verbs, as far as quiz answers need them: which verb a word belongs to, and its other forms."""

import re

from .lexicon import verb_of
from .vocabulary import NOT_GERUNDS, NOT_PARTICIPLES, words

# base past participle; regular verbs need no entry here
_IRREGULAR = """
be was been|beat beat beaten|become became become|betray betrayed betrayed|bind bound bound|bite bit bitten
break broke broken|bring brought brought|build built built|burn burned burnt|buy bought bought|catch caught caught
choose chose chosen|come came come|cut cut cut|deal dealt dealt|dig dug dug|do did done|draw drew drawn
drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought
find found found|flee fled fled|fly flew flown
forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen
get got got|give gave given|go went gone|grow grew grown|hang hung hung|have had had|hide hid hidden|hit hit hit
hold held held|hurt hurt hurt|keep kept kept|know knew known|lead led led|leave left left|lie lied lied
lose lost lost|make made made|meet met met|mislead misled misled|overthrow overthrew overthrown|pay paid paid
put put put|run ran run|say said said|see saw seen|sell sold sold|send sent sent|set set set|shake shook shaken
shoot shot shot|shut shut shut|sing sang sung|sink sank sunk|sit sat sat|slay slew slain|sleep slept slept
speak spoke spoken|spend spent spent|spit spat spat|stand stood stood|steal stole stolen|stick stuck stuck
strike struck struck|swallow swallowed swallowed|swear swore sworn|swim swam swum|take took taken
teach taught taught|tear tore torn|tell told told|throw threw thrown|tread trod trodden|trip tripped tripped
understand understood understood|wake woke woken|wear wore worn|weep wept wept|wet wet wet
sting stung stung|ride rode ridden|bleed bled bled|swing swung swung
spin spun spun|creep crept crept|cling clung clung|sweep swept swept|blow blew blown|win won won
write wrote written
"""
_REGULAR = """
abandon abuse accuse annoy arrest ask attack ban banish battle beg betray blame block boo bother bully cage call
capture carry cast chain chase cheat cheer claim clean climb close conquer control cook corrupt cover crash
criticise criticize crown crush cry curse dance deceive defeat defend demolish destroy devour discover ditch drag
drain drop drown dump embarrass encounter enslave erase escape exclude explode exploit expose fail faint fake fire
flood follow fool force frame frighten gather ghost gossip guard hand harass harm hate haunt help hug humiliate hunt
hurl hypnotise hypnotize ignore imprison injure insult intimidate invade invite jail join judge kick kidnap kill
kiss knock laugh learn leave lend lick lock loot love lure manipulate mark marry melt mistreat mob mock move murder
need notice obey offend offer oppress own pass pick plan plant play plunder point poison pollute present pull punch
punish push raid ransack receive reject remove replace rob ruin rule save scam scare scatter scold scorn scratch
scream serve shame share shout shove show shun silence sing slap slip smash smoke smuggle snatch sneer snub spoil
spot spread spy squash stab stalk stare starve stop strand stumble sue suffer tease terrorise terrorize threaten tie
topple torch torment torture toss touch trade train trample trap trash treat trick trip try tumble turn uncover
unearth unleash use vandalise vandalize wait walk want warn waste watch whip whisper wipe wish work wound wreck yell
burp blush giggle hiccup pelt sneeze snore splash spill stammer stutter
"""
_CONSONANT_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgklmnprt]$")
_DOUBLING = words(
    "admit begin cancel control equip expel forbid forget kidnap patrol program quarrel rebel regret travel unplug "
    "worship"
)
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}


def gerund(base: str) -> str:
    """Give the -ing form of a verb's base form: "steal" -> "stealing", "lie" -> "lying", "trap" -> "trapping"."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def third(base: str) -> str:
    """Give the he/she/it form of a verb's base form: "steal" -> "steals", "crush" -> "crushes"."""
    if base in _THIRD:
        return _THIRD[base]
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    hisses = base.endswith(("s", "sh", "ch", "x", "z", "o")) and not base.endswith("oo")
    return base + ("es" if hisses else "s")


def _doubled(base: str) -> str:
    return base + base[-1] if base in _DOUBLING or _CONSONANT_DOUBLED.match(base) else base


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _paradigms() -> dict[str, tuple[str, str]]:
    """Map every known base form to its past and its participle."""
    known = {base: (_regular_past(base), _regular_past(base)) for base in _REGULAR.split()}
    for entry in _IRREGULAR.replace("\n", "|").split("|"):
        if entry.strip():
            base, past, participle = entry.split()
            known[base] = (past, participle)
    return known


_FORMS = _paradigms()
_THIRDS = {third(base): base for base in _FORMS}
_PASTS = {forms[0]: base for base, forms in _FORMS.items() if base != "be"}
_PARTICIPLES = {forms[1]: base for base, forms in _FORMS.items()}
_GERUNDS = {gerund(base): base for base in _FORMS}


def past_of(base: str) -> str | None:
    """Give the past form of a known verb's base form."""
    return _FORMS[base][0] if base in _FORMS else None


def is_base(word: str) -> bool:
    """Say whether `word` is the base form of a known verb."""
    return word in _FORMS


def is_third(word: str) -> bool:
    """Say whether `word` is the he/she/it form of a known verb."""
    return word in _THIRDS or (word.endswith("s") and verb_of(word) not in {None, word})


def is_past(word: str) -> bool:
    """Say whether `word` is the past form of a known verb."""
    return word in _PASTS or (word.endswith("ed") and verb_of(word) not in {None, word})


def is_participle(word: str) -> bool:
    """Say whether `word` can be a past participle: a known one, or anything that ends like one."""
    return word in _PARTICIPLES or (len(word) > 4 and word.endswith("ed") and word not in NOT_PARTICIPLES)


def is_gerund(word: str) -> bool:
    """Say whether `word` reads as a verb in -ing, and not as a noun or an adjective."""
    return word in _GERUNDS or (len(word) > 5 and word.endswith("ing") and word not in NOT_GERUNDS)


def base_of(word: str) -> str | None:
    """Give the base form of any form of a verb, or None for a word that is none or may be something else."""
    if word in _FORMS:
        return word
    for table in (_THIRDS, _PASTS, _PARTICIPLES, _GERUNDS):
        if word in table:
            return table[word]
    return None if word.endswith("ing") else verb_of(word)


def to_gerund(word: str) -> str | None:
    """Turn any form of a verb into its -ing form; None when `word` looks like no verb."""
    base = base_of(word)
    if base is not None:
        return gerund(base)
    if is_gerund(word):
        return word
    if is_participle(word):
        return word[:-3] + "ying" if word.endswith("ied") else word[:-2] + "ing"
    return None
