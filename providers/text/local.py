"""The writer that needs no key: the package `storybook` writes on this machine."""

from collections.abc import Mapping

from providers.base import Depictions, RewrittenScene, StoryBrief, StoryDraft
from storybook.writing import writer
from storybook.writing.brief import Beat, Brief


class LocalWriter:
    """Writes, rewrites and depicts scenes. It never fails, costs nothing, and repeats itself for the same seed."""

    name = "local"
    model = "storyteller-1"

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Write the scenes that are not in `already`, telling the same story and repeating none of its sentences."""
        story = writer.write(_own(brief), already=already)
        return StoryDraft(story.title, story.scenes, self.name, self.model)

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> RewrittenScene:
        """Write scene `number` again. ValueError if the template has no such scene."""
        return RewrittenScene(writer.rewrite(_own(brief), scenes=scenes, number=number, attempt=attempt))

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Say what each picture shows, naming the red fox in every one."""
        return Depictions(writer.depict(_own(brief), scenes=scenes))


def _own(brief: StoryBrief) -> Brief:
    beats = [Beat(beat.number, beat.kind, beat.mood, beat.shows) for beat in brief.beats]
    return Brief(brief.seed, beats, brief.answers, brief.earlier)
