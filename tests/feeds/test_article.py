"""The article on a web page, without what stands around it."""

from __future__ import annotations

import pytest

from bot.errors import ArticleUnreadable
from bot.feeds import article
from tests.fakes.pages import PARAGRAPHS, page

URL = "https://courier.example/homiel"


def extract(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> str:
    return article.extract(body, url=URL, content_type=content_type)


def test_the_article_and_nothing_around_it() -> None:
    text = extract(page())
    assert all(words in text for words in PARAGRAPHS)
    assert not any(words in text for words in ("tracker", "Shop", "recipes", "rights reserved"))


def test_the_pages_own_headline_is_no_line_of_the_article() -> None:
    assert extract(page(title="Launchers unloaded at Homiel")).startswith(PARAGRAPHS[0])


def test_a_paragraph_is_a_line() -> None:
    assert PARAGRAPHS[1] in extract(page()).splitlines()


@pytest.mark.parametrize(
    ("encoding", "content_type"), [("windows-1251", None), ("koi8-u", "text/html"), ("utf-8", None)]
)
def test_cyrillic_pages_in_whatever_encoding(encoding: str, content_type: str | None) -> None:
    words = (
        "Восемь пусковых установок разгрузили до рассвета на станции под Гомелем, рассказали двое железнодорожников.",
        "Министерство отказалось от комментариев. Жители насчитали двадцать четыре платформы, половина была пуста.",
        "Второй эшелон ждал за городом до вечера, и только тогда переезд открыли снова, сообщили нам в поселке.",
    )
    assert words[0] in extract(page(*words, title="Разгрузка", encoding=encoding), content_type)


def test_a_long_article_is_cut_at_a_sentence() -> None:
    text = extract(page(*(f"Paragraph {n}: " + PARAGRAPHS[n % 3] for n in range(400))))
    assert 0.75 * article.MAX_TEXT < len(text) <= article.MAX_TEXT
    assert text.endswith((".", "…"))


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"%PDF-1.7", "application/pdf", "it is application/pdf, not a web page"),
        (b"", "text/html", "no article"),
        (b"<html><body></body></html>", "text/html", "no article"),
        (b"x" * (article.MAX_PAGE + 1), "text/html", "4 MB is the limit"),
    ],
)
def test_what_is_no_article_says_so(body: bytes, content_type: str, why: str) -> None:
    with pytest.raises(ArticleUnreadable, match=why):
        extract(body, content_type)


def test_without_the_extra_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "installed", lambda: False)
    with pytest.raises(ArticleUnreadable, match="`fulltext` is not installed"):
        extract(page())
