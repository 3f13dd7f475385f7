# syntax=docker/dockerfile:1
# Two stages: the first builds a virtual environment from hash-checked pins, the second carries only that.
FROM python:3.12.12-slim-bookworm AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
# fulltext: with what `fulltext: true` on a feed needs.
ARG PINS=run
COPY requirements/${PINS}.txt requirements.txt
RUN /venv/bin/pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
RUN /venv/bin/pip install --no-deps .

FROM python:3.12.12-slim-bookworm
LABEL org.opencontainers.image.title="Vedette" \
      org.opencontainers.image.description="A news sentry for Telegram and Slack" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin vedette \
    && install -d -o vedette -g vedette /data /config
COPY --from=build /venv /venv
COPY --chown=vedette feeds.yaml /config/feeds.yaml
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VEDETTE_CONFIG=/config/feeds.yaml \
    VEDETTE_DATABASE_URL=sqlite:////data/vedette.db \
    VEDETTE_LOG=info/json
USER 10001:10001
WORKDIR /data
VOLUME /data
# Fails when the sentry's ticks stop, which is what "the bot went quiet" means.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["vedette", "health"]
ENTRYPOINT ["vedette"]
CMD ["run"]
