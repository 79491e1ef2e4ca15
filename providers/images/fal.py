"""Draws with models at fal.ai, whose queue names a job before it is drawn."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from django.conf import settings

from providers import prices
from providers.base import Finding, Picture, PictureRequest, Preview, ProviderError
from providers.images import fal_queue
from providers.images.fal_queue import ERRORS
from providers.images.service_http import wait_for
from providers.images.shapes import at_least, nearest_ratio
from providers.images.validation import mime_type, validate_picture

PAUSE = 1.0  # seconds between two looks
LOADING_SECONDS = 120.0  # a picture that is drawn is paid for, so its loading is tried for so long

T = TypeVar("T")


class Model(NamedTuple):
    """The ends of a model's name, without and with pictures to look at; how many those may be; the pixels that the
    shorter side must have, 0 where the model takes a shape and no size."""

    draw: str
    edit: str
    most: int
    shortest: int = 0


MODELS = {
    "fal-ai/nano-banana-2": Model("", "/edit", 14),
    "fal-ai/bytedance/seedream/v4.5": Model("/text-to-image", "/edit", 10, shortest=1920),
}


class FalIllustrator:
    """A picture to start from and references are sent along as data: URLs."""

    name = "fal"
    takes_references = True

    @property
    def model(self) -> str:
        """The model that FAL_IMAGE_MODEL names."""
        return str(settings.FAL_IMAGE_MODEL)

    def draw(self, request: PictureRequest, preview: Preview | None = None) -> Picture:
        """Draw a new picture, or an edited one when `request.base` is set. Raises ProviderError."""
        return self.collect(self.submit(request), preview)

    def submit(self, request: PictureRequest) -> str:
        """Queue a job. Returns its path at FAL_BASE_URL. Raises ProviderError; with `answered=False` it may exist."""
        for error in self.setting_errors():
            raise ERRORS.account(error, reached=False)
        model = MODELS[self.model]
        given = [data for data in (request.base, *request.references) if data][: model.most]
        return fal_queue.submit(f"/{self.model}{model.edit if given else model.draw}", _input(request, model, given))

    def collect(self, job: str, preview: Preview | None = None) -> Picture:
        """Wait for the job within IMAGE_JOB_TIMEOUT, and load its picture. Raises ProviderError."""
        _patiently(lambda: fal_queue.is_over(job), settings.IMAGE_JOB_TIMEOUT)
        made = _patiently(lambda: fal_queue.result(job))
        if not made.ok:
            raise fal_queue.error_of(made)
        images = made.body.get("images")
        url = images[0].get("url") if isinstance(images, list) and images and isinstance(images[0], dict) else None
        if not isinstance(url, str):
            raise ERRORS.no_answer("a finished job without a picture")
        return validate_picture(_patiently(lambda: fal_queue.file(url)), {"picture": 1})

    def setting_errors(self) -> Iterable[str]:
        """A model of which it is not known how it is asked."""
        if self.model not in MODELS:
            yield f"FAL_IMAGE_MODEL is {self.model}. Set it to one of: {', '.join(MODELS)}."

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """Check the key by asking for a job that does not exist, and the price. Costs nothing. Never raises."""
        error: ProviderError | None = None
        try:
            fal_queue.is_over(f"/{'/'.join(self.model.split('/')[:2])}/requests/00000000-0000-4000-8000-000000000000")
        except ProviderError as failed:
            error = failed if failed.account or not failed.reached else None
        says = error.operator if error else "fal.ai accepts the key. It draws no picture here, for that costs."
        yield Finding("FAL_KEY", error is None, says)
        guess = prices.first_guess(self.name, self.model, "picture")
        known = f"A picture of {self.model} costs about ${guess:.3f}." if guess is not None else ""
        yield Finding("FAL_IMAGE_MODEL", bool(known), known or f"The price of {self.model} is not known: see PRICES.")


def _patiently(look: Callable[[], T | None], seconds: float = LOADING_SECONDS) -> T:
    return wait_for(look, ERRORS, seconds=seconds, pause=PAUSE, paid=True)


def _input(request: PictureRequest, model: Model, given: list[bytes]) -> dict[str, Any]:
    asked: dict[str, Any] = {"prompt": request.prompt, "num_images": 1}
    if given:
        asked["image_urls"] = [f"data:{mime_type(data)};base64,{b64encode(data).decode()}" for data in given]
    if model.shortest:
        width, height = at_least(model.shortest, request.width, request.height)
        return asked | {"image_size": {"width": width, "height": height}}
    ratio = nearest_ratio(request.width, request.height)
    return asked | {"aspect_ratio": ratio, "resolution": "1K", "output_format": "png"}
