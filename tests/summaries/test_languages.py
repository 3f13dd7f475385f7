"""The letters of a text tell its language."""

from __future__ import annotations

import pytest

from bot.summaries.languages import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eight launchers left.", "en"),
        ("Вісім установок вийшли.", "uk"),
        ("Восемь установок вышли, сообщили вчера.", "ru"),
        ("Восем установак выйшлі ў бок Оршы.", "be"),
        ("Launchers «С-400» left the siding.", "en"),
        ("12:30, 400!", None),
        ("", None),
    ],
)
def test_the_letters_tell_the_language(text: str, expected: str | None) -> None:
    assert language(text) == expected
