"""The plain way to draw stories: send five pictures at once, wait for them, pause, send the next five."""

import base64
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from openai import OpenAI, RateLimitError

from providers.hosting.cloudinary_account import hidden_environment

with hidden_environment():
    from cloudinary import uploader

SIZE, BATCH, PICTURES = "1024x1536", 5, 20
MODEL = "gpt-image-2.6-flare"


class FixedBatches:
    """Draws stories that know nothing of each other, by the same SDKs from the same servers as the site.

    `environment` holds the settings that lead to the servers; `pause` is in seconds. A refused picture is asked for
    again after `pause`, or, with `obedient`, after the time that the refusal names.
    """

    def __init__(self, environment: Mapping[str, str], pause: float = 0.0, *, obedient: bool = False) -> None:
        self.pause, self.obedient = pause, obedient
        self.openai = OpenAI(
            api_key=environment["OPENAI_API_KEY"], base_url=environment["OPENAI_BASE_URL"], max_retries=0
        )
        account, _, self.prefix = environment["CLOUDINARY_URL"].partition("?upload_prefix=")
        credentials, self.cloud = account.removeprefix("cloudinary://").split("@")
        self.key, self.secret = credentials.split(":")

    def draw(self, stories: int) -> None:
        """Draw and upload all pictures of the stories; all stories begin at the same moment."""
        with ThreadPoolExecutor(stories) as threads:
            list(threads.map(self._story, range(stories)))

    def _story(self, story: int) -> None:
        with ThreadPoolExecutor(BATCH) as threads:
            for first in range(0, PICTURES, BATCH):
                if first:
                    time.sleep(self.pause)
                list(threads.map(lambda number: self._picture(story, number), range(first, first + BATCH)))

    def _picture(self, story: int, number: int) -> None:
        while True:
            try:
                answer = self.openai.images.generate(model=MODEL, prompt=f"Star {number}", size=SIZE, n=1)
            except RateLimitError as refusal:
                named = float(refusal.response.headers["retry-after-ms"]) / 1000
                time.sleep(named if self.obedient else self.pause)
            else:
                data = answer.model_dump()["data"][0]["b64_json"]
                return self.upload(base64.b64decode(data), f"{story}-{number}")

    def upload(self, data: bytes, name: str) -> None:
        """Upload one picture to Cloudinary."""
        account = {"upload_prefix": self.prefix, "cloud_name": self.cloud}
        uploader.upload(BytesIO(data), public_id=name, api_key=self.key, api_secret=self.secret, timeout=60, **account)
