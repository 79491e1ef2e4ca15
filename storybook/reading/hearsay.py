"""What a scene only speaks of, and what is not there to be seen: what is said, likened, lost, denied or only a name."""

import re
from functools import lru_cache

from storybook.reading.wording import Wording, literal, plain, swapped, wish_text

_QUOTED = re.compile(r"“[^”]{0,300}”|\"[^\"]{0,300}\"")
_AS_IF = re.compile(r"\bas (?:if|though)\b(?:(?!\b(?:and|but|while|when|where|until)\b)[^.,;:!?])*")
_LIKE = re.compile(
    r"(?<!look )(?<!looks )(?<!feel )(?<!feels )(?<!would )(?<!'d )(?<!i )"
    r"\blike (?:[a-z]+ ){0,2}[a-z]+(?=[.,;:!?]|$| and\b)"
)
# "the kite that he had lost", "a lake he had dreamed of"
_LOST = re.compile(
    r"\b(?:the|an?|his|her|their|its|every) (?:(?!of\b)[a-z-]+ ){1,3}?(?:that |which |whom )?"
    r"(?:the red fox|he|she|they|it|somebody|someone|everyone|nobody) (?:has|had|have|once|used to) "
    r"(?:\w+ly |once |long |just |never |always |ever )*"
    r"(?:lost|sold|eaten|wanted|missed|imagined|promised|forgotten|remembered|known|owned|given away"
    r"|thrown away|dream(?:ed|t) of|wished for|hoped for|heard of|left behind|left at home|loved|been "
    r"given)\b[^.,;:!?]*"
)
_ONCE = re.compile(r",? where (?:once )?[^.,;:!?]*\b(?:once|used to|had)\b[^.,;:!?]*")
_NAMED = re.compile(
    r"\b(?:called|named) (?!(?:an?|the|it|him|her|them|out|for|to|in|down|up|off|away|back|up?on|on|after|his"
    r"|over|from|by)\b)"
    r"[a-z]+"
)
# of which village somebody is says nothing of where he is
_VILLAGE = re.compile(
    r"\b(?:mill|forest|hill|harbour|mountain|river|lake|moor|marsh|fishing|sea|island|valley) (?=(?:village|town)s?\b)"
    r"|(?<=\bof the village)(?: (?:by|in|on|at|under|beyond) the (?:[a-z-]+ )?(?:river|valley|hill|lake|sea|mill"
    r"|forest|moor"
    r"|mountains?|bridge|marsh|cliff)s?)\b"
)
_ROLES = (
    "mayor|judge|guard|cook|baker|tailor|seamstress|teacher|doctor|nurse|driver|keeper|player|seller|merchant|mayoress"
    "|acrobat|musician|twins?|conductor|barber|butcher|carpenter|blacksmith|prince|servant|washerwoman|weaver"
    "|dancer|singer"
    "|juggler|clown|knight|pirate|witch|bishop|duke|duchess|emperor|empress"
)
# "the mayor, a very fat walrus" is a walrus
_WHO_IS = re.compile(rf"\b(?:the|an?|his|her) (?:[\w-]+ )?(?:{_ROLES}), (?=(?:an?|two|three) )")
_NOT = (
    r"\b(?:nobody|no one|none|never|cannot|can't|neither|hardly|(?:does|do|did|is|are|was|were|has|have|had|will"
    r"|would|could"
    r"|can|may|need|must) not|(?:does|do|did|is|are|was|were|has|have|had|wo|would|could)n't)\b"
)
_PREPOSITION = (
    r"(?:in|on|at|by|beside|near|under|behind|before|between|past|through|to|into|from|over|than|as|and|but|until)"
)
_NOT_ONE = re.compile(
    rf"(?P<not>{_NOT}(?: (?!{_PREPOSITION}\b|an?\b|any\b|but\b)[a-z']+){{0,5}}) (?:an?|any|either|one) "
    rf"(?:(?!{_PREPOSITION}\b|or\b|nor\b)[a-z'-]+ ?){{1,3}}(?:n?or (?:an? )?[a-z]+)?"
)


@lru_cache(maxsize=64)  # a picture asks for the same text again and again
def told(scene: str) -> str:
    """Give a scene as `wording.plain` does, without what in it is quoted, likened, lost, denied or a name."""
    text = plain(_QUOTED.sub(" ", scene) if re.search(r"\bfox\b", _QUOTED.sub(" ", scene)) else scene)
    for pattern in (_NAMED, _VILLAGE, _WHO_IS, _AS_IF, _LOST, _ONCE):
        text = pattern.sub("", text)
    return re.sub(r" {2,}", " ", literal(_NOT_ONE.sub(r"\g<not> ", _LIKE.sub("", text))))


def read_wording(scene: str, change: str) -> Wording:
    """Give the texts as they are looked through for words."""
    return Wording(swapped(told(scene), change), wish_text(change))
