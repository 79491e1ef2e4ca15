"""`manage.py forge_batch` on a running site: from a file of answers to the film, without anybody's help."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from images import statuses
from images.models import Illustration
from stories.models import Story
from tests.batches.rows import lines
from tests.factories import ANSWERS_A
from tests.stack import running
from tests.upstreams import animator, illustrator
from tests.upstreams.json_server import Answer, Upstream
from videos.models import Clip, Film

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content")]
SITE = {
    "IMAGE_PROVIDER": "upstream",
    "IMAGES_PER_MINUTE": "500",
    "VIDEO_PROVIDER": "upstream",
    "VIDEO_POLL_SECONDS": "0.5",
    "SPEECH_PROVIDER": "none",
    "FILM_SCALE": "0.1",
}


def test_a_row_is_made_as_far_as_its_film_and_another_that_is_wrong_stops_it_not(tmp_path: Path):
    file, out = tmp_path / "answers.jsonl", StringIO()
    file.write_bytes(lines({"find": "a kite"}, ANSWERS_A))
    with Upstream(lambda asked, number: Answer()) as pictures, Upstream(animator.Clips()) as clips:
        addresses = {illustrator.ADDRESS: pictures.url, animator.ADDRESS: clips.url}
        with (
            running(tmp_path, beat=True, renderer=True, threads=8, **SITE, **addresses),
            pytest.raises(CommandError, match="tries once more what failed"),
        ):
            call_command("forge_batch", str(file), "--until", "film", "--yes", stdout=out, stderr=StringIO())
    assert "1 of 2 stories are made." in out.getvalue()
    story = Story.objects.get()
    assert story.status == "finished"
    assert set(Illustration.objects.filter(number__gt=0).values_list("status", flat=True)) == {statuses.APPROVED}
    assert Clip.objects.filter(current__isnull=False).count() == 20
    assert Film.objects.get().seconds > 10
