"""Registers the staff's desk with Django admin, which looks for a module of this name in every app."""

from studio.desk import clips, pictures, review_queue, statistics, stories, templates

__all__ = ["clips", "pictures", "review_queue", "statistics", "stories", "templates"]
