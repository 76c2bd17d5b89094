"""What a host of the site must send: the content policy, lives of files, types; and files ready to send."""

from builder.hosting.policy import headers, page_policy
from builder.hosting.servers import SERVERS, server_text

__all__ = ["SERVERS", "headers", "page_policy", "server_text"]
