"""Writes with any chat model that OpenRouter has."""

from collections.abc import Iterable

from django.conf import settings

from providers.base import Finding
from providers.openrouter import NAME, OpenRouterErrors, check_account
from providers.text.openai import OpenAIWriter

ERRORS = OpenRouterErrors(
    "OPENROUTER_TEXT_MODEL", "writer's service", "text", "The story cannot be written", "writing service"
)


class OpenRouterWriter(OpenAIWriter):
    """Asks as OpenAI is asked. What a call was charged is in its usage."""

    name = NAME
    errors = ERRORS

    @property
    def model(self) -> str:
        """The model that OPENROUTER_TEXT_MODEL names."""
        return str(settings.OPENROUTER_TEXT_MODEL)

    def _check_account(self) -> Iterable[Finding]:
        return check_account(self.errors, "/models")
