import io
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.prefixed_log import LONGEST_LINE, PrefixedLog, wants_colours


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.fixture
def out():
    return io.StringIO()


@pytest.fixture
def log(out):
    return PrefixedLog(out, colours=False)


def test_each_line_begins_with_the_name_of_its_program(log, out):
    log.feed("web", b"one\ntwo\n")
    log.feed("worker", b"three\r\n\n")
    assert out.getvalue() == "web        | one\nweb        | two\nworker     | three\nworker     |\n"


def test_an_unfinished_line_is_held_while_others_write(log, out):
    log.feed("web", b"begin")
    log.feed("worker", b"between\n")
    log.feed("web", b" end\n")
    assert out.getvalue() == "worker     | between\nweb        | begin end\n"


@given(text=st.text(st.characters(exclude_characters="\r\n", codec="utf-8")), data=st.data())
def test_a_character_cut_in_two_is_put_together(text, data):
    out = io.StringIO()
    log = PrefixedLog(out, colours=False)
    whole = f"[{text}]\n".encode()
    cut = data.draw(st.integers(0, len(whole)))
    log.feed("web", whole[:cut])
    log.feed("web", whole[cut:])
    assert out.getvalue() == f"web        | [{text}]\n"


def test_bytes_that_are_not_utf8_are_replaced(log, out):
    log.feed("web", b"\xff\xfe broken\n")
    assert out.getvalue() == "web        | \ufffd\ufffd broken\n"


def test_the_unfinished_line_of_a_program_is_shown_when_it_ends(log, out):
    log.feed("web", "half a line and half a character: €".encode()[:-1])
    assert out.getvalue() == ""
    log.end("web")
    assert out.getvalue() == "web        | half a line and half a character: \ufffd\n"
    log.end("web")
    log.feed("web", b"new life\n")
    assert out.getvalue().splitlines()[1:] == ["web        | new life"]


def test_an_endless_line_is_shown_in_pieces(log, out):
    log.feed("web", b"x" * (2 * LONGEST_LINE + 5))
    assert out.getvalue() == f"web        | {'x' * LONGEST_LINE}\n" * 2
    log.feed("web", b"\n")
    assert out.getvalue().endswith("web        | xxxxx\n")


def test_a_message_may_have_several_lines(log, out):
    log.say("supervisor", "one\ntwo")
    assert out.getvalue() == "supervisor | one\nsupervisor | two\n"


def test_only_the_name_is_coloured(out):
    PrefixedLog(out, colours=True).feed("web", b"text\n")
    assert out.getvalue() == "\033[32mweb        |\033[0m text\n"


@pytest.mark.parametrize(
    ("environment", "stream", "wanted"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, Terminal(), False),
    ],
)
def test_colours_depend_on_environment_and_terminal(environment, stream, wanted, monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colours(stream) is wanted


def test_a_closed_stream_sends_sigterm_to_this_process():
    received = []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    try:
        log = PrefixedLog(Closed(), colours=False)
        log.say("web", "anybody there?")
        log.say("web", "no")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert received == [signal.SIGTERM]
