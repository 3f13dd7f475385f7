"""The key of an item: what tells, from one poll to the next, that it is the same one.

The guid, where a publisher keeps it as it should be kept. Where several items of one document share a guid, it is none:
each of them is then known by guid and url (and by a hash of its words, should the url be shared too). All of them, the
first included: whichever "first" kept the bare guid, a newer item put on top, or a new order, would inherit the key of
an older item and never be told of. Without a guid it is the url, without a url a hash.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

MAX_KEY = 300
"""Characters; a longer key is replaced by its hash, for the sake of the index that holds it."""


def assign(identities: Sequence[tuple[str | None, str | None, str]]) -> list[str]:
    """A key for each `(guid, url, words)`; equal keys mean that the document lists the very same item twice."""
    by_guid = [guid or url or _hash(words) for guid, url, words in identities]
    by_url = [f"{guid}|{url}" if guid and url else key for key, (guid, url, _) in zip(by_guid, identities, strict=True)]
    by_words = [f"{key}|{_hash(words)}" for key, (_, _, words) in zip(by_url, identities, strict=True)]
    # The very same item listed twice shares its guid with nobody but itself.
    distinct = {identity: index for index, identity in enumerate(identities)}.values()
    shared_guid, shared_url = (Counter(level[index] for index in distinct) for level in (by_guid, by_url))
    keys = [
        guid if shared_guid[guid] == 1 else url if shared_url[url] == 1 else full
        for guid, url, full in zip(by_guid, by_url, by_words, strict=True)
    ]
    return [key if len(key) <= MAX_KEY else _hash(key) for key in keys]


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
