"""The animals of the book, all drawn on the fox's own frame so that they belong together."""

from storybook.figures.anatomy import Build, Coat

RED_FOX = Build(
    "fox",
    Coat("#f0842f", "#ffab57", "#b8501c", "#fff0d8", "#4a2a22", "#8a4a44", "#fffaf0"),
)
VIXEN = Build(
    "vixen",
    Coat("#eda35a", "#ffca8c", "#b9713a", "#fff6e6", "#6a4334", "#c9837a", "#fffdf6", iris="#5f9a6a"),
    size=0.94, lashes=True, eyes=1.06,
)  # fmt: skip
FOX_FRIEND = Build(
    "fox friend",
    Coat("#8f6547", "#b88d6a", "#5a3c29", "#f6e3c6", "#33231f", "#7a463e", "#f6ead8", iris="#8a6a2a"),
    size=0.84,
)
WOLF = Build(
    "wolf",
    Coat("#4b4a5c", "#74748a", "#24222f", "#8d8a98", "#1c1a24", "#5c3a44", "#6d6a7a", iris="#f0c02c", nose="#15131a"),
    tail="ragged", size=1.5, head=0.92, eyes=0.8, muzzle=1.2, bulk=1.12, pupil=0.5,
)  # fmt: skip
RABBIT = Build(
    "rabbit",
    Coat("#c9b199", "#e6d5c0", "#8d7560", "#fff7ec", "#a88f78", "#e0a39a", "#ffffff", iris="#6b4a32", nose="#c9757a"),
    ears="long", tail="stub", size=0.72, muzzle=0.8, cheeks=False,
)  # fmt: skip
BEAR = Build(
    "bear",
    Coat("#8a5a38", "#b07c52", "#54331f", "#dcb98f", "#5a3824", "#a9745a", "#8a5a38", iris="#4a2c18"),
    ears="round", tail="stub", size=1.3, eyes=0.8, bulk=1.25, cheeks=False,
)  # fmt: skip
BADGER = Build(
    "badger",
    Coat("#d9d6d2", "#f4f2ee", "#77747a", "#fbfaf6", "#35323a", "#5a5560", "#c9c6c4", iris="#4a3424"),
    ears="round", tail="stub", marking="stripes", size=0.95, eyes=0.85, bulk=1.1, cheeks=False,
)  # fmt: skip
MOUSE = Build(
    "mouse",
    Coat("#a59a9c", "#cfc6c6", "#6d6266", "#f5ecea", "#b98f8c", "#e8a9a4", "#e8a9a4", iris="#3d2a2a", nose="#d9777c"),
    ears="big", tail="thin", size=0.5, muzzle=0.75, cheeks=False,
)  # fmt: skip
HEDGEHOG = Build(
    "hedgehog",
    Coat("#a9805c", "#cda680", "#5c4230", "#f7e6cd", "#6a4c38", "#c28a72", "#8a6a50", iris="#3d2618"),
    ears="round", tail="", size=0.56, muzzle=0.8, cheeks=False, grown=("spines",), forelock=False,
)  # fmt: skip
SQUIRREL = Build(
    "squirrel",
    Coat("#b5653a", "#d98c5c", "#74391c", "#fbe9d2", "#8a4a2c", "#c98a70", "#d98c5c", iris="#3d2212"),
    ears="round", size=0.6, muzzle=0.75, cheeks=False,
)  # fmt: skip
DEER = Build(
    "deer",
    Coat("#b98252", "#dcab7c", "#7a4f2e", "#fbead2", "#5c3c28", "#d9a08c", "#fff6ea", iris="#4a2c18"),
    ears="leaf", tail="stub", size=1.2, cheeks=False, lashes=True,
)  # fmt: skip
MASTER = Build(
    "master",
    Coat("#b9b4ae", "#dcd8d0", "#7d7876", "#f6f2ea", "#6a6668", "#9a8a88", "#fbfaf6", iris="#6a8fb0"),
    size=0.95, beard=True, eyes=0.86,
)  # fmt: skip
