"""The fox's description, which follows every mention of him in parentheses: found in a prompt, and taken out of it."""

import re
from collections import Counter

LONGEST = 40_000  # characters of a prompt that are looked through
LONGEST_DESCRIPTION = 2600  # characters; one that goes on for longer is not closed

_PART = re.compile(r"\n\s*(?:Scene|Mood|Change):", re.IGNORECASE)

_FOX = re.compile(r"\bred fox(?:['’]s)?[ \t]*\(", re.IGNORECASE)


def parted(prompt: str) -> tuple[str, str]:
    """Give a prompt without the descriptions of the fox, and the description itself ("" where there is none)."""
    text = prompt[:LONGEST].replace("\x00", " ")
    kept, found, place = [], [], 0
    while mention := _FOX.search(text, place):
        end = _closing(text, mention.end())
        kept += [text[place : mention.end() - 1], " "]
        found.append(text[mention.end() : end].strip())
        place = end + (text[end : end + 1] == ")")
    return "".join([*kept, text[place:]]), _usual(found)


def _closing(text: str, start: int) -> int:
    """Where the parenthesis that was opened before `start` closes. One that never does ends at the first that closes
    anything, and without any where the next part of the prompt begins."""
    limit = min(len(text), start + LONGEST_DESCRIPTION)
    part = _PART.search(text, start, limit)
    depth, end = 1, part.start() if part else limit
    for place in range(start, end):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
    first = text.find(")", start, end)
    return first if first >= 0 else end


def _usual(found: list[str]) -> str:
    """All mentions are followed by the same words, but where a text brought parentheses of its own."""
    return Counter(found).most_common(1)[0][0] if found else ""
