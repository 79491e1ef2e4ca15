"""The frame over one's own picture: by keyboard and pointer, and what is used of it."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from images import statuses
from providers import registry
from tests.browser.conftest import opened, owners_window
from tests.factories import illustrated_story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]


def stripes() -> bytes:
    """A wide picture: red on the left, green in the middle, blue on the right."""
    image, out = Image.new("RGB", (1800, 600)), BytesIO()
    for place, colour in enumerate(("red", "green", "blue")):
        image.paste(colour, (place * 600, 0, (place + 1) * 600, 600))
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_part_in_the_frame_is_used(chromium, still_site, scripts):
    story = illustrated_story(statuses.PENDING)
    file = {"name": "my.png", "mimeType": "image/png", "buffer": stripes()}
    with owners_window(chromium, still_site, scripts=scripts) as page:
        if scripts:
            opened(page, story)
        else:
            page.goto(f"/stories/{story.pk}/")
        card = page.locator("#picture-1")
        card.locator(".change > summary").click()
        card.locator("input[type=file]").set_input_files(file)
        if scripts:
            frame = card.get_by_role("group", name="The part to use")
            expect(card.get_by_role("radio").first).to_be_hidden()
            expect(frame).to_be_in_viewport(ratio=0.9)  # it appears below what was pressed
            before = frame.bounding_box()
            frame.press("ArrowRight")
            frame.press("-")
            after = frame.bounding_box()
            assert before is not None
            assert after is not None
            assert after["x"] > before["x"]
            assert after["width"] < before["width"]
            x, y = after["x"] + after["width"] / 2, after["y"] + after["height"] / 2
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + 900, y, steps=3)
            page.mouse.up()
        else:
            card.get_by_role("radio", name="the right, or the bottom").check()
        card.get_by_role("button", name="Use it").click()
        expect(page.locator("#picture-1 .crop")).to_have_count(0)
        expect(page.locator("#picture-1 .htmx-request")).to_have_count(0)
    picture = story.illustrations.get(number=1)
    assert picture.current.mode == "upload"
    with Image.open(BytesIO(registry.host(picture.current.host).fetch(picture.current.stored))) as image:
        assert abs(image.width / image.height - 2 / 3) < 0.01
        red, green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
        assert blue > 200 > 60 > max(red, green)
