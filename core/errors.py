"""Errors that people read."""


class Refused(Exception):
    """A "no": something was not done. Views, the API and admin show `sentence` and answer with the HTTP `status`.

    `field` names the input that it is about, as the form or the JSON body does; `operator` says what whoever runs the
    site can do, with the setting's name; `retry_after` is in seconds, for what may be asked again later.
    """

    def __init__(
        self,
        sentence: str,
        *,
        status: int = 409,
        field: str = "",
        operator: str = "",
        retry_after: int | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
        self.field = field
        self.operator = operator
        self.retry_after = retry_after


class Invalid(Refused):
    """Input that cannot be taken: 400."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, status=400, field=field)


class NotFound(Refused):
    """It does not exist, or it belongs to somebody else; the two look the same on purpose: 404."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, status=404)
