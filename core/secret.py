"""Secrets that are shown once: whoever has one is let in. The database keeps only a digest of it.

A plain hash will do: 256 random bits are guessed by nobody, however quickly they could be tried.
"""

import hashlib
import secrets


def new() -> str:
    """A secret that nobody guesses: 43 letters, digits, - and _."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
