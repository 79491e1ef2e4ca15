"""The contract of every picture service beside OpenAI's, with a local server for each that answers as it does."""

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from core.redis_server import free_port
from providers import prices, registry
from providers.base import PictureRequest, ProviderError, QueuedIllustrator
from providers.comfyui import client as comfyui_client
from providers.images import comfyui, fal, fal_queue, gemini
from providers.images.comfyui import ComfyUIIllustrator
from providers.images.fal import FalIllustrator
from providers.images.gemini import GeminiIllustrator
from tests.upstreams import comfyui_server, fal_pictures, gemini_pictures
from tests.upstreams.comfyui_server import ComfyUIServer
from tests.upstreams.fal_pictures import FalPictures
from tests.upstreams.gemini_pictures import GeminiPictures
from tests.upstreams.http_server import Sent
from tests.upstreams.picture_server import DROPPED, HANGING, PictureServer, html, in_json, png


@dataclass(frozen=True)
class Service:
    """A service: its illustrator, its server, the module that bounds a request, and how it says what is wrong."""

    illustrator: type[Any]
    server: type[PictureServer]
    seconds: Any
    pauses: tuple[Any, ...]
    says: dict[str, Sent]


SERVICES = {
    "fal": Service(
        FalIllustrator,
        FalPictures,
        fal_queue,
        (fal,),
        {
            "wrong key": fal_pictures.refused("Cannot access application", 401),
            "no credit": fal_pictures.refused("User is locked. Reason: Exhausted balance.", 403),
            "no access": fal_pictures.refused("Forbidden", 403),
            "no model": fal_pictures.refused("Application not found", 404),
            "refusal": fal_pictures.unfit("No.", "content_policy_violation"),
            "too often": fal_pictures.refused("Too many requests", 429, **{"Retry-After": "7"}),
            "too often, without a time": fal_pictures.refused("Too many requests", 429),
            "unfit": fal_pictures.unfit("prompt is too long"),
            "outage": fal_pictures.refused("Internal error", 500),
        },
    ),
}
SERVICES["comfyui"] = Service(
    ComfyUIIllustrator,
    ComfyUIServer,
    comfyui_client,
    (comfyui_client, comfyui),
    {
        "no model": comfyui_server.unfit("Value not in list", "ckpt_name: 'sd_xl_base_1.0.safetensors' not in []"),
        "outage": in_json({"error": "Internal"}, 500),
        "too often": in_json({}, 429, **{"Retry-After": "7"}),
        "too often, without a time": in_json({}, 429),
    },
)
SERVICES["gemini"] = Service(
    GeminiIllustrator,
    GeminiPictures,
    gemini,
    (),
    {
        "wrong key": gemini_pictures.refused("INVALID_ARGUMENT", "API key not valid. Pass a valid API key.", 400),
        "no credit": gemini_pictures.refused("FAILED_PRECONDITION", "Please enable billing.", 400),
        "no access": gemini_pictures.refused("PERMISSION_DENIED", "Not allowed.", 403),
        "no model": gemini_pictures.refused("NOT_FOUND", "models/fox is not found.", 404),
        "refusal": gemini_pictures.ended("IMAGE_SAFETY"),
        "too often": gemini_pictures.refused("RESOURCE_EXHAUSTED", "Quota.", 429, [{"retryDelay": "7s"}]),
        "too often, without a time": gemini_pictures.refused("RESOURCE_EXHAUSTED", "Quota.", 429),
        "unfit": gemini_pictures.refused("INVALID_ARGUMENT", "Too many pictures.", 400),
        "outage": gemini_pictures.refused("UNAVAILABLE", "The model is overloaded.", 503),
    },
)
QUEUED = [name for name, service in SERVICES.items() if isinstance(service.illustrator(), QueuedIllustrator)]


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> Service:
    return SERVICES[request.param]


@pytest.fixture
def server(service: Service, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PictureServer]:
    for module in service.pauses:
        monkeypatch.setattr(module, "PAUSE", 0.01)
    with service.server() as running:
        running.switch_on(settings)
        settings.IMAGE_JOB_TIMEOUT = 10.0
        yield running


@pytest.fixture
def illustrator(service: Service, server: PictureServer) -> Any:
    return service.illustrator()


def asking(**more: Any) -> PictureRequest:
    return PictureRequest("The red fox sleeps in the meadow.", "a story", 3, **({"version": 1} | more))


def failure(call: Callable[[], Any]) -> ProviderError:
    """The error that `call` raises; no part of it that anybody sees holds a key."""
    with pytest.raises(ProviderError) as caught:
        call()
    error = caught.value
    shown = error.message + error.operator + "".join(traceback.format_exception(error))
    assert [
        service.server.key for service in SERVICES.values() if service.server.key and service.server.key in shown
    ] == []
    assert not any(name in error.message for name in ("fal", "ComfyUI", "Gemini", "HTTP", "_"))
    assert error.message.endswith(".")
    return error


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


def asked_wrongly(illustrator: Any, server: PictureServer, sent: Sent) -> ProviderError:
    server.behaviour = lambda asked, number: sent if asked.method == "POST" else None
    error = failure(lambda: illustrator.draw(asking()))
    assert len(server.submitted()) == 1, "it was asked more than once"
    return error


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


class TestGemini:
    """What only Google's models have."""

    @pytest.fixture
    def service(self) -> Service:
        return SERVICES["gemini"]

    @pytest.mark.parametrize("reason", ["PROHIBITED_CONTENT", "IMAGE_PROHIBITED_CONTENT", "SAFETY"])
    def test_a_model_that_ends_because_of_the_content_refuses(self, illustrator, server, reason):
        assert asked_wrongly(illustrator, server, gemini_pictures.ended(reason)).policy

    def test_a_prompt_that_is_blocked_is_refused(self, illustrator, server):
        blocked = in_json({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}})
        assert asked_wrongly(illustrator, server, blocked).policy

    def test_an_answer_in_words_is_a_failure_that_may_pass(self, illustrator, server):
        error = asked_wrongly(illustrator, server, gemini_pictures.ended("NO_IMAGE", {"text": "A fox."}))
        assert (error.permanent, error.policy) == (False, False)


class TestComfyUI:
    """What only ComfyUI has."""

    @pytest.fixture
    def service(self) -> Service:
        return SERVICES["comfyui"]

    @pytest.fixture
    def second(self, server, settings) -> Iterator[ComfyUIServer]:
        """Another server, beside the first."""
        with ComfyUIServer() as second:
            settings.COMFYUI_URLS = [server.address, second.address]
            yield second

    def test_the_server_with_the_shortest_queue_draws(self, illustrator, server, second):
        server.looks = 10**6
        for _ in range(3):
            illustrator.submit(asking())
        assert (len(server.jobs), len(second.jobs)) == (2, 1)

    def test_what_a_server_takes_with_it_when_it_dies_is_drawn_by_another(
        self, illustrator, server, second, monkeypatch
    ):
        monkeypatch.setattr(comfyui_client, "PATIENCE", 0.05)
        server.looks = 10**6
        job = illustrator.submit(asking())
        server.__exit__()
        error = failure(lambda: illustrator.collect(job))
        assert (error.permanent, error.reached) == (False, True)
        assert illustrator.draw(asking()).data
        assert len(second.jobs) == 1

    def test_the_nodes_are_filled_in_by_their_titles(self, illustrator, server):
        illustrator.draw(asking(width=1024, height=1536))
        inputs = {node["_meta"]["title"]: node["inputs"] for node in server.submitted()[0].body["prompt"].values()}
        assert inputs["prompt"]["text"] == asking().prompt
        assert "watermark" in inputs["negative"]["text"]
        assert (inputs["size"]["width"], inputs["size"]["height"]) == (816, 1232)
        first = inputs["seed"]["seed"]
        illustrator.draw(asking(version=2))
        assert server.submitted()[1].body["prompt"]["5"]["inputs"]["seed"] != first

    def test_a_login_in_the_address_is_sent_and_is_in_no_name_of_a_job(self, illustrator, server, settings):
        settings.COMFYUI_URLS = [server.address.replace("http://", "http://fox:s3cr3t@")]
        job = illustrator.submit(asking())
        assert "s3cr3t" not in job
        assert illustrator.collect(job).data
        assert {asked.headers["authorization"] for asked in server.asked} == {"Basic Zm94OnMzY3IzdA=="}

    def test_without_a_workflow_that_looks_at_pictures_none_is_sent(self, illustrator, server, settings):
        settings.COMFYUI_EDIT_WORKFLOW = ""
        assert not illustrator.takes_references
        assert illustrator.draw(asking(base=png(64, 96))).data
        assert not any("upload" in asked.path for asked in server.asked)

    def test_a_workflow_that_cannot_be_filled_in_is_not_sent(self, illustrator, server, settings, tmp_path):
        file = tmp_path / "mine.json"
        file.write_text('{"1": {"class_type": "CLIPTextEncode", "inputs": {"text": ""}, "_meta": {"title": "Prompt"}}}')
        settings.COMFYUI_WORKFLOW = str(file)
        error = failure(lambda: illustrator.draw(asking()))
        assert (error.account, error.reached, server.asked) == (True, False, [])
        assert "COMFYUI_WORKFLOW" in error.operator
        assert "'seed'" in error.operator


class TestFal:
    """What only fal.ai has."""

    @pytest.fixture
    def service(self) -> Service:
        return SERVICES["fal"]

    @pytest.mark.parametrize(("size", "asked"), [((1024, 1536), (1920, 2880)), ((4000, 2000), (4000, 2000))])
    def test_seedream_gets_a_size_that_it_accepts(self, illustrator, server, settings, size, asked):
        settings.FAL_IMAGE_MODEL = "fal-ai/bytedance/seedream/v4.5"
        picture = illustrator.draw(asking(width=size[0], height=size[1], references=[png(64, 64)]))
        assert server.submitted()[0].body["image_size"] == {"width": asked[0], "height": asked[1]}
        assert prices.cost("fal", illustrator.model, picture.usage) == prices.TABLE[illustrator.model]["picture"]

    def test_a_model_that_is_not_known_is_not_asked(self, illustrator, server, settings):
        settings.FAL_IMAGE_MODEL = "fal-ai/fox-1"
        error = failure(lambda: illustrator.draw(asking()))
        assert (error.account, error.reached, server.asked) == (True, False, [])

    def test_a_job_that_is_refused_for_its_content_is_a_refusal(self, illustrator, server):
        server.fate = "content_policy_violation"
        assert failure(lambda: illustrator.draw(asking())).policy

    def test_the_key_is_sent_neither_with_the_link_to_a_picture_nor_to_another_server(self, illustrator, server):
        illustrator.draw(asking())
        assert "authorization" not in next(asked.headers for asked in server.asked if "/files/" in asked.path)
        stranger = in_json({"request_id": "1", "response_url": "https://elsewhere.example/requests/1"})
        assert not asked_wrongly_again(illustrator, server, stranger).answered

    def test_too_long_a_job_is_not_followed_by_another_by_itself(self, illustrator, server, settings):
        server.looks, settings.IMAGE_JOB_TIMEOUT = 10**6, 0.1
        assert failure(lambda: illustrator.draw(asking())).permanent


def asked_wrongly_again(illustrator: Any, server: PictureServer, sent: Sent) -> ProviderError:
    server.asked.clear()
    return asked_wrongly(illustrator, server, sent)
