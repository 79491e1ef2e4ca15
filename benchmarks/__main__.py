"""`python -m benchmarks [name ...]`: run the named benchmarks, or all short ones, and print a table for each."""

import signal
import sys
from typing import NoReturn

from benchmarks import bucket, capacity, film, in_flight, large_database, my_stories, site, streams, throughput, waiting

SHORT = {
    "site": site.run,
    "bucket": bucket.run,
    "throughput": throughput.run,
    "in-flight": in_flight.run,
    "streams": streams.run,
    "waiting": waiting.run,
    "large-database": large_database.run,
    "my-stories": my_stories.run,
    "film": film.run,
    "capacity": capacity.run,
}
LONG = {
    "throughput-full": throughput.run_full,
    "waiting-full": waiting.run_full,
    "large-database-full": large_database.run_full,
}


def main(names: list[str]) -> int:
    """Run them. Return 1 when a name is unknown."""
    known = SHORT | LONG
    if unknown := set(names) - set(known):
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 1
    for name in names or SHORT:
        print(f"\n{name}: {known[name].__doc__}")
        for what, figure in known[name]():
            print(f"  {what:<62} {figure}", flush=True)
    return 0


def _stop(number: int, frame: object) -> NoReturn:
    """Exit as Ctrl-C does, so that the context managers stop all processes."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))
