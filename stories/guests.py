"""Guests: people who look at somebody else's story, and may comment and decide, by a link that its owner made.

A guest is known by the session: it holds a pass for each story, which names the link that was opened and the guest. The
link is looked up at every request, so taking it back ends at once what it let anybody do.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from core import secret
from core.errors import Invalid, NotFound, Refused
from core.status import Conflict
from core.text import clean_line, clean_text
from core.web import sessions
from core.web.visitors import ACTING, known_visitor
from stories import access
from stories.models import SCENES, Comment, ReviewLink, Story

Passes = Mapping[str, Mapping[str, Any]]  # story's id to {"link": its row's id, "name": the guest's}

SESSION_KEY = sessions.PASSES_KEY
LASTS = timedelta(days=30)
MOST = 10  # links of one story
MOST_COMMENTS = 500  # of one story
NAME_LIMIT = 40  # characters
TEXT_LIMIT = 1000  # characters
LOOKS = frozenset({access.SEE})
REVIEWS = LOOKS | {access.DECIDE, access.COMMENT}
_GONE = "This link leads nowhere: it was taken back, is too old, or a part of it is missing. Ask for a new one."


commented = Signal()
"""Sent after commit with the `story` that has another comment, or one less."""


def links_of(story: Story) -> QuerySet[ReviewLink]:
    """The links of a story that can be opened, newest first."""
    return story.review_links.filter(expires_at__gt=timezone.now())


def make_link(story: Story, *, may_decide: bool) -> str:
    """Make a link. Returns its secret, which nothing can show again. Raises Conflict where there are enough."""
    if links_of(story).count() >= MOST:
        raise Conflict(f"This story has {MOST} such links. Take one of them back first.")
    token = secret.new()
    expires = timezone.now() + LASTS
    story.review_links.create(digest=secret.digest(token), may_decide=may_decide, expires_at=expires)
    return token


def take_back(story: Story, link_id: str) -> None:
    """Delete a link of the story. Raises NotFound for any other."""
    if not link_id.isdecimal() or not story.review_links.filter(pk=link_id).delete()[0]:
        raise NotFound("There is no such link")


def link_for(token: str) -> ReviewLink:
    """The link with that secret. Raises Refused with 404, the same for every one that does not work."""
    return _link(digest=secret.digest(token))


def link_of_pass(request: HttpRequest, story_id: str) -> ReviewLink:
    """The link by which this browser got its pass for a story. Raises as `link_for`."""
    return _link(pk=passes_of(request).get(story_id, {}).get("link"))


def _link(**which: object) -> ReviewLink:
    links = ReviewLink.objects.filter(expires_at__gt=timezone.now(), story__deleted_at=None)
    link = links.select_related("story").filter(**which).first()
    if link is None:
        raise Refused(_GONE, status=404)
    return link


def has_entered(request: HttpRequest, link: ReviewLink) -> bool:
    """Whether this browser has a pass by that link already."""
    return passes_of(request).get(str(link.story_id), {}).get("link") == link.pk


def known_name(request: HttpRequest) -> str:
    """The name under which this browser opened a link last; "" for none."""
    names = [given["name"] for given in passes_of(request).values()]
    return str(names[-1]) if names else ""


def enter(request: HttpRequest, link: ReviewLink, name: str) -> Story:
    """Give the browser a pass for the story of a link, under the guest's name. Raises Invalid."""
    name = clean_line(name)[:NAME_LIMIT]
    if not name:
        raise Invalid("name", "Say who you are, so that whoever made the link knows whose words they are.")
    passes = dict(request.session.get(SESSION_KEY, {}))
    passes.pop(str(link.story_id), None)  # the last one is the newest
    passes[str(link.story_id)] = {"link": link.pk, "name": name}
    request.session[SESSION_KEY] = passes
    if not known_visitor(request):
        request.session.set_expiry(int(LASTS.total_seconds()))
    return link.story


def passes_of(request: HttpRequest) -> Passes:
    """The passes of a browser; none of a program, which has a token."""
    return {} if getattr(request, ACTING, "") else request.session.get(SESSION_KEY, {})


def let_in(story: Story, passes: Passes) -> None:
    """Add to `story.may` what a pass lets its guest do."""
    given = passes.get(str(story.pk))
    link = links_of(story).filter(pk=given["link"]).first() if given else None
    if given and link:
        story.guest = "" if story.may else f"{given['name']} (guest)"  # no name of a user has parentheses
        story.may = frozenset(story.may) | (REVIEWS if link.may_decide else LOOKS)


def comment(story: Story, *, number: int, text: str, by: str) -> Comment:
    """Add a comment on a scene, or with 0 on the whole story. Raises Invalid or Conflict."""
    text = clean_text(text)
    if not 0 <= number <= SCENES:
        raise Invalid("number", f"Choose a scene from 1 to {SCENES}, or the whole story.")
    if not 1 <= len(text) <= TEXT_LIMIT:
        raise Invalid("text", f"A comment has 1 to {TEXT_LIMIT:,} characters; this one has {len(text):,}.")
    if story.comments.count() >= MOST_COMMENTS:
        raise Conflict(f"This story has {MOST_COMMENTS} comments, and takes no more.")
    row: Comment = story.comments.create(number=number, text=text, by=by)
    _tell(story)
    return row


def delete_comment(story: Story, comment_id: str) -> None:
    """Delete a comment on the story. Raises NotFound for any other."""
    if not comment_id.isdecimal() or not story.comments.filter(pk=comment_id).delete()[0]:
        raise NotFound("There is no such comment")
    _tell(story)


def _tell(story: Story) -> None:
    transaction.on_commit(lambda: commented.send_robust(Story, story=story))


def forget_old() -> None:
    """Remove the links that are over."""
    ReviewLink.objects.filter(expires_at__lt=timezone.now()).delete()
