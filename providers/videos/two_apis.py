"""An animator of a service with two APIs, of which each knows only its own models and jobs."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from providers.base import ClipJob, ClipRequest, Finding
from providers.videos.remote import RemoteAnimator

NEWER = "newer:"  # begins the names of the newer API's jobs, so that they are found after the model was changed


class TwoApis:
    """The model in the settings chooses the API for new clips. Subclasses define the two APIs and `is_newer`."""

    older: ClassVar[RemoteAnimator]
    newer: ClassVar[RemoteAnimator]
    on_this_machine = False

    def is_newer(self, model: str) -> bool:
        """Whether the newer API makes that model's clips."""
        raise NotImplementedError

    @property
    def chosen(self) -> RemoteAnimator:
        """The API of the model in the settings."""
        return self.newer if self.is_newer(self.older.model) else self.older

    @property
    def name(self) -> str:
        """The service's name in settings."""
        return self.older.name

    @property
    def model(self) -> str:
        """The model and the quality that the settings name."""
        return self.older.model

    @property
    def model_settings(self) -> tuple[str, ...]:
        """The settings for the model (first) and its quality."""
        return self.older.model_settings

    @property
    def takes_end_pictures(self) -> bool:
        """As `RemoteAnimator`."""
        return self.chosen.takes_end_pictures

    def submit(self, request: ClipRequest) -> ClipJob:
        """As `RemoteAnimator`."""
        return self._named(self.chosen, self.chosen.submit(request))

    def find(self, key: str) -> ClipJob | None:
        """As `RemoteAnimator`."""
        job = self.chosen.find(key)
        return job and self._named(self.chosen, job)

    def poll(self, job_id: str) -> ClipJob:
        """As `RemoteAnimator`."""
        api = self._api_of(job_id)
        return self._named(api, api.poll(job_id.removeprefix(NEWER)))

    def fetch(self, job: ClipJob, to: Path) -> None:
        """As `RemoteAnimator`."""
        self._api_of(job.id).fetch(replace(job, id=job.id.removeprefix(NEWER)), to)

    def health_check(self, *, spend: bool) -> Iterable[Finding]:
        """As `RemoteAnimator`, of the chosen API."""
        return self.chosen.health_check(spend=spend)

    def _api_of(self, job_id: str) -> RemoteAnimator:
        return self.newer if job_id.startswith(NEWER) else self.older

    def _named(self, api: RemoteAnimator, job: ClipJob) -> ClipJob:
        return replace(job, id=NEWER + job.id) if api is self.newer else job
