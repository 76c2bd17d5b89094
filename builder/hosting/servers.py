"""``hosting/``: ready configurations for common servers, made from the policy and the types of this house."""

from __future__ import annotations

from collections.abc import Callable

from builder.hosting.policy import CARD, HASHED, IMMUTABLE, OPEN, REVALIDATE, SHARED, headers
from builder.hosting.types import TYPES

ROOT = "/srv/xueshi/site"
MADE = "由 build.py schema 生成，请勿手改"
TEXTS = tuple(kind.partition(";")[0] for kind in TYPES.values() if "charset" in kind)
"""Types that are text: sent with their character set, and packed when nobody did so before."""

USUAL = (
    ".css",
    ".gif",
    ".html",
    ".ico",
    ".jpg",
    ".js",
    ".json",
    ".map",
    ".pdf",
    ".png",
    ".svg",
    ".txt",
    ".wasm",
)
"""Endings whose types every server knows."""


def server_text(name: str) -> str:
    """The configuration of one server. Raises ``KeyError`` for a name that is not in ``SERVERS``."""
    return SERVERS[name]()


def _nginx() -> str:
    plain = headers(framed=False)
    policy, _, ancestors = plain["Content-Security-Policy"].rpartition("frame-ancestors ")
    plain["Content-Security-Policy"] = f"{policy}frame-ancestors $xueshi_frames"
    sent = "\n".join(f'    add_header {name} "{value}" always;' for name, value in plain.items())
    ((shared, anybody),) = SHARED.items()
    types = "\n".join(f"        {kind.partition(';')[0]} {ending[1:]};" for ending, kind in TYPES.items())
    texts = " ".join(sorted({kind for kind in TEXTS if kind != "text/html"}))
    return f"""\
# 学时自查：nginx 配置（1.18 以后）。{MADE}。
# 放到 /etc/nginx/conf.d/xueshi.conf，改 server_name 和 root 两行；证书照单位的规定另配。

map $uri $xueshi_cache {{
    default "{REVALIDATE}";                # 网页每次问一声有没有变
    "~{HASHED}" "{IMMUTABLE}";   # 网址里有内容哈希的，不用再问
}}

map $uri $xueshi_frames {{
    default "{ancestors}";
    "~{CARD}" "*";                        # 卡片可以放进别的网页
}}

map $request_uri $xueshi_readers {{
    default "";
    "~^[^?]*{OPEN}" "{anybody}";   # 数据，别的网站的网页也可以读；没有的也要看得出是没有
}}

server {{
    listen 80;
    server_name _;
    root {ROOT};
    index index.html;
    error_page 404 /404.html;
    absolute_redirect off;
    charset utf-8;
    charset_types {texts};

    types {{
{types}
    }}
    default_type application/octet-stream;

    gzip_static on;      # 先发预先压好的 .gz
    gzip on;             # 没有的，当场压
    gzip_vary on;
    gzip_min_length 1024;
    gzip_types {texts};
    # 装了 ngx_brotli 模块的，打开下一行：预先压好的 .br 比 .gz 小五分之一
    # brotli_static on;

    add_header Cache-Control $xueshi_cache always;
    add_header {shared} $xueshi_readers always;
{sent}

    location ~ \\.(?:br|gz)$ {{
        return 404;      # 压缩副本只跟着原件发
    }}
}}
"""


def _caddy() -> str:
    def lines(framed: bool, indent: str) -> str:
        return "\n".join(f'{indent}{name} "{value}"' for name, value in headers(framed=framed).items())

    ((shared, anybody),) = SHARED.items()
    types = "\n".join(
        f'\t@{ending[1:]} path *{ending}\n\theader @{ending[1:]} Content-Type "{kind}"'
        for ending, kind in TYPES.items()
        if ending not in USUAL
    )
    return f"""\
# 学时自查：Caddy 配置（2.6 以后）。{MADE}。
# 改第一行的网址和 root；填域名时，Caddy 自己申请证书。

:80 {{
	root * {ROOT}
	encode gzip

	@copies path_regexp \\.(?:br|gz)$
	respond @copies 404

	# Caddy 自己排 header 的先后，所以每一条都写明管哪些网址
	@hashed path_regexp {HASHED}
	@fresh not path_regexp {HASHED}
	@card path_regexp {CARD}
	@page not path_regexp {CARD}
	@open path_regexp {OPEN}
	header @hashed Cache-Control "{IMMUTABLE}"
	header @fresh Cache-Control "{REVALIDATE}"
	header @open {shared} "{anybody}"
	header @page {{
{lines(False, chr(9) * 2)}
	}}
	header @card {{
{lines(True, chr(9) * 2)}
	}}

{types}

	file_server {{
		precompressed br gzip
	}}
	handle_errors {{
		rewrite * /404.html
		file_server
	}}
}}
"""


SERVERS: dict[str, Callable[[], str]] = {"nginx.conf": _nginx, "Caddyfile": _caddy}
"""Files of ``hosting/`` by name."""
