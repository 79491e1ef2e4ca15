"""Reads of what goes into a story's books."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from books.edition import Edition, Page
from books.models import Download
from core import artifacts
from core.connections import release_connection
from core.status import Conflict
from images import queries as picture_queries
from images.models import Illustration, Version
from providers import registry
from stories import statuses
from stories.models import Story

LAYOUT = 2  # raising this makes every book out of date
_NOT_YET = "A book is made of approved pictures: all twenty have to be approved first."


def check_may_make(story: Story) -> None:
    """Raise Conflict, in words, unless all pictures of the story are approved."""
    if story.status not in statuses.SETTLED:
        raise Conflict(_NOT_YET)


def shown_pictures(story: Story) -> list[tuple[Illustration, Version]]:
    """The story's pictures in order, each with its shown version; without pictures that have none."""
    rows = picture_queries.pictures_of(story)
    return [(picture, picture.current) for picture in rows if picture.current]


def edition_of(story: Story, changed: datetime) -> Edition:
    """The story as it is now; `changed` is the date that is printed in the book."""
    pairs = shown_pictures(story)
    return Edition(
        name=str(uuid5(NAMESPACE_URL, f"storyforge:{story.pk}")),
        title=story.title or "A story",
        changed=changed,
        author=story.author,
        cover=picture_queries.cover_number(story, [picture.number for picture, _ in pairs]),
        pages=[_page(picture, version) for picture, version in pairs],
        writer=story.writer,
        illustrators=_illustrators([version for _, version in pairs]),
    )


def _page(picture: Illustration, version: Version) -> Page:
    own = version.mode == Version.UPLOAD
    return Page(
        number=picture.number,
        text=picture.scene_text,
        picture=partial(_load, version),
        shows="" if own else version.depiction,
        prompt="" if own else version.prompt,
        provider=version.provider,
        model=version.model,
        version=version.number,
        how=version.mode,
        width=version.width,
        height=version.height,
    )


def _load(version: Version) -> bytes:
    release_connection()  # the host may be slow
    return registry.host(version.host).fetch(version.stored)


def _illustrators(versions: Sequence[Version]) -> list[str]:
    drawn = [version for version in versions if version.mode != Version.UPLOAD]
    return list(dict.fromkeys(f"{version.provider} {version.model}" for version in drawn))


def digest_of(story: Story, kind: str) -> str:
    """The digest of everything that goes into the story's download of this kind."""
    return digests_of(story)[kind]


def digests_of(story: Story) -> dict[str, str]:
    """`digest_of` each kind."""
    pages = [
        (picture.number, picture.scene_text, version.pk, version.depiction)
        for picture, version in shown_pictures(story)
    ]
    book = [LAYOUT, story.title, *story.chosen, story.writer, pages]
    found = dict.fromkeys((Download.PDF, Download.EPUB), artifacts.digest_of(*book))
    return found | {Download.ZIP: artifacts.digest_of(*book, *_moving(story))}


def _moving(story: Story) -> list[object]:
    """What the ZIP holds besides, by what changes when it does."""
    films = story.films.exclude(file="").order_by("shape").values_list("file", flat=True)
    takes = story.clips.exclude(current=None).order_by("number").values_list("current", flat=True)
    music = getattr(story, "music", None)
    return [list(films), list(takes), music.file if music else ""]


def downloads_of(story: Story) -> dict[str, Download]:
    """The story's downloads by kind; one that was never requested is a row that is not saved."""
    found = {download.kind: download for download in story.downloads.all()}
    return {kind: found.get(kind) or Download(story=story, kind=kind, status="") for kind, _ in Download.KINDS}
