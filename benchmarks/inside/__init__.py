"""What benchmarks do inside Django, each in a process of its own: `python -m benchmarks.inside.<module> <command>`.

A command prints JSON.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()
