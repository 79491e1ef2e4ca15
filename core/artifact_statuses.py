"""The statuses of what is made on demand, a film or a download, and the ways between them (pure names)."""

QUEUED = "queued"
MAKING = "making"
READY = "ready"
FAILED = "failed"
CANCELLED = "cancelled"

DESCRIPTIONS = {
    QUEUED: "Waits for its turn to be made.",
    MAKING: "Is being made.",
    READY: "Is made, and can be had until something that it was made from changes.",
    FAILED: "Could not be made; the reason is on it, and it can be asked for again.",
    CANCELLED: "Somebody stopped it.",
}

LABELS = {
    QUEUED: "Waiting",
    MAKING: "Being made",
    READY: "Ready",
    FAILED: "Not made",
    CANCELLED: "Stopped",
}

# From MAKING to QUEUED: whoever made it died, or it was asked for anew from something else, as from QUEUED to QUEUED.
TRANSITIONS = {
    QUEUED: frozenset({QUEUED, MAKING, CANCELLED}),
    MAKING: frozenset({READY, QUEUED, FAILED, CANCELLED}),
    READY: frozenset({QUEUED}),
    FAILED: frozenset({QUEUED}),
    CANCELLED: frozenset({QUEUED}),
}

CHOICES = [(name, name) for name in DESCRIPTIONS]
ACTIVE = frozenset({QUEUED, MAKING})
