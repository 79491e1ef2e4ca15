"""Backups of the whole site in one file, which loads into SQLite and PostgreSQL alike.

A ZIP: `manifest.json` (which version made it, with what), `rows/<model>.jsonl` (a line a row), `files/<story>/<name>`
unless they were left out, `files.jsonl` (every file with its size and hash), and at last `complete.json`, without which
it counts as broken off.
"""

FORMAT = "storyforge-backup-1"
MANIFEST, ROWS, FILES, LIST, COMPLETE = "manifest.json", "rows/", "files/", "files.jsonl", "complete.json"
CHUNK = 2**20  # bytes that are read at once


class BackupError(Exception):
    """It cannot be made or restored; the message is a sentence for the operator."""
