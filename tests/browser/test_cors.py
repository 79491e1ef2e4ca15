"""A page of another site, in a real browser: it uses the API and the event stream with a token, never with cookies."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import owners_window
from tests.factories import OWNER, edited_story
from tests.stack import running
from visitors import tokens

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
STATUS = """async ([url, options]) => {
  try { return (await fetch(url, options)).status; } catch { return "kept from the page"; }
}"""
FIRST_EVENT = """async ([url, token]) => {
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  const { value } = await answer.body.getReader().read();
  return `${answer.status} ${new TextDecoder().decode(value)}`;
}"""


class BlankPage(BaseHTTPRequestHandler):
    """Answers everything with an empty page."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_site():
    with ThreadingHTTPServer(("127.0.0.1", 0), BlankPage) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("named", [True, False])
def test_a_page_of_another_site_gets_in_with_a_token_where_its_origin_is_named(chromium, other_site, tmp_path, named):
    story = edited_story()
    token = tokens.make_token(OWNER, None, name="a page", scopes=("make",))
    origins = {"CORS_ORIGINS": other_site} if named else {}
    with running(tmp_path, worker=False, **origins) as site, owners_window(chromium, site) as page:
        page.goto(other_site)
        url, with_token = f"{site.url}/story/{story.pk}", {"headers": {"Authorization": f"Bearer {token}"}}

        def status(**options):
            return page.evaluate(STATUS, [url, options])

        assert status(**with_token) == (200 if named else "kept from the page")
        assert status(credentials="include") == "kept from the page"
        assert status(credentials="include", method="DELETE") == "kept from the page"
        if named:
            stream = page.evaluate(FIRST_EVENT, [f"{site.url}/stream?channel={story.pk}", token])
            assert stream.startswith("200 ")
            assert "event: story_status" in stream
            assert status(method="DELETE", **with_token) == 200
    story.refresh_from_db()
    assert (story.deleted_at is not None) == named
