"""The JSON API, composed of what every room offers. Its OpenAPI document is at /api/openapi.json."""

from ninja import NinjaAPI

from core.api import explain_errors
from images.api import router as images_router
from quiz.api import router as quiz_router
from videos.api import router as videos_router

api = NinjaAPI(
    title="StoryForge",
    version="1",
    description="From quiz answers to twenty approved pictures and their clips. The session cookie carries ownership.",
    openapi_url="/api/openapi.json",
    docs_url=None,
)
explain_errors(api)
api.add_router("", quiz_router)
api.add_router("", images_router)
api.add_router("", videos_router)
