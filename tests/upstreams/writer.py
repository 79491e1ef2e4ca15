"""A writer that asks a server of the test."""

from collections.abc import Mapping

from providers.base import Depictions, RewrittenScene, StoryBrief, StoryDraft
from tests.upstreams.client import call

ADDRESS = "TEST_WRITER_URL"


class UpstreamWriter:
    """Writes what the server answers: `{"scenes": {"1": "..."}, "title": "..."}`."""

    name = "upstream"
    model = "test-1"

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Ask for the scenes that are missing."""
        answer = call(ADDRESS, {"what": "write", "seed": brief.seed, "already": sorted(already), "problem": problem})
        scenes = {int(number): text for number, text in answer.get("scenes", {}).items()}
        return StoryDraft(
            answer.get("title", "A title"),
            scenes,
            self.name,
            self.model,
            usage=answer.get("usage", {}),
            character=answer.get("character", ""),
            problem=answer.get("problem", ""),
        )

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> RewrittenScene:
        """Ask for one scene."""
        text: str = call(ADDRESS, {"what": "rewrite", "number": number, "attempt": attempt})["text"]
        return RewrittenScene(text)

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Ask what the pictures show."""
        answer = call(ADDRESS, {"what": "depict", "scenes": len(scenes)})
        return Depictions({int(number): text for number, text in answer.get("scenes", {}).items()})
