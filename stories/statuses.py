"""The statuses of a story and the ways between them (pure names; docs/states.md is made from this)."""

WRITING = "writing"
EDITING = "editing"
SKETCHING = "sketching"
ILLUSTRATING = "illustrating"
REVIEWING = "reviewing"
APPROVED = "approved"
FAILED = "failed"

DESCRIPTIONS = {
    WRITING: "The writer is turning the answers into twenty scenes.",
    EDITING: "The scenes can be edited; nothing is drawn yet.",
    SKETCHING: "The scenes are approved and the fox is drawn alone; somebody keeps him, or says what to change.",
    ILLUSTRATING: "The scenes are approved and their pictures are being drawn.",
    REVIEWING: "Every picture was drawn or has failed; they wait for approval, and some may be drawn again meanwhile.",
    APPROVED: "All twenty pictures are approved.",
    FAILED: "The story could not be written; the reason is on it, and it can be tried again.",
}

TRANSITIONS = {
    WRITING: frozenset({EDITING, FAILED}),
    EDITING: frozenset({SKETCHING, ILLUSTRATING}),
    SKETCHING: frozenset({ILLUSTRATING}),
    ILLUSTRATING: frozenset({REVIEWING}),
    REVIEWING: frozenset({APPROVED}),
    APPROVED: frozenset({REVIEWING}),
    FAILED: frozenset({WRITING}),
}

CHOICES = [(name, name) for name in DESCRIPTIONS]

# The pictures of the scenes are asked for, and can be looked at.
DRAWING = frozenset({ILLUSTRATING, REVIEWING, APPROVED})

# What the JSON contract calls each of them.
IN_API = {
    WRITING: "writing",
    EDITING: "editing",
    SKETCHING: "processing",
    ILLUSTRATING: "processing",
    REVIEWING: "completed",
    APPROVED: "completed",
    FAILED: "failed",
}
