"""What the doctor finds of providers, called through their own SDKs at servers of the test."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from core.models import Expense
from core.redis_server import free_port
from images import statuses
from images.models import Version
from stories.models import Removal
from tests.factories import illustrated_story
from tests.storyforge.run_doctor import doctor
from tests.upstreams.cloudinary_server import CloudinaryServer
from tests.upstreams.kling_server import KlingServer
from tests.upstreams.openai_server import (
    OpenAIServer,
    bad_key,
    chat_text,
    error,
    model,
    moderated,
    no_credit,
    unverified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doctor_alone")]
KEY = "sk-of-the-doctors-test"
TEXT, IMAGE = "gpt-6-luna", "gpt-image-2.6-flare"


@pytest.fixture
def openai(settings):
    """A site that writes and draws with OpenAI."""
    with OpenAIServer() as server:
        server.chat = lambda asked, number: chat_text({"text": "yes"})
        settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = KEY, server.url
        settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = "openai"
        settings.OPENAI_TEXT_MODEL, settings.OPENAI_IMAGE_MODEL = TEXT, IMAGE
        settings.IMAGES_PER_MINUTE = 15
        yield server


@pytest.fixture
def cloudinary(settings):
    """A site that stores its pictures at Cloudinary."""
    with CloudinaryServer() as server:
        settings.IMAGE_HOST, settings.CLOUDINARY_URL = "cloudinary", server.url
        yield server


def test_a_good_account_is_well_and_draws_one_picture(openai):
    said = doctor()
    assert said.about("Illustrator, OPENAI_API_KEY").startswith("ok")
    assert said.about("Writer, OPENAI_API_KEY").startswith("ok")
    assert IMAGE in said.about("Illustrator, OPENAI_IMAGE_MODEL")
    assert TEXT in said.about("Writer, OPENAI_TEXT_MODEL")
    assert said.about("Illustrator, a picture").startswith("ok")
    assert "tokens" in said.about("Illustrator, a picture")
    assert said.about("Writer, a text").startswith("ok")
    assert said.about("Illustrator, IMAGES_PER_MINUTE").startswith("ok")
    (drawn,) = [asked.body for asked in openai.paid if "/images/" in asked.path]
    assert drawn["quality"] == "low"
    assert "moderation" not in " ".join(said.lines).lower()


def test_the_doctors_calls_are_in_the_ledger(openai):
    doctor()
    rows = Expense.objects.filter(channel="doctor").values_list("provider", "model", "cost_usd", "reserved_usd")
    assert {(provider, model) for provider, model, _, _ in rows} == {("openai", TEXT), ("openai", IMAGE)}
    assert all(cost > 0 and not reserved for _, _, cost, reserved in rows)


def test_free_makes_no_call_that_costs_money(openai):
    said = doctor("--free")
    assert {asked.method for asked in openai.asked} == {"GET"}
    assert said.about("Illustrator, OPENAI_API_KEY").startswith("ok")
    assert openai.paid == []


def test_a_wrong_key_is_named_and_no_paid_call_is_made(openai):
    openai.listing = bad_key()
    said = doctor()
    for part in ("Writer", "Illustrator"):
        assert said.about(f"{part}, OPENAI_API_KEY").startswith("WRONG")
    assert openai.paid == []
    assert said.code == 1


def test_a_model_that_does_not_exist_is_named_with_its_setting(openai):
    openai.models = [model(TEXT)]
    said = doctor()
    assert said.about("Illustrator, OPENAI_IMAGE_MODEL").startswith("WRONG")
    assert IMAGE in said.about("Illustrator, OPENAI_IMAGE_MODEL")
    assert said.about("Writer, OPENAI_TEXT_MODEL").startswith("ok")


@pytest.mark.parametrize(("days", "mark"), [(10, "WRONG"), (-10, "WRONG"), (60, "ok   ")])
def test_a_model_that_ends_within_a_month_is_not_well(openai, days, mark):
    day = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
    openai.models = [model(TEXT), model(IMAGE, day)]
    line = doctor("--free").about("Illustrator, OPENAI_IMAGE_MODEL")
    assert line.startswith(mark)
    assert day in line


def test_a_rate_above_the_limit_of_the_account_is_not_well(openai, settings):
    openai.rate_headers = {"x-ratelimit-limit-requests": "5"}
    line = doctor().about("Illustrator, IMAGES_PER_MINUTE")
    assert line.startswith("WRONG")
    assert "15" in line
    assert "5 a minute" in line


@pytest.mark.parametrize(
    ("reply", "word"), [(unverified(), "verif"), (no_credit(), "credit"), (error(500, None, "Oops."), "")]
)
def test_a_fault_that_only_a_picture_shows_is_found_by_drawing_one(openai, reply, word):
    openai.images = lambda asked, number: reply
    line = doctor().about("Illustrator, a picture")
    assert line.startswith("WRONG")
    assert word in line.lower()


def test_moderation_is_checked_for_free(openai, settings):
    settings.MODERATE_INPUT = True
    assert doctor("--free").about("Moderation") == "ok    Moderation: It reads what visitors type."
    openai.moderation = lambda asked, number: moderated(["violence"])
    assert doctor("--free").about("Moderation").startswith("WRONG Moderation: It objects to a harmless sentence")
    openai.moderation = lambda asked, number: error(404, None, "Not here.")
    assert "MODERATE_INPUT" in doctor("--free").about("Moderation")


def test_a_good_host_is_checked_for_free(cloudinary):
    said = doctor("--free")
    lines = [line for line in said.lines if "Host, " in line]
    assert lines
    assert all(line.startswith("ok") for line in lines)
    assert len(cloudinary.uploads) == 1


def test_a_preset_that_does_not_exist_is_named(cloudinary, settings):
    settings.CLOUDINARY_PRESET = "no-such-preset"
    assert doctor().about("Host, CLOUDINARY_PRESET").startswith("WRONG")
    assert doctor().about("Host, Cloudinary").startswith("ok")


def test_a_host_that_does_not_answer_is_not_well(cloudinary, settings):
    settings.CLOUDINARY_URL = cloudinary.url.replace(cloudinary.address, f"http://127.0.0.1:{free_port()}")
    assert doctor().about("Host, Cloudinary").startswith("WRONG")


@pytest.fixture
def kling(settings):
    """A site whose clips are made by Kling."""
    with KlingServer() as server:
        server.switch_on(settings)
        yield server


def test_a_good_animator_is_well_and_makes_no_clip(kling):
    said = doctor()
    assert said.about("Animator, KLING_ACCESS_KEY and KLING_SECRET_KEY").startswith("ok")
    assert "$0.21" in said.about("Animator, KLING_MODEL")
    assert said.about("Animator, VIDEO_TIMEOUT").startswith("ok")
    assert kling.submitted == []


def test_a_wrong_key_of_an_animator_is_named_and_not_shown(kling, settings):
    settings.KLING_SECRET_KEY = "another-secret-of-some-other-account"
    line = doctor("--free").about("Animator, KLING_ACCESS_KEY and KLING_SECRET_KEY")
    assert line.startswith("WRONG")
    assert "another-secret" not in line


def test_an_unknown_animator_is_named(settings):
    settings.VIDEO_PROVIDER = "magic"
    assert "VIDEO_PROVIDER is 'magic'" in doctor("--free").about("Animator")


def test_no_line_shows_a_secret_whatever_goes_wrong(openai, cloudinary, caplog, capfd):
    for reply in (None, bad_key(), error(403, None, f"The key {KEY} may not.")):
        openai.listing = reply
        openai.images = openai.chat = lambda asked, number, reply=reply: reply or error(500, None, f"Broken: {KEY}")
        cloudinary.behaviour = lambda asked, number: None
        for arguments in ((), ("--json",)):
            shown = json.dumps([doctor(*arguments).lines, caplog.text, capfd.readouterr()])
            assert "Illustrator" in shown
            assert KEY not in shown
            assert cloudinary.secret not in shown


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("content")
def test_pictures_that_wait_for_another_host_are_counted():
    assert not [line for line in doctor("--free").lines if " Pictures: " in line]
    illustrated_story(statuses.PENDING)
    Version.objects.all().update(wanted_host="cloudinary")
    assert doctor("--free").about("Pictures").startswith("WRONG Pictures: 20 pictures wait for `manage.py rehost`")


@pytest.mark.django_db(transaction=True)
def test_files_of_deleted_stories_that_are_left_are_counted():
    story = uuid4()
    for why in ("", "Add key and secret."):
        Removal.objects.create(story_id=story, files=[["cloudinary", "a"]] * 3, due_at=timezone.now(), error=why)
    said = doctor().about("Removals")
    assert said.startswith("WRONG")
    assert "3 files of deleted stories could not be removed yet" in said
    assert "Add key and secret." in said
