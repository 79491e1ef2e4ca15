"""Waits until the site and Flower answer, then ends. The supervisor runs it once, and shows the addresses after it."""

import os
import sys
import time
import urllib.error
import urllib.request

LIMIT = 120.0  # seconds, for all together
ONE_TRY = 5.0  # seconds


def answer_of(url: str) -> str:
    """Ask `url` once. Give "" when it answers with success, else what was wrong."""
    try:
        with urllib.request.urlopen(url, timeout=ONE_TRY):  # noqa: S310 - the addresses are our own
            return ""
    except urllib.error.HTTPError as error:
        return f"it answers {error.code}: {error.read(300).decode(errors='replace')}"
    except (OSError, ValueError) as error:
        return f"it does not answer: {error}"


def wait_for(urls: list[str], limit: float) -> dict[str, str]:
    """Ask every URL until it answers, at most `limit` seconds. Give those that did not, with what was wrong."""
    give_up = time.monotonic() + limit
    missing = dict.fromkeys(urls, "")
    while missing:
        missing = {url: why for url in missing if (why := answer_of(url))}
        if not missing or time.monotonic() > give_up:
            break
        time.sleep(0.1)
    return missing


def main() -> int:
    """Wait for the URLs in READY_URLS (separated by spaces); 1 when one of them is still missing at the limit."""
    missing = wait_for(os.environ["READY_URLS"].split(), LIMIT)
    for url, why in missing.items():
        print(f"{url} is not there after {LIMIT:.0f} s ({why}). The lines above, by program, say why.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
