"""What every maker of clips promises, on this machine or outside."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from core.redis_server import free_port
from providers import ffmpeg, prices, registry
from providers.base import Animator, ClipJob, ProviderError
from providers.videos import http
from providers.videos.hailuo import HailuoAnimator
from providers.videos.kling import KlingAnimator
from providers.videos.local import LocalAnimator
from providers.videos.piapi import PiAPIAnimator
from tests.upstreams import hailuo_server, kling_server, piapi_server
from tests.upstreams.animator import small_mp4
from tests.upstreams.http import Sent
from tests.upstreams.stills import make_request
from tests.upstreams.videos import DROPPED, HANGING, VideoServer, html, in_json, is_load, is_submit


@dataclass(frozen=True)
class Service:
    """A maker outside: the animator, the server that answers as it does, and how it words what goes wrong."""

    animator: type[Any]
    server: type[VideoServer]
    wrong_key: Sent
    no_credit: Sent
    policy: Sent
    pace: Sent
    unfit: Sent
    trouble: Sent
    strange: Callable[[str], Sent]  # a job in a state that nobody has heard of
    knows_keys: bool = False


SERVICES = {
    "kling": Service(
        KlingAnimator,
        kling_server.KlingServer,
        wrong_key=kling_server.refused(1002, "access key not found", 401),
        no_credit=kling_server.refused(1102, "Account balance not enough", 429),
        policy=kling_server.refused(1301, "Failure to pass the risk control system"),
        pace=kling_server.refused(1302, "too many requests", 429, **{"Retry-After": "7"}),
        unfit=kling_server.refused(1201, "Image aspect ratio is invalid"),
        trouble=kling_server.refused(5000, "internal error", 500),
        strange=lambda name: in_json({"code": 0, "data": {"task_id": name, "task_status": "dreaming"}}),
        knows_keys=True,
    ),
    "piapi": Service(
        PiAPIAnimator,
        piapi_server.PiAPIServer,
        wrong_key=piapi_server.refused(401, "Invalid API key"),
        no_credit=piapi_server.refused(500, "failed to freeze points: insufficient credits", 200),
        policy=piapi_server.refused(400, "prompt violates the content policy"),
        pace=piapi_server.refused(429, "too many requests", **{"Retry-After": "7"}),
        unfit=piapi_server.refused(400, "image is too small"),
        trouble=piapi_server.refused(500, "internal error"),
        strange=lambda name: in_json({"code": 200, "data": {"task_id": name, "status": "dreaming"}}),
    ),
    "hailuo": Service(
        HailuoAnimator,
        hailuo_server.HailuoServer,
        wrong_key=hailuo_server.refused(1004, "login fail"),
        no_credit=hailuo_server.refused(1008, "insufficient balance"),
        policy=hailuo_server.refused(1026, "input new_sensitive"),
        pace=hailuo_server.refused(1002, "rate limit", **{"Retry-After": "7"}),
        unfit=hailuo_server.refused(2013, "invalid params, first_frame_image"),
        trouble=hailuo_server.refused(1033, "downstream service error"),
        strange=lambda name: hailuo_server.told(task_id=name, status="Dreaming"),
    ),
}


def failure(call: Callable[[], Any]) -> ProviderError:
    """The error that `call` ends with; nothing that is shown of it holds a key."""
    with pytest.raises(ProviderError) as caught:
        call()
    error = caught.value
    shown = error.message + error.operator + "".join(traceback.format_exception(error))
    secrets = [key for service in SERVICES.values() for key in service.server.keys.values()]
    assert [secret for secret in secrets if secret in shown] == []
    assert not any(name in error.message for name in ("Kling", "PiAPI", "MiniMax", "HTTP", "JSON", "_"))
    return error


@pytest.fixture(params=SERVICES)
def service(request) -> Service:
    """Every maker outside."""
    return SERVICES[request.param]


@pytest.fixture
def server(service, settings) -> Iterator[VideoServer]:
    """Its other end, switched on."""
    with service.server() as running:
        running.switch_on(settings)
        yield running


@pytest.fixture
def animator(service, server) -> Any:
    """The animator that asks there."""
    return service.animator()


@pytest.fixture(params=[*SERVICES, "local"])
def anybody(request, settings, tmp_path) -> Iterator[Animator]:
    """Every maker, also this machine; that one makes small clips here."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path
    if request.param == "local":
        here = LocalAnimator()
        here.size = (180, 320)
        yield here
        return
    with SERVICES[request.param].server() as running:
        running.switch_on(settings)
        yield SERVICES[request.param].animator()


def breaking_off() -> Iterator[bytes]:
    """The beginning of a clip; then the connection is lost."""
    yield small_mp4()[:1000]
    raise ConnectionResetError


def finished(animator: Animator, job: ClipJob) -> ClipJob:
    """The job once it is done."""
    for _ in range(5):
        if job.done:
            return job
        job = animator.poll(job.id)
    raise AssertionError("it is never done")


class TestEveryAnimator:
    """The contract."""

    def test_a_clip_that_was_asked_for_is_done_and_can_be_played(self, anybody, tmp_path):
        job = anybody.submit(make_request(seconds=1.0))
        assert job.id
        assert len(job.id) <= 200
        to = tmp_path / "clip.mp4"
        anybody.fetch(finished(anybody, job), to)
        assert ffmpeg.check_playable(to).video == "h264"

    def test_another_process_goes_on_with_nothing_but_the_name_of_the_job(self, anybody, tmp_path):
        name = anybody.submit(make_request(seconds=1.0)).id
        fresh = type(anybody)()
        job = finished(fresh, ClipJob(name))
        fresh.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").stat().st_size

    def test_what_is_no_picture_is_refused_for_good(self, anybody):
        if anybody.name == "piapi":
            pytest.skip("It loads the picture itself.")
        damaged = make_request(picture=b"no picture", picture_url="")
        assert failure(lambda: anybody.submit(damaged)).permanent

    def test_what_a_finished_clip_cost_can_be_priced(self, anybody):
        job = finished(anybody, anybody.submit(make_request(seconds=1.0)))
        cost = prices.cost(anybody.name, anybody.model, job.usage)
        assert cost is not None
        assert (cost > 0) == (anybody.name != "local")
        guess = prices.first_guess(anybody.name, anybody.model, "clip")
        assert guess == cost

    def test_it_is_the_one_that_its_name_chooses(self, anybody, settings):
        settings.VIDEO_PROVIDER = anybody.name
        assert type(registry.animator()) is type(anybody)


class TestJobs:
    """A job at a service outside, from being asked for to being done."""

    def test_a_job_is_asked_for_once_and_looked_at_until_it_is_done(self, animator, server):
        server.looks = 4
        job = animator.submit(make_request())
        assert not job.done
        states = [animator.poll(job.id).done for _ in range(4)]
        assert states == [False, False, False, True]
        assert len(server.submitted) == 1

    def test_what_was_asked_for_is_found_by_our_key_where_the_service_knows_it(self, animator, server, service):
        job = animator.submit(make_request())
        if service.knows_keys:
            assert animator.find(make_request().key).id == job.id
            assert animator.find("another-key") is None
        else:
            error = failure(lambda: animator.find(make_request().key))
            assert (error.permanent, error.answered, error.account) == (True, False, False)

    def test_a_job_that_nobody_finishes_is_never_done_and_never_failed(self, animator, server):
        server.looks = 1000
        job = animator.submit(make_request())
        assert not any(animator.poll(job.id).done for _ in range(30))

    def test_a_state_that_nobody_has_heard_of_counts_as_being_at_work(self, animator, server, service):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: service.strange(job.id)
        assert animator.poll(job.id) == ClipJob(job.id)

    def test_a_job_that_failed_has_failed_for_good(self, animator, server):
        server.looks, server.fate = 1, lambda job: "generation failed"
        job = animator.submit(make_request())
        error = failure(lambda: animator.poll(job.id))
        assert (error.permanent, error.policy, error.account, error.answered) == (True, False, False, True)
        assert "generation failed" in error.operator

    def test_a_job_that_failed_because_of_its_content_says_so(self, animator, server):
        server.looks, server.fate = 1, lambda job: "output is sensitive"
        job = animator.submit(make_request())
        error = failure(lambda: animator.poll(job.id))
        assert (error.permanent, error.policy) == (True, True)

    def test_a_job_that_is_not_there_is_gone_for_good(self, animator, server):
        error = failure(lambda: animator.poll("12345"))
        assert (error.permanent, error.account) == (True, False)

    @pytest.mark.parametrize("trouble", ["trouble", "pace", "unfit"])
    def test_a_question_that_fails_does_not_fail_the_job(self, animator, server, service, trouble):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: getattr(service, trouble)
        assert not failure(lambda: animator.poll(job.id)).permanent

    @pytest.mark.parametrize("sent", [html(502), html(200), DROPPED, in_json({}), in_json({"data": []})])
    def test_an_answer_that_is_none_does_not_fail_the_job(self, animator, server, sent):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: sent
        assert not failure(lambda: animator.poll(job.id)).permanent

    def test_a_key_that_is_withdrawn_says_so_while_the_job_goes_on(self, animator, server, service):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: service.wrong_key
        assert failure(lambda: animator.poll(job.id)).account
        server.behaviour = lambda asked, number: None
        assert finished(animator, job).done


class TestRefusals:
    """What a service answers to a request that it does not take."""

    def ask(self, animator, server, sent: Sent) -> ProviderError:
        server.behaviour = lambda asked, number: sent
        error = failure(lambda: animator.submit(make_request()))
        assert len(server.asked) == 1, "it was asked more than once"
        return error

    @pytest.mark.parametrize("what", ["wrong_key", "no_credit"])
    def test_what_the_operator_must_change_is_named(self, animator, server, service, what):
        error = self.ask(animator, server, getattr(service, what))
        assert error.account
        assert all(name in error.operator for name in server.keys)
        assert error.answered

    def test_refused_content_is_a_matter_of_content(self, animator, server, service):
        error = self.ask(animator, server, service.policy)
        assert (error.policy, error.permanent, error.account) == (True, True, False)

    def test_a_limit_of_pace_says_how_long_to_wait(self, animator, server, service):
        error = self.ask(animator, server, service.pace)
        assert (error.retry_after, error.permanent) == (7.0, False)

    def test_a_place_that_is_not_free_is_waited_for(self, animator, server):
        server.parallel, server.looks = 1, 1000
        animator.submit(make_request())
        error = failure(lambda: animator.submit(make_request(key="another")))
        assert error.retry_after > 0
        assert "MAX_CONCURRENT_VIDEOS" in error.operator

    def test_a_request_that_is_not_accepted_is_not_made_again(self, animator, server, service):
        error = self.ask(animator, server, service.unfit)
        assert (error.permanent, error.policy, error.account) == (True, False, False)
        assert "VIDEO_SECONDS" in error.operator

    def test_a_problem_of_the_service_may_pass(self, animator, server, service):
        error = self.ask(animator, server, service.trouble)
        assert (error.permanent, error.answered) == (False, True)

    @pytest.mark.parametrize("sent", [html(502), html(200), DROPPED, in_json({}), in_json({"code": 0, "data": {}})])
    def test_after_an_answer_that_is_none_nobody_knows_whether_the_job_exists(self, animator, server, sent):
        error = self.ask(animator, server, sent)
        assert (error.permanent, error.reached, error.answered) == (False, True, False)

    def test_after_a_silence_nobody_knows_whether_the_job_exists(self, animator, server, monkeypatch):
        monkeypatch.setattr(http, "ANSWER_SECONDS", 0.3)
        error = self.ask(animator, server, HANGING)
        assert (error.permanent, error.reached, error.answered) == (False, True, False)

    def test_an_answer_that_does_not_end_is_given_up(self, animator, server, monkeypatch):
        monkeypatch.setattr(http, "ANSWER_LIMIT", 1000)
        error = self.ask(animator, server, in_json({"x": "y" * 5000}))
        assert not error.answered

    def test_a_service_that_is_not_there_costs_nothing(self, animator, server, settings):
        setattr(settings, server.address_setting, f"http://127.0.0.1:{free_port()}")
        error = failure(lambda: animator.submit(make_request()))
        assert (error.permanent, error.reached) == (False, False)
        assert server.address_setting in error.operator

    @pytest.mark.parametrize("address", ["", "not an address", "ftp://127.0.0.1"])
    def test_an_address_that_is_none_is_named(self, animator, server, settings, address):
        setattr(settings, server.address_setting, address)
        error = failure(lambda: animator.submit(make_request()))
        assert (error.account, error.reached) == (True, False)
        assert server.address_setting in error.operator

    def test_an_address_that_sends_elsewhere_is_named_and_nobody_else_gets_the_key(self, animator, server, service):
        with service.server() as other:
            moved = Sent(307, headers={"Location": f"{other.address}/v1"})
            error = self.ask(animator, server, moved)
            assert other.asked == []
        assert error.account
        assert server.address_setting in error.operator

    @pytest.mark.parametrize("key", ["", "a key", "schlüssel", "a\nb"])
    def test_without_a_key_that_can_be_sent_nobody_is_asked(self, animator, server, settings, key):
        setting = next(iter(server.keys))
        setattr(settings, setting, key)
        error = failure(lambda: animator.submit(make_request()))
        assert (error.account, error.reached) == (True, False)
        assert setting in error.operator
        assert server.asked == []

    def test_a_service_that_repeats_the_key_makes_nobody_tell_it(self, animator, server, service):
        told = " ".join(server.keys.values()) + " Bearer abc eyJhbGciOiJIUzI1NiJ9.e30.x"
        sent = {
            "kling": kling_server.refused(1002, told, 401),
            "piapi": piapi_server.refused(401, told),
            "hailuo": hailuo_server.refused(1004, told),
        }
        assert "eyJ" not in self.ask(animator, server, sent[animator.name]).operator


class TestFetching:
    """The finished file."""

    @pytest.fixture
    def job(self, animator, server) -> ClipJob:
        """A finished one."""
        server.looks = 1
        return animator.poll(animator.submit(make_request()).id)

    def test_the_file_comes_as_it_is_and_no_key_goes_along(self, animator, server, job, tmp_path):
        animator.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()
        (loaded,) = server.loaded
        assert not {"authorization", "x-api-key"} & loaded.headers.keys()

    def test_a_link_that_ran_out_is_asked_for_anew(self, animator, server, job, tmp_path):
        server.expire()
        animator.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()
        assert len(server.submitted) == 1

    def test_a_file_that_is_gone_is_gone_for_good_and_says_so(self, animator, server, job, tmp_path):
        server.gone = True
        error = failure(lambda: animator.fetch(job, tmp_path / "clip.mp4"))
        assert (error.permanent, error.account) == (True, False)
        assert not (tmp_path / "clip.mp4").exists()

    @pytest.mark.parametrize("sent", [html(503), DROPPED, Sent(200, "video/mp4", data=b"")])
    def test_a_file_that_does_not_come_now_may_come_later(self, animator, server, job, tmp_path, sent):
        server.behaviour = lambda asked, number: sent if is_load(asked) else None
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_file_that_breaks_off_is_not_taken_for_whole(self, animator, server, job, tmp_path):
        server.behaviour = lambda asked, number: (
            Sent(200, "video/mp4", pieces=breaking_off()) if is_load(asked) else None
        )
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_file_that_never_ends_is_given_up(self, animator, server, job, tmp_path, monkeypatch):
        monkeypatch.setattr(http, "FETCH_SECONDS", 0.3)
        slow = Sent(200, "video/mp4", pieces=[b"x"] * 1000, pause=0.05)
        server.behaviour = lambda asked, number: slow if is_load(asked) else None
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_file_that_is_too_large_is_given_up_for_good(self, animator, server, job, tmp_path, monkeypatch):
        monkeypatch.setattr(http, "FETCH_LIMIT", 100)
        assert failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_folder_that_cannot_be_written_to_says_so(self, animator, job, tmp_path):
        error = failure(lambda: animator.fetch(job, tmp_path / "nowhere" / "clip.mp4"))
        assert not error.permanent
        assert "nowhere" in error.operator


class TestBeingExamined:
    """What the doctor is told."""

    def findings(self, animator) -> dict[str, Any]:
        return {found.what: found for found in animator.examine(spend=True)}

    def test_all_is_well_and_nothing_was_asked_for(self, animator, server, settings):
        settings.IMAGE_HOST = "cloudinary"
        found = self.findings(animator)
        assert all(one.ok for one in found.values()), found
        assert {" and ".join(server.keys), "VIDEO_TIMEOUT"} < found.keys()
        assert not any(is_submit(asked) for asked in server.asked)

    def test_a_wrong_key_is_named(self, animator, server, settings):
        for name in server.keys:
            setattr(settings, name, "another-key-of-some-other-account")
        assert not self.findings(animator)[" and ".join(server.keys)].ok

    def test_a_service_that_is_away_is_not_well(self, animator, server):
        server.behaviour = lambda asked, number: html(502)
        assert not self.findings(animator)[" and ".join(server.keys)].ok

    def test_a_price_that_is_not_known_and_a_short_time_are_named(self, animator, server, settings):
        setattr(settings, animator.choices[0], "fox-1")
        settings.VIDEO_TIMEOUT = 30.0
        found = self.findings(animator)
        assert "PRICES" in found[animator.choices[0]].says
        assert not found[animator.choices[0]].ok
        assert not found["VIDEO_TIMEOUT"].ok
