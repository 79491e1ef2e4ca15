"""Mammals from all over the world, on the fox's own frame: cats, hoofed animals, apes, and those with a trunk."""

from dataclasses import replace

from storybook.figures.anatomy import Build, Coat

# --- cats and their enemies -------------------------------------------------------------------------------------------
LION = Build(
    "lion",
    Coat("#e0aa5c", "#f4cb84", "#a8742f", "#fff0d2", "#8f5328", "#b57a4a", "#b8692c", iris="#b57a20", nose="#7a4436"),
    ears="round", tail="tuft", size=1.3, bulk=1.08, cheeks=False, muzzle=1.15, grown=("mane",), forelock=False,
    fours=True,
)  # fmt: skip
LIONESS = replace(LION, name="lioness", grown=(), coat=replace(LION.coat, sock="#b57a3c"))
TIGER = Build(
    "tiger",
    Coat("#ee8d33", "#ffb768", "#b5591c", "#fffaf0", "#d9762a", "#e8c0a8", "#2c2220", iris="#c9a020", nose="#d9777c"),
    ears="round", tail="cat", size=1.3, bulk=1.08, muzzle=1.15, pattern="stripes", ink="#2c2220", forelock=False,
    fours=True,
)  # fmt: skip
LEOPARD = Build(
    "leopard",
    Coat("#e8b35a", "#fbd48c", "#a8752f", "#fff6e2", "#d9a04c", "#d9a98c", "#3a2a20", iris="#9aa02c", nose="#b5605c"),
    ears="round", tail="cat", size=1.2, cheeks=False, muzzle=1.08, pattern="spots", ink="#3a2a20", forelock=False,
    fours=True,
)  # fmt: skip
CHEETAH = replace(LEOPARD, name="cheetah", bulk=0.9, pattern="dots", head=0.94)
PUMA = replace(
    LEOPARD, name="puma", pattern="",
    coat=Coat("#c99a6a", "#e6bf92", "#8f663e", "#fff0dc", "#a87848", "#d0a088", "#6a4630", iris="#a8902c"),
)  # fmt: skip
CAT = Build(
    "cat",
    Coat("#9a97a6", "#c3c0cc", "#63606f", "#f7f4f2", "#f7f4f2", "#e8b0aa", "#63606f", iris="#6fa83c", nose="#e0878c"),
    ears="small", tail="cat", size=0.68, cheeks=False, muzzle=0.8, pupil=0.55, eyes=1.06, grown=("whiskers",),
    pattern="stripes", ink="#706d7c", forelock=False, fours=True,
)  # fmt: skip
HYENA = Build(
    "hyena",
    Coat("#b89a72", "#d9bf98", "#7a6046", "#d9c4a0", "#4a3a30", "#6a5248", "#3a2c26", iris="#8a5a20"),
    ears="round", tail="ragged", size=1.05, muzzle=1.2, bulk=1.05, cheeks=False, pattern="dots", ink="#5c4636",
    grown=("ridge",), marking="dark muzzle", brush=0.6, fours=True,
)  # fmt: skip
COYOTE = Build(
    "coyote",
    Coat("#b5976a", "#d9c094", "#7a6242", "#f4e8d0", "#8a6a46", "#a8806a", "#4a3c30", iris="#c99a2c"),
    size=1.0, tail="ragged", muzzle=1.08, fours=True,
)  # fmt: skip
PANDA = Build(
    "panda",
    Coat("#f6f3ee", "#ffffff", "#b9b4b4", "#fffdf8", "#2c2a33", "#2c2a33", "#f6f3ee", iris="#4a3424"),
    ears="dark round", tail="stub", marking="eye patches", size=1.15, bulk=1.25, eyes=0.8, cheeks=False, forelock=False,
)  # fmt: skip
POLAR_BEAR = Build(
    "polar bear",
    Coat("#f2efe8", "#ffffff", "#b8bcc4", "#fffdf8", "#e2dfd8", "#c9b8b0", "#f2efe8", iris="#3a2c26"),
    ears="round", tail="stub", size=1.3, eyes=0.8, bulk=1.25, cheeks=False, marking="plain", fours=True,
)  # fmt: skip
SKUNK = Build(
    "skunk",
    Coat("#33313d", "#55525f", "#1a1922", "#46434f", "#22212a", "#5a4650", "#f6f3ee", iris="#5a3a24"),
    ears="tiny", marking="blaze", size=0.7, cheeks=False, brush=1.25, forelock=False, fours=True,
)  # fmt: skip

# --- hoofed animals ---------------------------------------------------------------------------------------------------
HORSE = Build(
    "horse",
    Coat("#a8693c", "#cf9260", "#6a3d20", "#dcb088", "#3a2620", "#c9907a", "#40291f", iris="#3d2416", nose="#6a463c"),
    ears="small", tail="horse", marking="plain", size=1.3, cheeks=False, snout="long", neck=34,
    grown=("horse mane",), eyes=0.95, fours=True,
)  # fmt: skip
UNICORN = replace(
    HORSE, name="unicorn", crest="unicorn", lashes=True, size=1.2,
    coat=Coat("#f4f0fa", "#ffffff", "#b9b0d0", "#fff2f4", "#d9a8d8", "#f0b8d0", "#ec8fc8", iris="#7a5ac0",
              nose="#c98aa8"),
)  # fmt: skip
DONKEY = Build(
    "donkey",
    Coat("#94909a", "#b9b5be", "#5f5b66", "#f4efe8", "#5f5b66", "#d9b0a8", "#4a4650", iris="#3d2c20", nose="#6a6068"),
    ears="tall", tail="tuft", marking="plain", size=1.1, cheeks=False, snout="long", neck=20, grown=("brush mane",),
    fours=True,
)  # fmt: skip
ZEBRA = Build(
    "zebra",
    Coat("#f4f1ea", "#ffffff", "#b9b4b0", "#5a5560", "#2c2a33", "#d0b8b0", "#2c2a33", iris="#3a2820", nose="#1f1d26"),
    ears="leaf", tail="tuft", marking="plain", size=1.2, cheeks=False, snout="long", neck=30, pattern="stripes",
    ink="#2c2a33", grown=("brush mane", "no bib"), fours=True,
)  # fmt: skip
COW = Build(
    "cow",
    Coat("#f7f3ec", "#ffffff", "#b5aca8", "#f6bfb4", "#e4ded6", "#e8b0a4", "#3a3438", iris="#3a2820", nose="#a8645c"),
    ears="leaf", tail="tuft", marking="plain", size=1.2, bulk=1.2, cheeks=False, snout="broad", lashes=True,
    pattern="patches", ink="#3a3438", crest="cow horns", fours=True,
)  # fmt: skip
BULL = replace(
    COW, name="bull", pattern="", lashes=False, size=1.4, bulk=1.35, crest="cow horns", eyes=0.82,
    coat=Coat("#6a4230", "#94644a", "#3c241a", "#c99a84", "#2f1d16", "#a8745f", "#2f1d16", iris="#3a1c10",
              nose="#3a2420"),
)  # fmt: skip
BUFFALO = replace(BULL, name="buffalo", crest="cow horns", grown=("ruff",), coat=replace(
    BULL.coat, fur="#54402f", light="#7d6248", dark="#2f221a"))  # fmt: skip
CAMEL = Build(
    "camel",
    Coat("#d0a468", "#ecc890", "#94703f", "#f4e0bc", "#a87f4c", "#c99a74", "#8a6236", iris="#4a3018", nose="#8a5f44"),
    ears="tiny", tail="tuft", marking="plain", size=1.2, cheeks=False, snout="long", neck=74, lashes=True,
    grown=("humps",), head=0.9, fours=True,
)  # fmt: skip
ALPACA = Build(
    "alpaca",
    Coat("#f0e2cc", "#fff8ea", "#b8a488", "#fff6e6", "#d9c4a4", "#e0b8a0", "#f0e2cc", iris="#3a2818", nose="#8a6a58"),
    ears="tall", tail="stub", marking="plain", size=0.98, bulk=1.12, cheeks=False, neck=84, crest="curls", hearing=0.72,
    lashes=True, forelock=False, fours=True,
)  # fmt: skip
GIRAFFE = Build(
    "giraffe",
    Coat("#f2c565", "#ffe09a", "#b88530", "#fbe2b4", "#8a5526", "#e0a878", "#8a4f24", iris="#3d2416", nose="#8a5f3c"),
    ears="leaf", tail="tuft", marking="plain", size=1.1, cheeks=False, snout="long", neck=175, lashes=True, head=0.88,
    pattern="tiles", ink="#a8642c", crest="knobs", grown=("brush mane",), forelock=False, fours=True,
)  # fmt: skip
MOOSE = Build(
    "moose",
    Coat("#7a5236", "#a37654", "#4a2f1e", "#b8906c", "#c9b090", "#8a5f48", "#4a2f1e", iris="#2d1c14", nose="#4a3024"),
    ears="leaf", tail="stub", marking="plain", size=1.35, bulk=1.12, cheeks=False, snout="long", crest="shovels",
    fours=True,
)  # fmt: skip
STAG = Build(
    "stag",
    Coat("#b07848", "#d6a474", "#6f4628", "#fbead2", "#4f3424", "#d9a08c", "#fff6ea", iris="#3a2212"),
    ears="leaf", tail="stub", size=1.25, cheeks=False, crest="antlers", fours=True,
)  # fmt: skip
RAM = Build(
    "ram",
    Coat("#efe6d6", "#fffaf0", "#b0a493", "#d9c4b0", "#4f443e", "#d9b0a8", "#f2ece0", iris="#8a6a2c"),
    ears="leaf", tail="stub", size=0.9, bulk=1.25, cheeks=False, crest="ram horns", hearing=0.6, fours=True,
)  # fmt: skip
BOAR = Build(
    "boar",
    Coat("#5f4a3f", "#86695a", "#35271f", "#8a6f60", "#2a1f1a", "#7a5a4c", "#35271f", iris="#8a4a1c", nose="#a8746a"),
    ears="small", tail="tuft", marking="plain", size=1.2, bulk=1.3, cheeks=False, eyes=0.78, snout="pig",
    grown=("tusks", "ridge"), head=0.96, fours=True,
)  # fmt: skip
RHINO = Build(
    "rhinoceros",
    Coat("#8f939e", "#b8bcc6", "#5a5d69", "#b0b3bd", "#6f727e", "#b09aa0", "#5a5d69", iris="#3a2c26", nose="#55545f"),
    ears="small", tail="tuft", marking="plain", size=1.35, bulk=1.4, cheeks=False, eyes=0.75, snout="broad",
    crest="nose horn", hearing=0.75, forelock=False, fours=True,
)  # fmt: skip
HIPPO = Build(
    "hippopotamus",
    Coat("#8d7f96", "#b5a6bc", "#5c5066", "#d0b0b8", "#6a5d74", "#d0a0ac", "#5c5066", iris="#3a2830", nose="#5a4854"),
    ears="tiny", tail="tuft", marking="plain", size=1.3, bulk=1.45, cheeks=False, eyes=0.78, snout="huge",
    forelock=False, fours=True,
)  # fmt: skip
ELEPHANT = Build(
    "elephant",
    Coat("#9aa0b0", "#c3c8d4", "#626878", "#c9ccd6", "#808698", "#d9a8b0", "#626878", iris="#4a3428", nose="#626878"),
    ears="fan", tail="tuft", marking="plain", size=1.45, bulk=1.35, cheeks=False, eyes=0.8, snout="trunk",
    grown=("tusks",), forelock=False, fours=True,
)  # fmt: skip
MAMMOTH = replace(
    ELEPHANT, name="mammoth", hearing=0.55, forelock=True,
    coat=Coat("#84552f", "#ad7a4c", "#4f301a", "#a3744a", "#5c3a20", "#a3745c", "#4f301a", iris="#3a2414"),
)  # fmt: skip

# --- others -----------------------------------------------------------------------------------------------------------
MONKEY = Build(
    "monkey",
    Coat("#8a5a3a", "#b07e58", "#54341f", "#f4d0a8", "#6a4428", "#f0c09c", "#8a5a3a", iris="#4a2c18", nose="#8a5040"),
    ears="side", tail="thin", marking="ape", size=0.78, cheeks=False, snout="ape", brush=1.3,
)  # fmt: skip
GORILLA = Build(
    "gorilla",
    Coat("#3f3d4a", "#625f6e", "#22212b", "#a39a9f", "#2c2a36", "#6a6470", "#3f3d4a", iris="#6a3a1c", nose="#2c2a33"),
    ears="tiny", tail="", marking="ape", size=1.4, bulk=1.35, cheeks=False, snout="ape", eyes=0.75,
)  # fmt: skip
KANGAROO = Build(
    "kangaroo",
    Coat("#c08a5c", "#e0b184", "#7f5636", "#f6e3c6", "#8a5f40", "#e0a894", "#7f5636", iris="#3a2414"),
    ears="tall", tail="thick", size=1.2, cheeks=False, brush=1.15, hearing=0.85, grown=("pouch",), forelock=False,
)  # fmt: skip
KOALA = Build(
    "koala",
    Coat("#a3a6b4", "#ccced8", "#6c6f7e", "#f4f2f0", "#7d8090", "#e0bcbc", "#a3a6b4", iris="#4a3020", nose="#2f2c36"),
    ears="big", tail="", marking="plain", size=0.72, bulk=1.2, cheeks=False, snout="koala", eyes=0.8,
)  # fmt: skip
BAT = Build(
    "bat",
    Coat("#6a5468", "#8f768c", "#40303f", "#cdb0b8", "#4a3848", "#c98a94", "#40303f", iris="#3a2030", nose="#40303f"),
    ears="big", tail="", marking="plain", size=0.56, cheeks=False, muzzle=0.75, grown=("bat wings",),
)  # fmt: skip

SLOTH = Build(
    "sloth",
    Coat("#a08a6c", "#c4b092", "#6a5840", "#f2e4c6", "#6a5438", "#8a7458", "#a08a6c", iris="#3a2618", nose="#4a3a34"),
    ears="", tail="", marking="sloth", size=0.85, bulk=1.12, cheeks=False, eyes=0.72, grown=("claws",), muzzle=0.9,
)  # fmt: skip
GAZELLE = Build(
    "gazelle",
    Coat("#d49a5c", "#f0c48c", "#96683a", "#fffaf0", "#5c3c26", "#d9a890", "#fffaf0", iris="#3a2212", nose="#2f221e"),
    ears="leaf", tail="stub", size=1.05, bulk=0.88, cheeks=False, crest="lyre", lashes=True, neck=34, forelock=False,
    fours=True,
)  # fmt: skip
RED_PANDA = Build(
    "red panda",
    Coat("#b4532a", "#dc7f4e", "#74301a", "#fdf3e4", "#2c1c1c", "#f4e6d6", "#b4532a", iris="#3a2218"),
    ears="round", size=0.74, pattern="stripes", pattern_on="tail", ink="#f0b884", hearing=1.1,
)  # fmt: skip
MEERKAT = Build(
    "meerkat",
    Coat("#c8a578", "#e8cda4", "#8c6d48", "#f8ead0", "#6a4c34", "#5a4030", "#5a4030", iris="#4a3018", nose="#3a2a26"),
    ears="tiny", tail="thin", marking="eye patches", size=0.66, bulk=0.85, cheeks=False, eyes=0.85, forelock=False,
)  # fmt: skip
LEMUR = Build(
    "lemur",
    Coat("#9a98a4", "#c2c0ca", "#626070", "#f8f5f0", "#3a3844", "#f8f5f0", "#2c2a33", iris="#d98c20", nose="#2c2a33"),
    ears="round", tail="ragged", marking="eye patches", size=0.75, cheeks=False, pattern="stripes", pattern_on="tail",
    ink="#2c2a33", brush=1.1, eyes=1.05,
)  # fmt: skip
ANTEATER = Build(
    "anteater",
    Coat("#8f8378", "#b5a99c", "#564c46", "#4a413e", "#3a3230", "#8a7468", "#6a5e56", iris="#2c1e18", nose="#2c2426"),
    ears="tiny", tail="ragged", marking="plain", size=1.0, cheeks=False, eyes=0.66, snout="tube", brush=1.3,
    grown=("claws",), forelock=False, fours=True,
)  # fmt: skip
HAMSTER = Build(
    "hamster",
    Coat("#e2a964", "#f8d09a", "#a87438", "#fffaf0", "#f0b8a8", "#e8a9a4", "#fffaf0", iris="#2c1c18", nose="#d9777c"),
    ears="round", tail="stub", size=0.5, bulk=1.25, muzzle=0.75, hearing=0.9,
)  # fmt: skip
ORANGUTAN = replace(
    MONKEY, name="orangutan", tail="", size=1.15, bulk=1.3, ears="tiny",
    coat=Coat("#c8622c", "#e8905a", "#84381a", "#d9a884", "#8a4420", "#c98a70", "#c8622c", iris="#4a2c18",
              nose="#7a4a3c"),
)  # fmt: skip

MAMMALS: dict[str, Build] = {
    build.name: build
    for build in (
        LION, LIONESS, TIGER, LEOPARD, CHEETAH, PUMA, CAT, HYENA, COYOTE, PANDA, POLAR_BEAR, SKUNK, HORSE, UNICORN,
        DONKEY, ZEBRA, COW, BULL, BUFFALO, CAMEL, ALPACA, GIRAFFE, MOOSE, STAG, RAM, BOAR, RHINO, HIPPO, ELEPHANT,
        MAMMOTH, MONKEY, GORILLA, ORANGUTAN, KANGAROO, KOALA, BAT, SLOTH, GAZELLE, RED_PANDA, MEERKAT, LEMUR, ANTEATER,
        HAMSTER,
    )
}  # fmt: skip
