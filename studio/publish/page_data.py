"""The context of the publishing panel on the film's page."""

from typing import Any

from core import artifacts
from core.status import accepts
from publishing import queries
from publishing.contexts import link_of, path_of
from stories.models import Story
from studio.refusals import NO_REFUSAL, Refusal


def panel(story: Story, refusal: Refusal = NO_REFUSAL) -> dict[str, Any] | None:
    """The publishing panel; None when the story is not published and cannot be."""
    publication, may = queries.publication_of(story), accepts(queries.check_may_publish, story)
    if publication is None and not may:
        return None
    in_gallery = bool(publication and queries.is_in_gallery(publication))
    shown = (publication and publication.token, in_gallery, may, refusal.sentence)
    return {
        "story": story,
        "publication": publication,
        "in_gallery": in_gallery,
        "public_link": link_of(publication) if publication else "",
        "public_path": path_of(publication) if publication else "",
        "may_publish": may,
        "publish_refusal": refusal,
        "publish_stamp": artifacts.digest_of(*shown)[:12],
    }
