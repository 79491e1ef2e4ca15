# syntax=docker/dockerfile:1
# One image for every process: `docker run IMAGE python -m ops.procfile web|worker|renderer|beat|flower|release`.
# It runs as a user without rights and with a read-only root; it writes to /data and /tmp.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN deploy/install.sh /srv/storyforge

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data storyforge \
    && install --directory --owner=storyforge --mode=0700 /data
COPY --from=build /srv/storyforge /srv/storyforge
WORKDIR /srv/storyforge/app
ENV PATH=/srv/storyforge/venv/bin:$PATH \
    STORYFORGE_VAR=/data \
    TMPDIR=/tmp \
    PORT=8000 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
VOLUME ["/data"]
EXPOSE 8000
# Of the web process; compose.yaml switches it off for the others.
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s CMD ["python", "deploy/healthy.py"]
CMD ["python", "-m", "ops.procfile", "web"]
