"""Content words, and the sentences that share most of them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summaries.centrality import centrality, cosine, unit
from bot.summaries.words import content

SENTENCES = st.lists(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 3)), max_size=12)


def plain(sentences: list[Counter[str]], rounds: int) -> list[float]:
    """PageRank by the book, with a matrix."""
    vectors = [unit(words) for words in sentences]
    links = [[0.0 if i == j else cosine(a, b) for j, b in enumerate(vectors)] for i, a in enumerate(vectors)]
    degrees = [sum(row) for row in links]
    ranks = [degree * len(links) / sum(degrees) for degree in degrees]
    for _ in range(rounds):
        ranks = [
            0.15 + 0.85 * sum(link * ranks[j] / degrees[j] for j, link in enumerate(row) if degrees[j] > 1e-9)
            for row in links
        ]
    return [1 + (rank - 1) * len(links) / (len(links) + 4) for rank in ranks]


@given(SENTENCES)
def test_the_ranks_are_those_of_the_matrix_that_is_never_built(bags: list[dict[str, int]]) -> None:
    sentences = [Counter(bag) for bag in bags]
    ranks = centrality(sentences)
    assert len(ranks) == len(sentences)
    linked = any(a.keys() & b.keys() for i, a in enumerate(bags) for b in bags[:i])
    assert ranks == pytest.approx(plain(sentences, 3) if linked else [1.0] * len(bags))


def test_the_sentence_that_shares_most_is_most_central() -> None:
    lines = ("eight launchers crossed the bridge", "the bridge was closed", "launchers are heavy", "rain fell on Orsha")
    ranks = centrality([content(line) for line in lines])
    assert ranks.index(max(ranks)) == 0
    assert ranks.index(min(ranks)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Пускові установки", "пусковими установками"),
        ("Белорусская железная дорога", "белорусской железной дорогой"),
        ("Баранавіцкая чыгунка", "баранавіцкай чыгунцы"),
        ("THE LAUNCHERS", "launchers"),
        ("полёт", "полет"),
    ],
)
def test_case_inflection_and_function_words_do_not_part_words(one: str, other: str) -> None:
    assert content(one).keys() & content(other).keys()


def test_numbers_and_designations_stay_whole() -> None:
    assert set(content("С-400, 11.1bn, Ту-22М3 та 5.45 мм")) == {"с-400", "11.1bn", "ту-22м3"[:6], "5.45", "мм"}
