"""A language model over real HTTP: what it says comes through; whatever else it does ends in time, in words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from bot.errors import WriterFailed
from bot.summaries import llm
from bot.summaries.llm import ChatCompletions
from tests.fakes.completions import KEY, FakeCompletions, completion


@pytest.fixture
async def endpoint() -> AsyncIterator[FakeCompletions]:
    async with FakeCompletions("Eight launchers left.") as endpoint:
        yield endpoint


async def ask(endpoint: FakeCompletions, *, key: str | None = KEY, seconds: float = 20) -> str:
    async with ChatCompletions(url=endpoint.url, model="small", key=key, seconds=seconds) as writer:
        return await writer.answer("Summarise.", "A report.")


async def test_instructions_and_material_go_as_two_messages_and_the_words_come_back(endpoint: FakeCompletions) -> None:
    assert await ask(endpoint) == "Eight launchers left."
    assert endpoint.asked == [("Summarise.", "A report.")]


async def test_an_endpoint_without_a_key_is_asked_without_one() -> None:
    async with FakeCompletions("Well.", key=None) as endpoint:
        assert await ask(endpoint, key=None) == "Well."


@pytest.mark.parametrize("url", ["", "/chat/completions"])
async def test_the_address_may_name_the_api_or_the_method(url: str, endpoint: FakeCompletions) -> None:
    async with ChatCompletions(url=endpoint.url + url, model="small", key=KEY) as writer:
        assert await writer.answer("a", "b") == "Eight launchers left."


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("  Eight\n\nlaunchers  left. ", "Eight launchers left."),
        ("<think>The user wants\na summary.</think>\nEight launchers left.", "Eight launchers left."),
    ],
)
async def test_what_stands_around_the_words_is_taken_off(said: str, heard: str) -> None:
    async with FakeCompletions(said) as endpoint:
        assert await ask(endpoint) == heard


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (500, "the endpoint answers 500"),
        (429, "the endpoint answers 429"),
        (404, "the endpoint answers 404"),
        ("redirect", "the endpoint answers 307"),
        ("endless", "the answer is longer than 256 KB"),
        ("gzip", "compresses its answer unasked"),
        ("", "no chat completion"),
        ("<html>", "no chat completion"),
        ("[" * 100_000, "no chat completion"),
        ("[]", "no chat completion"),
        ('{"choices": []}', "no chat completion"),
        ('{"choices": [null]}', "no chat completion"),
        (json.dumps(completion(None)), "holds no text"),
        (json.dumps(completion(["x"])), "holds no text"),
        (json.dumps(completion(" \n ")), "is empty"),
        (json.dumps(completion("Half a sen", "length")), r"not whole \(length\)"),
        (json.dumps(completion("", "content_filter")), "not whole"),
    ],
    ids=lambda value: str(value)[:24],
)
async def test_every_fault_is_told_in_words(fault: int | str, why: str, endpoint: FakeCompletions) -> None:
    endpoint.faults.append(fault)
    with pytest.raises(WriterFailed, match=why):
        await ask(endpoint)


@pytest.mark.parametrize("fault", ["hang", "drip"])
async def test_an_answer_that_does_not_come_is_not_waited_for(fault: str, endpoint: FakeCompletions) -> None:
    endpoint.faults.append(fault)
    with pytest.raises(WriterFailed, match=r"no answer within 0\.2 seconds"):
        await ask(endpoint, seconds=0.2)


async def test_nobody_there_is_told() -> None:
    async with FakeCompletions() as endpoint:
        pass
    with pytest.raises(WriterFailed, match="no answer: ConnectError"):
        await ask(endpoint)


@pytest.mark.parametrize("key", ["sk-wrong-hush-hush", KEY])
async def test_no_error_holds_the_key(key: str, endpoint: FakeCompletions) -> None:
    endpoint.faults += [500]
    with pytest.raises(WriterFailed) as caught:
        await ask(endpoint, key=key)
    assert "hush" not in repr(caught.value) + str(caught.value.__cause__) + str(caught.value.__context__)


async def test_the_patience_that_is_asked_for_is_told(endpoint: FakeCompletions) -> None:
    endpoint.faults.append(429)
    with pytest.raises(WriterFailed) as caught:
        await ask(endpoint)
    assert caught.value.patience == 7


async def test_no_proxy_of_the_environment_sees_the_key(
    endpoint: FakeCompletions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert await ask(endpoint) == "Eight launchers left."


def test_the_bound_is_far_above_any_answer() -> None:
    assert llm.MAX_ANSWER > 100 * 900
