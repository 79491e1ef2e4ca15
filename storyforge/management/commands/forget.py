"""`manage.py forget`: remove what is kept of somebody, for good."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet

from books import exports
from core import audit
from core.web.visitors import SESSION_KEY, sessions_of
from quiz.models import Submission
from stories import deletion
from stories.models import Story
from visitors import accounts, joining, tokens

BY = "manage.py forget"


class Command(BaseCommand):
    """The rows go at once, files and worksheets within minutes, as the workers get to them."""

    help = (
        "Remove stories for good, without an undo, with their files, public pages, worksheets and history; of a "
        "visitor or user also the answers in the quiz, the links, tokens and sessions. What was paid stays in the "
        "ledger, without anything of a person. A visitor's account itself goes too; one "
        "of staff is deleted in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--story", action="append", help="a story's id, or its beginning, as in its address")
        whom.add_argument("--visitor", help="the owner, as the story's page in admin names it")
        whom.add_argument("--session", help="the value of the cookie sessionid")
        whom.add_argument("--user", help="the name or the e-mail address of an account")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """List what goes, ask, and remove it. Raises CommandError when nothing is found, or the answer is no."""
        visitors, stories = _found(options)
        answers = Submission.objects.filter(owner__in=visitors)
        users = _users(options["user"])
        rows, keys = list(stories), tokens.tokens_of_all(visitors, users)
        own = [user for user in users if not user.is_staff]
        if not (rows or own or answers.exists() or keys.exists() or options["visitor"]):
            raise CommandError("Nothing of that is kept here.")
        for story in rows:
            self.stdout.write(f"{story.pk}  {story.created_at:%Y-%m-%d}  {story}")
        self.stdout.write(f"{len(rows)} stories, {answers.count()} sets of answers, {keys.count()} tokens.")
        if not options["yes"] and input("Remove this for good? Type yes: ").strip().lower() != "yes":
            raise CommandError("Nothing was removed.")
        for story in rows:
            audit.record("removed", story, by=BY, by_anybody=True)
            deletion.remove(story)
        answers.delete()
        keys.delete()
        for visitor in visitors:
            exports.forget(visitor)
            joining.forget(visitor)
        sessions = _end_sessions(set(visitors))
        for user in own:
            user.delete()
        self.stdout.write(f"Removed, with {sessions} sessions. The workers remove the files now.")


def _found(options: dict[str, Any]) -> tuple[list[str], QuerySet[Story]]:
    """The visitors who are meant, and the stories. Raises CommandError."""
    rows = Story.everything.order_by("created_at")
    if options["story"]:
        return [], rows.filter(pk__in=[_story(given) for given in options["story"]])
    if options["visitor"]:
        return [options["visitor"]], rows.filter(owner=options["visitor"])
    if options["session"]:
        session = Session.objects.filter(pk=options["session"]).first()
        visitor = session and session.get_decoded().get(SESSION_KEY)
        if not visitor:
            raise CommandError("There is no such session, or it is of nobody who has a story.")
        return [visitor], rows.filter(owner=visitor)
    users = _users(options["user"])
    if not users:
        raise CommandError(f"There is no account with the name or address {options['user']}.")
    mine = rows.filter(Q(user__in=users) | Q(owner__in=accounts.visitors_of(users)))
    owners = mine.order_by().values_list("owner", flat=True).distinct()
    return list({*owners, *accounts.visitors_of(users)}), mine


def _users(given: str | None) -> list[Any]:
    """The accounts with this name or e-mail address."""
    name = Q(username=given) | Q(email__iexact=given)
    return list(get_user_model().objects.filter(name)) if given else []


def _story(given: str) -> Any:
    """The id of the one story that begins so. Raises CommandError."""
    found = [pk for pk in Story.everything.values_list("pk", flat=True).iterator() if str(pk).startswith(given.lower())]
    if len(found) != 1:
        many = "several stories begin" if found else "no story begins"
        raise CommandError(f"With {given} {many}. Give the id as it stands in the story's address.")
    return found[0]


def _end_sessions(visitors: set[str]) -> int:
    """Delete the sessions of these visitors. Returns how many."""
    mine = list(sessions_of(visitors)) if visitors else []
    return Session.objects.filter(pk__in=mine).delete()[0]
