"""The site's own settings as they are in production: static files are collected, into the benchmark's own folder, and
there is one more illustrator, whose other end the benchmark plays."""

from storyforge.settings import *  # noqa: F403
from storyforge.settings import IMAGE_PROVIDERS, VAR_DIR

STATIC_ROOT = VAR_DIR / "static"
IMAGE_PROVIDERS["upstream"] = "tests.upstreams.illustrator.UpstreamIllustrator"
