"""One spelling for the links that lead to one page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

LONGEST = 4096
"""Characters; longer addresses are no article's."""

# What newsletters, ad networks and share buttons append; none of it picks the page.
_TRACKING = re.compile(
    r"utm_.*|mc_[ce]id|fbclid|gclid|dclid|yclid|msclkid|igshid|_ga|_openstat|ref|ref_src|cmpid|ocid|at_.*|ns_.*|"
    r"traffic_source|smid|sh|share|source|feature|partner|xtor|rss",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9_.~-]+)+)/?")
"""An address in which there is nothing to unify but a prefix and a suffix: most are."""
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_PATH_SUFFIX = re.compile(r"/(?:amp/?|index\.(?:html?|php))$", re.IGNORECASE)


def link_key(url: str | None) -> str | None:
    """What `url` shares with every other spelling of the same page, or None where it names no single page.

    Scheme, `www.`, tracking parameters, the order of parameters, a trailing slash and a fragment do not count; a
    fragment that a script reads as a path (`#!/article/5`) does. A site's front page is no article.
    """
    if not url or len(url) > LONGEST:
        return None
    plain = _PLAIN.fullmatch(url)
    if plain:
        path = _PATH_SUFFIX.sub("", plain[2])
        return f"{_HOST_PREFIX.sub('', plain[1])}{path}" if path else None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    host = _HOST_PREFIX.sub("", host) + (f":{port}" if port not in {None, 80, 443} else "")
    path = quote(unquote(_PATH_SUFFIX.sub("", re.sub(r"/{2,}", "/", parts.path)).rstrip("/")))
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
        if not _TRACKING.fullmatch(name)
    )
    query = f"?{urlencode(kept)}" if kept else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    if not path and not query and not fragment:
        return None
    return f"{host}{path}{query}{fragment}"
