"""The command line: `python -m storybook draw "a red fox lifts a lantern" -o fox.png`, `props`, `story`, `variety`."""

import argparse
import sys
from pathlib import Path

from storybook.painting.rendering import RenderingError
from storybook.props.svg import DrawingError
from storybook.request import Request
from storybook.writing import command_line
from storybook.writing.command_line import UnusableAnswersError

try:  # the props are read with the module that draws them
    from storybook.illustrator import draw
    from storybook.props.page import props_page
except DrawingError as error:
    sys.exit(str(error))


def main(arguments: list[str]) -> str:
    """Do what the arguments say. Returns an error as a sentence, or ""."""
    asked = _parser().parse_args(arguments)
    return str(asked.run(asked))


def _draw(asked: argparse.Namespace) -> str:
    try:
        drawing = draw(_request(asked))
        asked.output.write_bytes(drawing.png)
    except (RenderingError, DrawingError) as error:
        return str(error)
    except OSError as error:
        return _unwritable(asked.output, error)
    if drawing.missing:
        sys.stdout.write(f"Not in the picture: {', '.join(drawing.missing)}.\n")
    return ""


def _props(asked: argparse.Namespace) -> str:
    try:
        asked.output.write_text(props_page(), encoding="utf-8")
    except DrawingError as error:
        return str(error)
    except OSError as error:
        return _unwritable(asked.output, error)
    return ""


def _story(asked: argparse.Namespace) -> str:
    try:
        sys.stdout.write(command_line.story(asked.answers, asked.seed) + "\n")
    except UnusableAnswersError as error:
        return str(error)
    return ""


def _variety(asked: argparse.Namespace) -> str:
    sys.stdout.write(command_line.variety() + "\n")
    return ""


def _unwritable(file: Path, error: OSError) -> str:
    return f"{file} could not be written: {error.strerror}. Name another file with -o."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m storybook", description="Stories and drawings of a red fox.")
    commands = parser.add_subparsers(required=True, metavar="command")
    drawing = commands.add_parser("draw", help="draw one picture as a PNG")
    drawing.set_defaults(run=_draw)
    drawing.add_argument("shows", help="what the picture shows, in English")
    drawing.add_argument("-o", "--output", type=Path, default=Path("fox.png"), help="the file (%(default)s)")
    drawing.add_argument("--character", default="", help="how the fox looks, if not as always")
    drawing.add_argument("--change", default="", help="what shall be otherwise")
    drawing.add_argument("--mood", default="", help="calm, sad, happy ...; else it is read from the words")
    drawing.add_argument("--seed", default="", help="another seed, another composition")
    drawing.add_argument("--sheet", action="store_true", help="a character sheet instead of a scene")
    drawing.add_argument("--width", type=_pixels, default=1024, help="in pixels (%(default)s)")
    drawing.add_argument("--height", type=_pixels, default=1536, help="in pixels (%(default)s)")
    telling = commands.add_parser("story", help="write a story from answers to the quiz")
    telling.set_defaults(run=_story)
    telling.add_argument("answers", type=Path, help="a JSON file; examples/ holds some")
    telling.add_argument("--seed", default="1", help="another seed, another story")
    commands.add_parser("variety", help="measure how often sentences come again").set_defaults(run=_variety)
    props = commands.add_parser("props", help="make a page that shows everything a story can name")
    props.set_defaults(run=_props)
    props.add_argument("-o", "--output", type=Path, default=Path("props.html"), help="the file (%(default)s)")
    return parser


def _pixels(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 4096:
        raise argparse.ArgumentTypeError(f"{text} is no number of pixels; name one from 1 to 4096")
    return int(text)


def _request(asked: argparse.Namespace) -> Request:
    wishes = {name: getattr(asked, name) for name in ("shows", "character", "change", "mood", "seed", "sheet")}
    return Request(**wishes, width=asked.width, height=asked.height)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or None)
