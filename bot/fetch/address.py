"""Addresses of feeds: taken apart, rid of their credentials, and followed where a redirect points. Pure."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace

import httpx

from bot.fetch.ending import Ending
from bot.model.fetching import FetchStatus

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL = 4096

_USERINFO = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An http or https address. `url` and `target` carry neither credentials nor a fragment."""

    url: str
    scheme: str
    host: str
    """As it goes to DNS: lower-cased ASCII, IPv6 without brackets."""
    port: int
    netloc: bytes
    target: bytes
    authorization: str | None = None
    """Value of the Authorization header that the address's own credentials ask for."""

    @classmethod
    def parse(cls, url: str | httpx.URL) -> Address:
        """Take `url` apart.

        Raises:
            Ending: it is no address that a feed could have (REFUSED).
        """
        try:
            parsed = httpx.URL(url)
            user, password = parsed.username, parsed.password
            bare = parsed.copy_with(username=None, password=None, fragment=None)
            host = bare.raw_host.decode("ascii")
        except (httpx.InvalidURL, ValueError) as error:
            raise Ending(FetchStatus.REFUSED, "the address is malformed") from error
        if bare.scheme not in DEFAULT_PORTS:
            raise Ending(FetchStatus.REFUSED, f"a feed's address begins with http:// or https://, not {bare.scheme!r}")
        if not host or len(str(bare)) > MAX_URL:
            raise Ending(FetchStatus.REFUSED, "the address names no host" if not host else "the address is too long")
        authorization = None
        if user or password:
            authorization = "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")
        return cls(
            url=str(bare),
            scheme=bare.scheme,
            host=host,
            port=bare.port or DEFAULT_PORTS[bare.scheme],
            netloc=bare.netloc,
            target=bare.raw_path,
            authorization=authorization,
        )

    def redirected(self, location: str) -> Address:
        """Where `location`, seen at this address, points; credentials stay with their host, and never leave TLS.

        Raises:
            Ending: nowhere that a feed could be (REFUSED).
        """
        if len(location) > MAX_URL:
            raise Ending(FetchStatus.REFUSED, "redirects to an address that is too long")
        try:
            there = Address.parse(httpx.URL(self.url).join(location))
        except (httpx.InvalidURL, ValueError) as error:
            raise Ending(FetchStatus.REFUSED, "redirects to a malformed address") from error
        same = (self.scheme, self.host, self.port) == (there.scheme, there.host, there.port)
        upgraded = self.host == there.host and (self.port, there.scheme, there.port) == (80, "https", 443)
        return replace(there, authorization=self.authorization if same or upgraded else None)


def without_credentials(url: str) -> str:
    """An address that could not be taken apart, fit to be shown."""
    return _USERINFO.sub("//", url, count=1)[:MAX_URL]
