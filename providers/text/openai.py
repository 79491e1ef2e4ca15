"""Writes with a chat model of OpenAI's API, of OpenAI or of another server that speaks it."""

import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from providers.base import Depictions, Finding, ProviderError, RewrittenScene, StoryBrief, StoryDraft
from providers.openai_api import client, error_inside, read_body, translate_errors
from providers.openai_errors import WRITING_ERRORS, OpenAIErrors
from providers.openai_health import check_account

from . import openai_prompts as prompts
from .openai_response import (
    DepictedStory,
    ModelResponse,
    WrittenScene,
    WrittenStory,
    character_in,
    line_in,
    parse_json,
    problem_of,
    read_response,
    scene_in,
    scenes_in,
    usage_of,
)

MAX_TOKENS = 16_000  # tokens of a response, reasoning included; twenty scenes are about 3,000
MAX_BYTES = 4_000_000  # bytes of a response
_TRIAL_TOKENS = 256
_THE_FOX = re.compile(r"\b(the) ((?:little |small |young )?)fox\b", re.IGNORECASE)
_REFUSED = (
    'The writer\'s service refused to write this scene again and said: "{reason}" Its text stays as it was; it can be '
    "changed by hand."
)
_WRONG_FORMAT = (
    "{model} answered, but not in the form that was asked for (a JSON schema), so that stories may have gaps. Set "
    "{setting} to a model that keeps to it."
)
_UNUSABLE = "The writer's service gave no new text for this scene. It stays as it was; asking again may help."


class OpenAIWriter:
    """One request writes a story, one rewrites a scene, and one describes all pictures.

    A partly usable response raises nothing: missing scenes are absent from the result. Every method raises
    ProviderError when the service does not respond.
    """

    name = "openai"
    errors = WRITING_ERRORS

    @property
    def model(self) -> str:
        """The model that OPENAI_TEXT_MODEL names."""
        return str(settings.OPENAI_TEXT_MODEL)

    def write(self, brief: StoryBrief, *, already: Mapping[int, str], problem: str = "") -> StoryDraft:
        """Write the scenes that are not in `already`; without missing scenes no request is made."""
        model = self.model
        wanted = {beat.number for beat in brief.beats} - {number for number, text in already.items() if text.strip()}
        if not wanted:
            return StoryDraft("", {}, self.name, model)
        others = {number: text for number, text in already.items() if number not in wanted}
        messages = prompts.writing(brief, wanted=sorted(wanted), already=others, problem=problem)
        response = request_completion(messages, WrittenStory, model=model, errors=self.errors)
        scenes = scenes_in(response, wanted)
        return StoryDraft(
            title=line_in(response, "title"),
            scenes=scenes,
            provider=self.name,
            model=model,
            usage=response.usage,
            character=character_in(response),
            problem=problem_of(response, wanted, scenes.keys()),
        )

    def rewrite(self, brief: StoryBrief, *, scenes: Mapping[int, str], number: int, attempt: int) -> RewrittenScene:
        """Write scene `number` again. ValueError if the template has no such scene.

        Raises ProviderError, with the usage, also for a refusal and for a response without a new text.
        """
        beat = next((beat for beat in brief.beats if beat.number == number), None)
        if beat is None:
            raise ValueError(f"the template has no scene {number}")
        messages = prompts.rewriting(brief, scenes=scenes, beat=beat, attempt=attempt)
        response = request_completion(messages, WrittenScene, model=self.model, errors=self.errors)
        text = scene_in(response, number)
        if response.refusal:
            raise ProviderError(_REFUSED.format(reason=response.refusal), policy=True, usage=response.usage)
        if not text or text.casefold().split() in [other.casefold().split() for other in scenes.values()]:
            raise ProviderError(_UNUSABLE, usage=response.usage)
        return RewrittenScene(text, response.usage)

    def depict(self, brief: StoryBrief, *, scenes: Mapping[int, str]) -> Depictions:
        """Describe the pictures. Scenes without a text are left out; when none has a text, no request is made."""
        told = {number: text for number, text in scenes.items() if text.strip()}
        if not told:
            return Depictions({})
        messages = prompts.depicting(brief, scenes=told)
        response = request_completion(messages, DepictedStory, model=self.model, errors=self.errors)
        shown = scenes_in(response, told.keys())
        return Depictions(
            {number: _THE_FOX.sub(r"\1 \2red fox", text) for number, text in shown.items()}, response.usage
        )

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the key and the model; with `spend` also have one word written. Never raises."""
        ok = True
        for finding in self._check_account():
            ok = ok and finding.ok
            yield finding
        if spend and ok:
            yield _test_writing(self.model, self.errors)

    def _check_account(self) -> Iterable[Finding]:
        return check_account(self.errors)


def request_completion(
    messages: prompts.Messages,
    schema: type[BaseModel],
    *,
    model: str,
    errors: OpenAIErrors,
    max_tokens: int = MAX_TOKENS,
) -> ModelResponse:
    """Request a response of the given schema with at most `max_tokens`. The response may break the schema.

    Raises ProviderError when no usable response arrives within about OPENAI_TEXT_TIMEOUT seconds (twice that, if the
    service stops sending in the middle).
    """
    # `parse` puts the schema into the request. We read the response ourselves: where it breaks the schema, is cut off
    # or filtered, the SDK raises, and the usage and the good half of a story would be lost.
    # No temperature: reasoning models refuse it. No other parameter that other servers might not know.
    timeout: float = settings.OPENAI_TEXT_TIMEOUT
    deadline = time.monotonic() + timeout
    arguments: Any = {"model": model, "messages": messages, "max_completion_tokens": max_tokens}
    completions = client(timeout, errors).chat.completions.with_streaming_response
    with translate_errors(errors), completions.parse(**arguments, response_format=schema) as response:
        body = read_body(response, deadline, errors, limit=MAX_BYTES)
    completion = parse_json(body.decode(errors="replace"))
    read = read_response(completion)
    if read is None or not (read.text or read.refusal):
        error = error_inside(completion, errors)
        if error or read is None:
            raise error or errors.malformed(usage_of(completion))
    return read


def _test_writing(model: str, errors: OpenAIErrors) -> Finding:
    """Have one word written, in the format of scenes."""
    try:
        response = request_completion(
            prompts.one_word(), WrittenScene, model=model, errors=errors, max_tokens=_TRIAL_TOKENS
        )
    except ProviderError as error:
        return Finding("a text", False, error.operator)
    # A reasoning model may use up its few tokens before the first word: that is a response, too.
    if response.cut or scene_in(response, 1):
        says = f"{model} answered, for {sum(response.usage.values())} tokens."
        return Finding("a text", True, says, model=model, usage=response.usage)
    return Finding("a text", False, _WRONG_FORMAT.format(model=model, setting=errors.model_setting))
