"""Errors that people read."""


class Invalid(Exception):
    """Input that cannot be taken. `field` names it (as the form or the JSON body does), the message is a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class NotFound(Exception):
    """It does not exist, or it belongs to somebody else; the two look the same on purpose."""
