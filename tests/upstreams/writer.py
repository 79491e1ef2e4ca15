"""A writer whose other end is a server of the test."""

from collections.abc import Mapping

from providers.base import StoryBrief, StoryDraft
from tests.upstreams.calling import call

ADDRESS = "TEST_WRITER_URL"


class UpstreamWriter:
    """Writes what the server answers: `{"scenes": {"1": "..."}, "title": "..."}`."""

    name = "upstream"
    model = "test-1"

    def write(self, brief: StoryBrief, *, already: Mapping[int, str]) -> StoryDraft:
        """Ask for the scenes that are missing."""
        answer = call(ADDRESS, {"what": "write", "seed": brief.seed, "already": sorted(already)})
        scenes = {int(number): text for number, text in answer.get("scenes", {}).items()}
        return StoryDraft(answer.get("title", "A title"), scenes, self.name, self.model)

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> str:
        """Ask for one scene."""
        text: str = call(ADDRESS, {"what": "rewrite", "number": number, "attempt": attempt})["text"]
        return text

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Mapping[int, str]:
        """Ask what the pictures show."""
        answer = call(ADDRESS, {"what": "depict", "scenes": len(scenes)})
        return {int(number): text for number, text in answer.get("scenes", {}).items()}
