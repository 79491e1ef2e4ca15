"""Draws with LocalAI, which differs from OpenAI in how pictures are sent and asked for."""

import base64
from typing import Any

from providers.base import PictureRequest
from providers.images.openai import OpenAIIllustrator, file_of, sent_along, shortened


class LocalAIIllustrator(OpenAIIllustrator):
    """Draws with one request per picture at IMAGE_BASE_URL, without previews. Pictures that are sent along are
    references, the one to change too: LocalAI has no other way."""

    name = "localai"
    qualities = ()  # there is no choice of them

    def _arguments(self, request: PictureRequest, previews: int) -> dict[str, Any]:
        pictures = [file_of(number, data)[1] for number, data in enumerate(sent_along(request), 1)]
        references = {"ref_images": [base64.b64encode(data).decode() for data in pictures]}
        return {
            "model": self.model,
            # What follows a "|" is what LocalAI is not to draw.
            "prompt": shortened(request.prompt).replace("|", "/"),
            "size": f"{request.width}x{request.height}",
            "n": 1,
            "response_format": "b64_json",  # else the address of a file
            "extra_body": references if pictures else None,
        }
