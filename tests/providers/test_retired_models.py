"""providers.retired_models: dated versions have the day of their model."""

from datetime import date

import pytest

from providers.retired_models import shutdown_of


@pytest.mark.parametrize(
    ("model", "day"),
    [
        ("o3", date(2026, 12, 11)),
        ("gpt-5.1", date(2027, 4, 1)),
        ("gpt-5.4-nano", date(2027, 4, 1)),
        ("o4-mini-2025-04-16", date(2026, 10, 23)),
        ("gpt-4-1106-preview", date(2026, 10, 23)),
        ("gpt-3.5-turbo-0125", date(2026, 10, 23)),
        ("gpt-4-turbo-preview", date(2026, 10, 23)),
        ("gpt-4.1-2025-04-14", date(2027, 1, 14)),
        ("gpt-image-2-2026-04-21", None),
        ("gpt-6-luna", None),
    ],
)
def test_a_dated_version_ends_with_its_model(model: str, day: date | None) -> None:
    assert shutdown_of(model) == day
