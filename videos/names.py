"""Names of takes: the same for the same take, and not to be guessed."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def take_key(story_id: UUID, scene: int, take: int) -> str:
    """Our name of a take at whoever makes it: at most 64 characters of a-z, 0-9 and "-"."""
    return f"{story_id.hex[:16]}-{scene:02d}-{take}-{_secret(story_id, scene, take)}"


def clip_name(story_id: UUID, scene: int, take: int) -> str:
    """The name of a take's file, without an ending."""
    return f"clip-{scene:02d}-t{take}-{_secret(story_id, scene, take)}"


def _secret(story_id: UUID, scene: int, take: int) -> str:
    what = f"{story_id}/{scene}/{take}"
    return salted_hmac("videos.names", what, algorithm="sha256").hexdigest()[:16]
