"""The contract of every animator: a job from submit to its file."""

from collections.abc import Iterator

import pytest

from providers import ffmpeg, prices, registry
from providers.base import ClipJob
from providers.videos import http
from tests.providers.contract.animators.conftest import failure, finished
from tests.upstreams.animator import small_mp4
from tests.upstreams.clip_requests import make_request
from tests.upstreams.http_server import Sent
from tests.upstreams.video_server import DROPPED, html, in_json, is_load


def breaking_off() -> Iterator[bytes]:
    """The beginning of a clip; then the connection breaks."""
    yield small_mp4()[:1000]
    raise ConnectionResetError


class TestEveryAnimator:
    """The contract."""

    def test_a_requested_clip_gets_done_and_can_be_played(self, every_animator, tmp_path):
        job = every_animator.submit(make_request(seconds=1.0))
        assert job.id
        assert len(job.id) <= 200
        to = tmp_path / "clip.mp4"
        every_animator.fetch(finished(every_animator, job), to)
        assert ffmpeg.check_playable(to).video == "h264"

    def test_another_process_can_go_on_with_the_job_id_alone(self, every_animator, tmp_path):
        name = every_animator.submit(make_request(seconds=1.0)).id
        fresh = type(every_animator)()
        job = finished(fresh, ClipJob(name))
        fresh.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").stat().st_size

    def test_a_damaged_picture_is_a_permanent_error(self, every_animator):
        if every_animator.name == "piapi":
            pytest.skip("It loads the picture itself.")
        damaged = make_request(picture=b"no picture", picture_url="")
        assert failure(lambda: every_animator.submit(damaged)).permanent

    def test_the_usage_of_a_finished_clip_has_a_price(self, every_animator, settings):
        seconds = 1.0 if every_animator.on_this_machine else settings.VIDEO_SECONDS
        job = finished(every_animator, every_animator.submit(make_request(seconds=seconds)))
        cost = prices.cost(every_animator.name, every_animator.model, job.usage)
        assert cost is not None
        assert (cost > 0) == (every_animator.name not in prices.FREE_PROVIDERS)
        guess = prices.first_guess(every_animator.name, every_animator.model, "clip")
        assert guess == cost

    def test_the_registry_returns_the_animator_of_that_name(self, every_animator):
        assert type(registry.animator(every_animator.name)) is type(every_animator)


class TestJobs:
    """A job at a service."""

    def test_a_job_is_submitted_once_and_polled_until_done(self, animator, server):
        server.looks = 4
        job = animator.submit(make_request())
        assert not job.done
        states = [animator.poll(job.id).done for _ in range(4)]
        assert states == [False, False, False, True]
        assert len(server.submitted) == 1

    def test_a_job_is_found_by_our_key_if_the_service_supports_it(self, animator, server, service):
        job = animator.submit(make_request())
        if service.knows_keys:
            assert animator.find(make_request().key).id == job.id
            assert animator.find("another-key") is None
        else:
            error = failure(lambda: animator.find(make_request().key))
            assert (error.permanent, error.answered, error.account) == (True, False, False)

    def test_an_unfinished_job_is_neither_done_nor_failed(self, animator, server):
        server.looks = 1000
        job = animator.submit(make_request())
        assert not any(animator.poll(job.id).done for _ in range(30))

    def test_an_unknown_state_counts_as_unfinished(self, animator, server, service):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: service.strange(job.id)
        assert animator.poll(job.id) == ClipJob(job.id)

    def test_a_failed_job_is_a_permanent_error(self, animator, server):
        server.looks, server.fate = 1, lambda job: "generation failed"
        job = animator.submit(make_request())
        error = failure(lambda: animator.poll(job.id))
        assert (error.permanent, error.policy, error.account, error.answered) == (True, False, False, True)
        assert "generation failed" in error.operator

    def test_a_job_that_failed_because_of_its_content_is_a_policy_error(self, animator, server):
        server.looks, server.fate = 1, lambda job: "output is sensitive"
        job = animator.submit(make_request())
        error = failure(lambda: animator.poll(job.id))
        assert (error.permanent, error.policy) == (True, True)

    def test_an_unknown_job_is_a_permanent_error(self, animator, server, service):
        error = failure(lambda: animator.poll(service.unknown_job))
        assert (error.permanent, error.account) == (True, False)

    @pytest.mark.parametrize("trouble", ["trouble", "rate", "unfit"])
    def test_a_failed_poll_does_not_fail_the_job(self, animator, server, service, trouble):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: getattr(service, trouble)
        assert not failure(lambda: animator.poll(job.id)).permanent

    @pytest.mark.parametrize("says", ["upstream host not found", "the retry policy is exhausted", "insufficient quota"])
    def test_the_message_of_a_gateway_is_not_about_the_job(self, animator, server, says):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: in_json({"message": says}, 503)
        error = failure(lambda: animator.poll(job.id))
        assert (error.permanent, error.account) == (False, False)

    @pytest.mark.parametrize("sent", [html(502), html(200), DROPPED, in_json({}), in_json({"data": []})])
    def test_an_unusable_response_does_not_fail_the_job(self, animator, server, sent):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: sent
        assert not failure(lambda: animator.poll(job.id)).permanent

    def test_a_revoked_key_is_an_account_error_and_the_job_goes_on(self, animator, server, service):
        job = animator.submit(make_request())
        server.behaviour = lambda asked, number: service.wrong_key
        assert failure(lambda: animator.poll(job.id)).account
        server.behaviour = lambda asked, number: None
        assert finished(animator, job).done


class TestFetching:
    """The finished file."""

    @pytest.fixture
    def job(self, animator, server) -> ClipJob:
        """A finished one."""
        server.looks = 1
        return animator.poll(animator.submit(make_request()).id)

    def test_the_file_comes_as_it_is_and_the_key_goes_along_only_where_it_must(self, animator, server, job, tmp_path):
        animator.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()
        (loaded,) = server.loaded
        assert {"authorization", "x-api-key", "x-goog-api-key"} & loaded.headers.keys() == server.file_headers.keys()

    def test_an_expired_link_is_replaced(self, animator, server, job, tmp_path):
        server.expire()
        animator.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()
        assert len(server.submitted) == 1

    def test_a_clip_that_the_service_no_longer_has_is_a_permanent_error(self, animator, server, job, tmp_path):
        server.gone = True
        server.jobs.clear()
        error = failure(lambda: animator.fetch(job, tmp_path / "clip.mp4"))
        assert (error.permanent, error.account) == (True, False)
        assert not (tmp_path / "clip.mp4").exists()

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
    def test_a_refused_link_is_a_temporary_error(self, animator, server, job, tmp_path, status):
        server.behaviour = lambda asked, number: html(status) if is_load(asked) else None
        error = failure(lambda: animator.fetch(job, tmp_path / "clip.mp4"))
        assert (error.permanent, error.account) == (False, False)
        assert not (tmp_path / "clip.mp4").exists()
        server.behaviour = lambda asked, number: None
        animator.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()

    def test_getting_the_same_link_again_is_a_temporary_error(self, animator, server, tmp_path, monkeypatch):
        if not server.new_links:
            pytest.skip("Its links stay as they are.")
        server.looks = 1
        monkeypatch.setattr(server, "link_to", lambda job: f"{server.address}/clips/{job.id}.mp4?link=0")
        job = animator.poll(animator.submit(make_request()).id)
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        monkeypatch.undo()
        animator.fetch(job, tmp_path / "clip.mp4")
        assert (tmp_path / "clip.mp4").read_bytes() == small_mp4()

    @pytest.mark.parametrize("sent", [html(503), DROPPED, Sent(200, "video/mp4", data=b"")])
    def test_a_failed_download_is_a_temporary_error(self, animator, server, job, tmp_path, sent):
        server.behaviour = lambda asked, number: sent if is_load(asked) else None
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_partial_download_is_discarded(self, animator, server, job, tmp_path):
        server.behaviour = lambda asked, number: (
            Sent(200, "video/mp4", pieces=breaking_off()) if is_load(asked) else None
        )
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_slow_download_is_given_up(self, animator, server, job, tmp_path, monkeypatch):
        monkeypatch.setattr(http, "DOWNLOAD_SECONDS", 0.3)
        slow = Sent(200, "video/mp4", pieces=[b"x"] * 1000, pause=0.05)
        server.behaviour = lambda asked, number: slow if is_load(asked) else None
        assert not failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_download_over_the_size_limit_is_a_permanent_error(self, animator, server, job, tmp_path, monkeypatch):
        monkeypatch.setattr(http, "DOWNLOAD_LIMIT", 100)
        assert failure(lambda: animator.fetch(job, tmp_path / "clip.mp4")).permanent
        assert not (tmp_path / "clip.mp4").exists()

    def test_a_folder_that_cannot_be_written_is_named(self, animator, job, tmp_path):
        error = failure(lambda: animator.fetch(job, tmp_path / "nowhere" / "clip.mp4"))
        assert not error.permanent
        assert "nowhere" in error.operator
