"""A process is killed between the commit of a change and its announcement."""

import signal
import subprocess
import sys

from django.conf import settings
from django.contrib.sessions.models import Session

from core.models import StatusEvent
from core.web.visitors import SESSION_KEY
from images import statuses
from stories.models import Story
from tests.factories import illustrated_story
from tests.resilience.checks import LONG
from tests.sse import EventStream
from tests.stack import become_known, eventually


def test_an_approval_whose_process_was_killed_after_the_commit_is_announced_and_approves_the_story(site, client):
    become_known(client)
    session = Session.objects.get(session_key=client.cookies["sessionid"]).get_decoded()
    story = illustrated_story(statuses.PENDING, owner=session[SESSION_KEY])
    story.illustrations.exclude(number=7).update(status=statuses.APPROVED)
    picture = story.illustrations.get(number=7)
    with EventStream(site.url, str(story.pk), client.cookies) as stream:
        eventually(lambda: stream.latest().get(7) == statuses.PENDING, LONG, "the present state")
        program = [sys.executable, "-m", "tests.resilience.approve_and_die", str(picture.pk)]
        died = subprocess.run(program, env=site.environment, cwd=settings.BASE_DIR, timeout=LONG, capture_output=True)
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()
        assert StatusEvent.objects.filter(object_id=str(picture.pk), new=statuses.APPROVED).exists()
        eventually(lambda: stream.latest()[7] == statuses.APPROVED, LONG, f"picture 7: {stream.latest()}")
        stream.wait_for("all_approved", LONG)
    assert Story.objects.get(pk=story.pk).status == statuses.APPROVED
    eventually(lambda: not StatusEvent.objects.filter(told=False), LONG, "all changes to be announced")
