"""images.rejection_reasons: why a picture is rejected, and what the next prompt demands because of it."""

from io import BytesIO

import pytest
from PIL import Image

from core.errors import Invalid
from core.models import StatusEvent
from images import rejection_reasons, services, statuses
from images.drawing import drawing, references
from images.models import Decision, Illustration
from providers import registry
from tests.factories import bring_to, illustrated_story, visitor
from tests.upstreams.json_server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def picture() -> Illustration:
    return bring_to(illustrated_story().illustrations.get(number=7), statuses.PENDING)


def reload(picture: Illustration) -> Illustration:
    return Illustration.objects.select_related("current", "story", "scene", "base").get(pk=picture.pk)


def next_prompt(picture: Illustration) -> str:
    drawing.draw(picture.story_id, picture.number)
    return reload(picture).versions.last().prompt


@pytest.mark.parametrize("key", [key for key in rejection_reasons.REASONS if key != rejection_reasons.OTHER])
def test_every_reason_becomes_a_demand_of_the_next_prompt(picture, illustrator, key):
    services.reject(picture, note="", by="mia", reasons=[key])
    demand = rejection_reasons.demands([key], scene=picture.depiction, mood=picture.scene.mood)[0]
    assert f"It must hold:\n- {demand}" in next_prompt(picture)
    assert "{" not in demand


def test_something_else_is_said_by_the_note_alone(picture, illustrator):
    services.reject(picture, note="less fog", by="", reasons=["other"])
    prompt = next_prompt(picture)
    assert "It must hold" not in prompt
    assert prompt.endswith("Change: less fog")


def test_the_decision_keeps_reasons_and_note_and_the_history_says_them(picture):
    services.reject(picture, note="less fog", by="mia", reasons=["text", "animal"])
    decision = Decision.objects.get()
    assert (decision.reasons, decision.note) == (["animal", "text"], "less fog")
    notes = StatusEvent.objects.filter(object_id=str(picture.pk)).values_list("note", flat=True)
    assert "Wrong animal, Text in the picture; less fog" in list(notes)


def test_reasons_of_earlier_rejections_go_on_being_demanded(picture, illustrator):
    services.reject(picture, note="", by="", reasons=["limbs"])
    drawing.draw(picture.story_id, 7)
    services.reject(reload(picture), note="", by="", reasons=["mood"])
    assert reload(picture).reasons == ["limbs", "mood"]


def test_a_picture_of_one_s_own_words_begins_without_them(picture):
    services.reject(picture, note="", by="", reasons=["limbs"])
    Illustration.objects.filter(pk=picture.pk).update(status=statuses.FAILED)
    services.edit(reload(picture), mode=Illustration.NEW, wish="The red fox naps.", by="")
    assert reload(picture).reasons == []


def test_a_reason_that_there_is_not_is_refused_and_changes_nothing(picture):
    with pytest.raises(Invalid, match="'ugly' is no reason"):
        services.reject(picture, note="", by="", reasons=["ugly"])
    assert reload(picture).status == statuses.PENDING


def test_looking_different_sends_the_nearest_approved_picture_along(picture, looks):
    colours = {2: "red", 6: "blue", 20: "green"}
    looks.behaviour = lambda asked, number: Answer({"colour": colours.get(asked.body["scene"], "orange")})
    for number in colours:
        drawing.draw(picture.story_id, number)
        services.approve(picture.story.illustrations.get(number=number), by="")
    services.reject(picture, note="", by="", reasons=["different"])
    drawing.draw(picture.story_id, 7)
    assert looks.asked[-1].body["references"] == 1
    (sent,) = references.others(reload(picture), registry.illustrator())
    red, green, blue = Image.open(BytesIO(sent)).convert("RGB").getpixel((9, 9))
    assert blue > 200 > 50 > max(red, green)


def test_no_reference_is_sent_to_an_illustrator_that_takes_none(picture, illustrator):
    drawing.draw(picture.story_id, 6)
    services.approve(picture.story.illustrations.get(number=6), by="")
    services.reject(picture, note="", by="", reasons=["different"])
    drawing.draw(picture.story_id, 7)
    assert illustrator.asked[-1].body["references"] == 0


def test_without_an_approved_picture_the_words_alone_must_do(picture, looks):
    services.reject(picture, note="", by="", reasons=["different"])
    drawing.draw(picture.story_id, 7)
    assert reload(picture).status == statuses.PENDING


def test_a_reference_that_cannot_be_read_does_not_stop_the_picture(picture, looks):
    bring_to(picture.story.illustrations.get(number=6), statuses.APPROVED)  # its file was never made
    services.reject(picture, note="", by="", reasons=["different"])
    drawing.draw(picture.story_id, 7)
    assert reload(picture).status == statuses.PENDING


def test_the_card_offers_every_reason_and_takes_them(picture, commit):
    url = f"/stories/{picture.story_id}/pictures/7/"
    card = visitor().get(url).content.decode()
    assert all(f'name="reason" value="{key}"' in card for key in rejection_reasons.REASONS)
    with commit():
        visitor().post(f"{url}reject", {"reason": ["limbs", "text"], "note": "", "version": "1"})
    assert reload(picture).reasons == ["limbs", "text"]


def test_what_was_picked_stays_picked_when_the_note_is_too_long(picture):
    url = f"/stories/{picture.story_id}/pictures/7/reject"
    answer = visitor().post(url, {"reason": ["limbs"], "note": "x" * 501}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'value="limbs" checked' in answer.content.decode()


@pytest.mark.parametrize(("given", "status"), [(["limbs"], 200), (["ugly"], 400), ("limbs", 400), ([7], 400)])
def test_the_api_takes_reasons_too(picture, given, status):
    answer = visitor().post(
        f"/approve_image/{picture.story_id}/7",
        {"action": "reject", "reasons": given},
        content_type="application/json",
    )
    assert answer.status_code == status


def test_staff_reject_many_for_one_reason(picture, admin_client, commit):
    with commit():
        admin_client.post(
            "/admin/images/illustration/",
            {"action": "reject_and_redraw", "_selected_action": [picture.pk], "reason": "mood", "note": ""},
        )
    assert reload(picture).reasons == ["mood"]
    page = admin_client.get(f"/admin/images/illustration/{picture.pk}/change/").content.decode()
    assert "Wrong mood" in page
