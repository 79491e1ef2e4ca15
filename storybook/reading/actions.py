"""Which words make the fox do what: patterns on lower-case text, and what a beat does where no word helps."""

import re

from storybook.reading.company import SLEEPS
from storybook.reading.kinds import KIND_OF
from storybook.reading.wording import forms

# (pose, pattern); the match that stands nearest behind the fox wins
ACTIONS: tuple[tuple[str, str], ...] = (
    ("fly", (
        r"\bfl(?:y|ies|ew|ying(?! (?:machine|carpet|ship|boat|fish)))\b"
        r"(?! (?:(?:an?|his|the|her|their) )?(?:\w+ ){0,2}(?:kite|plane|flag)s?\b)|soar|swoop"
        r"|(?<!\bit )glides?\b|shoots? up|takes off into|hovers?\b|floats? (?:up|above|over)"
    )),
    ("run", (
        r"\bruns?\b|running|\bflees?\b|\braces?\b|gallop|dash(?:es)?\b|sprint|bolts?\b(?= a| d| o)|hurries"
        r"|darts?\b|charges?\b|leaps?\b|jumps?\b|bounds?\b"
    )),
    ("walk", (
        r"\bwalk(?!ing (?:stick|boots|shoes|cane)\b)"
        r"|strides?\b|\btrots?\b|strolls?|steps?\b(?! back| of)|crosses\b|climb|limps|wanders"
        r"|marches|wades|follows|carries|(?:fox|he) (?:goes|comes)\b|^ (?:goes|comes)\b|creeps|sets out"
        r"|sneaks|tiptoe|slips (?:off|away|out|into|in|through|past|from|back|behind)\b|(?<!knee )pads\b|turns "
        r"homeward|leaves\b(?= the| his| home)"
    )),
    ("look_up", (
        r"looks? up|gazes? (?:up|at the sky)|stares? (?:up|at the sky)|raises his (?:head|eyes)"
        r"|lifts his (?:head|muzzle)"
    )),
    ("sit", r"\bsit(?:s|ting)?\b|perch|\brides?\b|swinging his legs|rests\b|nestles|\bleft sitting|rocks a|waits\b"),
    ("slump", (
        r"\bsinks? down|\bsink\b|slump|hangs? his head|head hang|head low|bows? his head"
        r"|\bhugs? his (?:own )?(?:tail|knees)|kneel|drops? to his knees|on one knee|bends? over|huddle"
        r"|weeps?|curls? up|hides his face|cover(?:s)? his face|trudges|with drooping|buries"
    )),
    ("lie", (
        r"\blies\b(?! (?:about \w+ing|to|before|around|ahead|behind|below|in front|at the feet)\b)"
        r"|\blay\b(?! (?:the|an?|his|her|their|its|it|them|down|out|both)\b)|asleep|sleep(?:s|ing)?\b|rolls? "
        r"himself|stretched out|on his belly|\bdozes"
    )),
    ("cower", (
        r"cower|crawl|\bhides?\b|\bducks?\b(?= d| b| u)|crouch|presses himself|trembl(?!ing (?:paws?|legs?)\b)"
        r"|shak(?:es|ing)\b(?! (?:hands|the|an?|his|himself|it)\b)|shiver|shrinks?\b(?! to)|peeks?|peers? (?:out|from)"
    )),
    ("reach", (
        r"reach(?:es|ing)?\b|stretch(?:es)? (?:out|his)|lays? both paws|lays? (?:his|a|one) paw"
        r"|touch(?:es)?|grasp|clings?|hang(?:s|ing) (?:from|over)|leans? over|stretches|takes? hold"
        r"|uncovers?|discovers|finds\b|brushes"
    )),
    ("offer", (
        r"\boffer|holds? (?:it )?out|\bgives?\b|\bgave\b|\bhands?\b(?= the| her| his| an?\b| him| it| back| over)"
        r"|presents?\b|brings?\b|lays? .{0,20} (?:before|at)|shares?|returns?\b(?= the| it)|bows? deeply"
    )),
    ("hold", (
        r"\bholds?\b(?! out| on\b| up)|holding|\bhugs?\b|clutch|cradle|presses (?:the|a)|carries|\bstudies"
        r"|reads?\b|picks? up|keeps\b|sorts\b|binds\b|plants? (?!his)|unrolls?|stands? in the"
    )),
    ("triumph", (
        r"\blifts?\b|raises? (?:both|his|the|a|one|an)|holds? .{0,20}(?:up\b|aloft|high)|cheers?"
        r"|throws? (?:up )?his arms|arms (?:wide|open|raised|a little open)|jumps for joy|triumph|beams?\b"
        r"|spins round|dances|laughs\b|stands? (?:tall|over|upright|proudly)|grins? over|roars?\b|blaz"
    )),
    ("hammer", (
        r"hammer(?!(?:s|ing)? (?:on|at|against)\b)|\bbuilds?\b|building|tighten|\bsaws?\b|(?<!to )mends?"
        r"|\bnails?\b(?! it)|\bworks?\b|welds?|\bplanes?\b"
        r"|repairs?|carves?|tinkers?|screws?\b|assembles?|\bforges?\b|patches|chops"
    )),
    ("push", (
        r"push|\bheaves?\b|\bpulls?\b|catches|brac(?:es|ing)|drags? (?!him)|\bprops?\b|hauls?|holds? (?:up"
        r"|on|back|it)|rolls? (?:the|a)|leans? against|shoulder to|shoves?|dig(?:s|ging)\b|strains?"
    )),
    ("kick", (
        r"\bkicks?\b|strikes?\b|punch|sidestep|\bfights?\b|\bspars|training|\btrains?\b|whirls? (?:round"
        r"|his|the)|wheels? round|swings? (?:his|the|a)|blocks? the|practi[sc]e"
    )),
    ("balance", r"balanc|one leg|on tiptoe|slippery|\brow of (?:wooden )?posts|tightrope|bowl of water"),
    ("fallen", (
        r"\bfalls\b(?! out)|fallen|tumbles|topples|is dragged|crash(?:es)?|thrown (?:back|down)|\bpins\b"
        r"|brings .{0,14}down|stumbles|slips?\b(?! (?:off|away|out|into|in|through|past|from|back|behind)\b)"
        r"|flops|lands on his|knocked|dragged|skids|rolls (?:down"
        r"|over)|bursts? apart|left sitting"
    )),
    ("face", (
        r"\bfac(?:es|ing)\b|plants his paws|stands? (?:before|against|in front|between)|steps? (?:in front"
        r"|out|between)|stands? .{0,24}in front of|confront|squared shoulders|blocks\b|without blinking"
        r"|does not (?:move|blink|take)|guards?|growls?|bares? his|defends?|protects?"
    )),
    ("meditate", (
        r"meditat|breath(?:es|ing) (?:slowly|deeply|in)|legs crossed|crossed legs|closes his eyes"
        r"|eyes closed"
    )),
    ("back", (
        r"\bwatches\b|his back to|looks? (?:down|out|back) (?:on|over|from|at the village)|turns away"
        r"|gazes? (?:out|down|over)|from outside|through the (?:fence|window|gap|slats)|presses his nose"
    )),
    ("stand", r"\bstands?\b|standing|halts|stops|pauses|looks?\b"),
)  # fmt: skip
# he stands on his paws, head down; what else stands upside down is not he
_STANDS = r"\b(?:stands?|standing|balances?|walks?|walking|goes)\b[^.;,]*"
_UPSIDE_DOWN = re.compile(
    rf"{_STANDS}\bupside down|{_STANDS} on (?:his|both) (?:hands|head|forepaws|front paws)\b|^ on his hands\b"
    r"|\bdo(?:es|ing) (?:an? |his |\w+ )?handstands?\b"
)
_COMPILED = tuple((pose, re.compile(pattern)) for pose, pattern in ACTIONS)
POSE_BY_BEAT = {
    "ordinary": "stand", "longing": "back", "humiliation": "slump", "rejection": "slump", "sadness": "slump",
    "wrongdoing": "reach", "consequence": "stand", "regret": "slump", "call": "look_up", "hesitation": "cower",
    "discovery": "reach", "reach": "reach", "guide": "look_up", "threshold": "walk", "failure": "fallen",
    "mocked": "stand", "persist": "push", "practice": "kick", "mastery": "balance", "ally": "sit", "tested": "stand",
    "approach": "walk", "courage": "walk", "transformation": "triumph", "power": "triumph", "temptation": "reach",
    "choice": "stand", "crime": "face", "confront": "face", "struggle": "push", "dark": "slump",
    "overcome": "triumph", "justice": "triumph", "sacrifice": "offer", "noticed": "sit", "amends": "offer",
    "kindness": "offer", "forgiven": "sit", "reward": "triumph", "road_home": "walk", "rebirth": "triumph",
    "childhood": "run", "awakening": "look_up", "loss": "slump", "seeking": "walk", "mistake": "fallen",
    "identity": "stand", "wisdom": "sit", "new_life": "triumph",
}  # fmt: skip
POSE_BY_MOOD = {
    "sad": "slump", "afraid": "cower", "curious": "reach", "determined": "stand", "tense": "face", "awed": "look_up",
    "happy": "stand", "triumphant": "triumph", "peaceful": "sit", "calm": "sit",
}  # fmt: skip
# animals that sleep while he does something else; "girl fox" ends in "fox", who may be the hero
_OTHERS = forms(set(KIND_OF) - {"fox"})
_OTHERS_ASLEEP = re.compile(
    rf"\b(?:{_OTHERS})\b(?:,? (?:who|which|that))?(?: \w+){{0,3}} {SLEEPS}"
    rf"|\b(?:sleeping|dozing|snoring) (?:\w+ ){{0,2}}(?:{_OTHERS})\b"
)
# what is told of others, or of light, behind what he does
_OF_OTHERS = re.compile(
    rf"\b(?P<who>{_OTHERS}), (?:who|which)\b(?:(?!\b(?:red fox|he)\b)[^.;])*(?=[.;]|$)"
    rf"|(?<!fox)(?<!fox,),? (?:and|but|while|until) (?:an?|the|two|three) (?!red fox)(?:[\w-]+ "
    rf"){{0,2}}(?:{_OTHERS}|lights?|sparks?|wind|water)\b"
    r"(?:(?!\b(?:red fox|he|him)\b)[^.;])*(?=[.;]|$)"
    r"|, and (?:[\w-]+ ){0,2}(?:light|fire|sparks?)\b(?:(?!\b(?:red fox|he)\b)[^.;])*(?=[.;]|$)"
)
# what others shall do, in a wish
_OTHERS_DOING = re.compile(rf"\b(?:{_OTHERS})\b(?:(?! and (?:he|him|the fox)\b)[^.,;\n])*")
_THINGS_DOING = re.compile(
    r"(?:^|[.,;\n]|\band\b) *(?:an?|the|some|two|three|more) (?!(?:\w+ )?fox\b)(?:[a-z]+ ){1,3}"
    r"(?:lies?|stands?|hangs?|sits?|rests?|floats?|falls?|grows?|flies|lying|standing|hanging|should)\b[^.,;\n]*"
)
_NAMED = re.compile(r"\bred fox\b")
# where he does something himself, and is not the one of whom something is, or to whom it is done
_SUBJECT = re.compile(r"(?<!of the )(?<!at the )(?<!to the )(?<!from the )(?<!for the )\bred fox\b(?!'s)")
# "on a rock sits the red fox"
INVERTED = re.compile(
    r"(?:^|[.,;:!?] ?(?:and |but )?)(?:on|in|at|down|up|out|along|from|under|behind|home|there|away|over|through|high"
    r"|far|between|among|across|beside|before|off|outside|inside|round|past|into|above|below|alone)\b[^.;:!?]{0,80}?"
    r"(?<!,) (?P<does>[a-z]+s) the red fox\b(?!'s)"
)
_ANOTHER = re.compile(
    r"\W*(?:an?|the|his|her|its|their|two|three|all|some|every|each|both) (?!(?:little |small )?red fox)"
)
_OBJECT = re.compile(r"\b(?:down|over|past|at|to|behind|beside|round|around|from|by|under|for|with|on|between) the $")
_GLAD = frozenset(("happy", "triumphant", "peaceful", "awed"))
_GLADLY = {"slump": "sit", "cower": "sit", "fallen": "sit", "lie": "lie", "back": "sit"}
_GRAVELY = {"triumph": "stand"}


def action(scene: str, change: str, beat: str, mood: str) -> str:
    """Say which pose the fox takes: what a reviewer asked for, what the scene says of him, or what the beat does."""
    change = _OTHERS_DOING.sub(" ", _OTHERS_ASLEEP.sub(" ", change))
    change = _THINGS_DOING.sub(" ", change)
    for text in (f"the red fox {change}" if change else "", scene):
        if found := _told(text):
            return _fitting(found, mood, scene)
    usual = POSE_BY_BEAT.get(beat) or POSE_BY_MOOD.get(mood, "stand")
    return _fitting(usual, mood, scene)


def wakes(change: str) -> bool:
    """Whether a change wakes the fox."""
    return bool(re.search(r"\b(?:awake|wakes?)\b", change))


def sleeps(scene: str, change: str) -> bool:
    """Whether the fox himself sleeps; a later wish to wake him counts more."""
    if wakes(change):
        return False
    scene, change = _OTHERS_ASLEEP.sub(" ", scene), _OTHERS_ASLEEP.sub(" ", change)
    if re.search(
        rf"\b(?:he|him|fox)\b(?: (?:is|be|fast|should|shall|to|now|sound))* {SLEEPS}|^(?:asleep|sleeping)\b", change
    ):
        return True
    told = re.search(rf"\bred fox\b((?:(?!\b(?:an?|the|and|beside|by|wakes?)\b)[a-z' ]){{0,40}}?) {SLEEPS}", scene)
    joined = re.search(rf"\bred fox\b [a-z]+s? (?:up|down)?[a-z ,]{{0,50}}\band {SLEEPS}", scene)
    return bool(told or joined or re.search(r"\bsleeping red fox\b", scene))


def _told(text: str) -> str:
    text = _OF_OTHERS.sub(" ", _OTHERS_ASLEEP.sub(" ", text))
    named = _SUBJECT.search(text) or _NAMED.search(text)
    if not named:
        return ""
    fox = named.start()
    if (inverted := INVERTED.search(text)) and (pose := _nearest(inverted["does"])):
        return pose
    clause = re.split(r"[.;!?]", text[fox + 7 :], maxsplit=1)
    later = re.split(r"\bhe\b", clause[1], maxsplit=1) if len(clause) > 1 else []
    before = re.split(r"[.;!?]|,? (?:and|as|while|but) ", text[:fox])[-1]
    own = "" if clause[0].startswith("'s ") else clause[0]  # "the red fox's kite falls"
    candidates = [own, *(later[1:] if len(later) > 1 else []), before[-40:]]
    if any(map(_UPSIDE_DOWN.search, candidates)):
        return "handstand"
    if _ANOTHER.match(before) or _OBJECT.search(before):
        candidates.pop()
    return next((pose for part in candidates if (pose := _nearest(part))), "")


def _nearest(text: str) -> str:
    found = [(match.start(), pose) for pose, pattern in _COMPILED if (match := pattern.search(text))]
    return min(found)[1] if found else ""


def _fitting(pose: str, mood: str, scene: str) -> str:
    """A glad fox does not cower, a grave one does not cheer."""
    if mood in _GLAD:
        pose = "slump" if pose == "slump" and "knee" in scene and mood == "triumphant" else _GLADLY.get(pose, pose)
        return "push" if pose == "slump" else pose
    return _GRAVELY.get(pose, pose) if mood in ("sad", "afraid", "tense", "calm") else pose
