"""A language model behind an endpoint that speaks like OpenAI's chat completions, asked over httpx. Not pure."""

from __future__ import annotations

import asyncio
import json
import re
from types import TracebackType
from typing import Any, Self

import httpx

from bot.errors import WriterFailed

MAX_ANSWER = 256 * 1024
"""Bytes of an answer that are read, with all that stands around it."""
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_TOO_MANY, _OVERLOADED = 429, 503
_LONGEST_PATIENCE = 3600.0


class ChatCompletions:
    """The `Writer` port over HTTP. Use it as an asynchronous context manager.

    `url` is that of the API (`https://api.example.org/v1`); `key` goes with every request and into no error;
    `seconds` bound a whole answer.
    """

    def __init__(self, *, url: str, model: str, key: str | None = None, seconds: float = 20) -> None:
        self.model = model
        self._url = url if url.endswith("/chat/completions") else f"{url}/chat/completions"
        self._seconds = seconds
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # No redirects, no proxy from the environment: the key goes where feeds.yaml says and nowhere else.
        self._client = httpx.AsyncClient(
            headers=headers | {"Accept-Encoding": "identity"}, timeout=seconds, trust_env=False, follow_redirects=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def answer(self, instructions: str, material: str) -> str:
        """What the model makes of `material` by `instructions`.

        Raises:
            WriterFailed: nothing that can be used, in the time that it has.
        """
        asked = {
            "model": self.model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": material}],
        }
        try:
            async with asyncio.timeout(self._seconds):
                return _content(await self._post(asked))
        except TimeoutError:
            raise WriterFailed(f"no answer within {self._seconds:g} seconds") from None
        except httpx.HTTPError as error:
            raise WriterFailed(f"no answer: {type(error).__name__}") from None

    async def _post(self, asked: dict[str, Any]) -> bytes:
        async with self._client.stream("POST", self._url, json=asked) as response:
            if response.status_code != httpx.codes.OK:
                raise WriterFailed(f"the endpoint answers {response.status_code}", patience=_patience(response))
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise WriterFailed("the endpoint compresses its answer unasked")
            body = b""
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MAX_ANSWER:
                    raise WriterFailed(f"the answer is longer than {MAX_ANSWER >> 10} KB")
            return body


def _patience(response: httpx.Response) -> float | None:
    """Seconds that the endpoint asks us to wait; None where it does not say. A date is not understood."""
    if response.status_code not in {_TOO_MANY, _OVERLOADED}:
        return None
    asked = response.headers.get("retry-after", "")
    return min(float(asked), _LONGEST_PATIENCE) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", asked) else None


def _content(body: bytes) -> str:
    """The words in the endpoint's answer.

    Raises:
        WriterFailed: there are none, or they are cut off.
    """
    try:
        choice = json.loads(body)["choices"][0]
        content, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise WriterFailed("the answer is no chat completion") from None
    if not isinstance(content, str):
        raise WriterFailed("the answer holds no text")
    if reason not in {None, "stop"}:
        raise WriterFailed(f"the answer is not whole ({str(reason)[:40]})")
    words = " ".join(_THOUGHTS.sub("", content).split())
    if not words:
        raise WriterFailed("the answer is empty")
    return words
