"""MiniMax's animation service."""

from providers.videos.hailuo_v1 import HailuoV1
from providers.videos.hailuo_v2 import HailuoV2
from providers.videos.two_apis import TwoApis


class HailuoAnimator(TwoApis):
    """Chooses by HAILUO_MODEL: Hailuo models are the first version's, MiniMax-H3 the second's."""

    older, newer = HailuoV1(), HailuoV2()

    def is_newer(self, model: str) -> bool:
        """Whether the second version makes that model's clips."""
        return "hailuo" not in model.lower()
