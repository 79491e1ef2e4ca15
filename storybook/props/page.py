"""A page that shows all props, for those who draw or look for one."""

from base64 import b64encode
from html import escape
from itertools import groupby
from pathlib import Path
from random import Random
from string import Template

from storybook.painting.canvas import Canvas, placed
from storybook.painting.light import Light
from storybook.props.catalogue import PROPS
from storybook.props.prop import Prop

_SIDE, _FILLED = 160, 0.75  # pixels, and how much of them a prop takes, as many shine beyond their box
_PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))


def props_page() -> str:
    """Give an HTML page with every prop, its words, and where it may be. DrawingError if a file is broken."""
    props = sorted(PROPS.values(), key=lambda prop: (_kind(prop), prop.name))
    parts = []
    for kind, group in groupby(props, _kind):
        parts.append(f"<h2>{escape(kind)}</h2>\n<ul>\n{''.join(map(_card, group))}</ul>")
    return _PAGE.substitute(number=len(props), props="\n".join(parts))


def _kind(prop: Prop) -> str:
    return prop.file.parent.name


def _where(prop: Prop) -> str:
    return ", ".join(
        dict.fromkeys([prop.place.replace("_", " "), *["held"] * prop.held, *["sat on"] * bool(prop.seat)])
    )


def _card(prop: Prop) -> str:
    cv, scale = Canvas(Light(), _SIDE, _SIDE), _SIDE * _FILLED / max(prop.height, prop.width)
    with cv.group(placed(_SIDE / 2, _SIDE / 2 + prop.height * scale / 2, scale)):
        prop.draw(cv, Random(f"prop {prop.name}"))
    picture = b64encode(cv.svg().encode()).decode()
    return (
        f'<li><img src="data:image/svg+xml;base64,{picture}" alt="" width="{_SIDE}" height="{_SIDE}">'
        f"<h3>{escape(prop.name)}</h3><p>{escape(', '.join(prop.words))}</p>"
        f"<p><small>{escape(_where(prop))} · {escape(prop.file.name)}</small></p></li>\n"
    )
