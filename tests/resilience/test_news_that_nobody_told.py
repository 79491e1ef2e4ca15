"""A process dies between the commit of a change and all that should have followed from it."""

import signal
import subprocess
import sys

from django.conf import settings
from django.contrib.sessions.models import Session

from core.models import StatusEvent
from core.visitors import SESSION_KEY
from images import statuses
from stories.models import Story
from tests.factories import illustrated_story
from tests.resilience.accounts import LONG
from tests.sse import Ear
from tests.stack import become_known, eventually


def test_the_last_approval_of_a_process_that_died_with_it_is_heard_and_approves_the_story(site, client):
    become_known(client)
    session = Session.objects.get(session_key=client.cookies["sessionid"]).get_decoded()
    story = illustrated_story(statuses.PENDING, owner=session[SESSION_KEY])
    story.illustrations.exclude(number=7).update(status=statuses.APPROVED)
    picture = story.illustrations.get(number=7)
    with Ear(site.url, str(story.pk), client.cookies) as ear:
        eventually(lambda: ear.latest().get(7) == statuses.PENDING, LONG, "the present state")
        program = [sys.executable, "-m", "tests.resilience.dying", str(picture.pk)]
        died = subprocess.run(program, env=site.environment, cwd=settings.BASE_DIR, timeout=LONG, capture_output=True)
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()
        assert StatusEvent.objects.filter(object_id=str(picture.pk), new=statuses.APPROVED).exists()
        eventually(lambda: ear.latest()[7] == statuses.APPROVED, LONG, f"picture 7 to be heard of: {ear.latest()}")
        ear.hears("all_approved", LONG)
    assert Story.objects.get(pk=story.pk).status == statuses.APPROVED
    eventually(lambda: not StatusEvent.objects.filter(told=False), LONG, "all news to be told")
