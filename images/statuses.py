"""The statuses of an illustration and the ways between them (pure names; docs/states.md is made from this)."""

QUEUED = "queued"
GENERATING = "generating"
PENDING = "pending_approval"
APPROVED = "approved"
REJECTED = "rejected"
FAILED = "failed"

DESCRIPTIONS = {
    QUEUED: "Waits for its turn to be drawn.",
    GENERATING: "Is being drawn.",
    PENDING: "Is drawn and waits for approval.",
    APPROVED: "Is approved.",
    REJECTED: "Is rejected; only until its redraw is queued.",
    FAILED: "Could not be drawn, or was stopped before; the reason is on it, and it can be drawn again.",
}

# In words, for the people who look at the page.
LABELS = {
    QUEUED: "Waiting",
    GENERATING: "Being drawn",
    PENDING: "Waits for you",
    APPROVED: "Approved",
    REJECTED: "Rejected",
    FAILED: "Not drawn",
}

# QUEUED or FAILED to PENDING: a late answer arrives, or a rejection is undone.
# QUEUED to QUEUED: a late answer arrives, and more variations are still to be drawn.
# FAILED to APPROVED: a redraw failed, and a person approves the earlier version.
# PENDING to PENDING: another version is shown.
# APPROVED to PENDING: the approval is undone.
TRANSITIONS = {
    QUEUED: frozenset({GENERATING, FAILED, PENDING, QUEUED}),
    GENERATING: frozenset({PENDING, QUEUED, FAILED}),
    PENDING: frozenset({APPROVED, REJECTED, QUEUED, PENDING}),
    APPROVED: frozenset({QUEUED, PENDING}),
    REJECTED: frozenset({QUEUED}),
    FAILED: frozenset({QUEUED, PENDING, APPROVED}),
}

CHOICES = [(name, name) for name in DESCRIPTIONS]
# Somebody or something still has to draw these.
ACTIVE = frozenset({QUEUED, GENERATING, REJECTED})
# From these a person may ask for another picture.
REDRAWABLE = frozenset({PENDING, APPROVED, FAILED})

# What became of one attempt.
DRAWING = "drawing"
DRAWN = "drawn"
REFUSED = "refused"
BROKEN = "failed"
UNKNOWN = "unknown"
OUTCOMES = {
    DRAWING: "The provider was called and has not answered yet.",
    DRAWN: "The picture arrived and is kept.",
    REFUSED: "The provider refused the prompt.",
    BROKEN: "The call failed.",
    UNKNOWN: "No answer came to the call, or the worker stopped before; whether it was paid for is not known.",
}
OUTCOME_CHOICES = [(name, name) for name in OUTCOMES]
