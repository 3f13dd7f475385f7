"""What many tests need and is dear to make: once a session, or once a worker where several share the work."""

from __future__ import annotations

import pytest

from bot import catalogue
from bot.matching import Lexicon, compile_lexicon


@pytest.fixture(scope="session")
def built_in() -> Lexicon:
    """The built-in catalogue, compiled."""
    return compile_lexicon(catalogue.load())
