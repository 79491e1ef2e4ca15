"""The editor of story templates: what is saved, what is refused, and the prompt that is shown before anything is."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from images.drawing import prompts
from stories.models import Beat, StoryTemplate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
PREVIEW = "/admin/stories/storytemplate/preview/"
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def template() -> StoryTemplate:
    return StoryTemplate.objects.get(name="Power Fantasy")


def form_of(template: StoryTemplate) -> dict[str, str]:
    """The fields of the page as a browser sends them."""
    names = ("name", "summary", "position", "art_style", "character")
    fields = {name: str(getattr(template, name)) for name in names} | {"active": "on"}
    beats = list(template.beats.all())
    fields |= {"beats-TOTAL_FORMS": str(len(beats)), "beats-INITIAL_FORMS": str(len(beats))}
    fields |= {"Question_templates-TOTAL_FORMS": "0", "Question_templates-INITIAL_FORMS": "0"}
    for index, beat in enumerate(beats):
        row = {
            "id": beat.pk,
            "template": template.pk,
            **{n: getattr(beat, n) for n in ("number", "kind", "mood", "shows")},
        }
        fields |= {f"beats-{index}-{name}": str(value) for name, value in row.items()}
    return fields | {"preview_scene": "7", "preview_template": str(template.pk)}


def staff_with(*codenames: str) -> Client:
    """The browser of a member of staff with these permissions."""
    user = get_user_model().objects.create_user("sam", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


def change_page(template: StoryTemplate) -> str:
    return f"/admin/stories/storytemplate/{template.pk}/change/"


def test_the_page_has_the_beats_the_look_and_the_preview(admin_client, template):
    page = admin_client.get(change_page(template)).content.decode()
    assert page.count('-shows" ') == 21  # and the empty row for a new one
    assert template.art_style[:40] in page
    assert f'formaction="{PREVIEW}"' in page
    assert all(f"<option>{number}</option>" in page for number in range(1, 21))


def test_what_was_edited_is_saved(admin_client, template):
    edited = form_of(template) | {"art_style": "Ink.", "beats-6-shows": "The red fox sings."}
    assert admin_client.post(change_page(template), edited).status_code == 302
    template.refresh_from_db()
    assert (template.art_style, template.beats.get(number=7).shows) == ("Ink.", "The red fox sings.")


def test_a_template_keeps_one_beat_for_every_scene(admin_client, template):
    answer = admin_client.post(change_page(template), form_of(template) | {"beats-6-DELETE": "on"})
    assert "Look at the beats of scene 7." in answer.content.decode()
    assert template.beats.filter(number=7).count() == 1


@pytest.mark.parametrize("moves", [{5: 6, 6: 5}, {1: 2, 2: 3, 3: 1}], ids=["two", "three"])
def test_beats_can_change_places(admin_client, template, moves):
    before = {beat.number: beat.pk for beat in template.beats.all()}
    edited = form_of(template) | {f"beats-{old - 1}-number": str(new) for old, new in moves.items()}
    assert admin_client.post(change_page(template), edited).status_code == 302
    wanted = before | {new: before[old] for old, new in moves.items()}
    assert {beat.number: beat.pk for beat in template.beats.all()} == wanted


def test_a_beat_that_changed_places_keeps_its_words_and_what_was_edited_with_it(admin_client, template):
    fifth, sixth = template.beats.filter(number__in=(5, 6))
    edited = form_of(template) | {"beats-4-number": "6", "beats-5-number": "5", "beats-5-shows": "The red fox sings."}
    admin_client.post(change_page(template), edited)
    kept = template.beats.filter(number__in=(5, 6)).values_list("kind", "mood", "shows")
    assert list(kept) == [(sixth.kind, sixth.mood, "The red fox sings."), (fifth.kind, fifth.mood, fifth.shows)]


def test_a_beat_can_take_the_place_of_one_that_is_deleted_and_leave_its_own_to_a_new_one(admin_client, template):
    fifth = template.beats.get(number=5)
    new = {"id": "", "template": str(template.pk), "number": "5", "kind": "call", "mood": "calm", "shows": "He sleeps."}
    edited = form_of(template) | {"beats-4-number": "7", "beats-6-DELETE": "on", "beats-TOTAL_FORMS": "21"}
    edited |= {f"beats-20-{name}": value for name, value in new.items()}
    assert admin_client.post(change_page(template), edited).status_code == 302
    assert template.beats.get(number=7).pk == fifth.pk
    assert template.beats.get(number=5).shows == "He sleeps."
    assert template.beats.count() == 20


def test_a_form_that_is_refused_moves_no_beat(admin_client, template):
    before = list(template.beats.values())
    edited = form_of(template) | {"beats-4-number": "6", "beats-5-number": "5", "beats-9-shows": ""}
    assert admin_client.post(change_page(template), edited).status_code == 200
    assert list(template.beats.values()) == before


def test_the_prompt_is_made_of_what_is_in_the_form_and_nothing_is_saved(admin_client, template):
    before = list(Beat.objects.values())
    edited = form_of(template) | {
        "art_style": "Ink on paper.",
        "character": "a blue fox",
        "beats-6-shows": "The red fox sings.",
        "beats-6-mood": "awed",
    }
    page = admin_client.post(PREVIEW, edited, headers=SCRIPT).content.decode()
    assert page.startswith("<pre>Ink on paper.\n\nScene: The red fox (a blue fox) sings.\n\nMood: awed.</pre>")
    assert list(Beat.objects.values()) == before
    template.refresh_from_db()
    assert template.art_style != "Ink on paper."


@pytest.mark.parametrize("number", [1, 13, 20])
def test_the_prompt_of_each_scene_is_the_one_that_its_beat_makes(admin_client, template, number):
    beat = template.beats.get(number=number)
    answer = admin_client.post(PREVIEW, form_of(template) | {"preview_scene": str(number)})
    assert answer.context["prompt"] == prompts.compose(
        art_style=template.art_style, character=template.character, depiction=beat.shows, mood=beat.mood
    )


def test_without_a_script_the_button_gives_a_page_of_its_own(admin_client, template):
    page = admin_client.post(PREVIEW, form_of(template)).content.decode()
    assert "<html" in page
    assert "The prompt of scene 7" in page
    assert template.character[:30] in page


@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["script", "page"])
def test_the_prompt_is_text_and_never_markup(admin_client, template, headers):
    edited = form_of(template) | {"art_style": "<script>no</script>", "preview_scene": "7"}
    page = admin_client.post(PREVIEW, edited, headers=headers).content.decode()
    assert "&lt;script&gt;no&lt;/script&gt;" in page
    assert "<script>no" not in page


@pytest.mark.parametrize(
    ("edits", "sentence"),
    [
        ({"beats-6-DELETE": "on"}, "There is no beat for scene 7 in the form yet."),
        ({"preview_scene": "<b>"}, "There is no beat for scene &lt;b&gt; in the form yet."),
        ({"beats-6-shows": " ", "art_style": ""}, "Still empty: the art style, what the beat shows."),
        ({"beats-TOTAL_FORMS": "999999999"}, ""),
    ],
)
def test_a_form_that_makes_no_prompt_is_told_what_is_missing(admin_client, template, edits, sentence):
    answer = admin_client.post(PREVIEW, form_of(template) | edits, headers=SCRIPT)
    assert answer.status_code == (422 if sentence else 200)
    assert sentence in answer.content.decode()


def test_whoever_may_only_look_sees_the_prompt_of_what_is_stored(template):
    client = staff_with("view_storytemplate", "view_beat")
    assert client.get(change_page(template)).status_code == 200
    answer = client.post(PREVIEW, {"preview_template": str(template.pk), "preview_scene": "7"})
    assert template.beats.get(number=7).shows.split("red fox")[-1].strip() in answer.context["prompt"]


def test_the_prompt_is_for_those_who_may_see_templates_alone(template):
    assert staff_with("view_story", "review_illustration").post(PREVIEW, form_of(template)).status_code == 403
    assert Client().post(PREVIEW, form_of(template)).status_code == 302


def test_the_prompt_is_asked_for_by_post(admin_client):
    assert admin_client.get(PREVIEW).status_code == 405
