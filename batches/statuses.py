"""The statuses of a row of a batch and its transitions (pure names; docs/states.md is generated from them)."""

WAITING = "waiting"
MAKING = "making"
MADE = "made"
FAILED = "failed"

DESCRIPTIONS = {
    WAITING: "Its turn has not come; nothing is paid for it.",
    MAKING: "Its story is being made.",
    MADE: "Its story is as far as the batch makes it.",
    FAILED: "Its answers are not valid, or its story could not be made so far; the reason is on it.",
}

# From MADE to WAITING: the batch is to make its stories further. From MAKING to WAITING: nothing; what began goes on.
TRANSITIONS = {
    WAITING: frozenset({MAKING, FAILED}),
    MAKING: frozenset({MADE, FAILED}),
    MADE: frozenset({WAITING}),
    FAILED: frozenset({WAITING}),
}

CHOICES = [(name, name) for name in DESCRIPTIONS]
ENDED = frozenset({MADE, FAILED})
