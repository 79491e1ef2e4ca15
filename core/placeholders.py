"""Recognises values that were copied from an example and never filled in."""

import re

_EXAMPLE = re.compile(
    r"""^(?:
        [x.*_\-]+                                                      # "xxx", "...", "****"
        | sk-(?:proj-)?(?:x{3,}|\.{3}|\*{3,})
        | .*(?:\b|_)your(?:[ _\-]|key|api|open|cloud|secret).*            # "your_key_here", "sk-your-key"
        | .*(?:\b|_)(?:insert|enter|paste|change|replace|fill)[ _\-]?(?:your|me|this|it|in|here|the|key).*
        | .*(?:key|secret|value|url|token|preset)[ _\-]?(?:goes[ _\-]?)?here
        | .*<[^<>]*>.*                                                 # "cloudinary://<key>:<secret>@<cloud>"
        | .*\{[^{}]*\}.*
        | placeholder | todo | example
        | cloudinary://(?:api_?)?key:(?:api_?)?secret@cloud(?:_?name)?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_placeholder(value: str) -> bool:
    """Whether `value` is an example in place of the real one. An empty value is unset, not an example."""
    return bool(_EXAMPLE.match(value.strip()))
