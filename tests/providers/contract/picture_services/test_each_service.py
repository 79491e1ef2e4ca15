"""What only one of the picture services has."""

from collections.abc import Iterator
from typing import Any

import pytest

from providers import prices
from providers.base import ProviderError
from providers.comfyui import client as comfyui_client
from tests.providers.contract.picture_services.conftest import SERVICES, Service, asked_wrongly, asking, failure
from tests.upstreams import gemini_pictures
from tests.upstreams.comfyui_server import ComfyUIServer
from tests.upstreams.http_server import Sent
from tests.upstreams.picture_server import PictureServer, in_json, png


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
