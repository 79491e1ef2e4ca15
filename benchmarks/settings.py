"""The site's settings, with static files in the folder of the benchmark and one more illustrator, which it serves."""

from storyforge.settings import *  # noqa: F403
from storyforge.settings import IMAGE_PROVIDERS, VAR_DIR

STATIC_ROOT = VAR_DIR / "static"
IMAGE_PROVIDERS["upstream"] = "tests.upstreams.illustrator.UpstreamIllustrator"
