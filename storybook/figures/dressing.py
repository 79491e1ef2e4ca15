"""How the fox is dressed: which of his things is drawn when, while he is being drawn."""

import math
from dataclasses import dataclass, replace

from storybook.figures.anatomy import Build, Limb, Pose
from storybook.figures.garments import body, face, head, neck
from storybook.figures.garments.clothes import LEGGED, SLEEVED, draw_clothes, draw_hem, draw_lap
from storybook.figures.turning import Turn
from storybook.painting.canvas import Canvas
from storybook.painting.colour import darker, lighter
from storybook.reading.hero import Garment
from storybook.reading.wardrobe import GARMENTS


@dataclass(frozen=True)
class Dress:
    """What is worn. Its steps are called in drawing order by `creature.draw_creature`; without garments they draw
    nothing. No step uses the chance that lays the fur, so that the animal under the clothes stays the same."""

    wears: tuple[Garment, ...] = ()

    def limb(self, build: Build, pose: Pose, limb: Limb) -> Build:
        """Give the build with which a limb is drawn: sleeves, gloves, boots and socks are colours of limbs."""
        coat, arm = build.coat, _is_arm(pose, limb)
        for garment in self.wears:
            colour = garment.colour
            if garment.kind in (SLEEVED if arm else LEGGED):
                coat = _in(build, colour).coat
            if garment.kind == "socks" or garment.kind == ("gloves" if arm else "boots"):
                coat = replace(coat, sock=colour)
        covered = any(garment.kind in (SLEEVED if arm else LEGGED) for garment in self.wears)
        return build if coat is build.coat else replace(build, coat=coat, pattern="" if covered else build.pattern)

    def haunch(self, build: Build) -> Build:
        """Give the build with which the thigh of one who sits is drawn."""
        return next((_in(build, garment.colour) for garment in self.wears if garment.kind in LEGGED), build)

    def behind(self, cv: Canvas, pose: Pose) -> None:
        """Draw what hangs behind the body: a cape or a pack, seen from the front."""
        for garment in self.wears:
            if not pose.back and garment.kind == "cape" and upright(pose):
                body.draw_cape(cv, pose, garment)
            if not pose.back and garment.kind == "backpack":
                body.draw_pack(cv, pose, garment)

    def on_body(self, cv: Canvas, pose: Pose) -> None:
        """Draw what is worn on the body, before the limbs that lie over it."""
        for garment in self.wears:
            if garment.kind in ("jumper", "vest"):
                body.draw_jumper(cv, pose, garment)
            elif garment.kind in GARMENTS and GARMENTS[garment.kind][0] in ("body", "legs"):
                draw_clothes(cv, pose, garment)

    def over_haunches(self, cv: Canvas, pose: Pose) -> None:
        """Draw what lies over the thighs of one who sits, before his legs."""
        for garment in self.wears if upright(pose) else ():
            draw_lap(cv, pose, garment)

    def over_body(self, cv: Canvas, pose: Pose) -> None:
        """Draw what lies over body and limbs: a cape on an animal on all fours, cape and pack seen from behind."""
        for garment in self.wears:
            draw_hem(cv, pose, garment)
            if garment.kind == "cape" and not upright(pose):
                body.draw_drape(cv, pose, garment)
            if garment.kind == "cape" and pose.back and upright(pose):
                body.draw_cape(cv, pose, garment)
            if garment.kind == "backpack" and pose.back:
                body.draw_pack(cv, pose, garment)

    def at_neck(self, cv: Canvas, pose: Pose) -> None:
        """Draw what is worn round the neck, before the head that covers its upper edge."""
        for garment in self.wears:
            if draw := neck.DRAWN.get(garment.kind):
                draw(cv, pose, garment)

    def on_head(self, cv: Canvas, turn: Turn, *, back: bool) -> None:
        """Draw what is worn on the head and before the eyes, in the head's own coordinates."""
        for garment in self.wears:
            if draw := face.ON_FACE.get(garment.kind) if not back else None:
                draw(cv, turn, garment)
        for garment in self.wears:
            if draw := head.ON_TOP.get(garment.kind):
                draw(cv, turn, garment)


def _in(build: Build, colour: str) -> Build:
    fur = replace(build.coat, fur=colour, light=lighter(colour, 0.25), dark=darker(colour, 0.35))
    return replace(build, coat=fur, pattern="")


def upright(pose: Pose) -> bool:
    """Whether somebody stands or sits, rather than going on all fours."""
    (ax, ay, _), (bx, by, _) = pose.torso[0], pose.torso[-1]
    return abs(by - ay) > abs(bx - ax)


def _is_arm(pose: Pose, limb: Limb) -> bool:
    x, y, _ = limb[0]
    hips, neck = pose.torso[0], pose.torso[-1]
    return math.dist((x, y), neck[:2]) < math.dist((x, y), hips[:2])


BARE = Dress()
