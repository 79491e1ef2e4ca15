"""The statuses of a clip and the ways between them (pure names; docs/states.md is made from this)."""

QUEUED = "queued"
SUBMITTING = "submitting"
WORKING = "working"
READY = "ready"
OVERDUE = "overdue"
FAILED = "failed"

DESCRIPTIONS = {
    QUEUED: "Waits for its turn to be asked for.",
    SUBMITTING: "Is being submitted; the service has not returned a job id yet.",
    WORKING: "Is being made; it is looked at now and then whether it is done.",
    READY: "Is made, kept, and can be watched.",
    OVERDUE: "Was not done in time; somebody says whether to go on waiting or to ask again.",
    FAILED: "Could not be made; the reason is on it, and it can be made again.",
}

# In words, for the people who look at the page.
LABELS = {
    QUEUED: "Waiting",
    SUBMITTING: "Being asked for",
    WORKING: "Being made",
    READY: "Ready",
    OVERDUE: "Takes very long",
    FAILED: "Not made",
}

# From QUEUED to WORKING: it is made on this machine, where nobody has to be asked. From SUBMITTING and WORKING to
# QUEUED: it is asked for later, or it has to be found out whether it was; or its maker on this machine died. From READY
# to itself, OVERDUE and FAILED to READY: an earlier clip is watched. From FAILED to WORKING: the answer came late.
TRANSITIONS = {
    QUEUED: frozenset({SUBMITTING, WORKING, FAILED}),
    SUBMITTING: frozenset({WORKING, QUEUED, FAILED}),
    WORKING: frozenset({READY, QUEUED, OVERDUE, FAILED}),
    READY: frozenset({QUEUED, READY}),
    OVERDUE: frozenset({WORKING, QUEUED, READY}),
    FAILED: frozenset({QUEUED, READY, WORKING}),
}

CHOICES = [(name, name) for name in DESCRIPTIONS]
# Something still has to happen by itself.
ACTIVE = frozenset({QUEUED, SUBMITTING, WORKING})
# From these a person may ask for another clip.
REDOABLE = frozenset({READY, OVERDUE, FAILED})

# What became of one take.
ASKED = "asked"
LATER = "later"
MAKING = "making"
MADE = "made"
REFUSED = "refused"
BROKEN = "failed"
LATE = "late"
UNKNOWN = "unknown"
OUTCOMES = {
    ASKED: "The provider was asked and has not said yet by which name it knows the job.",
    LATER: "The provider was not there or wanted to be asked later; the job surely does not exist.",
    MAKING: "The provider is at work.",
    MADE: "The clip arrived and is kept.",
    REFUSED: "The provider refused the picture or the words.",
    BROKEN: "The job failed.",
    LATE: "The job was not done in time; it may still be.",
    UNKNOWN: "No answer came, or the worker stopped before; whether it was paid for is not known.",
}
# What may still become a clip by itself.
OPEN = frozenset({ASKED, LATER, MAKING})
OUTCOME_CHOICES = [(name, name) for name in OUTCOMES]
