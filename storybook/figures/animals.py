"""More animals of the book, and which build or bird each kind of figure has."""

from dataclasses import replace

from storybook.figures.anatomy import Build, Coat
from storybook.figures.beasts import BEASTS
from storybook.figures.builds import (
    BADGER,
    BEAR,
    DEER,
    FOX_FRIEND,
    HEDGEHOG,
    MASTER,
    MOUSE,
    RABBIT,
    SQUIRREL,
    VIXEN,
    WOLF,
)  # fmt: skip
from storybook.figures.mammals import MAMMALS
from storybook.figures.monsters import MONSTERS
from storybook.figures.plumage import BIRDS

OTTER = Build(
    "otter",
    Coat("#8a6a50", "#b08e6e", "#54402f", "#f0dfc2", "#5f4838", "#9a7a68", "#8a6a50", iris="#3d2818"),
    ears="tiny", tail="thick", size=0.72, cheeks=False, bulk=0.95, muzzle=1.15, grown=("whiskers",), brush=0.6,
    forelock=False,
)  # fmt: skip
WEASEL = Build(
    "weasel",
    Coat("#b5804c", "#d9a872", "#7a5230", "#fff4e0", "#8a5c38", "#c99a80", "#4a3020", iris="#2d1c14"),
    ears="round", tail="thin", size=0.6, cheeks=False, bulk=0.85, muzzle=0.85,
)  # fmt: skip
BEAVER = Build(
    "beaver",
    Coat("#7a5236", "#a5764f", "#4a301f", "#d9b48c", "#4f3626", "#8a5f48", "#3f2c22", iris="#2d1c14"),
    ears="tiny", tail="paddle", size=0.74, bulk=1.2, cheeks=False, muzzle=1.1, grown=("teeth",),
)  # fmt: skip
MOLE = Build(
    "mole",
    Coat("#5c5560", "#827a88", "#37323c", "#a89ca4", "#e0a59c", "#e0a59c", "#5c5560", iris="#1c161c", nose="#e8828a"),
    ears="", tail="stub", size=0.52, eyes=0.6, bulk=1.1, cheeks=False,
)  # fmt: skip
GOAT = Build(
    "goat",
    Coat("#d9d0c4", "#f4eee4", "#948a80", "#fffaf0", "#6a5f58", "#d0a498", "#f4eee4", iris="#b58a3c"),
    ears="leaf", tail="stub", size=0.85, beard=True, cheeks=False, eyes=0.85, crest="horns", hearing=0.8,
)  # fmt: skip
SHEEP = Build(
    "sheep",
    Coat("#f2ece0", "#fffaf0", "#b5aca0", "#f0d9c4", "#5f5450", "#d9b0a8", "#f2ece0", iris="#4a3a2c"),
    ears="leaf", tail="stub", size=0.72, bulk=1.25, cheeks=False, crest="curls", hearing=0.7, forelock=False,
    grown=("wool",),
)  # fmt: skip
DOG = Build(
    "dog",
    Coat("#b58a5c", "#dab78a", "#7a5838", "#fff2dc", "#fff2dc", "#8a5f4c", "#fff2dc", iris="#5a3a20"),
    ears="floppy", tail="cat", size=0.95, cheeks=False, muzzle=1.15, forelock=False,
)  # fmt: skip
RACCOON = Build(
    "raccoon",
    Coat("#8f8c94", "#b9b6bc", "#56535c", "#f4f0ea", "#3a3740", "#6a6670", "#3a3740", iris="#4a3424"),
    ears="round", marking="stripes", size=0.78,
)  # fmt: skip
PIG = Build(
    "pig",
    Coat("#f0aaa4", "#fccac2", "#c0746f", "#ffe0d8", "#d98f88", "#e88f8a", "#f0aaa4", iris="#3d2a2a", nose="#d9777c"),
    ears="small", tail="", size=0.78, bulk=1.25, cheeks=False, snout="pig", marking="plain", forelock=False,
)  # fmt: skip
PANTHER = Build(
    "panther",
    Coat("#35334a", "#55526e", "#191826", "#5c5872", "#15141f", "#5a3f50", "#15141f", iris="#f0d02c", nose="#0f0e16"),
    ears="round", tail="thin", size=1.45, head=0.95, eyes=0.85, bulk=1.05, pupil=0.45, cheeks=False,
)  # fmt: skip
LYNX = Build(
    "lynx",
    Coat("#c2b09a", "#e4d8c6", "#8a7866", "#fbf5ea", "#a5937f", "#8a7468", "#2c2220", iris="#d9c02c", nose="#b5736c"),
    tail="stub", size=1.4, head=0.95, eyes=0.85, bulk=1.1, muzzle=0.82, pupil=0.45, grown=("whiskers", "ear tufts"),
    pattern="dots", ink="#5c4a3c", forelock=False, hearing=0.82,
)  # fmt: skip
WOLVERINE = Build(
    "wolverine",
    Coat("#4f382c", "#7d5c45", "#281b16", "#b08c66", "#1f1512", "#5a4034", "#4f382c", iris="#e89a2c", nose="#130c0a"),
    ears="round", tail="ragged", size=1.35, head=0.95, eyes=0.75, bulk=1.3, muzzle=1.15, pupil=0.5,
)  # fmt: skip
DARK_BEAR = replace(
    BEAR, name="dark bear", size=1.6, bulk=1.35, eyes=0.72, pupil=0.6,
    coat=Coat("#4a3a38", "#6f5a54", "#261c1c", "#94796a", "#241a1a", "#5a4640", "#4a3a38", iris="#e0a03c"),
)  # fmt: skip

BUILDS: dict[str, Build] = {
    "wolf": WOLF, "bear": BEAR, "panther": PANTHER, "lynx": LYNX, "wolverine": WOLVERINE, "rabbit": RABBIT,
    "badger": BADGER, "mouse": MOUSE, "hedgehog": HEDGEHOG, "squirrel": SQUIRREL, "deer": DEER, "otter": OTTER,
    "weasel": WEASEL, "beaver": BEAVER, "mole": MOLE, "goat": GOAT,
    "sheep": SHEEP, "dog": DOG, "raccoon": RACCOON, "pig": PIG, "master": MASTER, "vixen": VIXEN, "fox": FOX_FRIEND,
    **MAMMALS, **MONSTERS,
}  # fmt: skip
VILLAGERS = ("rabbit", "badger", "squirrel", "hedgehog", "otter", "mouse", "beaver", "sheep")


def is_build(kind: str) -> bool:
    """Whether a kind is drawn on the fox's frame and takes his poses; else it is a bird or a beast."""
    return kind not in BIRDS and kind not in BEASTS


def size_of(kind: str, *, villain: bool = False) -> float:
    """How large a kind is drawn beside the fox, who is 1."""
    if kind in BIRDS:
        return BIRDS[kind].size * 1.25
    if kind in BEASTS:
        return max(BEASTS[kind].size, 1.1) if villain else BEASTS[kind].size
    return max(0.58, build_for(kind, villain=villain).size)


def younger(build: Build) -> Build:
    """Give the build of a cub of the same kind: a larger head, larger eyes, a short muzzle, nothing grown yet."""
    return replace(
        build, head=build.head * 1.16, eyes=max(build.eyes * 1.12, 0.9), muzzle=build.muzzle * 0.8, beard=False,
        crest="" if build.crest in ("horns", "antlers") else build.crest,
        grown=tuple(part for part in build.grown if part not in ("mane", "tusks")),
    )  # fmt: skip


def build_for(kind: str, *, villain: bool = False) -> Build:
    """Give the build of a kind; an unknown kind is a fox of another coat, a bear as villain a giant dark one."""
    if villain and kind == "bear":
        return DARK_BEAR
    build = BUILDS.get(kind, FOX_FRIEND)
    return replace(build, size=max(build.size, 1.35)) if villain else build
