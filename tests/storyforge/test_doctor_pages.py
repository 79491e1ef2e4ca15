"""What the doctor finds of the site's pages when their static files are missing."""

import pytest

from core.redis_server import free_port
from storyforge.doctor import pages
from tests.upstreams.http_server import LocalServer, Sent

PAGE = Sent(content_type="text/html", data=b'<link rel="stylesheet" href="/static/css/storyforge.1a2b.css">')
STYLE = Sent(content_type="text/css", data=b"body {}")


class Site(LocalServer):
    """It gives every page, and every static file, the same answer."""

    def __init__(self, page: Sent, static: Sent) -> None:
        super().__init__()
        self.page, self.static = page, static

    def respond(self, asked):
        return self.static if asked.path.startswith("/static/") else self.page


@pytest.mark.parametrize(
    ("page", "static", "words"),
    [
        (PAGE, STYLE, "comes with its styles."),
        (Sent(500), STYLE, "The first page at"),
        (PAGE, Sent(404), "The style sheet at"),
        (PAGE, Sent(500), "answers 500. Run `python manage.py collectstatic"),
    ],
)
def test_a_page_without_its_static_files_is_not_well(page, static, words):
    with Site(page, static) as site:
        (found,) = pages.examine(site.address)
    assert found.ok == (words == "comes with its styles.")
    assert words in found.says


def test_what_is_not_this_site_or_does_not_answer_is_left_to_the_check_of_the_event_stream():
    assert list(pages.examine(f"http://127.0.0.1:{free_port()}")) == []
    with Site(Sent(404), STYLE) as another:
        assert list(pages.examine(another.address)) == []
