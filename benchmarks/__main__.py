"""`python -m benchmarks [name ...]`: run all benchmarks, or those that are named, and print a table for each."""

import sys

from benchmarks import bucket, site

ALL = {"site": site.run, "bucket": bucket.run}


def main(names: list[str]) -> int:
    """Run them; 1 for a name that there is not."""
    if unknown := set(names) - set(ALL):
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
        return 1
    for name in names or ALL:
        print(f"\n{name}: {ALL[name].__doc__}")
        for what, figure in ALL[name]():
            print(f"  {what:<62} {figure}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
