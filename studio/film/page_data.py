"""The context of the film's page, which offers exactly the actions that the server accepts. A full page and a fragment
get the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from core import artifact_statuses, artifacts
from core.status import accepts
from images import statuses as picture_statuses
from providers import registry
from stories import access
from stories import statuses as story_statuses
from stories.models import SCENES, Story
from studio import book, publish, waiting
from studio.refusals import NO_REFUSAL, Refusal
from studio.waiting import Wait
from videos import policy, queries, services, statuses
from videos.clips import costs, slots
from videos.clips.animators import takes_end_pictures
from videos.clips.motions import PRESETS
from videos.film import services as film_services
from videos.film.compositor.spec import SIZES
from videos.film.contents import is_outdated
from videos.models import Clip, Film, Music, Take

LABELS = {Film.VERTICAL: "Upright", Film.WIDE: "Wide"}
PAGE, FILM = 0, -1


def film_page(story: Story, shape: str = "", refusal: Refusal = NO_REFUSAL, part: int = PAGE) -> dict[str, Any]:
    """The whole page of a story's film, which shows the film of that shape. The refusal stands at that part of it: at
    the clip of that number, at the FILM, or at the top of the PAGE."""
    shape = shape if shape in SIZES else Film.VERTICAL
    clips = clips_of(story)
    refused = defaultdict(lambda: NO_REFUSAL, {part: refusal})
    context = {
        "story": story,
        "shape": shape,
        "refusal": refused[PAGE],
        "head": _head(story, clips),
        "clips": _cards(clips, refused),
        "film": film_of(story, shape, refused[FILM]) if clips else None,
        "presets": PRESETS,
        "may_end_on_next": bool(clips) and takes_end_pictures(registry.animator()),
    }
    return context | (book.on_film_page(story) or {}) | (publish.panel_context(story) or {})


def story_panel(story: Story) -> dict[str, Any] | None:
    """The panel above the pictures of a story's page: the film, its progress, or the button that makes it.

    None while there is no film and the pictures are not all approved.
    """
    made = set(story.films.exclude(file="").values_list("shape", flat=True))
    if story.status not in story_statuses.SETTLED and not made:
        return None
    shape = Film.WIDE if made == {Film.WIDE} else Film.VERTICAL
    return {"head": _head(story, clips_of(story)), "film": film_of(story, shape)}


def clips_of(story: Story) -> list[Clip]:
    """The story's clips in order, each with its story, so that reading that costs no further query."""
    rows = list(queries.clips_of(story))
    for clip in rows:
        clip.story = clip.illustration.story = story
    return rows


def _cards(clips: Sequence[Clip], refused: Mapping[int, Refusal]) -> list[dict[str, Any]]:
    """The cards of the clips, with the takes that can be watched and the price of another, in one query."""
    takes: dict[int, list[Take]] = defaultdict(list)
    for take in Take.objects.filter(clip__in=clips, outcome=statuses.MADE).order_by("number"):
        takes[take.clip_id].append(take)
    prices = {provider: costs.price_label(1, provider) for provider in {clip.provider for clip in clips}}
    chosen = registry.animator_name()
    return [_card(one, takes[one.pk], prices[one.provider], chosen, refused[one.number]) for one in clips]


def _card(clip: Clip, takes: Sequence[Take], price: str, chosen: str, refusal: Refusal) -> dict[str, Any]:
    film = access.FILM in clip.story.may
    others = [take for take in takes if take.pk != clip.current_id]
    offered = {
        "redo": film and accepts(policy.check_may_redo, clip),
        "local": film and accepts(policy.check_may_use_local, clip, chosen),
        "wait": film and accepts(policy.check_may_wait, clip),
        "choose": film and any(accepts(policy.check_may_choose, clip, take) for take in others),
    }
    return {
        "clip": clip,
        "takes": [{"take": take, "of": f"take {take.number} of clip {clip.number}"} for take in takes],
        "of": f"clip {clip.number}",
        "label": statuses.LABELS[clip.status],
        "outdated": clip.status == statuses.READY and clip.is_outdated,
        "again": "Try again" if clip.status == statuses.OVERDUE else "Make again",
        "price": price,
        "limit": services.MOTION_LIMIT,
        "may": offered,
        "stamp": f"{queries.clip_stamp(clip)}:{len(takes)}:{'free' if offered['redo'] else 'held'}",
        "refusal": refusal,
    }


def _head(story: Story, clips: Sequence[Clip]) -> dict[str, Any]:
    found = [clip.status for clip in clips]
    ready, active = found.count(statuses.READY), sum(status in statuses.ACTIVE for status in found)
    film = access.FILM in story.may
    may_make = film and accepts(policy.check_may_make, story)
    approved = story.illustrations.filter(status=picture_statuses.APPROVED)
    missing = 0 if clips or story.status in story_statuses.SETTLED else SCENES - approved.count()
    price = costs.price_label(len(queries.pictures_without_clip(story))) if may_make else ""
    may_stop = film and statuses.QUEUED in found and accepts(policy.check_may_stop, story)
    no_worker = may_stop and slots.no_worker_answers(clips)
    stamp = artifacts.digest_of(story.status, story.error, found, may_make, missing, price, may_stop, no_worker)[:12]
    wait = waiting.of_clips(clips) if active else Wait()
    stamp = f"{stamp}:{wait.stamp}"
    counts = {"wait": wait, "total": SCENES, "ready": ready, "active": active, "stuck": len(found) - ready - active}
    offered = {"may_make": may_make, "may_stop": may_stop, "no_worker": no_worker}
    return counts | offered | {"missing_pictures": missing, "price": price, "stamp": stamp}


def film_of(story: Story, shape: str, refusal: Refusal = NO_REFUSAL) -> dict[str, Any]:
    """The film of that shape, made or not, and the actions on it."""
    film = story.films.filter(shape=shape).first() or Film(story=story, shape=shape, status="")
    if not artifacts.has_file(film):  # what is gone is offered to be made, not to be watched
        film.file = film.captions_file = film.poster_file = ""
    width, height = SIZES[shape]
    music = Music.objects.filter(story=story).first()
    parts: dict[str, Any] = {
        "artifact": film,
        "shape": shape,
        "shapes": [{"name": name, "label": LABELS[name]} for name in SIZES],
        "width": width,
        "height": height,
        "active": (active := film.status in artifact_statuses.ACTIVE),
        "wait": (wait := waiting.of_film(film) if active else Wait()),
        "outdated": is_outdated(film),
        "may_make": access.FILM in story.may and accepts(film_services.check_may_make, story),
        "has_voice": registry.speaker() is not None,
        "piece": music,
        "piece_length": minutes_label(music.seconds) if music else "",
        "url": _address(film, film.file),
        "captions_url": _address(film, film.captions_file),
        "poster_url": _address(film, film.poster_file),
        "name": f"{slugify(story.title) or 'story'}-{shape}",
        "length": minutes_label(film.seconds),
        "player_stamp": f"{shape}:{film.file}",
        "refusal": refusal,
    }
    # What the page shows of a film besides the player.
    shown = [
        wait.stamp,
        film.shape,
        film.status,
        film.progress,
        film.file,
        film.error,
        film.notice,
        music and music.file,
    ]
    return parts | {"stamp": artifacts.digest_of(*shown, parts["outdated"], parts["may_make"])[:12]}


def _address(film: Film, name: str) -> str:
    return reverse("story:media", args=[film.story_id, name]) if name else ""


def minutes_label(seconds: float) -> str:
    """A length in seconds as minutes and seconds, such as "1:05"."""
    return f"{round(seconds) // 60}:{round(seconds) % 60:02d}"
