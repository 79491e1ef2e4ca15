"""Downloads of finished clips: from which addresses, and where our key goes."""

from pathlib import Path

import pytest

from providers.videos.errors import DownloadFailed, VideoErrors
from providers.videos.http import download, request_json
from tests.upstreams.http_server import Asked, LocalServer, Sent

ERRORS = VideoErrors("Fox", "FOX_KEY", "FOX_URL", "FOX_MODEL")
PUBLIC = "https://8.8.8.8"  # a public address, to which these tests send nothing


class Files(LocalServer):
    """A server with a file, a redirect to it, and a redirect loop."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []

    def respond(self, asked: Asked) -> Sent:
        self.asked.append(asked)
        if asked.path == "/moved":
            return Sent(302, headers={"Location": f"{self.address}/file"})
        if asked.path == "/elsewhere":
            return Sent(302, headers={"Location": self.address.replace("127.0.0.1", "localhost") + "/file"})
        if asked.path == "/round":
            return Sent(302, headers={"Location": f"{self.address}/round"})
        return Sent(200, "video/mp4", data=b"a clip")


@pytest.fixture
def files():
    """The server."""
    with Files() as server:
        yield server


@pytest.mark.parametrize(("path", "keys"), [("/moved", [True, True]), ("/elsewhere", [True, False])])
def test_a_key_goes_to_no_other_server(files, tmp_path, path, keys):
    headers = {"x-goog-api-key": "s3cret", "Authorization": "Bearer s3cret"}
    download(files.address + path, tmp_path / "clip.mp4", ERRORS, base=files.address, headers=headers)
    for header in headers:
        assert [header.lower() in asked.headers for asked in files.asked] == keys


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0"])
def test_a_public_service_cannot_send_us_to_a_private_address(files, tmp_path, host):
    port = files.address.rpartition(":")[2]
    with pytest.raises(DownloadFailed) as caught:
        download(f"http://{host}:{port}/file", tmp_path / "clip", ERRORS, base=PUBLIC)
    assert caught.value.permanent
    assert files.asked == []
    assert not (tmp_path / "clip").exists()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "/etc/passwd", "", "http://", "data:,x"])
def test_only_http_urls_are_downloaded(tmp_path, url):
    with pytest.raises(DownloadFailed) as caught:
        download(url, tmp_path / "clip", ERRORS, base="http://127.0.0.1")
    assert caught.value.permanent


def test_a_service_on_our_own_network_may_have_its_files_there(files, tmp_path):
    download(f"{files.address}/moved", tmp_path / "clip", ERRORS, base=files.address)
    assert (tmp_path / "clip").read_bytes() == b"a clip"


def test_a_redirect_loop_is_given_up(files, tmp_path):
    with pytest.raises(DownloadFailed):
        download(f"{files.address}/round", tmp_path / "clip", ERRORS, base=files.address)
    assert len(files.asked) < 10


def test_a_netrc_file_does_not_replace_the_key(files, tmp_path: Path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login fox password s3cret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    request_json("GET", f"{files.address}/file", ERRORS, headers={"Authorization": "Bearer mine"})
    download(f"{files.address}/file", tmp_path / "clip", ERRORS, base=files.address)
    assert [asked.headers.get("authorization") for asked in files.asked] == ["Bearer mine", None]
