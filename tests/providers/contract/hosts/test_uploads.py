"""Uploads to Cloudinary."""

import os
from io import BytesIO

import pytest
from PIL import Image

from providers.base import Picture
from tests.providers.contract.hosts.conftest import NAME, STORY, load, png, store


def test_a_signed_upload_goes_to_the_storys_folder_and_overwrites(signed, service):
    assert store(signed, png("red")).key == f"storyforge/{STORY}/{NAME}"
    assert signed.fetch(store(signed, png("blue"))) == png("blue").data
    assert [(one.folder, one.signed, one.overwritten) for one in service.uploads] == [
        (f"storyforge/{STORY}", True, False),
        (f"storyforge/{STORY}", True, True),
    ]


def test_an_unsigned_upload_shows_neither_key_nor_signature(unsigned, service, settings):
    settings.CLOUDINARY_URL = service.url
    store(unsigned, png())
    sent = service.asked[0]
    assert service.uploads[0].preset == "fox-preset"
    assert not sent.body.keys() & {"api_key", "signature", "overwrite", "unique_filename"}
    assert service.secret not in f"{sent.body}{sent.headers}{sent.path}"


def test_an_unsigned_upload_under_an_existing_name_returns_the_existing_file(unsigned, service):
    first = store(unsigned, png())
    assert store(unsigned, png()) == first
    assert len(service.uploads) == 1


def test_the_signature_algorithm_of_the_url_is_used(signed, service, settings):
    settings.CLOUDINARY_URL += "&signature_algorithm=sha256"
    store(signed, png())
    assert len(service.asked[0].body["signature"]) == 64


def test_the_thumbnail_is_made_on_delivery(cloud, service):
    load(store(cloud, png()).thumbnail_url)
    assert service.delivered[-1].how == "c_limit,f_auto,q_auto,w_480"


@pytest.mark.parametrize(
    ("asked", "prefix"),
    [
        ("&secure_distribution=pictures.fox.org&private_cdn=true", "https://pictures.fox.org"),
        ("&secure_distribution=pictures.fox.org", "https://pictures.fox.org/fox-forge"),
        ("&private_cdn=true", "https://fox-forge-res.cloudinary.com"),
    ],
)
def test_pictures_are_delivered_from_the_configured_server(signed, service, settings, asked, prefix):
    settings.CLOUDINARY_URL += asked
    stored = store(signed, png())
    path = f"v{service.stored[stored.key].version}/{stored.key}.png"
    assert stored.url == f"{prefix}/image/upload/{path}"
    assert stored.thumbnail_url == f"{prefix}/image/upload/c_limit,f_auto,q_auto,w_480/{path}"


def test_the_distribution_may_be_in_the_path(signed, service, settings):
    settings.CLOUDINARY_URL = service.url.replace("?", "/pictures.fox.org?")
    assert store(signed, png()).url.startswith("https://pictures.fox.org/image/upload/v")


@pytest.mark.parametrize("dynamic", [True, False], ids=["dynamic folders", "fixed folders"])
def test_a_file_has_its_name_and_its_folder_in_every_account(cloud, service, dynamic):
    service.dynamic_folders = dynamic
    assert store(cloud, png()).key == cloud.key_of(story_id=STORY, name=NAME)
    assert service.uploads[0].folder == f"storyforge/{STORY}"


def test_a_preset_that_gives_other_names_is_pointed_out(unsigned, service, caplog):
    service.disallow_public_id = True
    stored = store(unsigned, png())
    assert unsigned.fetch(stored) == png().data
    assert "the upload preset fox-preset (CLOUDINARY_PRESET) has a setting that goes before the request" in caplog.text
    wrong = [finding.says for finding in unsigned.health_check(spend=False) if not finding.ok]
    assert ["Disallow public ID" in says for says in wrong] == [True]


def test_a_picture_that_is_too_large_is_stored_as_a_jpeg(signed, service):
    out = BytesIO()
    Image.frombytes("RGB", (1600, 2400), os.urandom(3 * 1600 * 2400)).save(out, "PNG", compress_level=1)
    stored = store(signed, Picture(out.getvalue(), "image/png", 1600, 2400))
    assert len(out.getvalue()) > 11_000_000
    kept = service.stored[stored.key]
    assert (kept.format, kept.width, kept.height) == ("jpg", 1600, 2400)
