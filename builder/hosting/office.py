"""The site as one ZIP for offices without a network, with what serves it by Python alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

from builder.hosting.types import TYPES
from builder.zips import entry

FOLDER = "xueshi-site"
"""The folder inside, so that unpacking spreads nothing."""

STARTER = "open.py"
PACKED = (".br", ".gz")
"""Copies for servers that send them; the starter sends the files themselves."""

_README = f"""学时自查（没有网络时用）

1. 把整个压缩包解压出来，不要在压缩包里面直接打开。
2. 电脑上要有 Python 3.7 以上。在这个文件夹里运行：

       python {STARTER}

   浏览器会打开网站。用完以后在那个黑窗口里按 Ctrl+C。
   没有 python 命令的，Windows 用 py {STARTER}，Mac 和 Linux 用 python3 {STARTER}。
   不用 {STARTER} 也行：在 site 文件夹里运行 python -m http.server 8000，再打开 http://127.0.0.1:8000/ 。

直接双击 index.html 能看网页，但浏览器不让本地文件运行计算程序。
别的电脑打不开这个网址：它只在本机。给整个单位用，请照网站源码 hosting 目录里的说明放到内网服务器上。
核对文件有没有损坏：在 site 文件夹里运行 sha256sum --check --quiet SHA256SUMS，没有输出就是全对。
"""

_STARTER = '''"""Serves the folder "site" beside this file to this computer only, and opens the browser."""

import functools
import http.server
import os
import webbrowser

TYPES = {types}


class Handler(http.server.SimpleHTTPRequestHandler):
    # What the system says of types can be wrong (the registry of Windows often is).
    extensions_map = dict({{"": "application/octet-stream"}}, **TYPES)

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_):
        pass


def main():
    site = os.path.join(os.path.dirname(os.path.abspath(__file__)), "site")
    handler = functools.partial(Handler, directory=site)
    for port in list(range(8000, 8020)) + [0]:
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
            break
        except OSError:
            continue
    address = "http://127.0.0.1:%d/" % server.server_address[1]
    print(address, flush=True)
    if not os.environ.get("XUESHI_NO_BROWSER"):
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


main()
'''


def write_office(site: Path, out: Path) -> int:
    """Write the ZIP at ``out``, whole or not at all; same site, same bytes. Returns its bytes.

    Raises ``OSError`` where it cannot be written.
    """
    types = "{\n" + "".join(f'    "{end}": "{kind}",\n' for end, kind in sorted(TYPES.items())) + "}"
    unfinished = out.with_name(f"{out.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            # With the mark by which Windows' own editor knows UTF-8.
            _add(packed, "使用说明.txt", ("\ufeff" + _README.replace("\n", "\r\n")).encode())
            _add(packed, STARTER, _STARTER.format(types=types).encode())
            for path in sorted(site.rglob("*")):
                if path.is_file() and path.suffix not in PACKED:
                    name = path.relative_to(site).as_posix()
                    _add(packed, f"site/{name}", _listed(path) if name == "SHA256SUMS" else path.read_bytes())
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return out.stat().st_size


def _listed(sums: Path) -> bytes:
    """The list of hashes without the copies that are left out."""
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.rstrip("\n").endswith(PACKED)).encode()


def _add(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    packed.writestr(entry(f"{FOLDER}/{name}"), data)
