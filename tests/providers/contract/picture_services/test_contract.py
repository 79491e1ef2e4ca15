"""The contract of every picture service: what it draws, how its errors are translated, and its jobs."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from core.redis_server import free_port
from providers import prices, registry
from tests.providers.contract.picture_services.conftest import QUEUED, Service, asked_wrongly, asking, failure
from tests.upstreams.http_server import Sent
from tests.upstreams.picture_server import DROPPED, HANGING, PictureServer, html, in_json, png


# --- what is drawn ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [(1024, 1536), (1536, 1024), (1024, 1024)])
def test_a_picture_has_the_requested_shape(illustrator: Any, server: PictureServer, size: tuple[int, int]) -> None:
    picture = illustrator.draw(asking(width=size[0], height=size[1]))
    with Image.open(BytesIO(picture.data)) as image:
        assert image.size == (picture.width, picture.height)
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert picture.content_type == "image/png"


def test_a_picture_can_be_changed_and_looks_at_references(illustrator: Any, server: PictureServer) -> None:
    changed = illustrator.draw(asking(base=png(64, 96), change="at night", references=[png(64, 64)]))
    assert changed.data
    assert illustrator.takes_references


def test_a_damaged_picture_is_not_sent(illustrator: Any, server: PictureServer) -> None:
    error = failure(lambda: illustrator.draw(asking(base=b"no picture")))
    assert (error.permanent, error.reached, server.submitted()) == (True, False, [])


def test_what_a_picture_consumed_has_the_price_that_was_expected(illustrator: Any, server: PictureServer) -> None:
    usage = illustrator.draw(asking()).usage
    guess = prices.first_guess(illustrator.name, illustrator.model, "picture")
    assert prices.cost(illustrator.name, illustrator.model, usage) == guess is not None


def test_the_registry_returns_the_illustrator_of_that_name(illustrator: Any) -> None:
    assert type(registry.illustrator(illustrator.name)) is type(illustrator)


# --- what is wrong ---------------------------------------------------------------------------------------------------
MEANINGS: dict[str, dict[str, Any]] = {
    "wrong key": {"account": True, "permanent": True},
    "no credit": {"account": True, "permanent": True},
    "no access": {"account": True, "permanent": True},
    "no model": {"account": True, "permanent": True},
    "refusal": {"policy": True, "permanent": True},
    "too often": {"retry_after": 7.0},
    "too often, without a time": {"retry_after": 15.0},
    "unfit": {"permanent": True},
}


@pytest.mark.parametrize("what", MEANINGS)
def test_an_error_is_translated(illustrator: Any, server: PictureServer, service: Service, what: str) -> None:
    if what not in service.says:
        pytest.skip("It has no such error.")
    error = asked_wrongly(illustrator, server, service.says[what])
    meaning = {"account": False, "policy": False, "permanent": False, "retry_after": None} | MEANINGS[what]
    assert {name: getattr(error, name) for name in meaning} == meaning
    assert (error.reached, error.answered) == (True, True)
    if error.account:
        assert "_" in error.operator, "it names no setting"


def test_after_an_outage_another_is_asked_for(illustrator: Any, server: PictureServer, service: Service) -> None:
    error = asked_wrongly(illustrator, server, service.says["outage"])
    assert (error.permanent, error.reached) == (False, True)


@pytest.mark.parametrize("sent", [DROPPED, html(200), in_json({}), in_json([1])], ids=["hung up", "html", "{}", "[1]"])
def test_an_answer_that_is_none_may_have_been_paid_for(illustrator: Any, server: PictureServer, sent: Sent) -> None:
    error = asked_wrongly(illustrator, server, sent)
    assert (error.permanent, error.reached, error.answered) == (False, True, False)


def test_an_answer_that_does_not_come_may_have_been_paid_for(
    illustrator: Any, server: PictureServer, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.seconds, "SECONDS", 0.3)
    error = asked_wrongly(illustrator, server, HANGING)
    assert (error.permanent, error.reached, error.answered) == (False, True, False)


def test_a_service_that_is_not_there_costs_nothing(illustrator: Any, server: PictureServer, settings: Any) -> None:
    server.point(settings, f"http://127.0.0.1:{free_port()}")
    error = failure(lambda: illustrator.draw(asking()))
    assert (error.permanent, error.reached) == (False, False)
    assert server.address_setting in error.operator


def test_a_redirect_is_not_followed(illustrator: Any, server: PictureServer, service: Service) -> None:
    with service.server() as other:
        moved = Sent(307, headers={"Location": f"{other.address}/"})
        assert asked_wrongly(illustrator, server, moved).account
        assert other.asked == []


@pytest.mark.parametrize("key", ["", "a key", "schlüssel"])
def test_without_a_usable_key_nothing_is_sent(illustrator: Any, server: PictureServer, settings: Any, key: str) -> None:
    if not server.key:
        pytest.skip("It needs none.")
    setting = next(name for name, value in server.environment.items() if value == server.key)
    setattr(settings, setting, key)
    error = failure(lambda: illustrator.draw(asking()))
    assert (error.account, error.reached, server.asked) == (True, False, [])
    assert setting in error.operator


def test_the_health_check_costs_nothing_and_finds_what_is_wrong(
    illustrator: Any, server: PictureServer, service: Service
) -> None:
    assert all(found.ok for found in illustrator.health_check(spend=False))
    assert server.submitted() == []
    server.behaviour = lambda asked, number: service.says.get("wrong key", service.says["outage"])
    assert not all(found.ok for found in illustrator.health_check(spend=False))


# --- jobs ------------------------------------------------------------------------------------------------------------
queued = pytest.mark.parametrize("service", QUEUED, indirect=True)


def first_answers(server: PictureServer, *sent: Sent, to: str = "GET") -> None:
    """Give these answers to the first requests of that method."""
    left = list(sent)
    server.behaviour = lambda asked, number: left.pop(0) if left and asked.method == to else None


@queued
def test_a_job_is_asked_for_once_and_its_name_is_all_that_another_worker_needs(
    illustrator: Any, server: PictureServer, service: Service
) -> None:
    server.looks = 4
    job = illustrator.submit(asking())
    assert 0 < len(job) <= 200
    assert not server.key or server.key not in job
    assert service.illustrator().collect(job).data == service.illustrator().collect(job).data
    assert len(server.submitted()) == 1


@queued
def test_what_keeps_one_look_from_a_job_is_waited_out(
    illustrator: Any, server: PictureServer, service: Service
) -> None:
    job = illustrator.submit(asking())
    first_answers(server, DROPPED, html(502), service.says["outage"], html(200), DROPPED)
    assert illustrator.collect(job).data


@queued
def test_a_job_that_nobody_knows_any_more_may_have_been_paid_for(illustrator: Any, server: PictureServer) -> None:
    job = illustrator.submit(asking())
    server.jobs.clear()
    error = failure(lambda: illustrator.collect(job))
    assert (error.answered, error.reached, error.account, error.policy) == (False, True, False, False)


@queued
def test_a_failed_job_says_so(illustrator: Any, server: PictureServer) -> None:
    server.fate = "internal_server_error"
    error = failure(lambda: illustrator.draw(asking()))
    assert (error.permanent, error.policy, error.answered) == (False, False, True)


@queued
def test_a_job_that_takes_too_long_is_not_waited_for(illustrator: Any, server: PictureServer, settings: Any) -> None:
    server.looks, settings.IMAGE_JOB_TIMEOUT = 10**6, 0.1
    error = failure(lambda: illustrator.draw(asking()))
    assert not error.answered
    assert "IMAGE_JOB_TIMEOUT" in error.operator
