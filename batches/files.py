"""Reading a file of answers: CSV with `,` or `;`, JSON lines, or one JSON list (pure)."""

import csv
import io
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.errors import Invalid

MOST_BYTES = 900_000
MOST_ROWS = 500
FILE = "file"  # the field that an error of the whole file is about


@dataclass(frozen=True)
class Given:
    """One line of the file with the answers as they stand there; `problem` says why there are none."""

    line: int
    answers: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def read(data: bytes, columns: Collection[str]) -> list[Given]:
    """The rows of a file; `columns` are the keys that a CSV may have. Raises Invalid when the file has none, too many,
    or cannot be read as a whole; what is wrong with one row is in its `problem`."""
    if len(data) > MOST_BYTES:
        raise Invalid(FILE, f"The file has {len(data):,} bytes; {MOST_BYTES:,} are allowed. Split it into several.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(FILE, "The file is not text in UTF-8. In Excel, save it as “CSV UTF-8”.") from error
    rows = list(_json_rows(text) if text.lstrip()[:1] in ("{", "[") else _csv_rows(text, columns))
    if not rows:
        raise Invalid(FILE, "There are no answers in the file: it needs a line for each story.")
    if len(rows) > MOST_ROWS:
        raise Invalid(FILE, f"The file has {len(rows):,} rows; {MOST_ROWS} are allowed. Split it into several.")
    return rows


def _json_rows(text: str) -> Iterator[Given]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield _from_json(number, line)
        return
    for number, given in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield _object(number, given)


def _from_json(number: int, line: str) -> Given:
    try:
        return _object(number, json.loads(line))
    except (ValueError, RecursionError) as error:
        return Given(number, problem=f"The line is not valid JSON: {error}.")


def _object(number: int, given: Any) -> Given:
    if isinstance(given, dict):
        return Given(number, given)
    return Given(number, problem='It must be an object with the answers, as {"story_type": "Power Fantasy", ...}.')


def _csv_rows(text: str, columns: Collection[str]) -> Iterator[Given]:
    first = text.lstrip("\n\r").splitlines()[0] if text.strip() else ""
    comma, semicolon = (len({*_cells(first, sign)} & {*columns}) for sign in ",;")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if semicolon > comma else ",")
    head: list[str] = []
    begins = 1
    try:
        for cells in lines:
            texts = [cell.strip() for cell in cells]
            if not head and any(texts):
                head = _checked_head(texts, columns)
            elif any(texts):
                yield _from_csv(begins, head, texts)
            begins = lines.line_num + 1
    except csv.Error as error:
        raise Invalid(FILE, f"Line {lines.line_num} of the CSV cannot be read: {error}.") from error


def _cells(line: str, sign: str) -> list[str]:
    return [cell.strip(' "') for cell in line.split(sign)]


def _checked_head(head: list[str], columns: Collection[str]) -> list[str]:
    for name in head:
        if name not in columns:
            known = ", ".join(columns)
            raise Invalid(FILE, f"The column “{name[:80]}” is none of the quiz. The first line names them: {known}.")
        if head.count(name) > 1:
            raise Invalid(FILE, f"The column “{name}” is there twice.")
    return head


def _from_csv(number: int, head: list[str], texts: list[str]) -> Given:
    while len(texts) > len(head) and not texts[-1]:
        texts = texts[:-1]
    if len(texts) > len(head):
        says = f"The row has {len(texts)} cells and the first line {len(head)}. Put a text with a comma into quotes."
        return Given(number, problem=says)
    return Given(number, dict(zip(head, texts, strict=False)))
