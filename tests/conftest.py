"""What many tests need and is dear to make: once a session, or once a worker where several share the work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import catalogue
from bot.matching import Lexicon, compile_lexicon


@pytest.fixture(scope="session", autouse=True)
def _cache_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests keep compiled catalogues in a folder of theirs, not in the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def built_in() -> Lexicon:
    """The built-in catalogue, compiled."""
    return compile_lexicon(catalogue.load())
