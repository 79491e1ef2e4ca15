"""A film that Chromium plays from a bucket, by signed URLs that end: the page's script asks for another one."""

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from providers import ffmpeg
from tests.stack import eventually

FILM_SECONDS, POSITION = 40, 35
PAGE = (
    b'<video controls preload="metadata"><source src="/film" type="video/mp4"></video><script src="/script"></script>'
)
SCRIPT = settings.BASE_DIR / "static" / "js" / "expired.js"
ARRIVED = "(video, to) => !video.seeking && video.readyState >= 2 && video.currentTime >= to && !video.error"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """More bytes than a player loads ahead: noise."""
    made = tmp_path_factory.mktemp("film") / "noise.mp4"
    source = f"color=gray:size=480x270:rate=10:duration={FILM_SECONDS},noise=alls=100:allf=t"
    how = ["-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "6", "-g", "10"]
    how += ["-pix_fmt", "yuv420p", "-movflags", "+faststart", "-y"]
    subprocess.run(ffmpeg.command([*how, str(made)]), check=True, timeout=300)
    return Path(made).read_bytes()


class Site(ThreadingHTTPServer):
    """A page with a film, and the bucket, whose origin is another: /film redirects to a URL that can `end`."""

    daemon_threads = True

    def __init__(self, film: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.film, self.redirects, self.ended = film, 0, 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in the middle of a film is no fault."""


class Answer(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        site = self.server
        if self.path == "/film":
            site.redirects += 1
            where = f"http://localhost:{site.server_port}/signed/{site.redirects}"
            self.send(302, b"", Location=where, **{"Cache-Control": "no-store"})
        elif signed := re.fullmatch(r"/signed/(\d+)", self.path):
            self.send_range() if int(signed[1]) > site.ended else self.send(403, b"")
        else:
            found = {"/": (PAGE, "text/html"), "/script": (SCRIPT.read_bytes(), "text/javascript")}
            body, kind = found.get(self.path, (b"", "text/plain"))
            self.send(200 if body else 404, body, **{"Content-Type": kind})

    def send_range(self) -> None:
        asked = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "bytes=0-"))
        first, last = int(asked[1]), int(asked[2] or len(self.server.film) - 1)
        span = f"bytes {first}-{last}/{len(self.server.film)}"
        self.send(206, self.server.film[first : last + 1], **{"Content-Range": span, "Content-Type": "video/mp4"})

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(film: bytes) -> Iterator[Site]:
    with Site(film) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def test_a_film_goes_on_where_it_was_wound_to_after_its_url_has_ended(chromium, film):
    with serving(film) as site:
        page: Page = chromium.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"http://127.0.0.1:{site.server_port}/")
        video = page.locator("video")
        video.evaluate("video => { video.muted = true; return video.play(); }")
        video.evaluate("video => video.pause()")
        assert video.evaluate("video => video.buffered.end(video.buffered.length - 1)") < POSITION - 1
        before = site.redirects
        site.ended = before
        video.evaluate("(video, to) => { video.currentTime = to; }", POSITION)
        eventually(
            lambda: page.wait_for_timeout(50) or video.evaluate(ARRIVED, POSITION), 60, "the film to go on there"
        )
        assert site.redirects == before + 1
        assert video.evaluate("video => video.paused")
        page.close()
