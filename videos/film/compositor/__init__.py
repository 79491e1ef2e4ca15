"""Turns a FilmSpec into an MP4. It works on files and plain values: no models, no settings."""
