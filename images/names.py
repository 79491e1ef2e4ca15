"""Names under which pictures are kept: the same for the same attempt, and not to be guessed."""

from django.utils.crypto import salted_hmac

from providers.base import PictureRequest


def picture_name(request: PictureRequest) -> str:
    """The name of one version's file, without an ending."""
    what = f"{request.seed}/{request.scene_number}/{request.version}"
    secret = salted_hmac("images.names", what, algorithm="sha256").hexdigest()[:16]
    return f"scene-{request.scene_number:02d}-v{request.version}-{secret}"
