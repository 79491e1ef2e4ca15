"""Those of fairy tales, on the fox's own frame: dragons, monsters, ogres, trolls, demons."""

from dataclasses import replace

from storybook.figures.anatomy import Build, Coat

DRAGON = Build(
    "dragon",
    Coat("#5aa552", "#8ccf74", "#2f6a3c", "#f2e6a4", "#3f7f44", "#e08a4c", "#e8933c", iris="#e8b020", nose="#2f6a3c"),
    ears="small", tail="thick", marking="plain", size=1.35, bulk=1.1, cheeks=False, snout="dragon", crest="horns",
    grown=("dragon wings", "ridge"), pupil=0.5, brush=1.3, forelock=False, hearing=0.8, fours=True,
)  # fmt: skip
DINOSAUR = replace(
    DRAGON, name="dinosaur", crest="", grown=("ridge",), fours=False, pattern="dots", ink="#4f8f6a",
    coat=Coat("#6fb08c", "#a0d4b0", "#3d7058", "#f2e8c0", "#4f8f6a", "#6fb08c", "#e8a04c", iris="#b5842c",
              nose="#3d7058"),
)  # fmt: skip
MONSTER = Build(
    "monster",
    Coat("#7d5ab5", "#a884dc", "#4a3278", "#c9a8e8", "#5f4294", "#9a70c0", "#5f4294", iris="#e8c02c", nose="#3a2458"),
    ears="tiny", tail="thick", marking="plain", size=1.35, bulk=1.3, cheeks=False, snout="broad", crest="cow horns",
    pattern="dots", ink="#5f4294", pupil=0.6, grown=("ridge",),
)  # fmt: skip
OGRE = Build(
    "ogre",
    Coat("#8aa04a", "#b4c878", "#55692c", "#d4dc98", "#6a7c38", "#a8905c", "#55692c", iris="#b5662a", nose="#5f6e30"),
    ears="side", tail="", marking="plain", size=1.5, bulk=1.5, cheeks=False, snout="ape", eyes=0.72, head=0.95,
    grown=("fangs",), pupil=0.7,
)  # fmt: skip
TROLL = Build(
    "troll",
    Coat("#7d8b96", "#a8b6bf", "#4c5862", "#b8c2c4", "#5c6872", "#9a8a92", "#5f7a48", iris="#d9c04a", nose="#69757e"),
    ears="leaf", tail="tuft", marking="plain", size=1.45, bulk=1.4, cheeks=False, snout="koala", eyes=0.72,
    crest="moss", grown=("fangs", "ridge"), forelock=False, hearing=0.8, pupil=0.6,
)  # fmt: skip
DEMON = Build(
    "demon",
    Coat("#b53038", "#dc5c58", "#701a28", "#d98a6c", "#3c1822", "#571626", "#3c1822", iris="#f2d02c", nose="#3c1018"),
    ears="pointed", tail="tuft", marking="plain", size=1.35, bulk=1.1, cheeks=False, eyes=0.85, pupil=0.4,
    crest="horns", grown=("dragon wings", "fangs"), beard=False, forelock=False,
)  # fmt: skip
GOBLIN = Build(
    "goblin",
    Coat("#6fae58", "#9ed487", "#3f7438", "#d0e0a0", "#4f8a44", "#c98a6c", "#3f7438", iris="#e8c02c", nose="#4f8a44"),
    ears="leaf", tail="", marking="plain", size=0.66, cheeks=False, snout="koala", hearing=1.3, grown=("fangs",),
    pupil=0.6,
)  # fmt: skip

MONSTERS: dict[str, Build] = {build.name: build for build in (DRAGON, DINOSAUR, MONSTER, OGRE, TROLL, DEMON, GOBLIN)}
