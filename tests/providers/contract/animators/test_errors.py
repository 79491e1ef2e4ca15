"""How the errors of animation services are translated, and their health check."""

from dataclasses import replace
from typing import Any

import pytest

from core.redis_server import free_port
from providers.base import ProviderError
from providers.videos import http
from tests.providers.contract.animators.conftest import failure
from tests.upstreams.clip_requests import make_request
from tests.upstreams.http_server import Sent
from tests.upstreams.video_server import DROPPED, HANGING, html, in_json, is_submit


class TestErrors:
    """Errors of a submit."""

    def ask(self, animator, server, sent: Sent) -> ProviderError:
        server.behaviour = lambda asked, number: sent
        error = failure(lambda: animator.submit(make_request()))
        assert len(server.submitted) == 1, "it was asked more than once"
        return error

    @pytest.mark.parametrize("what", ["wrong_key", "no_credit"])
    def test_an_account_error_names_the_settings(self, animator, server, service, what):
        error = self.ask(animator, server, getattr(service, what))
        assert error.account
        assert all(name in error.operator for name in server.keys)
        assert error.answered

    def test_refused_content_is_a_policy_error(self, animator, server, service):
        error = self.ask(animator, server, service.policy)
        assert (error.policy, error.permanent, error.account) == (True, True, False)

    def test_a_rate_limit_says_how_long_to_wait(self, animator, server, service):
        error = self.ask(animator, server, service.rate)
        assert (error.retry_after, error.permanent) == (7.0, False)

    def test_the_limit_of_parallel_jobs_says_how_long_to_wait(self, animator, server):
        server.parallel, server.looks = 1, 1000
        animator.submit(make_request())
        error = failure(lambda: animator.submit(make_request(key="another")))
        assert error.retry_after > 0
        assert "MAX_CONCURRENT_VIDEOS" in error.operator

    def test_an_invalid_request_is_a_permanent_error(self, animator, server, service):
        error = self.ask(animator, server, service.unfit)
        assert (error.permanent, error.policy, error.account) == (True, False, False)
        assert "VIDEO_SECONDS" in error.operator

    def test_after_an_outage_the_outcome_is_unknown(self, animator, server, service):
        error = self.ask(animator, server, service.trouble)
        assert (error.permanent, error.reached, error.answered) == (False, True, False)

    @pytest.mark.parametrize("status", [408, 503, 524])
    @pytest.mark.parametrize("body", [{"message": "Endpoint request timed out"}, {"code": 504, "message": "timeout"}])
    def test_after_a_json_error_of_a_gateway_the_outcome_is_unknown(self, animator, server, status, body):
        error = self.ask(animator, server, in_json(body, status))
        assert (error.permanent, error.reached, error.answered) == (False, True, False)

    @pytest.mark.parametrize("what", ["no_credit", "policy", "rate"])
    def test_a_code_for_a_refused_request_counts_whatever_the_status(self, animator, server, service, what):
        told = getattr(service, what)
        if what == "rate" and not service.has_codes:
            pytest.skip("Only the status says so.")
        assert self.ask(animator, server, replace(told, status=503)).answered

    @pytest.mark.parametrize("sent", [html(502), html(200), DROPPED, in_json({}), in_json({"code": 0, "data": {}})])
    def test_after_an_unusable_response_the_outcome_is_unknown(self, animator, server, sent):
        error = self.ask(animator, server, sent)
        assert (error.permanent, error.reached, error.answered) == (False, True, False)

    def test_after_a_timeout_the_outcome_is_unknown(self, animator, server, monkeypatch):
        monkeypatch.setattr(http, "RESPONSE_SECONDS", 0.3)
        error = self.ask(animator, server, HANGING)
        assert (error.permanent, error.reached, error.answered) == (False, True, False)

    def test_a_response_over_the_size_limit_is_given_up(self, animator, server, monkeypatch):
        monkeypatch.setattr(http, "RESPONSE_LIMIT", 1000)
        error = self.ask(animator, server, in_json({"x": "y" * 5000}))
        assert not error.answered

    def test_a_service_that_is_not_there_costs_nothing(self, animator, server, settings):
        setattr(settings, server.address_setting, f"http://127.0.0.1:{free_port()}")
        error = failure(lambda: animator.submit(make_request()))
        assert (error.permanent, error.reached) == (False, False)
        assert server.address_setting in error.operator

    @pytest.mark.parametrize("address", ["", "not an address", "ftp://127.0.0.1"])
    def test_a_malformed_address_is_named(self, animator, server, settings, address):
        setattr(settings, server.address_setting, address)
        error = failure(lambda: animator.submit(make_request()))
        assert (error.account, error.reached) == (True, False)
        assert server.address_setting in error.operator

    def test_a_redirect_is_an_error_and_the_key_is_not_sent_on(self, animator, server, service):
        with service.server() as other:
            moved = Sent(307, headers={"Location": f"{other.address}/v1"})
            error = self.ask(animator, server, moved)
            assert other.asked == []
        assert error.account
        assert server.address_setting in error.operator

    @pytest.mark.parametrize("key", ["", "a key", "schlüssel", "a\nb"])
    def test_with_an_invalid_key_no_request_is_sent(self, animator, server, settings, key):
        setting = next(iter(server.keys))
        setattr(settings, setting, key)
        error = failure(lambda: animator.submit(make_request()))
        assert (error.account, error.reached) == (True, False)
        assert setting in error.operator
        assert server.asked == []

    def test_a_key_in_the_message_of_the_service_is_removed(self, animator, server, service):
        told = " ".join(server.keys.values()) + " Bearer abc eyJhbGciOiJIUzI1NiJ9.e30.x"
        sent = replace(service.unfit, data=service.unfit.data.replace(service.says, told.encode()))
        error = self.ask(animator, server, sent)
        assert "..." in error.operator
        assert "eyJ" not in error.operator


class TestHealthCheck:
    """The health check."""

    def findings(self, animator) -> dict[str, Any]:
        return {found.what: found for found in animator.health_check(spend=True)}

    def test_a_working_account_is_ok_and_no_clip_is_requested(self, animator, server, settings):
        settings.IMAGE_HOST = "cloudinary"
        found = self.findings(animator)
        assert all(one.ok for one in found.values()), found
        assert {" and ".join(server.keys), "VIDEO_TIMEOUT"} < found.keys()
        assert not any(is_submit(asked) for asked in server.asked)

    def test_a_wrong_key_is_reported(self, animator, server, settings):
        for name in server.keys:
            setattr(settings, name, "another-key-of-some-other-account")
        assert not self.findings(animator)[" and ".join(server.keys)].ok

    def test_an_outage_is_reported(self, animator, server):
        server.behaviour = lambda asked, number: html(502)
        assert not self.findings(animator)[" and ".join(server.keys)].ok

    def test_an_unknown_price_and_a_short_timeout_are_reported(self, animator, server, settings):
        setattr(settings, animator.model_settings[0], "fox-1")
        settings.VIDEO_TIMEOUT = 30.0
        found = self.findings(animator)
        assert "PRICES" in found[animator.model_settings[0]].says
        assert not found[animator.model_settings[0]].ok
        assert not found["VIDEO_TIMEOUT"].ok
