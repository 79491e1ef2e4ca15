"""The clip lengths that each model offers."""

_ANY_FROM_3, _ANY_FROM_4 = tuple(range(3, 16)), tuple(range(4, 16))
# The first row whose words are all in the model's name (`RemoteAnimator.model`) applies.
_SECONDS: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...] = (
    (("minimax-h3-max",), tuple(range(5, 16))),
    (("minimax-h3",), _ANY_FROM_4),
    (("hailuo-3",), _ANY_FROM_4),
    (("hailuo", "1080p"), (6,)),
    (("hailuo",), (6, 10)),
    (("kling", "v3"), _ANY_FROM_3),
    (("kling", "v4"), _ANY_FROM_3),
    (("kling", "3.0"), _ANY_FROM_3),
    (("kling-o1",), tuple(range(3, 11))),
    (("veo", "1080p"), (8,)),
    (("veo", "4k"), (8,)),
    (("veo",), (4, 6, 8)),
    (("seedance-2",), _ANY_FROM_4),
    ((), (5, 10)),
)


def nearest(model: str, wanted: float) -> int:
    """The length in seconds, among those that `model` offers, nearest to `wanted`; of two the shorter."""
    known = next(seconds for words, seconds in _SECONDS if all(word in model.lower() for word in words))
    return nearest_of(known, wanted)


def nearest_of(known: tuple[int, ...], wanted: float) -> int:
    """The length nearest to `wanted` among the `known` ones; of two the shorter."""
    return min(known, key=lambda seconds: (abs(seconds - wanted), seconds))
