"""`python -m benchmarks [name ...]`: run all that are short, or those that are named, and print a table for each."""

import signal
import sys
from typing import NoReturn

from benchmarks import bucket, crowd, film, in_flight, lookups, pace, site, streams

ALL = {
    "site": site.run,
    "bucket": bucket.run,
    "pace": pace.run,
    "in-flight": in_flight.run,
    "streams": streams.run,
    "crowd": crowd.run,
    "lookups": lookups.run,
    "film": film.run,
}
# They take long.
ON_REQUEST = {"pace-uncompressed": pace.uncompressed, "crowd-full": crowd.full, "lookups-full": lookups.full}


def main(names: list[str]) -> int:
    """Run them; 1 for a name that there is not."""
    known = ALL | ON_REQUEST
    if unknown := set(names) - set(known):
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
        return 1
    for name in names or ALL:
        print(f"\n{name}: {known[name].__doc__}")
        for what, figure in known[name]():
            print(f"  {what:<62} {figure}", flush=True)
    return 0


def _stop(number: int, frame: object) -> NoReturn:
    """As Ctrl-C does: whatever was started is stopped on the way out."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))
