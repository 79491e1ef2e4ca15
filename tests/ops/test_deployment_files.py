"""Dockerfile, compose.yaml and render.yaml name processes, folders and settings that there are."""

import re

import pytest
from django.conf import settings

from ops.procfile import read_procfile
from storyforge.catalogue import CATALOGUE

ROOT = settings.BASE_DIR
NOT_INSTALLED = {"tests", "benchmarks"}


@pytest.mark.parametrize(
    ("file", "left_out"), [("compose.yaml", set()), ("render.yaml", {"flower"}), ("Dockerfile", set(read_procfile()))]
)
def test_every_process_of_the_procfile_has_its_container(file, left_out):
    named = set(re.findall(r"ops\.procfile\"?,? \"?(\w+)", (ROOT / file).read_text()))
    assert named <= set(read_procfile())
    assert set(read_procfile()) - named <= left_out


@pytest.mark.parametrize("file", ["deploy/install.sh", ".dockerignore"])
def test_every_package_is_installed(file):
    packages = {found.parent.name for found in ROOT.glob("*/__init__.py")} - NOT_INSTALLED
    assert packages - set(re.findall(r"[\w.]+", (ROOT / file).read_text())) == set()


def test_caddy_sends_files_from_the_bucket_in_which_compose_has_them_kept():
    compose, caddy = (ROOT / "compose.yaml").read_text(), (ROOT / "deploy/Caddyfile").read_text()
    assert (
        re.findall(r"path /([\w-]+)/\*", caddy) == re.findall(r"S3_BUCKET: ([\w-]+)", compose) == ["storyforge-files"]
    )


def test_every_setting_of_render_is_in_the_catalogue():
    named = set(re.findall(r"key: ([A-Z0-9_]+)", (ROOT / "render.yaml").read_text()))
    assert named - {setting.name for setting in CATALOGUE} == set()
