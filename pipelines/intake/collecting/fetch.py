"""Fetching one address safely: only http(s), no local addresses, bounded in bytes, time and redirects, with retries.

The address that is really connected to is checked on every hop, after the connection stands and before the body is read, so
that a name which resolves elsewhere the second time gains nothing. What a publisher's server says is data, never trusted.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from pipelines.intake.collecting.sources import CollectLimits

REDIRECTS = {301, 302, 303, 307, 308}
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
LONGEST_WAIT = 60.0


class FetchError(RuntimeError):
    """An address could not be fetched; the message says why, in Chinese. ``passing`` tells a fault that may go away."""

    def __init__(self, reason: str, *, passing: bool = False, wait: float | None = None) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: ``body`` is None when the server said that nothing has changed (304)."""

    url: str
    """The address after redirects."""
    body: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)


class Fetcher:
    """Fetches addresses with one client. ``sleep`` and ``clock`` are given so that tests need not wait."""

    def __init__(
        self,
        limits: CollectLimits,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self.sleep = sleep
        self.clock = clock
        self.client = httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(min(20.0, limits.seconds)),
            headers={"user-agent": limits.user_agent, "accept-encoding": "gzip, deflate"},
            trust_env=False,
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None, max_bytes: int | None = None) -> Fetched:
        """The body behind ``url``; raises ``FetchError`` when it cannot be had within the limits."""
        most = self.limits.max_bytes if max_bytes is None else max_bytes
        for attempt in range(self.limits.retries + 1):
            try:
                return self._once(url, dict(headers or {}), most)
            except FetchError as error:
                if not error.passing or attempt == self.limits.retries:
                    raise
                self.sleep(min(LONGEST_WAIT, error.wait if error.wait is not None else 2.0**attempt))
        raise AssertionError("unreachable")

    def _once(self, url: str, headers: dict[str, str], most: int) -> Fetched:
        ends = self.clock() + self.limits.seconds
        seen = []
        for _ in range(self.limits.redirects + 1):
            self._check_address(url)
            seen.append(url)
            answer = self._ask(url, headers, most, ends)
            if isinstance(answer, Fetched):
                return answer
            url = answer
            if url in seen:
                raise FetchError(f"重定向成环：{url}")
        raise FetchError(f"重定向超过 {self.limits.redirects} 次：{seen[0]}")

    def _ask(self, url: str, headers: dict[str, str], most: int, ends: float) -> Fetched | str:
        """One request: the body, or the address that it redirects to."""
        try:
            with self.client.stream("GET", url, headers=headers) as response:
                self._check_peer(response)
                if response.status_code in REDIRECTS and response.headers.get("location"):
                    return urljoin(url, response.headers["location"])
                if response.status_code == 304:
                    return Fetched(url, None, dict(response.headers))
                _require_success(response)
                return Fetched(url, self._body(response, most, ends), dict(response.headers))
        except httpx.TimeoutException as error:
            raise FetchError(f"服务器没有及时答复（{type(error).__name__}）：{url}", passing=True) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise FetchError(f"连接中断或内容不完整（{error}）：{url}", passing=True) from error
        except httpx.InvalidURL as error:
            raise FetchError(f"地址不成立（{error}）：{url}") from error

    def _body(self, response: httpx.Response, most: int, ends: float) -> bytes:
        told = response.headers.get("content-length", "")
        if told.isdigit() and int(told) > most:
            raise FetchError(f"文件太大：{told} 字节，超过 {most}：{response.url}")
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > most:
                raise FetchError(f"文件太大：超过 {most} 字节：{response.url}")
            if self.clock() > ends:
                raise FetchError(f"超过 {self.limits.seconds:.0f} 秒仍未收完：{response.url}", passing=True)
            parts.append(part)
        return b"".join(parts)

    def _check_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError(f"只取 http 与 https：{url}")
        if parts.username or parts.password:
            raise FetchError(f"地址中不得带用户名或口令：{parts.hostname}")
        if self.limits.allow_local:
            return
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 0, type=socket.SOCK_STREAM)
        except OSError as error:
            raise FetchError(f"主机名无法解析（{error}）：{parts.hostname}", passing=True) from error
        for entry in found:
            _refuse_local(str(entry[4][0]), parts.hostname)

    def _check_peer(self, response: httpx.Response) -> None:
        stream = response.extensions.get("network_stream")
        address = stream.get_extra_info("server_addr") if stream is not None else None
        if not self.limits.allow_local and address:
            _refuse_local(str(address[0]), str(response.url.host))


def _refuse_local(address: str, host: str) -> None:
    if not ipaddress.ip_address(address.partition("%")[0]).is_global:
        raise FetchError(f"不取本机或内部网络的地址：{host}（{address}）")


def _require_success(response: httpx.Response) -> None:
    code = response.status_code
    if code in TRY_AGAIN:
        wait = response.headers.get("retry-after", "")
        raise FetchError(
            f"服务器答复 {code}：{response.url}", passing=True, wait=float(wait) if wait.isdigit() else None
        )
    if not 200 <= code < 300:
        raise FetchError(f"服务器答复 {code}：{response.url}")
