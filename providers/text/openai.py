"""The writer that asks a model over OpenAI's API, of OpenAI itself or of another server that speaks it."""

import re
from collections.abc import Iterable, Mapping

from django.conf import settings

from providers import openai_examination
from providers.base import Depictions, Finding, ProviderError, Rewriting, StoryBrief, StoryDraft

from . import openai_prompts as prompts
from .openai_answers import (
    Answer,
    DepictedStory,
    WrittenScene,
    WrittenStory,
    character_in,
    line_in,
    problem_of,
    scene_in,
    scenes_in,
)
from .openai_chat import SETTING, ask

_TRIAL_TOKENS = 256
_THE_FOX = re.compile(r"\b(the) ((?:little |small |young )?)fox\b", re.IGNORECASE)
_REFUSED = (
    'The writer\'s service refused to write this scene again and said: "{reason}" Its text stays as it was; it can be '
    "changed by hand."
)
_FORMLESS = (
    "{model} answered, but not in the form that was asked for (a JSON schema), so that stories may have gaps. Set "
    "{setting} to a model that keeps to it."
)
_UNUSABLE = "The writer's service gave no new text for this scene. It stays as it was; asking again may help."


class OpenAIWriter:
    """Writes with one call a story, one a scene to write again, and one for what all pictures show.

    An answer that is of little or no use raises nothing where part of a story can be used: what is missing is absent.
    Every method raises ProviderError when the service does not answer.
    """

    name = "openai"

    @property
    def model(self) -> str:
        """The model that OPENAI_TEXT_MODEL names."""
        model: str = settings.OPENAI_TEXT_MODEL
        return model

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Write the scenes that are not in `already`; no call is made when none is missing."""
        model = self.model
        wanted = {beat.number for beat in brief.beats} - {number for number, text in already.items() if text.strip()}
        if not wanted:
            return StoryDraft("", {}, self.name, model)
        others = {number: text for number, text in already.items() if number not in wanted}
        messages = prompts.writing(brief, wanted=sorted(wanted), already=others, problem=problem)
        return self._draft(ask(messages, WrittenStory, model=model), wanted, model)

    def _draft(self, answer: Answer, wanted: set[int], model: str) -> StoryDraft:
        scenes = scenes_in(answer, wanted)
        return StoryDraft(
            title=line_in(answer, "title"),
            scenes=scenes,
            provider=self.name,
            model=model,
            usage=answer.usage,
            character=character_in(answer),
            problem=problem_of(answer, wanted, scenes.keys()),
        )

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> Rewriting:
        """Write scene `number` again. ValueError if the template has no such scene.

        Raises ProviderError, with what the call consumed, also for a refusal and for an answer without a new text.
        """
        beat = next((beat for beat in brief.beats if beat.number == number), None)
        if beat is None:
            raise ValueError(f"the template has no scene {number}")
        messages = prompts.rewriting(brief, scenes=scenes, beat=beat, attempt=attempt)
        answer = ask(messages, WrittenScene, model=self.model)
        text = scene_in(answer, number)
        if answer.refusal:
            raise ProviderError(_REFUSED.format(reason=answer.refusal), policy=True, usage=answer.usage)
        if not text or _same_as_one_of(text, scenes):
            raise ProviderError(_UNUSABLE, usage=answer.usage)
        return Rewriting(text, answer.usage)

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Say what the pictures show. Scenes without a text are left out; no call is made when none has one."""
        told = {number: text for number, text in scenes.items() if text.strip()}
        if not told:
            return Depictions({})
        answer = ask(prompts.depicting(brief, scenes=told), DepictedStory, model=self.model)
        shown = scenes_in(answer, told.keys())
        return Depictions({number: _THE_FOX.sub(r"\1 \2red fox", text) for number, text in shown.items()}, answer.usage)

    def examine(self, *, spend: bool) -> Iterable[Finding]:
        """Say whether the service accepts the key and knows the model; with `spend` also let it write one word."""
        well = True
        for finding in openai_examination.account(SETTING):
            well = well and finding.ok
            yield finding
        if spend and well:
            yield _trial(self.model)


def _trial(model: str) -> Finding:
    """One word, asked for as scenes are."""
    try:
        answer = ask(prompts.one_word(), WrittenScene, model=model, longest=_TRIAL_TOKENS)
    except ProviderError as error:
        return Finding("a text", False, error.operator)
    # A model that thinks may have used up its few tokens before the first word: it answers all the same.
    if answer.cut or scene_in(answer, 1):
        says = f"{model} answered, for {sum(answer.usage.values())} tokens."
        return Finding("a text", True, says, model=model, usage=answer.usage)
    return Finding("a text", False, _FORMLESS.format(model=model, setting=SETTING))


def _same_as_one_of(text: str, scenes: Mapping[int, str]) -> bool:
    words = text.casefold().split()
    return any(words == other.casefold().split() for other in scenes.values())
