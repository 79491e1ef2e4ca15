"""The line of those that wait for a token, in a real Redis: its order, its sleepers, and what an ask costs."""

import time
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.token_bucket import Bucket, redis
from tests.core.test_token_bucket import take_until_granted


def line_up(bucket: Bucket, callers: int, *, stories: int = 20) -> None:
    """Have so many callers wait, those of a visitor one after the other."""
    for number in range(callers):
        bucket.promise(f"picture {number}", **whose_of(number, stories))


def whose_of(number: int, stories: int = 20) -> dict[str, Any]:
    story = number // 20 % stories
    return {"story": f"story {story}", "visitor": f"visitor {story // 3}", "since": number + 1.0}


def commands_of(ask) -> Counter[str]:
    """How often Redis runs each command for `ask`, those inside of scripts included."""
    redis().config_resetstat()
    ask()
    names = {name.removeprefix("cmdstat_"): said["calls"] for name, said in redis().info("commandstats").items()}
    return Counter({name: calls for name, calls in names.items() if name not in ("config|resetstat", "info")})


def work_of_asks(waiting: int) -> dict[str, Counter[str]]:
    """The commands of each kind of ask, in a bucket for which so many wait."""
    redis().flushall()
    bucket = Bucket("costs", 2, period=60, at_once=4)
    bucket.take("running", story="running")
    line_up(bucket, waiting, stories=60)
    asks = {
        "asks again": lambda: bucket.take("picture 7", **whose_of(7)),
        "joins": lambda: bucket.take("new", story="new", visitor="new"),
        "joins urgently": lambda: bucket.take("redraw", story="story 1", visitor="visitor 0", urgent=True),
        "leaves": lambda: bucket.leave(["picture 9"]),
        "looks whom to wake": bucket.sleepers,
    }
    return {name: commands_of(ask) for name, ask in asks.items()}


def test_an_ask_costs_redis_no_more_commands_with_many_waiting_than_with_few():
    few, many = work_of_asks(120), work_of_asks(1200)
    reads_all = {"hgetall", "smembers", "hkeys", "hvals", "keys", "scan", "hscan", "sscan", "zscan", "lrange", "sort"}
    for name, commands in many.items():
        assert commands.total() <= few[name].total() + 2, name
        assert commands.total() < 70, name
        assert not reads_all & set(commands), name


@settings(max_examples=12, deadline=None)
@given(
    arrivals=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans(), st.integers(1, 9)), min_size=2, max_size=15
    )
)
def test_tokens_go_in_the_order_that_was_promised_whoever_waits(arrivals):
    redis().flushall()
    bucket = Bucket("promised", 1000, at_once=1)
    turn = bucket.take("running", story="running")
    waiting = {}
    for number, (visitor, story, urgent, since) in enumerate(arrivals):
        whose = {"story": f"story {visitor} {story}", "visitor": f"visitor {visitor}", "urgent": urgent}
        waiting[f"picture {number}"] = whose | {"since": float(since)}
    for who, how in waiting.items():
        bucket.promise(who, **how)
    promised = {who: bucket.promise(who, **how).wait for who, how in waiting.items()}
    assert len({round(wait) for wait in promised.values()}) == len(promised)
    for who in sorted(promised, key=promised.__getitem__):
        bucket.finished(turn)
        assert not any(bucket.take(other, **waiting[other]).granted for other in waiting if other != who)
        turn = bucket.take(who, **waiting.pop(who))
        assert turn.granted


@settings(max_examples=10, deadline=None)
@given(
    backlogs=st.lists(st.integers(1, 7), min_size=2, max_size=4),
    stories=st.integers(1, 3),
    leaving=st.lists(st.integers(0, 59), max_size=6),
)
def test_visitors_that_wait_get_equally_many_tokens_however_many_pictures_and_stories_each_has(
    backlogs, stories, leaving
):
    redis().flushall()
    bucket = Bucket("shares", 1000, at_once=1)
    turn = bucket.take("running", story="running")
    waiting = {
        f"picture {visitor}-{number}": {"story": f"s{visitor}-{number % stories}", "visitor": f"v{visitor}"}
        for visitor, size in enumerate(backlogs)
        for number in range(size)
    }
    for who, how in waiting.items():
        bucket.promise(who, **how, since=1.0)
    for place in leaving:
        if waiting:
            who = sorted(waiting)[place % len(waiting)]
            bucket.leave([who])
            del waiting[who]
    served: Counter[str] = Counter({how["visitor"]: 0 for how in waiting.values()})
    while waiting:
        bucket.finished(turn)
        turns = ((who, bucket.take(who, **how, since=1.0)) for who, how in list(waiting.items()))
        who, turn = next((who, turn) for who, turn in turns if turn.granted)
        visitor = waiting.pop(who)["visitor"]
        served[visitor] += 1
        left = {how["visitor"] for how in waiting.values()} | {visitor}
        assert max(served[one] for one in left) - min(served[one] for one in left) <= 1


def test_whoever_comes_new_does_not_wait_for_those_that_had_many(monkeypatch):
    """The tokens that count as lately are forgotten; what was promised by them is not."""
    monkeypatch.setattr("core.token_bucket.MEMORY_SECONDS", 0.1)
    bucket = Bucket("newcomer", 1000, period=0.05, at_once=1)
    for number in range(6):
        bucket.finished(bucket.take(f"early {number}", story="a", visitor="mia"))
    running = bucket.take("running", story="a", visitor="mia")
    for number in range(4):
        bucket.promise(f"mia {number}", story="a", visitor="mia", since=1.0)
    time.sleep(0.2)
    for number in range(4):
        bucket.promise(f"ben {number}", story="b", visitor="ben", since=2.0)
    order = []
    for _ in range(8):
        bucket.finished(running)
        for who, story, since in [
            *((f"mia {number}", "a", 1.0) for number in range(4)),
            *((f"ben {number}", "b", 2.0) for number in range(4)),
        ]:
            if who not in order:
                running = bucket.take(who, story=story, visitor=who.split()[0], since=since)
                if running.granted:
                    order.append(who)
                    break
    assert [who.split()[0] for who in order] == ["mia", "ben"] * 4


def test_a_caller_whose_turn_is_far_away_sleeps_until_it_is_near():
    bucket = Bucket("sleep", 1, period=60)
    running = bucket.take("running")
    turns = [bucket.take(f"picture {number}", since=float(number)) for number in range(5)]
    assert [turn.is_far for turn in turns] == [False, False, True, True, True]
    assert bucket.sleepers() == []
    bucket.give_back(running)
    assert bucket.take("picture 0", since=0.0).granted
    assert bucket.sleepers() == ["picture 2"]
    bucket.woken(["picture 2"])
    assert bucket.sleepers() == []
    assert not bucket.take("picture 2", since=2.0).is_far


def test_sleepers_are_named_in_the_order_of_their_turns():
    bucket = Bucket("sleepers", 60, period=60, burst=1)
    for _ in range(2):  # the second time all know of all others
        line_up(bucket, 300)
    bucket.promise("redraw", story="new", urgent=True)
    bucket.woken(bucket.sleepers())
    bucket.leave([f"picture {number}" for number in range(0, 300, 2)])
    named = bucket.sleepers()
    waits = [bucket.promise(who, **whose_of(int(who.split()[1]))).wait for who in named]
    assert len(named) > 50
    assert waits == sorted(waits)
    assert waits[-1] <= 120


def test_one_at_a_time_wakes_sleepers_and_when_it_dies_the_next_one_does():
    bucket = Bucket("wakers", 1, period=60)
    running = bucket.take("running")
    for number in range(4):
        bucket.take(f"picture {number}", since=float(number))
    bucket.give_back(running)
    bucket.take("picture 0", since=0.0)
    assert bucket.sleepers(every=0.2) == ["picture 2"]
    assert bucket.sleepers(every=0.2) == []
    time.sleep(0.25)
    assert bucket.sleepers(every=0.2) == ["picture 2"]


def test_one_that_was_woken_and_never_asks_loses_its_place(monkeypatch):
    monkeypatch.setattr("core.token_bucket.GRACE_SECONDS", 0.1)
    monkeypatch.setattr("core.token_bucket.FAR_SECONDS", 0.2)
    bucket = Bucket("woken", 1, period=0.5)
    bucket.take("running")
    assert bucket.take("dies", since=1.0).is_far
    assert bucket.take("lives", since=2.0).is_far
    bucket.woken(["dies"])
    time.sleep(0.6)
    assert take_until_granted(bucket, "lives", since=2.0).granted


def test_those_behind_one_that_leaves_move_up():
    bucket = Bucket("leaves", 1, period=60)
    bucket.take("running")
    for number in range(6):
        bucket.take(f"picture {number}", story=f"story {number % 2}", since=float(number))
    bucket.leave(["picture 0", "picture 1", "picture 2", "nobody"])
    assert 50 < bucket.take("picture 4", story="story 0", since=4.0).wait <= 60
    assert 110 < bucket.take("picture 3", story="story 1", since=3.0).wait <= 120
    assert 170 < bucket.take("picture 5", story="story 1", since=5.0).wait <= 180


def test_an_emptied_redis_gets_its_line_back_from_those_that_ask_again():
    bucket = Bucket("emptied", 1, period=60)
    bucket.take("running")
    before = [bucket.take(f"picture {number}", since=float(number)).wait for number in range(5)]
    redis().flushall()
    assert bucket.take("running again", since=0.0).granted
    for number in (3, 1, 4, 0, 2):
        bucket.promise(f"picture {number}", since=float(number))
    after = [bucket.promise(f"picture {number}", since=float(number)).wait for number in range(5)]
    assert [round(wait / 60) for wait in after] == [round(wait / 60) for wait in before]


def test_a_promise_takes_no_token():
    bucket = Bucket("promise", 1, period=60)
    assert bucket.promise("a").wait == 0
    assert bucket.take("a").granted
    assert bucket.grants()
