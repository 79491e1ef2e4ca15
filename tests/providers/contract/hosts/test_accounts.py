"""Errors of the account name the setting and never show the secret."""

import subprocess
import sys
from pathlib import Path

import pytest

from providers.hosting.cloudinary import CloudinaryHost
from tests.providers.contract.hosts.conftest import failure, png, store

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cloudinary://",
        "cloudinary://[",
        "cloudinary://only-a-cloud",
        "cloudinary://key:s3cr3t@",
        "cloudinary://:s3cr3t@cloud",
        "CLOUDINARY_URL=cloudinary://key:s3cr3t@cloud",
        "https://key:s3cr3t@cloud",
        "cloudinary://key:s3cr3t@cloud?upload_prefix=ftp://cloud",
        "cloudinary://key:s3cr3t@cloud?signature_algorithm=md5",
    ],
)
def test_a_malformed_cloudinary_url_is_explained_without_the_secret(settings, url):
    settings.CLOUDINARY_URL, settings.CLOUDINARY_PRESET = url, ""
    error = failure(lambda: store(CloudinaryHost(), png()))
    assert error.account
    assert not error.reached
    assert error.operator.startswith("CLOUDINARY_URL ")
    assert "cloudinary://<api_key>:<api_secret>@<cloud_name>" in error.operator
    assert "s3cr3t" not in f"{error.operator}{error.message}"
    assert "CLOUDINARY" not in error.message


def test_a_wrong_secret_is_reported_and_not_shown(signed, service, settings, caplog):
    settings.CLOUDINARY_URL = service.url.replace(service.secret, "wr0ng-s3cr3t")
    error = failure(lambda: store(signed, png()))
    assert error.account
    assert "Invalid Signature" in error.operator
    assert "CLOUDINARY_URL" in error.operator
    shown = f"{error.operator}{error.message}{error!r}{caplog.text}"
    assert not [word for word in ("wr0ng-s3cr3t", service.secret, service.key, "timestamp=") if word in shown]


def test_a_wrong_key_is_reported_and_not_shown(signed, service, settings):
    settings.CLOUDINARY_URL = service.url.replace(service.key, "111222333444555")
    error = failure(lambda: store(signed, png()))
    assert error.account
    assert "Unknown API key" in error.operator
    assert "111222333444555" not in error.operator


def test_an_unknown_preset_is_reported_with_its_setting(unsigned, settings):
    settings.CLOUDINARY_PRESET = "no-such-preset"
    error = failure(lambda: store(unsigned, png()))
    assert error.account
    assert "Upload preset not found" in error.operator
    assert "CLOUDINARY_PRESET" in error.operator


def test_an_unknown_cloud_is_reported(cloud, service, settings):
    settings.CLOUDINARY_URL = settings.CLOUDINARY_URL.replace(service.cloud, "nobodys-cloud")
    error = failure(lambda: store(cloud, png()))
    assert error.account
    assert "Invalid cloud_name nobodys-cloud" in error.operator


@pytest.mark.parametrize("value", ["your_cloudinary_url_here", "https://key:s3cr3t@cloud"])
def test_a_malformed_environment_variable_does_not_break_the_import(value, tmp_path):
    code = "import django, os; django.setup(); import providers.hosting.cloudinary as host; import cloudinary\n"
    code += "print(cloudinary.config().cloud_name, os.environ['CLOUDINARY_URL'])"
    environment = {"DJANGO_SETTINGS_MODULE": "storyforge.settings", "DEBUG": "1", "STORYFORGE_VAR": str(tmp_path)}
    environment |= {"CLOUDINARY_URL": value, "PATH": ""}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.stdout.split() == ["None", value], run.stderr
