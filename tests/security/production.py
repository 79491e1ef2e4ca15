"""Run with production settings: request some pages and print their headers and cookies as JSON."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "storyforge.settings"
django.setup()

from django.conf import settings  # noqa: E402 (the settings must be known first)
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

call_command("migrate", verbosity=0)
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
secure = {"secure": True, "headers": {"Host": "fox.example"}}
page = Client().get("/admin/login/", **secure)
call_command("load_content", stdout=sys.stderr)
visitor = Client()  # whose first answer the browser keeps, and the second the database
first = visitor.post("/quiz/story_type/", {"value": "Power Fantasy"}, **secure)
second = visitor.post("/quiz/humiliation_type/", {"value": "A"}, **secure)
plain = Client().get("/", headers={"Host": "fox.example"})
proxied = Client().get("/admin/login/", headers={"Host": "fox.example", "X-Forwarded-Proto": "https"})
found = {
    "headers": dict(page.headers),
    "cookies": {
        name: {key: cookie[key] for key in ("secure", "httponly", "samesite", "domain")}
        for name, cookie in {**page.cookies, **second.cookies, **first.cookies}.items()
    },
    "plain": (plain.status_code, plain.headers.get("Location")),
    "proxied": proxied.status_code,
}
json.dump(found, sys.stdout)
