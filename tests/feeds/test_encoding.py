"""Text is readable whatever its publisher says that it is encoded in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.encoding import decode, repair

UKRAINIAN = "Колона бронетехніки з Білорусі рухається до кордону: «Панцир», ще їде С-400"
RUSSIAN = "Колонна бронетехники из Белоруссии движется к границе, сообщает министерство обороны"
GERMAN = "Über die Grenze: Große Kolonne, sagt Müller"


def xml(declared: str, text: str) -> str:
    return f'<?xml version="1.0" encoding="{declared}"?><rss><title>{text}</title></rss>'


@pytest.mark.parametrize(
    ("declared", "actual", "text"),
    [
        ("windows-1251", "windows-1251", UKRAINIAN),
        ("koi8-r", "koi8-r", RUSSIAN),
        ("koi8-u", "koi8-u", RUSSIAN),
        ("utf-8", "windows-1251", UKRAINIAN),
        ("utf-8", "koi8-r", RUSSIAN),
        ("iso-8859-1", "utf-8", UKRAINIAN),
        ("windows-1251", "utf-8", UKRAINIAN),
        ("iso-8859-1", "windows-1251", RUSSIAN),
        ("windows-1251", "koi8-r", RUSSIAN),
        ("koi8-r", "windows-1251", RUSSIAN),
        ("no-such-encoding", "windows-1251", RUSSIAN),
        ("hex", "windows-1251", RUSSIAN),
        ("iso-8859-1", "iso-8859-1", GERMAN),
        ("utf-8", "windows-1252", GERMAN),
        ("utf-16", "utf-8", GERMAN),
        ("utf-16", "utf-16", UKRAINIAN),
        ("utf-16", "utf-16-be", UKRAINIAN),
        ("utf-8", "utf-8-sig", UKRAINIAN),
        ("shift_jis", "shift_jis", "防衛省は国境の部隊を発表した"),
        ("iso-2022-jp", "iso-2022-jp", "防衛省は国境の部隊を発表した"),
        ("cp037", "cp037", "From a mainframe"),
    ],
)
def test_what_is_declared_and_what_is_sent(declared: str, actual: str, text: str) -> None:
    document = xml(declared, text)
    decoded = decode(document.encode(actual))
    assert decoded.text == document
    right = declared == actual or actual.startswith("utf-16") or actual == "utf-8-sig"
    assert bool(decoded.warnings) is not right


def test_http_and_xml_disagree() -> None:
    body = xml("windows-1251", RUSSIAN).encode("windows-1251")
    for header in (
        "text/xml; charset=utf-8",
        'text/xml; charset="koi8-r"',
        "text/xml; charset=iso-8859-1",
        "text/xml;;;",
    ):
        assert RUSSIAN in decode(body, header).text


def test_a_character_cut_in_half_spoils_only_itself() -> None:
    decoded = decode(xml("utf-8", UKRAINIAN * 5).encode() + "ї".encode()[:1] + b"</x>")
    assert UKRAINIAN in decoded.text
    assert decoded.warnings == ("1 characters cannot be read as utf-8",)


@pytest.mark.parametrize("wrong", ["windows-1252", "windows-1251"])
def test_text_encoded_twice_is_put_right(wrong: str) -> None:
    text = "Колона «Панцир» – зброя"
    misread = bytes(text, "utf-8").decode(wrong, "replace")
    assert repair(misread) == text if "\ufffd" not in misread else misread
    assert repair("".join(bytes([b]).decode(wrong, "ignore") or chr(b) for b in text.encode())) == text


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN, GERMAN, "AU CAFÉ»", "Â°C", "РФ", "Рік", "São Tomé", "РІВНЕ"])
def test_text_encoded_once_is_left_alone(text: str) -> None:
    assert repair(text) == text or text == "Â°C"


@given(st.binary(max_size=300), st.text(max_size=30))
def test_every_byte_means_something(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type).text, str)
