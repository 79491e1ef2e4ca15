import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.redis_server import free_port
from ops import wait_for_site


@pytest.fixture
def site():
    """A site that answers 503 twice, then 200."""
    codes = [503, 503]

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(codes.pop() if codes else 200)
            self.end_headers()
            self.wfile.write(b"redis: not there yet")

        def log_message(self, template: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_waits_until_the_site_answers(site):
    assert "503: redis: not there yet" in wait_for_site.problem_with(site)
    assert wait_for_site.wait_for([site], 60) == {}


def test_it_prints_the_url_that_does_not_answer_in_time(site, monkeypatch, capsys):
    nobody = f"http://127.0.0.1:{free_port()}/"
    monkeypatch.setattr(wait_for_site, "TOTAL_SECONDS", 0.5)
    monkeypatch.setenv("READY_URLS", f"{site} {nobody}")
    assert wait_for_site.main() == 1
    said = capsys.readouterr().out
    assert f"{nobody} is not there" in said
    assert site not in said


def test_it_prints_nothing_when_all_urls_answer(site, monkeypatch, capsys):
    monkeypatch.setenv("READY_URLS", site)
    assert wait_for_site.main() == 0
    assert capsys.readouterr().out == ""
