"""The JSON API. Its OpenAPI document is at /api/openapi.json, and a page to read and try it at /api/docs."""

from ninja import NinjaAPI

from api import health, pictures, scenes, staff, stories, submit, videos
from api.errors import explain_errors
from api.security import READERS, ParsedBody

DESCRIPTION = """
From quiz answers to twenty approved pictures and their clips. The session cookie carries ownership; a story of somebody
else and one that does not exist are both 404; staff who may see it get 403 for what they lack the permission for. Every
error is `{"error": "<one sentence>"}`. Every POST needs
`Content-Type: application/json`; a body may have 256 KiB.

Programs send a token instead of the cookie: `Authorization: Bearer <token>`. It is made on the site's page `/yours/`,
acts as whoever made it, counts for the same quotas, and can be revoked there. Its scope `read` is for every GET, for
`/stream` and for the pictures and clips at `/media/...`; `make` for `/submit`, `/approve_scenes`, `/approve_videos` and
for deleting a story and undoing that; `review` for `/approve_image` and `/edit_image`. 401 for a token that is wrong or
revoked, 403 for one without the scope.

`GET /stream?channel=<story id>` is the story's stream of events (`text/event-stream`; 403 for somebody else's story).
A new connection first gets the present state as events: `image_ready` for each drawn picture, then `story_complete` and
`all_approved` where they hold. Then come `image_ready`, `image_update`, `story_complete`, `story_error`,
`all_approved`, `video_generation_started`, `video_ready`, `video_generation_complete` and `video_generation_error` as
they happen, and a heartbeat at least every 20 s. A client may get an event twice.
"""

api = NinjaAPI(
    title="StoryForge",
    version="1",
    description=DESCRIPTION,
    openapi_url="/api/openapi.json",
    docs_url="/api/docs",
    auth=READERS,
    parser=ParsedBody(),
)
explain_errors(api)
for part in (submit, scenes, stories, pictures, videos, health, staff):
    api.add_router("", part.router)
