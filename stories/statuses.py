"""The statuses of a story and its transitions (pure names; docs/states.md is generated from them)."""

WRITING = "writing"
EDITING = "editing"
SKETCHING = "sketching"
ILLUSTRATING = "illustrating"
REVIEWING = "reviewing"
APPROVED = "approved"
FILMING = "filming"
FINISHED = "finished"
UNFILMED = "unfilmed"
FAILED = "failed"

DESCRIPTIONS = {
    WRITING: "The writer is turning the answers into twenty scenes.",
    EDITING: "The scenes can be edited; nothing is drawn yet.",
    SKETCHING: "The scenes are approved; the character sheet is drawn and waits for approval.",
    ILLUSTRATING: "The scenes are approved and their pictures are being drawn.",
    REVIEWING: "Every picture was drawn or has failed; they wait for approval, and some may be drawn again meanwhile.",
    APPROVED: "All twenty pictures are approved.",
    FILMING: "Clips are being made of the approved pictures, which cannot be changed meanwhile.",
    FINISHED: "The clips are made, all or some; they can be watched, made again, and become films.",
    UNFILMED: "Not one clip could be made; the reasons are on them, and they can be made again.",
    FAILED: "The story could not be written, or was stopped before; the reason is on it, and it can be tried again.",
}

# FAILED to EDITING: the answer of a writer that had begun comes after the writing was stopped. It is paid, and stays.
TRANSITIONS = {
    WRITING: frozenset({EDITING, FAILED}),
    EDITING: frozenset({SKETCHING, ILLUSTRATING}),
    SKETCHING: frozenset({ILLUSTRATING}),
    ILLUSTRATING: frozenset({REVIEWING}),
    REVIEWING: frozenset({APPROVED}),
    APPROVED: frozenset({REVIEWING, FILMING}),
    FILMING: frozenset({FINISHED, UNFILMED}),
    FINISHED: frozenset({REVIEWING, FILMING}),
    UNFILMED: frozenset({REVIEWING, FILMING, FINISHED}),
    FAILED: frozenset({WRITING, EDITING}),
}

CHOICES = [(name, name) for name in DESCRIPTIONS]

# All twenty pictures are approved, or were when their clips were made.
SETTLED = frozenset({APPROVED, FILMING, FINISHED, UNFILMED})
# The scenes are approved and have pictures.
HAS_PICTURES = frozenset({ILLUSTRATING, REVIEWING, *SETTLED})

# The names of the statuses in the JSON API.
IN_API = {
    WRITING: "writing",
    EDITING: "editing",
    SKETCHING: "processing",
    ILLUSTRATING: "processing",
    REVIEWING: "completed",
    APPROVED: "completed",
    FILMING: "generating_videos",
    FINISHED: "videos_completed",
    UNFILMED: "video_generation_failed",
    FAILED: "failed",
}
