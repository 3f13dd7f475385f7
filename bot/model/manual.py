"""A command's help, kept in its docstring: a menu line, then `Usage:`, more words, and `Examples:`, one a line."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """What a docstring tells somebody who asks."""

    summary: str
    """The menu line, without its full stop."""
    usage: str
    """Such as `lookup NAME`."""
    details: tuple[str, ...] = ()
    """Paragraphs of plain words."""
    examples: tuple[str, ...] = ()

    @property
    def works_alone(self) -> bool:
        """Can the command be asked without another word?"""
        return all(word.startswith("[") for word in self.usage.split()[1:])


def manual(doc: str | None) -> Manual:
    """The manual in a docstring.

    Raises:
        ValueError: it has no menu line or no usage; the message says which.
    """
    summary, *rest = cleandoc(doc or "").split("\n\n")
    if not summary.strip():
        raise ValueError("the docstring has no first line")
    usage, details, examples = "", [], []
    for block in rest:
        head, *lines = block.splitlines()
        if head.startswith("Usage:"):
            usage = head.removeprefix("Usage:").strip()
        elif head == "Examples:":
            examples = [line.strip() for line in lines]
        else:
            details.append(" ".join(block.split()))
    if not usage:
        raise ValueError("the docstring has no line `Usage: ...`")
    return Manual(
        summary=" ".join(summary.split()).removesuffix("."),
        usage=usage,
        details=tuple(details),
        examples=tuple(examples),
    )
