"""Tables of phrases as one pattern: one line or more a language, the phrases parted by bars."""

from __future__ import annotations


def any_of(*tables: str) -> str:
    r"""A pattern for any of the phrases, as whole words; a phrase may use `\w*` and the like.

    Case and the width of spaces are left to the phrase's user: compile it with `re.IGNORECASE`.
    """
    phrases = [r"\s+".join(phrase.split()) for table in tables for phrase in table.split("|")]
    return rf"(?:{'|'.join(phrases)})(?![\w-])"
