#!/bin/sh
# Installs the site from this copy of the project into an empty folder: FOLDER/venv with the pinned packages, FOLDER/app
# with the code and the static files. What runs there writes to STORYFORGE_VAR and TMPDIR only. Needs no root.
#   deploy/install.sh FOLDER        PYTHON names another Python than python3
set -eu
from=$(cd "$(dirname "$0")/.." && pwd)
to=${1:?Say where: deploy/install.sh FOLDER}
python="$to/venv/bin/python"

mkdir -p "$to/app"
"${PYTHON:-python3}" -m venv "$to/venv"
"$python" -m pip install --quiet --no-input --no-cache-dir --disable-pip-version-check --use-pep517 \
    --require-hashes -r "$from/requirements.txt"

cd "$from"
cp -R Procfile manage.py flowerconfig.py pyproject.toml api books core images ops providers publishing quiz sheets \
    static stories storybook storyforge studio templates videos "$to/app"
mkdir -p "$to/app/deploy"
cp deploy/healthy.py "$to/app/deploy"
find "$to/app" -name __pycache__ -type d -prune -exec rm -rf {} +

cd "$to/app"
# Nothing is signed or served here, so any key will do.
DJANGO_SETTINGS_MODULE=storyforge.settings DEBUG=false SECRET_KEY=only-to-collect-the-static-files \
    SITE_URL=http://localhost STORYFORGE_VAR="${TMPDIR:-/tmp}" "$python" manage.py collectstatic --no-input -v 0
"$python" -m compileall -q "$to/app"
