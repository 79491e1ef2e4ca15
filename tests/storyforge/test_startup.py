"""What a process imports when it starts."""

import os
import subprocess
import sys

from django.conf import settings

# Libraries that are imported with the first work that needs them: each would cost every process time and memory.
LATE = ("cloudinary", "daphne", "fontTools", "fpdf", "google.auth", "gspread", "numpy", "openai", "piper", "rich")
START = f"""
import sys, django
django.setup()
import storyforge.urls
print([name for name in {LATE} if name in sys.modules])
"""


def test_libraries_that_only_some_work_needs_are_not_imported_at_the_start():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "storyforge.settings"}
    said = subprocess.run(
        [sys.executable, "-c", START], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert (said.stdout.strip(), said.returncode) == ("[]", 0), said.stderr
