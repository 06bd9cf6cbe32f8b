"""Manners: what robots.txt allows, and the pause between two requests to one host. Decisions only, no documents."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from pipelines.intake.collecting.fetch import Fetcher, FetchError

ROBOTS_BYTES = 512 * 1024
"""RFC 9309 §2.5: a parser reads at least 500 KiB."""


class Manners:
    """Asks each host's robots.txt once per round and waits between requests to the same host."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self._rules: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def may_fetch(self, url: str) -> bool:
        """Whether robots.txt of the host allows the address for our user agent."""
        return self._robots(url).can_fetch(self.fetcher.limits.user_agent, url)

    def wait(self, url: str) -> None:
        """Wait until the host may be asked again: the pause of the limits, or a longer Crawl-delay."""
        host = urlsplit(url).netloc
        delay = self._robots(url).crawl_delay(self.fetcher.limits.user_agent)
        pause = max(self.fetcher.limits.pause_seconds, float(delay or 0))
        now = self.fetcher.clock()
        if host in self._last and now - self._last[host] < pause:
            self.fetcher.sleep(pause - (now - self._last[host]))
        self._last[host] = self.fetcher.clock()

    def _robots(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            self._rules[place] = self._load(f"{place}/robots.txt")
        return self._rules[place]

    def _load(self, url: str) -> RobotFileParser:
        rules = RobotFileParser(url)
        try:
            fetched = self.fetcher.fetch(url, max_bytes=ROBOTS_BYTES)
        except FetchError as error:
            # RFC 9309 §2.3.1: no robots.txt (4xx) allows all; a server in trouble allows nothing.
            rules.parse(["User-agent: *", "Disallow: /" if error.passing else "Allow: /"])
            return rules
        rules.parse((fetched.body or b"").decode("utf-8", "replace").splitlines())
        return rules
