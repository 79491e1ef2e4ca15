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
        fresh = {number for number in story.scenes if number not in already}
        scenes = {n: _with_detail(brief, n, text) if n in fresh else text for n, text in story.scenes.items()}
        return StoryDraft(story.title, scenes, self.name, self.model)

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> RewrittenScene:
        """Write scene `number` again. ValueError if the template has no such scene."""
        text = writer.rewrite(_own(brief), scenes=scenes, number=number, attempt=attempt)
        return RewrittenScene(_with_detail(brief, number, text))

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Say what each picture shows, naming the red fox in every one."""
        return Depictions(writer.depict(_own(brief), scenes=scenes))


def _with_detail(brief: StoryBrief, number: int, text: str) -> str:
    """The scene, ending with the detail whose turn it is: the first scene tells the first, and so on. This writer
    knows lines for the eight answers only, so it says the site's own sentence."""
    return f"{text} {brief.details[number - 1]}" if number <= len(brief.details) else text


def _own(brief: StoryBrief) -> Brief:
    beats = [Beat(beat.number, beat.kind, beat.mood, beat.shows) for beat in brief.beats]
    return Brief(brief.seed, beats, brief.answers, brief.earlier)
