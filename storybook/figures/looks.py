"""Expressions by mood (the moods of `stories.beats`), for the fox and for those around him."""

from storybook.figures.anatomy import Look

LOOKS = {
    "calm": Look("soft", lid=0.16),
    "sad": Look("frown", lid=0.3, slope=0.75, brow=0.3, gaze=(0.0, 0.5), ears=0.75, tail=-25, tear=True),
    "afraid": Look("wobble", lid=0.02, slope=0.6, brow=0.8, pupil=0.72, ears=0.9, tail=-30),
    "curious": Look("soft", lid=0.0, slope=0.15, brow=0.6, pupil=1.1, tail=8),
    "determined": Look("line", lid=0.2, slope=-0.55, brow=-0.4, ears=0.12, tail=6),
    "tense": Look("frown", lid=0.16, slope=-0.42, brow=-0.2, pupil=0.85, ears=0.4),
    "awed": Look("open", lid=0.0, slope=0.2, brow=1.0, pupil=1.15, tail=10),
    "happy": Look("grin", lid=0.06, squint=0.22, brow=0.5, blush=0.45, pupil=1.08, tail=16),
    "triumphant": Look("laugh", lid=0.08, squint=0.2, slope=-0.1, brow=0.5, blush=0.4, tail=20),
    "peaceful": Look("smile", lid=1.0, squint=0.0, slope=-0.1, brow=0.25, blush=0.35, tail=6),
    "mocking": Look("laugh", lid=0.34, squint=0.3, slope=-0.25, brow=0.2),
    "menacing": Look("snarl", lid=0.3, slope=-0.9, brow=-0.5, ears=0.3),
    "beaten": Look("wobble", lid=0.3, slope=0.7, ears=0.9, brow=0.3, tail=-30),
    "kind": Look("smile", lid=0.2, squint=0.15, slope=0.1, brow=0.3, blush=0.2),
    "portrait": Look("smile", lid=0.07, squint=0.08, brow=0.35, blush=0.25, pupil=1.08, tail=6),
    "asleep": Look("soft", lid=1.0, brow=0.1, ears=0.15, blush=0.2),
    "cold": Look("line", lid=0.42, slope=-0.1, gaze=(0.6, -0.1), brow=0.3),
}


def look_for(mood: str) -> Look:
    """Give the expression of a mood; an unknown mood looks calm."""
    return LOOKS.get(mood, LOOKS["calm"])
