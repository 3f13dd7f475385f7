"""`vedette check`: ten ways to break feeds.yaml, as a newcomer would, and what each is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.checking import Checked, check
from bot.feeds import article

GOOD = """\
version: 1
channels:
  desk: slack:C0123456789
  here: console
feeds:
  - {url: "https://example.org/rss", name: Example, tags: [ukraine], every: 5m}
  - {url: "https://example.net/3.10/atom", name: 3.10, every: 1h30m}
watches:
  - name: Build-up in Belarus
    any: [iskander, s-400, su-35, "road closure"]
    all: [belarus]
    from: [ukraine]
    to: [desk]
"""
TYPO = GOOD.replace("every: 5m", "evry: 5m")
WRONG_TYPE = GOOD.replace("tags: [ukraine]", "tags: ukraine")
UNKNOWN_ENTITY = GOOD.replace("[iskander,", "[iskandar,")
UNKNOWN_CHANNEL = GOOD.replace("to: [desk]", "to: [dsk]")
DUPLICATE_KEY = GOOD.replace("    all: [belarus]\n", "    all: [belarus]\n    any: [pantsir]\n")
TAB = GOOD.replace("    all: [belarus]\n", "\tall: [belarus]\n")
BAD_URL = GOOD.replace("https://example.org/rss", "example.org/rss")
TWO_TENS = GOOD.replace("every: 1h30m", "every: 3.10")

NEWCOMER = [
    (
        "typo in a key",
        TYPO,
        """\
feeds.yaml:6:70: unknown key 'evry'; did you mean 'every'?
      - {url: "https://example.org/rss", name: Example, tags: [ukraine], evry: 5m}
                                                                         ^
1 problem
""",
    ),
    (
        "wrong type",
        WRONG_TYPE,
        """\
feeds.yaml:6:59: 'tags' should be a list, not the text 'ukraine'; write [ukraine]
      - {url: "https://example.org/rss", name: Example, tags: ukraine, every: 5m}
                                                              ^
1 problem
""",
    ),
    (
        "unknown entity",
        UNKNOWN_ENTITY,
        """\
feeds.yaml:10:11: there is no entity 'iskandar'; did you mean 'iskander'? Or to look for the words themselves, \
put them in quotes: "iskandar"
        any: [iskandar, s-400, su-35, "road closure"]
              ^
1 problem
""",
    ),
    (
        "unknown channel",
        UNKNOWN_CHANNEL,
        """\
feeds.yaml:13:10: there is no channel 'dsk'; did you mean 'desk'?
        to: [dsk]
             ^
1 problem
""",
    ),
    (
        "duplicate key",
        DUPLICATE_KEY,
        """\
feeds.yaml:12:5: the key 'any' is here already, in line 10; keep one
        any: [pantsir]
        ^
1 problem
""",
    ),
    (
        "tab indentation",
        TAB,
        """\
feeds.yaml:11:1: a tab stands where YAML expects spaces; indent with spaces only
     all: [belarus]
    ^
1 problem
""",
    ),
    (
        "empty file",
        "",
        """\
feeds.yaml: the file is empty; README.md shows what belongs in it
1 problem
""",
    ),
    (
        "missing file",
        None,
        """\
feeds.yaml: there is no such file; give its path with --config or VEDETTE_CONFIG
1 problem
""",
    ),
    (
        "a number where a duration belongs",
        TWO_TENS,
        """\
feeds.yaml:7:63: '3.10' is no duration; write it like 30s, 10m, 6h or 1d
      - {url: "https://example.net/3.10/atom", name: 3.10, every: 3.10}
                                                                  ^
1 problem
""",
    ),
    (
        "a bad URL",
        BAD_URL,
        """\
feeds.yaml:6:11: 'example.org/rss' is no web address; did you mean 'https://example.org/rss'?
      - {url: "example.org/rss", name: Example, tags: [ukraine], every: 5m}
              ^
1 problem
""",
    ),
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "VEDETTE_CONFIG", "VEDETTE_LOG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(("text", "told"), [case[1:] for case in NEWCOMER], ids=[case[0] for case in NEWCOMER])
def test_a_broken_file_is_told_in_words_for_a_newcomer(
    text: str | None, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (here / "feeds.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 1
    assert capsys.readouterr() == ("", told)


def test_a_good_file_is_summed_up_with_what_may_surprise(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "good.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["check", "--config", "good.yaml"])
    assert not ended.value.code
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        "note: no chat token is in the environment, so the console is the chat",
        "note: nothing is sent to the channel here; people in it may ask",
        "note: no channel is named under `notices:`, so failing feeds show in `feeds` and `status` alone",
        "good.yaml: 2 feeds, 1 watch, 2 channels: all well",
    ]


def test_a_channel_on_a_chat_without_a_token_is_noted(here: Path) -> None:
    (here / "feeds.yaml").write_text(GOOD, encoding="utf-8")
    notes = check({"TELEGRAM_BOT_TOKEN": f"123456789:{'x' * 35}"}, None).notes
    assert notes[0] == "Slack has no token in the environment, so nothing can be sent to: desk"


def test_the_file_and_the_environment_are_told_together(here: Path) -> None:
    (here / "other.yaml").write_text(TYPO, encoding="utf-8")
    env = {"VEDETTE_CONFIG": str(here / "other.yaml"), "SLACK_BOT_TOKEN": "xoxp-hunter2", "VEDETTE_LOG": "loud"}
    problems = check(env, None).problems
    assert [problem.where for problem in problems] == [
        "VEDETTE_LOG",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        str(here / "other.yaml"),
    ]
    assert "hunter2" not in "".join(map(str, problems))


@pytest.mark.parametrize(
    ("packs", "what"),
    [
        ("[rockets, armor]", "there is no pack 'armor' in the catalogue"),
        ("[rockets]", "there is no entity 'iskander'"),
    ],
)
def test_packs_are_looked_into(packs: str, what: str, here: Path) -> None:
    (here / "feeds.yaml").write_text(f"{GOOD}packs: {packs}\n", encoding="utf-8")
    assert what in [problem.what for problem in check({}, None).problems]


LLM = 'summaries:\n  llm: {url: "https://llm.example/v1", model: small, key_env: LLM_KEY}\n'


def checked(tmp_path: Path, text: str, **env: str) -> Checked:
    path = tmp_path / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return check(env, path)


def test_a_key_that_is_not_in_the_environment_is_told(tmp_path: Path) -> None:
    (problem,) = checked(tmp_path, GOOD + LLM).problems
    assert str(problem).startswith("LLM_KEY: feeds.yaml names this variable for the key of its language model")
    assert checked(tmp_path, GOOD + LLM, LLM_KEY="sk-1").problems == ()


def test_a_key_that_would_go_unencrypted_is_noted(tmp_path: Path) -> None:
    notes = checked(tmp_path, GOOD + LLM.replace("https", "http"), LLM_KEY="sk-1").notes
    assert any("goes to http://llm.example/v1 unencrypted" in note for note in notes)


def test_a_language_that_nothing_translates_into_is_noted(tmp_path: Path) -> None:
    text = GOOD.replace("slack:C0123456789", "{to: slack:C0123456789, lang: uk}")
    assert any("desk asks for uk, and nothing translates" in note for note in checked(tmp_path, text).notes)
    assert not any("translates" in note for note in checked(tmp_path, text + LLM, LLM_KEY="sk-1").notes)


def test_full_text_without_its_extra_is_told_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = GOOD.replace("every: 5m", "fulltext: true")
    assert checked(tmp_path, text).problems == ()
    monkeypatch.setattr(article, "installed", lambda: False)
    (problem,) = checked(tmp_path, text).problems
    assert "(Example) needs the extra `fulltext`, which is not installed; run `make fulltext`" in str(problem)
