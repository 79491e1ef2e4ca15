"""What the doctor finds of pictures that wait for another host."""

import pytest

from images import statuses
from images.models import Version
from tests.factories import illustrated_story
from tests.storyforge.run_doctor import doctor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("content", "doctor_alone")]


def test_pictures_that_wait_for_another_host_are_counted():
    assert not [line for line in doctor("--free").lines if " Pictures: " in line]
    illustrated_story(statuses.PENDING)
    Version.objects.all().update(wanted_host="cloudinary")
    assert doctor("--free").about("Pictures").startswith("WRONG Pictures: 20 pictures wait for `manage.py rehost`")
