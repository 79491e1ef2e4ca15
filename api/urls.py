"""The JSON API, composed of what every room offers. Its OpenAPI document is at /api/openapi.json."""

from ninja import NinjaAPI

from api.errors import explain_errors
from api.pictures import router as images_router
from api.submit import router as quiz_router
from api.videos import router as videos_router

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
