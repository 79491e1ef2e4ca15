"""The clip lengths that each model offers."""

# The first row whose words are all in the model's name (`RemoteAnimator.model`) applies.
_SECONDS: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("hailuo", "1080p"), (6,)),
    (("hailuo",), (6, 10)),
    (("kling", "v3"), tuple(range(3, 16))),
    (("kling", "3.0"), tuple(range(3, 16))),
    ((), (5, 10)),
)


def nearest(model: str, wanted: float) -> int:
    """The length in seconds, among those that `model` offers, nearest to `wanted`; of two the shorter."""
    known = next(seconds for words, seconds in _SECONDS if all(word in model.lower() for word in words))
    return min(known, key=lambda seconds: (abs(seconds - wanted), seconds))
