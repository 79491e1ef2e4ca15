"""What a take is called at its service, and its file at its host."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def take_key(story_id: UUID, scene: int, take: int) -> str:
    """Our key of the job at its provider: at most 64 characters of a-z, 0-9 and "-"."""
    return f"{story_id.hex[:16]}-{scene:02d}-{take}-{_secret(story_id, scene, take)}"


def clip_name(story_id: UUID, scene: int, take: int) -> str:
    """The name of a take's file, without an ending."""
    return f"clip-{scene:02d}-t{take}-{_secret(story_id, scene, take)}"


def _secret(story_id: UUID, scene: int, take: int) -> str:
    """The same for the same take, and not guessable. The salt names existing files: it must not change."""
    what = f"{story_id}/{scene}/{take}"
    return salted_hmac("videos.names", what, algorithm="sha256").hexdigest()[:16]
