# syntax=docker/dockerfile:1
# Two images. `slim` is for web, worker, beat, Flower and release; the default has the voice for films too, for renderers,
# and can be any process: `docker run IMAGE python -m ops.procfile web|worker|renderer|beat|flower|release`.
# They run as a user without rights and with a read-only root; they write to /data and /tmp.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /src
COPY deploy/install.sh deploy/
COPY requirements-slim.txt ./
RUN deploy/install.sh packages /srv/storyforge requirements-slim.txt

FROM packages AS site
COPY . .
RUN deploy/install.sh site /srv/storyforge

FROM python:3.11-slim-bookworm AS base
RUN useradd --system --uid 10001 --home-dir /data storyforge \
    && install --directory --owner=storyforge --mode=0700 /data
COPY --from=packages /srv/storyforge/venv /srv/storyforge/venv
WORKDIR /srv/storyforge/app
ENV PATH=/srv/storyforge/venv/bin:$PATH \
    STORYFORGE_VAR=/data \
    TMPDIR=/tmp \
    PORT=8000 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
VOLUME ["/data"]
EXPOSE 8000
# Of the web process; compose.yaml switches it off for the others.
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s CMD ["python", "deploy/healthy.py"]
CMD ["python", "-m", "ops.procfile", "web"]

FROM base AS slim
COPY --from=site /srv/storyforge/app .
USER 10001

FROM base AS full
COPY deploy/install.sh /src/deploy/
COPY requirements.txt /src/
RUN /src/deploy/install.sh packages /srv/storyforge requirements.txt
COPY --from=site /srv/storyforge/app .
USER 10001
