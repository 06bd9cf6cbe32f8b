"""Collecting against a server on this machine that misbehaves in every way publishers' servers do."""

from __future__ import annotations

import csv
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipelines.intake import scan_raw
from pipelines.intake.collecting import Collected, SourceError, Sources, collect, load_sources
from pipelines.intake.collecting.fetch import Fetcher, FetchError
from pipelines.intake.collecting.sources import CollectLimits, Source

PDF = b"%PDF-1.4\n" + b"x" * 2000 + b"\n%%EOF"
LIMITS = CollectLimits(max_bytes=100_000, seconds=3.0, pause_seconds=0.0, retries=2, redirects=4, allow_local=True)


class Server(ThreadingHTTPServer):
    """Answers each path by a function; counts what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Callable[[_Handler], None]] = {}
        self.asked: Counter[str] = Counter()
        self.headers_of: dict[str, list[dict[str, str]]] = {}

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.headers_of.setdefault(self.path, []).append({k.lower(): v for k, v in self.headers.items()})
        try:
            self.server.answers.get(self.path, lambda handler: handler.answer(404, b"no"))(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def _round(server: Server, raw: Path, *paths: str, limits: CollectLimits = LIMITS, **more: object) -> list[Collected]:
    source = Source("示例局", files=tuple(server.base + path for path in paths), fiscal_year="2024", stage="budget")
    sources = Sources((replace(source, **more),), limits)  # type: ignore[arg-type]
    waits: list[float] = []
    return list(collect(sources, raw, Fetcher(limits, sleep=waits.append)))


def _serve(body: bytes, **headers: str) -> Callable[[_Handler], None]:
    return lambda handler: handler.answer(200, body, **headers)


def test_a_new_file_is_kept_and_listed(server: Server, tmp_path: Path) -> None:
    server.answers["/a/%E9%A2%84%E7%AE%97.pdf"] = _serve(PDF)
    (found,) = _round(server, tmp_path, "/a/%E9%A2%84%E7%AE%97.pdf")
    assert (found.outcome, found.path) == ("new", "示例局/预算.pdf")
    row = next(csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8")))
    assert row["publisher"] == "示例局" and row["source_url"] == found.url and row["fiscal_year"] == "2024"
    scan = scan_raw(tmp_path)
    assert [raw.path for raw in scan.files] == ["示例局/预算.pdf"] and not scan.faults


def test_nothing_is_fetched_twice_when_the_server_says_unchanged(server: Server, tmp_path: Path) -> None:
    def conditional(handler: _Handler) -> None:
        if handler.headers.get("if-none-match") == '"v1"':
            handler.answer(304, b"")
        else:
            handler.answer(200, PDF, etag='"v1"')

    server.answers["/a.pdf"] = conditional
    assert [c.outcome for c in _round(server, tmp_path, "/a.pdf")] == ["new"]
    assert [c.outcome for c in _round(server, tmp_path, "/a.pdf")] == ["unchanged"]
    assert server.headers_of["/a.pdf"][1]["if-none-match"] == '"v1"'


def test_same_content_without_validators_is_unchanged(server: Server, tmp_path: Path) -> None:
    server.answers["/a.pdf"] = _serve(PDF)
    _round(server, tmp_path, "/a.pdf")
    (again,) = _round(server, tmp_path, "/a.pdf")
    assert again.outcome == "unchanged"
    assert len(list(csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8")))) == 1


def test_changed_content_becomes_another_file_and_the_old_one_stays(server: Server, tmp_path: Path) -> None:
    server.answers["/a.pdf"] = _serve(PDF)
    _round(server, tmp_path, "/a.pdf")
    server.answers["/a.pdf"] = _serve(PDF + b"2")
    (changed,) = _round(server, tmp_path, "/a.pdf")
    assert changed.outcome == "changed" and changed.path != "示例局/a.pdf"
    assert (tmp_path / "示例局/a.pdf").read_bytes() == PDF
    assert len(scan_raw(tmp_path).files) == 2


def test_a_server_in_trouble_is_asked_again(server: Server, tmp_path: Path) -> None:
    def flaky(handler: _Handler) -> None:
        if handler.server.asked["/a.pdf"] < 3:
            handler.answer(503, b"later", retry_after="1")
        else:
            handler.answer(200, PDF)

    server.answers["/a.pdf"] = flaky
    (found,) = _round(server, tmp_path, "/a.pdf")
    assert found.outcome == "new" and server.asked["/a.pdf"] == 3


def test_a_server_that_stays_in_trouble_is_given_up_and_the_others_go_on(server: Server, tmp_path: Path) -> None:
    server.answers["/a.pdf"] = lambda handler: handler.answer(500, b"")
    server.answers["/b.pdf"] = _serve(PDF)
    outcomes = _round(server, tmp_path, "/a.pdf", "/b.pdf")
    assert [c.outcome for c in outcomes] == ["failed", "new"]
    assert "500" in (outcomes[0].reason or "") and server.asked["/a.pdf"] == LIMITS.retries + 1


def test_a_missing_file_is_not_asked_again(server: Server, tmp_path: Path) -> None:
    (found,) = _round(server, tmp_path, "/none.pdf")
    assert found.outcome == "failed" and "404" in (found.reason or "") and server.asked["/none.pdf"] == 1


def test_a_truncated_body_is_never_kept(server: Server, tmp_path: Path) -> None:
    def cut(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", str(len(PDF)))
        handler.end_headers()
        handler.wfile.write(PDF[:100])
        handler.close_connection = True

    server.answers["/a.pdf"] = cut
    (found,) = _round(server, tmp_path, "/a.pdf")
    assert found.outcome == "failed" and "不完整" in (found.reason or "")
    assert not list(tmp_path.rglob("*.pdf"))


def test_an_error_page_instead_of_a_file_is_refused(server: Server, tmp_path: Path) -> None:
    server.answers["/a.pdf"] = _serve(b"<html><body>not found</body></html>")
    (found,) = _round(server, tmp_path, "/a.pdf")
    assert found.outcome == "failed" and "网页" in (found.reason or "")


def test_a_declared_size_over_the_limit_is_refused_unread(server: Server, tmp_path: Path) -> None:
    server.answers["/a.pdf"] = _serve(PDF * 100)
    (found,) = _round(server, tmp_path, "/a.pdf")
    assert found.outcome == "failed" and "太大" in (found.reason or "")


def test_an_endless_body_stops_at_the_limit(server: Server, tmp_path: Path) -> None:
    def endless(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"1000\r\n" + b"y" * 4096 + b"\r\n")

    server.answers["/a.pdf"] = endless
    (found,) = _round(server, tmp_path, "/a.pdf")
    assert found.outcome == "failed" and "太大" in (found.reason or "")


def test_a_body_that_drips_stops_at_the_time_limit(server: Server, tmp_path: Path) -> None:
    def drip(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("transfer-encoding", "chunked")
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"1\r\ny\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    server.answers["/a.pdf"] = drip
    limits = replace(LIMITS, seconds=0.5, retries=0)
    (found,) = _round(server, tmp_path, "/a.pdf", limits=limits)
    assert found.outcome == "failed" and "秒" in (found.reason or "")


@pytest.mark.parametrize("target", ["/loop", "/other"])
def test_redirect_loops_end(server: Server, tmp_path: Path, target: str) -> None:
    server.answers["/loop"] = lambda handler: handler.answer(302, b"", location=target)
    server.answers["/other"] = lambda handler: handler.answer(302, b"", location="/loop")
    (found,) = _round(server, tmp_path, "/loop")
    assert found.outcome == "failed" and "重定向" in (found.reason or "")


def test_a_redirect_is_followed_and_one_to_another_scheme_is_not(server: Server, tmp_path: Path) -> None:
    server.answers["/moved.pdf"] = lambda handler: handler.answer(301, b"", location="/a.pdf")
    server.answers["/a.pdf"] = _serve(PDF)
    server.answers["/evil.pdf"] = lambda handler: handler.answer(302, b"", location="file:///etc/hostname")
    outcomes = _round(server, tmp_path, "/moved.pdf", "/evil.pdf")
    assert [c.outcome for c in outcomes] == ["new", "failed"]
    assert "http" in (outcomes[1].reason or "")


def test_local_addresses_are_refused_unless_allowed(server: Server) -> None:
    with Fetcher(replace(LIMITS, allow_local=False)) as fetcher, pytest.raises(FetchError, match="内部网络"):
        fetcher.fetch(server.base + "/a.pdf")
    assert server.asked["/a.pdf"] == 0


def test_robots_are_obeyed(server: Server, tmp_path: Path) -> None:
    server.answers["/robots.txt"] = _serve(b"User-agent: *\nDisallow: /private/\n")
    server.answers["/private/a.pdf"] = _serve(PDF)
    server.answers["/public/a.pdf"] = _serve(PDF)
    outcomes = _round(server, tmp_path, "/private/a.pdf", "/public/a.pdf")
    assert [c.outcome for c in outcomes] == ["refused", "new"]
    assert server.asked["/private/a.pdf"] == 0 and server.asked["/robots.txt"] == 1


def test_a_server_that_cannot_give_its_robots_is_left_alone(server: Server, tmp_path: Path) -> None:
    server.answers["/robots.txt"] = lambda handler: handler.answer(503, b"")
    server.answers["/a.pdf"] = _serve(PDF)
    (found,) = _round(server, tmp_path, "/a.pdf")
    assert found.outcome == "refused" and server.asked["/a.pdf"] == 0


def test_pauses_between_requests_to_one_host(server: Server, tmp_path: Path) -> None:
    server.answers["/robots.txt"] = _serve(b"User-agent: *\nCrawl-delay: 7\n")
    server.answers["/a.pdf"] = server.answers["/b.pdf"] = _serve(PDF)
    waits: list[float] = []
    sources = Sources((Source("局", files=(server.base + "/a.pdf", server.base + "/b.pdf")),), LIMITS)
    list(collect(sources, tmp_path, Fetcher(LIMITS, sleep=waits.append, clock=lambda: 0.0)))
    assert waits == [7.0]


def test_links_of_a_page_are_chosen_by_pattern_and_text(server: Server, tmp_path: Path) -> None:
    page = """<html><body><a href="a.pdf">2024年部门预算</a><a href="/b.pdf">通知</a><a href="a.pdf">重复</a>
    <a href="javascript:void(0)">预算</a><a href="c.jpg">预算图</a></body></html>"""
    server.answers["/list/index.html"] = _serve(page.encode("gb18030"))
    server.answers["/list/a.pdf"] = server.answers["/b.pdf"] = _serve(PDF)
    outcomes = _round(server, tmp_path, pages=(server.base + "/list/index.html",), match="预算", links=r"\.pdf$")
    assert [(c.url.removeprefix(server.base), c.outcome) for c in outcomes] == [("/list/a.pdf", "new")]
    row = next(csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8")))
    assert row["title"] == "2024年部门预算"


def test_rows_of_a_manifest_that_is_there_are_kept(server: Server, tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("path,publisher,kind\nold.pdf,某局,部门预算\n", "utf-8")
    server.answers["/a.pdf"] = _serve(PDF)
    _round(server, tmp_path, "/a.pdf")
    rows = list(csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8")))
    assert [row["path"] for row in rows] == ["old.pdf", "示例局/a.pdf"] and rows[0]["kind"] == "部门预算"


def test_names_from_the_web_stay_inside_the_raw_folder(server: Server, tmp_path: Path) -> None:
    server.answers["/x/%2e%2e%2f%2e%2e%2fescape.pdf"] = _serve(PDF)
    (found,) = _round(server, tmp_path, "/x/%2e%2e%2f%2e%2e%2fescape.pdf", folder="../outside")
    assert found.outcome == "new" and found.path is not None
    assert (tmp_path / found.path).resolve().is_relative_to(tmp_path.resolve())
    assert json.loads((tmp_path / ".collected.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[source]]\nfiles=['http://x/a']", "publisher"),
        ("[[source]]\npublisher='a'", "files 或 pages"),
        ("[[source]]\npublisher='a'\nfiles=['ftp://x/a']", "http"),
        ("[[source]]\npublisher='a'\npages=['http://x']\nmatch='('", "模式"),
        ("[limits]\nmax_bytes='many'", "max_bytes"),
        ("[limits]\nspeed=1", "speed"),
        ("[other]\na=1", "other"),
        ("[[source]\n", "TOML"),
    ],
)
def test_a_malformed_list_of_sources_is_explained(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=fault):
        load_sources(path)


def test_a_list_of_sources_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("[limits]\npause_seconds=2\n[[source]]\npublisher='a'\nfiles=['https://x/a.pdf']", "utf-8")
    assert load_sources(path).limits.pause_seconds == 2
    assert load_sources(path).sources[0].files == ("https://x/a.pdf",)
