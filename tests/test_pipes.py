"""The pipes: JSON Lines in, JSON Lines out, in input order, whatever stands in a line."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot import pipes
from bot.__main__ import main
from bot.config import read_entities

OWN = read_entities(
    """
entities:
  - {id: t-80bv, kind: equipment, class: tank, name: T-80BV, aliases: {ru: [Т-80БВ]}}
  - id: tigr
    kind: equipment
    class: armoured-car
    name: GAZ Tigr
    aliases: {en: [{t: Tiger, ctx: required}]}
""",
    "own.yaml",
)
RSS = """\
<rss version="2.0"><channel><title>Example</title>
<item><title>Bridge reopened</title><link>/bridge</link><guid>b1</guid>
<pubDate>Mon, 17 Jan 2022 10:00:00 GMT</pubDate><description>The bridge at Homiel is open.</description></item>
</channel></rss>"""


def source(*lines: object) -> io.BytesIO:
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return io.BytesIO("\n".join(texts).encode())


def rows(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_match_writes_mentions_with_offsets_and_what_it_set_aside() -> None:
    out, err = io.StringIO(), io.StringIO()
    lines = source(
        {"id": "a", "title": "Колонна", "text": "🚂 Танки Т-80БВ прибыли.", "lang": "ru", "source": "else"},
        {"id": 2, "text": "The Tiger at the zoo sleeps."},
    )
    assert pipes.match(OWN, lines, out, err) == 0
    first, second = rows(out)
    (mention,) = first["mentions"]
    assert first["id"] == "a"
    assert (mention["entity"], mention["field"], mention["surface"]) == ("t-80bv", "text", "Т-80БВ")
    assert "🚂 Танки Т-80БВ прибыли."[mention["start"] : mention["end"]] == "Т-80БВ"
    assert {"alias", "rule", "evidence"} <= set(mention)
    assert (second["id"], second["mentions"]) == (2, [])
    (rejected,) = second["rejected"]
    assert (rejected["entity"], rejected["surface"]) == ("tigr", "Tiger")
    assert rejected["why"]
    assert err.getvalue() == ""


def test_match_uses_the_built_in_catalogue_unless_told_otherwise() -> None:
    out = io.StringIO()
    assert pipes.match(None, source({"id": 1, "text": "An S-400 battery was seen."}), out, io.StringIO()) == 0
    assert rows(out)[0]["mentions"][0]["entity"] == "s-400"
    out = io.StringIO()
    pipes.match(OWN, source({"id": 1, "text": "An S-400 battery was seen."}), out, io.StringIO())
    assert rows(out)[0]["mentions"] == []


def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on() -> None:
    out, err = io.StringIO(), io.StringIO()
    lines = source("{", "", "[]", {"text": "x"}, {"id": 5}, {"id": 6, "text": "\\ud800"}, {"id": 7, "text": "T-80BV"})
    assert pipes.match(OWN, lines, out, err) == 1
    assert [row["id"] for row in rows(out)] == [6, 7]
    told = err.getvalue().splitlines()
    assert [line.partition(":")[0] for line in told] == ["line 1", "line 3", "line 4", "line 5"]
    assert told[2] == "line 4: id: field required"
    assert told[3] == "line 5: text: field required"


def test_half_a_character_in_json_is_a_bad_line() -> None:
    out, err = io.StringIO(), io.StringIO()
    assert pipes.match(OWN, source('{"id": 1, "text": "\\ud800"}'), out, err) == 1
    assert out.getvalue() == ""
    assert err.getvalue().startswith("line 1: ")


def test_a_line_too_long_is_told_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipes, "MAX_LINE", 64)
    out, err = io.StringIO(), io.StringIO()
    lines = source({"id": 1, "text": "x" * 300}, {"id": 2, "text": "T-80BV"}, {"id": 3, "text": "y" * 300})
    assert pipes.match(OWN, lines, out, err) == 1
    assert [row["id"] for row in rows(out)] == [2]
    assert [line.partition(":")[0] for line in err.getvalue().splitlines()] == ["line 1", "line 3"]


def test_each_line_is_answered_before_the_next_is_read() -> None:
    class Flushed(io.StringIO):
        lines = 0

        def flush(self) -> None:
            self.lines = self.getvalue().count("\n")

    class Asking(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            answered.append(out.lines)
            return super().readline(size)

    out = Flushed()
    answered: list[int] = []
    pipes.match(OWN, Asking(b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n'), out, io.StringIO())
    assert answered == [0, 1, 2]


def test_stories_gathers_reports_of_one_event() -> None:
    out = io.StringIO()
    lines = source(
        {"id": "a", "title": "Explosion damages railway bridge near Homiel", "date": "2022-01-17T08:00:00"},
        {"id": "b", "title": "Parliament votes on next year's budget", "date": "2022-01-17T08:10:00Z"},
        {"id": "c", "title": "Railway bridge near Homiel damaged in explosion", "date": "2022-01-17T09:00:00+00:00"},
        {"id": "d", "title": "Explosion damages railway bridge near Homiel", "date": "2022-03-17"},
    )
    assert pipes.cluster(lines, out, io.StringIO()) == 0
    assert [(row["id"], row["story"]) for row in rows(out)] == [("a", 1), ("b", 2), ("c", 1), ("d", 3)]


def test_stories_without_dates_count_as_of_one_time() -> None:
    out, err = io.StringIO(), io.StringIO()
    text = "Explosion damages railway bridge near Homiel, officials say; trains are stopped until Friday."
    assert pipes.cluster(source({"id": 1, "text": text}, {"id": 2, "text": text}, {"id": 3}), out, err) == 1
    assert [row["story"] for row in rows(out)] == [1, 1]
    assert err.getvalue() == "line 3: there is neither a title nor a text\n"


def test_summarise_chooses_verbatim_sentences() -> None:
    text = "Trains are moving at night. The ministry denied it. Officials gave no reason. Roads are closed."
    out = io.StringIO()
    assert pipes.summarise(2, source({"id": 1, "text": text, "title": "Trains at night"}), out, io.StringIO()) == 0
    (row,) = rows(out)
    assert 1 <= len(row["summary"]) <= 2
    assert all(sentence in text for sentence in row["summary"])


def test_summarise_keeps_sentences_as_they_are_given() -> None:
    given = ["Trains move, e.g. at night. Often.", "The ministry denied it; officials gave no reason.", "Roads closed."]
    out = io.StringIO()
    pipes.summarise(9, source({"id": 1, "sentences": given}), out, io.StringIO())
    assert rows(out)[0]["summary"] == given[:2], "the third is too short to say anything"


def test_summarise_prefers_sentences_that_name_what_is_watched() -> None:
    text = "It rained all week long in the north. Schools stay open. A T-80BV tank column crossed the river on Monday."
    start = text.index("T-80BV")
    mention = {"entity": "t-80bv", "field": "text", "start": start, "end": start + 6, "surface": "T-80BV"}
    out = io.StringIO()
    pipes.summarise(1, source({"id": 1, "text": text, "mentions": [mention]}), out, io.StringIO())
    assert rows(out)[0]["summary"] == ["A T-80BV tank column crossed the river on Monday."]


def test_summarise_needs_something_to_choose_from() -> None:
    err = io.StringIO()
    assert pipes.summarise(2, source({"id": 1, "title": "x"}), io.StringIO(), err) == 1
    assert err.getvalue() == "line 1: there is neither a text nor a list of sentences\n"


def test_parse_writes_the_items_of_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["parse", str(path), "--url", "https://example.org/rss"])
    assert not ended.value.code
    assert json.loads(capsys.readouterr().out) == {
        "key": "b1",
        "title": "Bridge reopened",
        "text": "The bridge at Homiel is open.",
        "url": "https://example.org/bridge",
        "published": "2022-01-17T10:00:00+00:00",
        "lang": None,
    }


def test_parse_says_what_is_no_feed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body>hello</body></html>", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["parse", str(path)])
    assert ended.value.code == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
