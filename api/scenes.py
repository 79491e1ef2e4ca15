"""What `POST /approve_scenes` brings: twenty texts, and the story they are for."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import IntegrityError

from core.errors import Invalid
from core.text import clean_text
from stories import answers as story_answers
from stories import queries, services, statuses
from stories.models import SCENE_LIMIT, SCENES, Story


def scene_texts(raw: Any) -> dict[int, str]:
    """Scene number to text, from `{"Scene1": "...", ...}`. Raises Invalid naming the scene."""
    if not isinstance(raw, Mapping):
        raise Invalid("scenes", f"scenes must be an object with Scene1 to Scene{SCENES}.")
    return {number: _text(f"Scene{number}", raw) for number in range(1, SCENES + 1)}


def _text(key: str, raw: Mapping[str, Any]) -> str:
    value = raw.get(key)
    if not isinstance(value, str):
        raise Invalid(key, f"{key} is missing. All {SCENES} scenes must be there, each as text.")
    text = clean_text(value)
    if not 1 <= len(text) <= SCENE_LIMIT:
        raise Invalid(key, f"{key} has {len(text):,} characters; 1 to {SCENE_LIMIT:,} are allowed.")
    return text


def story_to_approve(
    body: Mapping[str, Any],
    texts: Mapping[int, str],
    *,
    owner: str,
    user: Any,
    may_begin: Callable[[], None] = lambda: None,
) -> Story:
    """The story that the body names; else the visitor's own of the same answers; else a new one made of them.

    Without an id, a story whose drawing began from these very texts is given back again, so that a repeated request
    is refused as a repetition instead of being paid for twice. `may_begin` is asked before a new one is made, and
    raises where it may not be. Raises Invalid or NotFound.
    """
    if story_id := body.get("story_id"):
        return queries.story_for(str(story_id), owner, user)
    answers = story_answers.clean_answers(body.get("answers"))
    if same := _same_story(answers, texts, owner, user):
        return same
    may_begin()
    return _new_story(answers, texts, owner, user)


def _same_story(answers: Mapping[str, str], texts: Mapping[int, str], owner: str, user: Any) -> Story | None:
    stories = list(queries.stories_of(owner, user).filter(answers=answers).select_related("template")[:20])
    drawn = (story for story in stories if story.status not in (statuses.EDITING, statuses.WRITING, statuses.FAILED))
    repeated = next((story for story in drawn if queries.texts_of(story) == dict(texts)), None)
    editing = [story for story in stories if story.status == statuses.EDITING]
    return repeated or max(editing, key=lambda story: _alike(story, texts), default=None)


def _alike(story: Story, texts: Mapping[int, str]) -> int:
    """In how many scenes the story already has these texts."""
    return len(queries.texts_of(story).items() & texts.items())


def _new_story(answers: Mapping[str, str], texts: Mapping[int, str], owner: str, user: Any) -> Story:
    """A story of these texts. Its id is made from them and from the visitor's secret name, so that of two requests at
    the same moment the second finds the first one's story instead of paying for another."""
    made_of = json.dumps([owner, answers, texts], sort_keys=True)
    pk = uuid5(NAMESPACE_OID, hashlib.sha256(made_of.encode()).hexdigest())
    template = queries.template_named(answers["story_type"])
    if template is None:
        raise Invalid("story_type", f"story_type names no story template: {answers['story_type']}.")
    try:
        return services.create_story(
            owner=owner, user=user, template=template, answers=answers, status=statuses.EDITING, pk=pk
        )
    except IntegrityError:
        return queries.story_for(pk, owner, user)
