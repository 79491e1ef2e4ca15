"""A page that shows all props, for those who draw or look for one."""

from base64 import b64encode
from html import escape
from itertools import groupby
from random import Random

from storybook.painting.canvas import Canvas, placed
from storybook.painting.light import Light
from storybook.props.catalogue import PROPS
from storybook.props.prop import Prop

_SIDE, _FILLED = 160, 0.75  # pixels, and how much of them a prop takes, as many shine beyond their box
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Props</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif }
  body { margin: 1.5rem auto; max-width: 80rem; padding: 0 1rem }
  h2 { margin: 2rem 0 .5rem; text-transform: capitalize }
  ul { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); padding: 0 }
  li { list-style: none; border: 1px solid #8886; border-radius: .5rem; overflow: hidden; padding-bottom: .5rem }
  img { background: #dfe8df; display: block; height: auto; width: 100%% }
  li h3, li p { font-size: .85rem; margin: .4rem .6rem 0 }
  li h3 { font-size: 1rem }
</style>
<h1>%s props</h1>
<p>What a story names by one of these words is drawn. README.md says how to add a prop.</p>
%s
</html>
"""


def props_page() -> str:
    """Give an HTML page with every prop, its words, and where it may be. DrawingError if a file is broken."""
    props = sorted(PROPS.values(), key=lambda prop: (_kind(prop), prop.name))
    parts = []
    for kind, group in groupby(props, _kind):
        parts.append(f"<h2>{escape(kind)}</h2>\n<ul>\n{''.join(map(_card, group))}</ul>")
    return _PAGE % (len(props), "\n".join(parts))


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
