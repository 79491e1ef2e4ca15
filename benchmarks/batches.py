"""What one writes first: every story sends five pictures at once, waits for them, pauses, and sends the next five."""

import base64
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from openai import OpenAI, RateLimitError

from providers.hosting.cloudinary_account import hidden_environment

with hidden_environment():
    from cloudinary import uploader

SIZE, AT_ONCE, PICTURES = "1024x1536", 5, 20
MODEL = "gpt-image-2.6-flare"


class Batches:
    """Stories that know nothing of each other, through the same SDKs to the same servers.

    `environment` holds the settings that lead there; `pause` is in seconds. What was refused for coming too soon is
    asked for again after the same pause, or, with `obedient`, after the one that the refusal names.
    """

    def __init__(self, environment: Mapping[str, str], pause: float = 0.0, *, obedient: bool = False) -> None:
        self.pause, self.obedient = pause, obedient
        self.openai = OpenAI(
            api_key=environment["OPENAI_API_KEY"], base_url=environment["OPENAI_BASE_URL"], max_retries=0
        )
        account, _, self.prefix = environment["CLOUDINARY_URL"].partition("?upload_prefix=")
        who, self.cloud = account.removeprefix("cloudinary://").split("@")
        self.key, self.secret = who.split(":")

    def draw(self, stories: int) -> None:
        """Draw and keep all pictures of so many stories, all begun at the same moment."""
        with ThreadPoolExecutor(stories) as together:
            list(together.map(self._story, range(stories)))

    def _story(self, story: int) -> None:
        with ThreadPoolExecutor(AT_ONCE) as five:
            for first in range(0, PICTURES, AT_ONCE):
                if first:
                    time.sleep(self.pause)
                list(five.map(lambda number: self._picture(story, number), range(first, first + AT_ONCE)))

    def _picture(self, story: int, number: int) -> None:
        while True:
            try:
                answer = self.openai.images.generate(model=MODEL, prompt=f"Star {number}", size=SIZE, n=1)
            except RateLimitError as refused:
                named = float(refused.response.headers["retry-after-ms"]) / 1000
                time.sleep(named if self.obedient else self.pause)
            else:
                data = answer.model_dump()["data"][0]["b64_json"]
                return self.upload(base64.b64decode(data), f"{story}-{number}")

    def upload(self, data: bytes, name: str) -> None:
        """Keep one picture."""
        where = {"upload_prefix": self.prefix, "cloud_name": self.cloud}
        uploader.upload(BytesIO(data), public_id=name, api_key=self.key, api_secret=self.secret, timeout=60, **where)
