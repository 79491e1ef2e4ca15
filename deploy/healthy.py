"""Whether the web process of this container answers; for the image's health check. Exits with 0 or 1."""

import http.client
import os
import sys

ANSWERS = (200, 503)  # 503: Redis or the database is away, and another web process would not help

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
name = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0]
connection.request("GET", "/health", headers={"Host": name, "X-Forwarded-Proto": "https"})
sys.exit(connection.getresponse().status not in ANSWERS)
