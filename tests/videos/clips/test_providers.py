"""Clips at services outside, behind servers that answer as the real ones do. One service knows our keys, and one does
not; what only money could prove is tried at all of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from images.models import Version
from stories.models import Story
from tests.factories import approved_story
from tests.providers.contract.animators.conftest import SERVICES
from tests.upstreams.video_server import DROPPED, html, is_load, is_submit
from videos import services, statuses
from videos.clips import failure, generation
from videos.models import Clip, Take
from videos.tasks import sweep

pytestmark = [pytest.mark.site, pytest.mark.django_db]


@pytest.fixture(params=["kling", "hailuo"])
def service(request, content, settings, tmp_path):
    """A service with its answers for each kind of error."""
    settings.MEDIA_ROOT, settings.VIDEO_POLL_SECONDS = tmp_path / "media", 0
    service = SERVICES[request.param]
    with service.server() as server:
        server.switch_on(settings)
        yield service, server


@pytest.fixture
def clip(service):
    """Clip 7 of a story with requested clips, as the database has it now."""
    story = approved_story()
    # Where all services can load it, and large enough for each of them.
    Version.objects.update(url="https://pictures.example/seven.png")
    services.make_videos(story, by="mia")
    rows = Clip.objects.select_related("current", "story", "illustration__current", "illustration__scene")
    return lambda: rows.get(story=story, number=7)


def instead(server, which, *answers) -> None:
    """Give the first requests of that kind these answers, and all others the usual ones."""
    left = list(answers)
    server.behaviour = lambda asked, number: left.pop(0) if left and which(asked) else None


def is_look(asked) -> bool:
    return not is_submit(asked) and not is_load(asked)


def go_on(clip) -> Clip:
    """Make the clip due, and submit or poll it."""
    Clip.objects.update(starts_at=None)
    Take.objects.update(poll_at=timezone.now())
    (generation.poll if clip().status == statuses.WORKING else generation.submit)(clip().pk)
    return clip()


def until_closed(clip) -> Clip:
    for _ in range(12):
        if clip().status not in statuses.ACTIVE:
            break
        go_on(clip)
    return clip()


def test_a_clip_is_made_fetched_and_stored(service, clip):
    _, server = service
    done = until_closed(clip)
    assert (done.status, done.error) == (statuses.READY, "")
    assert (done.current.provider, done.current.width, done.current.height) == (server.name, 90, 160)
    assert (len(server.submitted), len(server.loaded)) == (1, 1)


@pytest.mark.parametrize("service", SERVICES, indirect=True)
def test_twenty_clips_are_made_at_every_service_and_each_is_asked_for_once(service, clip):
    _, server = service
    for other in Clip.objects.filter(story=clip().story):
        for _ in range(12):
            Take.objects.update(poll_at=timezone.now())
            Clip.objects.update(starts_at=None)
            other.refresh_from_db()
            if other.status in statuses.ACTIVE:
                (generation.poll if other.status == statuses.WORKING else generation.submit)(other.pk)
    assert set(Clip.objects.values_list("status", "error")) == {(statuses.READY, "")}
    assert len(server.submitted) == len(server.jobs) == 20


@pytest.mark.parametrize(("service", "ends"), [("minimax-h3", True), ("hailuo", False)], indirect=["service"])
def test_a_clip_ends_on_the_next_picture_where_the_service_can_do_that(service, clip, ends):
    _, server = service
    Clip.objects.update(ends_on_next=True)
    assert until_closed(clip).status == statuses.READY
    following = Clip.objects.get(story=clip().story, number=8).illustration.current
    assert clip().takes.get().end_picture == (following if ends else None)
    assert ("last_frame" in str(server.submitted[0].body)) == ends


@pytest.mark.parametrize("what", ["policy", "unfit"])
def test_a_refused_clip_fails_in_words_and_is_not_submitted_again(service, clip, what):
    kind, server = service
    instead(server, is_submit, getattr(kind, what))
    failed = go_on(clip)
    assert (failed.status, len(server.submitted)) == (statuses.FAILED, 1)
    assert failed.error.endswith(".")
    assert clip().takes.get().outcome == (statuses.REFUSED if what == "policy" else statuses.BROKEN)


@pytest.mark.parametrize("what", ["no_credit", "wrong_key"])
def test_an_account_error_stops_the_whole_story(service, clip, what):
    kind, server = service
    instead(server, is_submit, getattr(kind, what))
    go_on(clip)
    assert set(Clip.objects.values_list("status", flat=True)) == {statuses.FAILED}
    story = Story.objects.get()
    assert (story.status, len(server.submitted)) == ("unfilmed", 1)
    assert any(name in story.stopped for name in (*server.keys, server.name))


def test_a_rate_limit_is_waited_for(service, clip):
    kind, server = service
    instead(server, is_submit, kind.rate)
    waiting = go_on(clip)
    assert (waiting.status, waiting.tries) == (statuses.QUEUED, 0)
    assert waiting.starts_at > timezone.now() + timedelta(seconds=5)
    assert until_closed(clip).status == statuses.READY
    assert clip().takes.count() == 1


def test_temporary_errors_of_the_service_are_retried(service, clip):
    kind, server = service
    instead(server, is_look, kind.trouble, html(502), DROPPED)
    assert until_closed(clip).status == statuses.READY
    assert len(server.submitted) == 1


def test_a_job_that_fails_says_why(service, clip):
    _, server = service
    server.fate = lambda job: "output new_sensitive: the content is sensitive"
    failed = until_closed(clip)
    assert (failed.status, len(server.submitted)) == (statuses.FAILED, 1)
    assert failed.error


def test_an_expired_link_is_requested_again(service, clip):
    _, server = service
    go_on(clip)
    if server.name == "hailuo":
        server.first_is_gone = True  # it gives a new link for every loading, and a spare one
    else:
        server.behaviour = lambda asked, number: server.expire() if is_load(asked) and not server.loaded[1:] else None
    assert until_closed(clip).status == statuses.READY
    assert (len(server.submitted), len(server.loaded) > 1) == (1, True)


def test_a_link_that_does_not_work_for_a_while_loses_no_clip(service, clip):
    _, server = service
    left = [html(404), html(403)]
    server.behaviour = lambda asked, number: left.pop() if is_load(asked) and left else None
    assert until_closed(clip).status == statuses.READY
    assert (len(server.submitted), left) == (1, [])


def test_a_clip_whose_link_does_not_work_is_overdue_after_video_timeout(service, clip):
    _, server = service
    server.gone = True
    assert until_closed(clip).status == statuses.WORKING
    Take.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert (until_closed(clip).status, clip().takes.get().outcome) == (statuses.OVERDUE, statuses.LATE)
    assert len(server.submitted) == 1


def test_a_clip_that_is_gone_from_its_service_fails_in_words(service, clip):
    _, server = service
    server.gone = True
    server.behaviour = lambda asked, number: server.jobs.clear() if is_load(asked) else None
    failed = until_closed(clip)
    assert (failed.status, len(server.submitted)) == (statuses.FAILED, 1)
    assert failed.error.endswith(".")


@pytest.mark.parametrize("service", SERVICES, indirect=True)
@pytest.mark.parametrize("how", ["the answer is lost", "the worker dies"])
def test_a_lost_answer_is_never_paid_for_twice_automatically(service, clip, how):
    kind, server = service
    if how == "the answer is lost":
        left = [DROPPED]

        def lose_after_taking(asked, number):
            if is_submit(asked) and left:
                server.serve(asked)  # the job exists
                return left.pop()
            return None

        server.behaviour = lose_after_taking
        go_on(clip)
        server.behaviour = lambda asked, number: None
    else:
        go_on(clip)
        late = timezone.now() - timedelta(seconds=1)
        Clip.objects.filter(pk=clip().pk).update(status=statuses.SUBMITTING, lease_until=late)
        Take.objects.update(outcome=statuses.ASKED, job="")
        sweep()
    assert clip().status == statuses.QUEUED
    done = until_closed(clip)
    assert (len(server.submitted), len(server.jobs)) == (1, 1)
    if kind.knows_keys:
        assert done.status == statuses.READY
    else:
        assert (done.status, done.error) == (statuses.FAILED, failure.MAYBE_PAID)
        assert clip().takes.get().outcome == statuses.UNKNOWN
