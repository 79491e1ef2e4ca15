"""Kling's own APIs. The models of the legacy one are called kling-v..., those of the newer one are not."""

from providers.videos.kling_legacy import LegacyKling
from providers.videos.kling_newer import NewerKling
from providers.videos.two_apis import TwoApis


class KlingAnimator(TwoApis):
    """Chooses by KLING_MODEL: "kling-v3" is the legacy API's, "kling-3.0-turbo" the newer one's."""

    older, newer = LegacyKling(), NewerKling()

    def is_newer(self, model: str) -> bool:
        """Whether the newer API makes that model's clips."""
        return not model.startswith("kling-v")
