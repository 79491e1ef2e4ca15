"""Whether the web process of this container serves; for the image's health check. Exits with 0 or 1."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=5)
connection.request("GET", "/livez")
sys.exit(connection.getresponse().status != http.client.OK)
