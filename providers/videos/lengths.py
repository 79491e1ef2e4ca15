"""How long the clips are that a model makes."""

# The first line whose words all stand in the model's name, as `OutsideAnimator.model` gives it.
_SECONDS: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("hailuo", "1080p"), (6,)),
    (("hailuo",), (6, 10)),
    (("kling", "v3"), tuple(range(3, 16))),
    (("kling", "3.0"), tuple(range(3, 16))),
    ((), (5, 10)),
)


def nearest(model: str, wanted: float) -> int:
    """The length in seconds, of those that `model` knows, that is nearest to the one `wanted`; the shorter of two."""
    known = next(seconds for words, seconds in _SECONDS if all(word in model.lower() for word in words))
    return min(known, key=lambda seconds: (abs(seconds - wanted), seconds))
