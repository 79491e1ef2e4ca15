"""Who does a job: the choice of staff, which every process sees soon, else the setting."""

import pytest
from django.contrib.auth.models import User

from core import service_choice
from core.errors import Invalid
from core.models import AuditEntry
from core.service_choice import CLIPS, PICTURES, SPEECH, TEXT, Service
from providers import registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ada() -> User:
    return User.objects.create_superuser("ada")


def test_without_a_choice_the_settings_say_it(settings):
    settings.TEXT_PROVIDER, settings.VIDEO_PROVIDER, settings.SPEECH_PROVIDER = "upstream", "kling", "none"
    assert registry.writer().name == "upstream"
    assert (registry.animator().name, registry.animator_name()) == ("kling", "kling")
    assert registry.speaker() is None
    assert not service_choice.is_chosen_here(TEXT)


def test_a_choice_goes_before_the_setting_at_once_and_can_be_taken_back(settings):
    settings.TEXT_PROVIDER = settings.IMAGE_PROVIDER = "local"
    for job, service in {TEXT: "upstream", CLIPS: "hailuo", SPEECH: "none"}.items():
        service_choice.choose(job, Service(service), by="ada")
    service_choice.choose(PICTURES, Service("openai", "high"), by="ada")
    assert (registry.writer().name, registry.animator().name, registry.speaker()) == ("upstream", "hailuo", None)
    assert (registry.illustrator().name, registry.illustrator().quality) == ("openai", "high")
    service_choice.choose(PICTURES, None, by="ada")
    assert registry.illustrator().name == "local"


def test_a_quality_that_the_illustrator_does_not_have_is_passed_over(settings):
    settings.OPENAI_IMAGE_QUALITY = "medium"
    assert registry.illustrator("openai", "shiny").quality == "medium"
    assert registry.illustrator("local", "high").name == "local"
    assert registry.illustrator("openai", "low") is registry.illustrator("openai", "low")


def test_a_service_that_is_not_listed_cannot_be_chosen_nor_offered():
    for act in (
        lambda: service_choice.choose(PICTURES, Service("magic"), by="ada"),
        lambda: service_choice.choose(TEXT, Service("none"), by="ada"),
        lambda: service_choice.offer([Service("local"), Service("magic")], by="ada"),
    ):
        with pytest.raises(Invalid, match="There is no service called"):
            act()
    assert service_choice.offered() == []


def test_one_that_the_settings_list_no_more_gives_way_to_the_setting(settings):
    service_choice.choose(TEXT, Service("upstream"), by="ada")
    service_choice.offer([Service("upstream"), Service("local")], by="ada")
    settings.TEXT_PROVIDERS = {"local": settings.TEXT_PROVIDERS["local"]}
    settings.IMAGE_PROVIDERS = {"local": settings.IMAGE_PROVIDERS["local"]}
    settings.TEXT_PROVIDER = "local"
    assert registry.writer().name == "local"
    assert service_choice.offered() == [Service("local")]


def test_who_chose_what_is_in_the_audit_log():
    service_choice.choose(PICTURES, Service("openai", "low"), by="ada")
    service_choice.offer([Service("local"), Service("openai", "high"), Service("local")], by="ada")
    service_choice.choose(PICTURES, None, by="ada")
    found = list(AuditEntry.objects.order_by("pk").values_list("by", "action", "name", "note"))
    assert found == [
        ("ada", "chosen", "The service for pictures", "openai:low"),
        ("ada", "offered", "The service for pictures", "local, openai:high"),
        ("ada", "chosen", "The service for pictures", "as IMAGE_PROVIDER says"),
    ]


def test_a_process_remembers_it_briefly_and_hears_its_own_choice_at_once(settings, commit, django_assert_num_queries):
    settings.SERVICE_CHOICE_SECONDS, settings.TEXT_PROVIDER = 3600, "local"
    service_choice.chosen(TEXT)
    with django_assert_num_queries(0):
        assert registry.writer().name == "local"
    with commit():
        service_choice.choose(TEXT, Service("upstream"), by="ada")
    assert registry.writer().name == "upstream"
    settings.SERVICE_CHOICE_SECONDS = 0  # nothing is remembered
    with django_assert_num_queries(1):
        assert registry.writer().name == "upstream"
