"""The token bucket in a real Redis: no window sees more starts than the limit, and none starts later than needed."""

import time
from bisect import bisect_left
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.token_bucket import Bucket, Turn, redis


def take_until_granted(bucket: Bucket, who: str, **how) -> Turn:
    """Ask, wait as long as the bucket says, and ask again, as a task does."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        turn = bucket.take(who, **how)
        if turn.granted:
            return turn
        time.sleep(turn.wait)
    raise AssertionError(f"{who} got no token")


def most_in_a_window(starts: list[float], period: float) -> int:
    """The most starts that any half-open window of `period` seconds sees."""
    return max((bisect_left(starts, start + period) - place for place, start in enumerate(starts)), default=0)


def test_fifteen_start_at_once_and_the_sixteenth_waits_for_the_whole_period():
    bucket = Bucket("rate", 15, period=60)
    turns = [bucket.take(f"picture {n}") for n in range(20)]
    assert [turn.granted for turn in turns] == [True] * 15 + [False] * 5
    assert all(50 < turn.wait <= 60 for turn in turns[15:])


@settings(max_examples=8, deadline=None)
@given(
    limit=st.integers(1, 6),
    gaps=st.lists(st.integers(0, 60), min_size=5, max_size=25),
    burst=st.none() | st.integers(1, 6),
    stories=st.integers(1, 4),
)
def test_no_window_sees_more_than_the_limit_whatever_the_arrivals(limit, gaps, burst, stories):
    redis().flushall()
    burst = min(burst, limit) if burst else None
    bucket = Bucket("random", limit, period=0.2, burst=burst)

    def arrive(number: int, delay: float) -> None:
        time.sleep(delay)
        take_until_granted(bucket, f"picture {number}", story=f"story {number % stories}")

    with ThreadPoolExecutor(len(gaps)) as arrivals:
        arriving = [arrivals.submit(arrive, n, sum(gaps[: n + 1]) / 1000) for n in range(len(gaps))]
        for one in arriving:
            one.result()
    starts = bucket.grants()
    assert len(starts) == len(gaps)
    assert most_in_a_window(starts, 0.2) <= limit
    if burst:
        assert most_in_a_window(starts, 0.2 * burst / limit) <= burst


def test_a_token_that_is_given_back_can_be_taken_at_once():
    bucket = Bucket("back", 1, period=60)
    turn = bucket.take("one")
    assert not bucket.take("two").granted
    bucket.give_back(turn)
    assert bucket.take("two").granted


def test_a_burst_of_one_spaces_the_starts_evenly():
    bucket = Bucket("even", 15, period=60, burst=1)
    waits = [bucket.take(f"picture {n}").wait for n in range(4)]
    assert waits[0] == 0
    assert all(due - 2 < wait <= due for wait, due in zip(waits[1:], (4, 8, 12), strict=True))


def test_a_pause_stops_everybody_and_halves_the_bursts_afterwards():
    bucket = Bucket("paused", 4, period=8)
    bucket.pause(0.3)
    first = bucket.take("a")
    assert not first.granted
    assert first.wait <= 0.3
    time.sleep(first.wait)
    turns = [bucket.take(who) for who in "abc"]
    assert [turn.granted for turn in turns] == [True, True, False]
    assert turns[2].wait <= 4


def test_a_redraw_goes_before_bulk_work_that_came_earlier():
    bucket = Bucket("lanes", 1, period=0.3)
    bucket.take("running", story="bulk")
    bulk = bucket.take("bulk 1", story="bulk", since=1.0)
    urgent = bucket.take("redraw", story="other", urgent=True, since=2.0)
    assert urgent.wait <= bulk.wait
    time.sleep(bulk.wait)
    assert not bucket.take("bulk 1", story="bulk", since=1.0).granted
    assert bucket.take("redraw", story="other", urgent=True, since=2.0).granted


def test_the_story_that_had_the_fewest_tokens_lately_goes_first():
    bucket = Bucket("fair", 100, at_once=2)
    running = [bucket.take(who, story="a") for who in ("a1", "a2")]
    assert not bucket.take("a3", story="a", since=1.0).granted
    assert not bucket.take("b1", story="b", since=2.0).granted
    for turn in running:
        bucket.finished(turn)
    assert bucket.take("b1", story="b", since=2.0).granted
    order = [bucket.take(who, story=story).granted for who, story in (("b2", "b"), ("a3", "a"))]
    assert order == [True, False]


def test_the_visitor_that_had_the_fewest_tokens_lately_goes_first_however_many_stories_another_has():
    bucket = Bucket("visitors", 100, at_once=3)
    running = [bucket.take(f"a{n}", story=f"a{n}", visitor="mia") for n in range(3)]
    for number in range(3, 9):  # six new stories of the same visitor
        assert not bucket.take(f"a{number}", story=f"a{number}", visitor="mia", since=1.0).granted
    assert not bucket.take("b1", story="b", visitor="ben", since=2.0).granted
    for turn in running:
        bucket.finished(turn)
    assert not bucket.take("a9", story="a9", visitor="mia", since=3.0).granted
    asked = [bucket.take(who, story="b", visitor="ben", since=2.0).granted for who in ("b1", "b2", "b3")]
    assert asked == [True, True, True]


def test_the_stories_of_one_visitor_take_turns():
    bucket = Bucket("own stories", 100, at_once=1)
    running = bucket.take("a1", story="a", visitor="mia")
    assert not bucket.take("a2", story="a", visitor="mia", since=1.0).granted
    assert not bucket.take("b1", story="b", visitor="mia", since=2.0).granted
    bucket.finished(running)
    assert not bucket.take("a2", story="a", visitor="mia", since=1.0).granted
    assert bucket.take("b1", story="b", visitor="mia", since=2.0).granted


def test_a_redraw_is_promised_the_next_token_however_many_wait():
    bucket = Bucket("thousand", 2, period=60)
    for number in range(400):
        bucket.take(f"picture {number}", story=f"story {number % 20}", since=1.0)
    other = bucket.take("picture 399", story="story 19", since=1.0)
    redraw = bucket.take("redraw", story="story 3", urgent=True, since=2.0)
    assert redraw.wait <= 60
    assert other.wait > 3600


def test_equal_stories_share_the_tokens_evenly_from_the_first_to_the_last():
    bucket = Bucket("even shares", 3, period=0.1)
    waiting = [(f"story {story}", f"picture {story}-{number}") for story in range(6) for number in range(5)]
    served: Counter[str] = Counter({story: 0 for story, _ in waiting})
    bucket.pause(0.2)
    assert not any(bucket.take(who, story=story, since=1.0).granted for story, who in waiting)
    deadline = time.monotonic() + 30
    while waiting and time.monotonic() < deadline:
        for story, who in list(waiting):
            if bucket.take(who, story=story, since=1.0).granted:
                waiting.remove((story, who))
                served[story] += 1
                assert max(served.values()) - min(served.values()) <= 1
    assert not waiting


def test_a_caller_that_never_asks_again_blocks_the_others_only_for_the_grace_time(monkeypatch):
    monkeypatch.setattr("core.token_bucket.GRACE_SECONDS", 1.0)
    bucket = Bucket("dead", 1, period=0.2)
    bucket.take("running")
    bucket.take("died while waiting", since=1.0)
    bucket.take("alive", since=2.0)
    time.sleep(0.25)
    assert not bucket.take("alive", since=2.0).granted
    assert take_until_granted(bucket, "alive", since=2.0).granted


def test_two_buckets_are_independent():
    assert Bucket("one", 1).take("a").granted
    assert Bucket("two", 1).take("b").granted


@pytest.mark.parametrize("asked", [0, 1, 5, 19])
def test_the_promised_wait_grows_with_the_place_in_the_queue(asked):
    bucket = Bucket("queue", 5, period=60)
    turns = [bucket.take(f"picture {n:02d}", since=float(n)) for n in range(asked + 1)]
    assert (turns[-1].wait + 10) // 60 == (asked // 5 if asked >= 5 else 0)


def test_no_more_calls_than_at_once_are_under_way():
    bucket = Bucket("crowded", 100, at_once=3)
    turns = [bucket.take(who) for who in "abcd"]
    assert [turn.granted for turn in turns] == [True, True, True, False]
    assert 0 < turns[3].wait <= 10
    bucket.finished(turns[1])
    assert bucket.take("d").granted
    assert not bucket.take("e").granted


def test_a_call_that_is_reported_finished_twice_frees_one_place():
    bucket = Bucket("twice", 100, at_once=1)
    turn = bucket.take("a")
    bucket.finished(turn)
    bucket.finished(turn)
    assert [bucket.take(who).granted for who in "bc"] == [True, False]


def test_a_call_that_was_given_back_is_not_under_way():
    bucket = Bucket("back", 100, at_once=1)
    bucket.give_back(bucket.take("a"))
    assert bucket.take("b").granted


def test_lost_frees_the_place_of_a_caller_that_died():
    bucket = Bucket("again", 100, at_once=1)
    assert bucket.take("a").granted
    assert not bucket.take("a").granted
    bucket.lost("a")
    assert bucket.take("a").granted


def test_a_caller_taken_for_dead_finishes_only_its_own_call():
    bucket = Bucket("late", 100, at_once=1)
    first = bucket.take("a")
    bucket.lost("a")
    assert bucket.take("a").granted
    bucket.finished(first)
    assert not bucket.take("b").granted


def test_a_second_message_for_the_same_call_does_not_make_room():
    bucket = Bucket("double", 100, at_once=2)
    bucket.take("a")
    bucket.give_back(bucket.take("a"))
    bucket.take("b")
    assert not bucket.take("c").granted


def test_a_call_whose_end_is_not_reported_is_forgotten_after_a_while(monkeypatch):
    monkeypatch.setattr("core.token_bucket.LONGEST_CALL_SECONDS", 0.2)
    bucket = Bucket("lost", 100, at_once=1)
    bucket.take("died")
    assert not bucket.take("alive").granted
    time.sleep(0.25)
    assert bucket.take("alive").granted


def test_callers_wait_for_a_place_in_the_same_order_as_for_a_token():
    bucket = Bucket("order", 100, at_once=1)
    running = bucket.take("running", story="bulk")
    bulk = bucket.take("bulk", story="bulk", since=1.0)
    urgent = bucket.take("redraw", story="other", urgent=True, since=2.0)
    assert urgent.wait <= bulk.wait
    bucket.finished(running)
    assert not bucket.take("bulk", story="bulk", since=1.0).granted
    assert bucket.take("redraw", story="other", urgent=True, since=2.0).granted


@settings(max_examples=6, deadline=None)
@given(at_once=st.integers(1, 5), lasting=st.lists(st.integers(1, 40), min_size=4, max_size=20))
def test_no_more_calls_than_at_once_overlap_however_long_they_take(at_once, lasting):
    redis().flushall()
    bucket = Bucket("overlap", 1000, at_once=at_once)
    under_way, most = [], []

    def call(number: int) -> None:
        while not (turn := bucket.take(f"picture {number}")).granted:
            time.sleep(0.01)
        under_way.append(number)
        most.append(len(under_way))
        time.sleep(lasting[number] / 1000)
        under_way.remove(number)
        bucket.finished(turn)

    with ThreadPoolExecutor(len(lasting)) as callers:
        for one in [callers.submit(call, number) for number in range(len(lasting))]:
            one.result()
    assert len(most) == len(lasting)
    assert max(most) <= at_once
