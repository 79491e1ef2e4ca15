"""Going on in another browser: a link makes that browser the same visitor, once.

What the other browser had of its own comes along, since a browser is one visitor. Where more browsers were that
visitor, they follow: a task looks through the sessions, and the daily sweep does what the task did not.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from books import exports
from books.models import Export
from core import secret
from core.errors import NotFound, Refused
from core.queue import enqueue
from core.status import Conflict
from core.web import quotas
from core.web.visitors import rename_sessions
from quiz.models import Submission
from stories.models import Story
from visitors.models import Account, ApiToken, JoinLink

LASTS = timedelta(days=7)
MOST = 5  # open links of one visitor
_GONE = (
    "This link leads nowhere: somebody opened it before or took it back, it is too old, or a part of it is missing. "
    "Make a new one in the browser that has your stories."
)


def links_of(owner: str) -> QuerySet[JoinLink]:
    """The links of a visitor that can be opened, or were not long ago, newest first."""
    return JoinLink.objects.filter(owner=owner, expires_at__gt=timezone.now()) if owner else JoinLink.objects.none()


def make_link(owner: str) -> str:
    """Make a link. Returns its secret, which nothing can show again. Raises Conflict where there are enough."""
    if Account.objects.filter(owner=owner).exists():
        raise Conflict("You are signed in. To go on in another browser, sign in there.")
    if links_of(owner).filter(used_at=None).count() >= MOST:
        raise Conflict(f"You have {MOST} links that nobody opened yet. Take one of them back first.")
    token = secret.new()
    JoinLink.objects.create(digest=secret.digest(token), owner=owner, expires_at=timezone.now() + LASTS)
    return token


def take_back(owner: str, link_id: str) -> None:
    """Delete a link that nobody has opened. Raises NotFound for any other."""
    unused = links_of(owner).filter(used_at=None)
    if not link_id.isdecimal() or not unused.filter(pk=link_id).delete()[0]:
        raise NotFound("There is no such link")


def link_for(token: str) -> JoinLink:
    """The link with that secret, if it can still be opened. Raises Refused with 404, the same for every other."""
    link = JoinLink.objects.filter(digest=secret.digest(token)).first()
    if link is None or not link.is_open:
        raise Refused(_GONE, status=404)
    return link


def open_link(token: str, came_from: str) -> str:
    """Use up a link in the browser of the visitor `came_from` ("" for none), and bring along what that visitor has.
    Returns the visitor that the browser is from now on. A browser that is this visitor already leaves the link as it
    is. Raises Refused."""
    with transaction.atomic():
        link = link_for(token)
        if link.owner == came_from:
            return link.owner
        if Account.objects.filter(owner=came_from).exists():
            raise Refused("You are signed in here. Sign out first, or open the link in another browser.", status=409)
        if not JoinLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now(), came_from=came_from):
            raise Refused(_GONE, status=404)  # another browser was faster
        if came_from:
            bring(came_from, link.owner)
            enqueue("visitors.follow", link_id=link.pk)
    if came_from:
        quotas.move(came_from, link.owner)
    return link.owner


def follow(link_id: int) -> None:
    """Make the other browsers of the visitor who came the same visitor too, and bring what they made meanwhile. May run
    twice."""
    link = JoinLink.objects.filter(pk=link_id).exclude(came_from="").first()
    if link is None:
        return
    rename_sessions(link.came_from, link.owner)
    with transaction.atomic():
        if link.came_from != link.owner:  # two visitors may have opened each other's links
            bring(link.came_from, link.owner)
        JoinLink.objects.filter(pk=link.pk).update(came_from="")


def bring(old: str, new: str) -> None:
    """Give everything of one visitor to another, deleted stories too. Links that nobody opened are taken back."""
    JoinLink.objects.filter(owner=old, used_at=None).delete()
    for model in (Story.everything, Submission.objects, JoinLink.objects, ApiToken.objects):
        model.filter(owner=old).update(owner=new)
    _bring_exports(old, new)


def _bring_exports(old: str, new: str) -> None:
    """A visitor has one file of everything, and each account in the browser one; the own one stays."""
    for export in Export.objects.filter(owner=old):
        if not Export.objects.filter(owner=new, user=export.user).exists():
            Export.objects.filter(pk=export.pk).update(owner=new)
    exports.forget(old)


def forget(owner: str) -> None:
    """Remove the links of a visitor."""
    JoinLink.objects.filter(owner=owner).delete()


def forget_old() -> None:
    """Remove the links that are over. Browsers that did not follow yet do so first."""
    for link_id in JoinLink.objects.exclude(came_from="").values_list("pk", flat=True):
        follow(link_id)
    JoinLink.objects.filter(expires_at__lt=timezone.now()).delete()
