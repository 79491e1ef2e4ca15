"""Who may do what with a story: its owner everything, staff what their permissions say, guests what their link says
(`stories.guests`), everybody else nothing.

Pages and the API fetch a story by `stories.queries.owned_story`, naming the action; the pages show their buttons, and
what was spent, by `story.may`.
"""

from typing import Any

from django.contrib.auth.models import Permission

from core.errors import NotFound, Refused
from core.web.visitors import is_staff
from stories.models import Story

SEE, EDIT, REVIEW, FILM, DELETE = "see", "edit", "review", "film", "delete"
PUBLISH, UNPUBLISH, COSTS = "publish", "unpublish", "costs"
DECIDE, COMMENT, SHARE = "decide", "comment", "share"

# What staff need for each action on a story that is not their own. The admin asks for the same.
STAFF_NEED = {
    SEE: "stories.view_story",
    EDIT: "stories.change_story",  # its texts and how the fox looks, and approve its scenes
    DECIDE: "images.review_illustration",  # approve and reject pictures, and undo that
    COMMENT: "images.review_illustration",
    REVIEW: "images.review_illustration",  # change pictures and have them drawn; have a failed story written again
    FILM: "images.review_illustration",  # its clips, its films with their music, and its downloads
    SHARE: "stories.change_story",  # by review links; and delete what was commented
    DELETE: "stories.delete_story",  # and undo that
    PUBLISH: "publishing.add_publication",
    UNPUBLISH: "publishing.delete_publication",
    COSTS: "core.view_expense",  # see what was spent on it
}


def actions(story: Story, visitor: str, user: Any) -> frozenset[str]:
    """The actions that this visitor or user may do with the story; none of them if they may not see it."""
    if is_owner(story, visitor, user):
        return frozenset(STAFF_NEED)
    if not is_staff(user) or not user.has_perm(STAFF_NEED[SEE]):
        return frozenset()
    return frozenset(action for action, permission in STAFF_NEED.items() if user.has_perm(permission))


def is_owner(story: Story, visitor: str, user: Any) -> bool:
    """Whether the story was made in this visitor's browser or by this signed-in user."""
    signed_in = bool(user and user.is_authenticated)
    return bool(visitor and story.owner == visitor) or (signed_in and story.user_id == user.pk)


def check_may(story: Story, action: str) -> None:
    """Raise NotFound where `story.may` is empty, without saying that the story exists, and Refused with 403 for staff
    who may see it and may not do that, naming the permission that they lack."""
    if SEE not in story.may:
        raise NotFound("Story not found")
    if action not in story.may and story.guest:
        raise Refused("The link that you opened lets you do other things with this story, but not this.", status=403)
    if action not in story.may:
        app, codename = STAFF_NEED[action].split(".")
        name = Permission.objects.get(content_type__app_label=app, codename=codename).name
        sentence = f"This story is a visitor's, and for this you need the permission “{name}”. A superuser can give it."
        raise Refused(sentence, status=403)
