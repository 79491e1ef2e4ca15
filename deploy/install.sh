#!/bin/sh
# Installs the site from this copy of the project into FOLDER, in two steps. Needs no root.
#   deploy/install.sh packages FOLDER LIST    FOLDER/venv with the packages of LIST (requirements.txt has all of them,
#                                             requirements-slim.txt what every process but a renderer needs); again with
#                                             a longer list, it adds what is missing. PYTHON names another than python3.
#   deploy/install.sh site FOLDER             FOLDER/app with the code and the static files
# What runs there writes to STORYFORGE_VAR and TMPDIR only.
set -eu
from=$(cd "$(dirname "$0")/.." && pwd)
usage="deploy/install.sh packages FOLDER LIST, or deploy/install.sh site FOLDER"
step=${1:?$usage} to=${2:?$usage}
python="$to/venv/bin/python"

install_packages() {
    [ -x "$python" ] || "${PYTHON:-python3}" -m venv "$to/venv"
    "$python" -m pip install --quiet --no-input --no-cache-dir --disable-pip-version-check --use-pep517 \
        --require-hashes -r "$from/$1"
}

install_site() {
    mkdir -p "$to/app/deploy"
    cd "$from"
    cp -R Procfile manage.py flowerconfig.py pyproject.toml api batches books core images ops providers publishing quiz sheets \
        static stories storybook storyforge studio templates videos visitors "$to/app"
    cp deploy/healthy.py "$to/app/deploy"
    find "$to/app" -name __pycache__ -type d -prune -exec rm -rf {} +
    cd "$to/app"
    # Nothing is signed or served here, so any key will do.
    DJANGO_SETTINGS_MODULE=storyforge.settings DEBUG=false SECRET_KEY=only-to-collect-the-static-files \
        SITE_URL=http://localhost STORYFORGE_VAR="${TMPDIR:-/tmp}" "$python" manage.py collectstatic --no-input -v 0
    "$python" -m compileall -q "$to/app"
}

case $step in
packages) install_packages "${3:?$usage}" ;;
site) install_site ;;
*) echo "$usage" >&2 && exit 2 ;;
esac
