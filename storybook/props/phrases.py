"""Phrases in which a word that names a prop elsewhere means something else."""

FIGURATIVE = (
    # parts of the body and the mind
    "his chest", "her chest", "its chest", "their chest", "white chest", "the fox chest", "cream chest",
    "chest out", "against chest",
    "lose heart", "take heart", "heart of", "by heart", "at heart", "heart sink", "he love", "she love", "they love",
    "fox love", "in love", "love him", "its wing", "her wing", "their wing", "paw and wing", "paw or wing",
    "wing and paw", "one wing", "beak and wing", "under wing", "his horn", "her horn", "its horn",
    # verbs
    "fox rock", "rock back", "he rock", "stick out", "stick up", "stick his", "fish out", "crowd skate", "rain drum",
    "rain hammer", "drum on", "hammer on", "hammer at", "hammer a", "hammer the first", "fox hammer", "he hammer",
    "shield his", "shield her", "shield both", "shield him", "shield them", "shield their", "sail off", "sail across",
    "sail through", "sail past", "bowl the", "bowl him", "bowl over", "bowl a", "glow bowl", "gust bowl", "fox fire",
    "he fire", "fox plane", "he plane", "fox shovel", "fox rake", "fox stage", "ring out", "ring spread", "run ring",
    "into ring", "draw a ring", "form a ring", "in a ring", "into a ring", "a ring around", "present itself",
    "present himself", "brush off", "seed the", "leaf through", "axe the", "plan to", "design to",
    "note that", "map out", "sign of", "sign to", "seat himself", "net result",
    # likenesses and measures
    "ring of", "a ring of", "the ring of", "ring on", "bell of", "wave of", "cloud of", "white cloud",
    "string of", "long string", "thread of silver", "thread of light", "coin of light", "ball of", "tight ball",
    "into a ball", "chain of", "long chain", "merry chain", "sheet of", "mirror of", "bed of", "star of",
    "bowl of the", "blanket of", "carpet of", "curtain of", "tree of light", "in gold", "with gold", "lie gold",
    "gold leaf", "gold brown", "gold blue", "gold pink", "green gold", "gold and", "maple key", "dandelion clock",
    "dandelion seed", "honey coloured", "honey light", "rose coloured", "apple core", "apple blossom", "egg shell",
    "torn tuft", "wall of thorn", "watch fire", "under fire", "on fire", "catch fire", "like fire",
    # words that only describe the next
    "stone rim", "stone table", "stone step", "stone stair", "stone floor", "stone arch",
    "stone bench", "wall stone", "paving stone", "rock and back", "flower market", "flower decked",
    "table under", "door of the heart", "fire side", "fire light", "candle light",
    "lamp light", "torch light", "market square", "market place", "tree top", "tree line", "boat house", "bell tower",
    # adverbs
    "as well", "very well", "so well", "all well", "is well", "well up", "well known", "well done", "well enough",
)  # fmt: skip
