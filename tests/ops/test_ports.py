import os
import socket
import subprocess
import sys

import pytest

from core.redis_server import free_port
from ops import CannotStart
from ops.ports import Ports, bind_error

HOST = "127.0.0.1"


@pytest.fixture
def ports(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    return Ports()


@pytest.fixture
def taken():
    with socket.socket() as server:
        server.bind((HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def test_the_named_port_is_chosen(ports, monkeypatch):
    port = free_port()
    monkeypatch.setenv("PORT", f" {port} ")
    assert ports.choose("PORT", 8000, HOST) == port


def test_the_first_port_is_chosen_when_none_is_named(ports):
    port = free_port()
    assert ports.choose("PORT", port, HOST) == port


def test_the_next_free_port_is_chosen_after_a_busy_one(ports, taken):
    assert taken < ports.choose("PORT", taken, HOST) < taken + 200


def test_an_empty_setting_is_no_setting(ports, taken, monkeypatch):
    monkeypatch.setenv("PORT", "")
    assert ports.choose("PORT", taken, HOST) > taken


def test_a_named_port_that_is_busy_is_an_error_with_a_sentence(ports, taken, monkeypatch):
    monkeypatch.setenv("PORT", str(taken))
    with pytest.raises(CannotStart, match=rf"PORT asks for port {taken} on {HOST}.*in use.*or set PORT to another"):
        ports.choose("PORT", 8000, HOST)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "eighty", "80 80", "8000.0"])
def test_a_value_that_is_not_a_port_is_an_error_with_a_sentence(ports, value, monkeypatch):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(CannotStart, match=r"^PORT is '.*', which is not a port"):
        ports.choose("PORT", 8000, HOST)


@pytest.mark.skipif(sys.platform != "linux", reason="the mark is a Linux one")
def test_a_port_that_another_copy_reserved_is_not_chosen(ports):
    port = free_port()
    code = f"from ops.ports import Ports; p = Ports(); print(p.choose('PORT', {port}, '{HOST}'), flush=True); input()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with other:
        assert int(other.stdout.readline()) == port
        assert bind_error(HOST, port) is None
        assert ports.choose("PORT", port, HOST) > port
    assert Ports().choose("PORT", port, HOST) == port  # and its end frees it


def test_site_and_flower_never_get_the_same_port(ports):
    first = free_port()
    assert ports.choose("PORT", first, HOST) != ports.choose("FLOWER_PORT", first, HOST)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may listen everywhere")
def test_a_port_that_only_root_may_use_is_an_error(ports, monkeypatch):
    monkeypatch.setenv("PORT", "80")
    with pytest.raises(CannotStart, match="PORT asks for port 80"):
        ports.choose("PORT", 8000, HOST)


def test_a_host_of_another_machine_gives_a_bind_error():
    assert bind_error("192.0.2.1", free_port())


def test_a_port_in_time_wait_is_free():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((HOST, 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection((HOST, port)) as client:
            accepted, _ = server.accept()
            accepted.close()  # the side that closes first keeps the port in TIME_WAIT
            client.recv(1)
    assert bind_error(HOST, port) is None
