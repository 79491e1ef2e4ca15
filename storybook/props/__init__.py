"""Things that a story can name."""
