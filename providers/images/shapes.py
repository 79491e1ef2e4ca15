"""Sizes of pictures in the forms that services take."""

RATIOS = ("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9")


def nearest_ratio(width: int, height: int) -> str:
    """The shape, among those that services know, nearest to a picture of that size."""

    def difference(ratio: str) -> float:
        across, down = map(int, ratio.split(":"))
        return abs(across / down - width / height)

    return min(RATIOS, key=difference)


def at_least(shortest: int, width: int, height: int) -> tuple[int, int]:
    """The size, made larger in the same shape where its shorter side has fewer pixels than `shortest`."""
    factor = max(1.0, shortest / min(width, height))
    return round(width * factor), round(height * factor)
