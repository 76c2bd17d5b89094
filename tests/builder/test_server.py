"""The server of preview, tests and measurements behaves as a good static host."""

import http.client
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.serving.reload import LiveReload
from builder.serving.server import Request, SiteServer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small site, with a secret beside it."""
    site = tmp_path / "site"
    runtime = site / "assets/runtime/0123abcd"
    runtime.mkdir(parents=True)
    (site / "city").mkdir()
    (site / "index.html").write_text("<html><body>首页</body></html>", "utf-8")
    (site / "city/index.html").write_text("城市", "utf-8")
    (site / "404.html").write_text("<body>找不到</body>", "utf-8")
    (site / "三门峡.json").write_text("{}", "utf-8")
    for name in ("a.mjs", "a.js", "a.wasm", "a.webmanifest", "a.ics", "a.css", "a.unknown"):
        (site / name).write_bytes(b"raw " + name.encode())
    (runtime / "core.wasm").write_bytes(b"w" * 50_000)
    (runtime / "core.wasm.br").write_bytes(b"packed")
    (runtime.parent / "manifest.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    return site


@pytest.fixture
def server(folder: Path) -> Iterator[SiteServer]:
    with SiteServer(folder) as running:
        yield running


Answer = tuple[int, dict[str, str], bytes]


def get(server: SiteServer, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request with the path exactly as given."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request(
            method, path, headers={key.replace("_", "-"): value for key, value in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/a.mjs", "text/javascript; charset=utf-8"),
        ("/a.js", "text/javascript; charset=utf-8"),
        ("/a.wasm", "application/wasm"),
        ("/%E4%B8%89%E9%97%A8%E5%B3%A1.json", "application/json; charset=utf-8"),
        ("/a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/a.ics", "text/calendar; charset=utf-8"),
        ("/a.css", "text/css; charset=utf-8"),
        ("/a.unknown", "application/octet-stream"),
    ],
)
def test_types(server: SiteServer, path: str, kind: str) -> None:
    """Browsers refuse modules and streaming WebAssembly of another type."""
    status, headers, _ = get(server, path)
    assert (status, headers["content-type"]) == (200, kind)


def test_packed_sibling_goes_to_those_who_accept_it(server: SiteServer) -> None:
    """With the type of the file itself, and an ETag of its own."""
    path = "/assets/runtime/0123abcd/core.wasm"
    status, packed, body = get(server, path, Accept_Encoding="gzip, br")
    assert (status, body, packed["content-encoding"]) == (200, b"packed", "br")
    assert packed["content-type"] == "application/wasm"
    for accepted in ("gzip", "gzip, br;q=0", "abracadabra"):
        status, plain, body = get(server, path, Accept_Encoding=accepted)
        assert (status, len(body)) == (200, 50_000)
        assert "content-encoding" not in plain
        assert plain["vary"] == packed["vary"] == "Accept-Encoding"
        assert plain["etag"] != packed["etag"]
    assert "content-encoding" not in get(server, "/a.js", Accept_Encoding="br")[1]


def test_browsers_that_take_gzip_only_get_that(server: SiteServer) -> None:
    """Over plain HTTP WebKit takes no Brotli; without packing it would fetch three times the bytes."""
    (server.folder / "a.js.gz").write_bytes(b"zipped")
    (server.folder / "a.js.br").write_bytes(b"packed")
    tags = set()
    for accepted, body in (("gzip, deflate", b"zipped"), ("gzip, br", b"packed")):
        _, headers, got = get(server, "/a.js", Accept_Encoding=accepted)
        assert got == body
        tags.add(headers["etag"])
    assert len(tags) == 2


def test_hashed_files_live_for_ever_and_others_are_asked_for(server: SiteServer) -> None:
    """An unchanged file is answered without its body, a changed one with it."""
    assert get(server, "/assets/runtime/0123abcd/core.wasm")[1]["cache-control"] == (
        "public, max-age=31536000, immutable"
    )
    assert get(server, "/assets/runtime/manifest.json")[1]["cache-control"] == "no-cache"
    _, headers, _ = get(server, "/a.css")
    assert headers["cache-control"] == "no-cache"
    status, again, body = get(server, "/a.css", If_None_Match=f'"other", {headers["etag"]}')
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    file = server.folder / "a.css"
    file.write_bytes(b"new")
    os.utime(file, ns=(1, 1))
    assert get(server, "/a.css", If_None_Match=headers["etag"])[::2] == (200, b"new")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/city/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "/city/%00",
        "//../secret.txt",
        "/link.txt",
        "/C:/secret.txt",
    ],
)
def test_nothing_outside_of_the_folder_is_served(server: SiteServer, path: str) -> None:
    """Neither by dots in any disguise nor by a link that leads out."""
    (server.folder / "link.txt").symlink_to(server.folder.parent / "secret.txt")
    status, _, body = get(server, path)
    assert status == 404
    assert b"secret" not in body


def test_folders_and_missing_pages(server: SiteServer) -> None:
    """A folder shows its index, its address ends in a slash; what is missing shows the site's own page."""
    status, headers, _ = get(server, "/city?x=1")
    assert (status, headers["location"]) == (301, "/city/")
    assert get(server, "/city/")[2].decode() == "城市"
    assert get(server, "/city/index.html/")[0] == 404
    assert get(server, "/assets/")[0] == 404
    status, _, body = get(server, "/nowhere")
    assert (status, body.decode()) == (404, "<body>找不到</body>")
    status, headers, body = get(server, "/a.css", method="HEAD")
    assert (status, headers["content-length"], body) == (200, "9", b"")


def test_site_below_a_sub_path(folder: Path) -> None:
    """As on a host that is shared: nothing is answered outside of it."""
    with SiteServer(folder, prefix="/xueshi") as server:
        assert server.url == f"http://127.0.0.1:{server.port}/xueshi/"
        assert get(server, "/xueshi")[0] == 301
        assert get(server, "/xueshi")[1]["location"] == "/xueshi/"
        assert "首页" in get(server, "/xueshi/")[2].decode()
        assert get(server, "/xueshi/city")[1]["location"] == "/xueshi/city/"
        runtime = get(server, "/xueshi/assets/runtime/0123abcd/core.wasm")
        assert "immutable" in runtime[1]["cache-control"]
        for outside in ("/", "/a.css", "/xueshix/a.css"):
            assert get(server, outside)[0] == 404


def test_what_was_sent_is_counted(server: SiteServer) -> None:
    """Bodies only, under the path asked for, packed ones with their packed size."""
    path = "/assets/runtime/0123abcd/core.wasm"
    get(server, path, Accept_Encoding="br")
    get(server, path)
    get(server, "/nowhere")
    assert server.transferred[path] == len("packed") + 50_000
    assert server.requests[0] == Request("GET", path, 200, 6)
    assert [(request.path, request.status) for request in server.requests[1:]] == [
        (path, 200),
        ("/nowhere", 404),
    ]
    server.forget()
    assert (dict(server.transferred), server.requests) == ({}, [])


def test_throttle_makes_line_slow(folder: Path) -> None:
    """50,000 bytes at 2 Mbit/s need 200 ms, and each answer waits for its 50 ms first."""
    with SiteServer(folder, throttle=(2_000_000, 50)) as server:
        began = time.monotonic()
        body = get(server, "/assets/runtime/0123abcd/core.wasm")[2]
        assert len(body) == 50_000
        assert time.monotonic() - began >= 0.25


def test_taken_port_is_an_error(server: SiteServer) -> None:
    """So that the preview can move to the next one."""
    with pytest.raises(OSError):
        SiteServer(server.folder, server.port)


def test_preview_tells_open_pages_to_reload(folder: Path) -> None:
    """A page carries the stamp of its build, and hears the stamp of each later one."""
    live = LiveReload()
    with SiteServer(folder, live=live) as server:
        page = get(server, "/")[2].decode()
        stamp = page.partition('<script src="/__reload.js?')[2].partition('"')[0]
        assert page.endswith(f'首页<script src="/__reload.js?{stamp}"></script></body></html>')
        assert get(server, f"/__reload.js?{stamp}")[1]["content-type"].startswith("text/javascript")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", "/__reload")
        stream = connection.getresponse()
        assert stream.readline() + stream.readline() == f"event: build\ndata: {stamp}\n".encode()
        live.rebuilt()
        assert stream.readline() + stream.readline() == b"\nevent: build\n"
        assert stream.readline() != f"data: {stamp}\n".encode()
        connection.close()
    assert (folder / "index.html").read_text("utf-8") == "<html><body>首页</body></html>"
