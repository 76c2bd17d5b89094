"""The one step that knows the site generator: MkDocs runs over a folder of Markdown files.

Whatever takes its place must make, from a folder of Markdown files with front matter, a folder of HTML files
with the same addresses, and refuse when a link between them leads nowhere.
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from builder.hosting.policy import page_policy

ASSETS = "assets/"
"""The folder in which the theme has its scripts and styles."""


class ShellError(Exception):
    """Some page could not be put into the shell; `problems` holds one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Kept(logging.Handler):
    """Keeps warnings and errors, each once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        self.lines[record.getMessage()] = None


def put_into_shell(config: Path, pages: Path, out: Path, base_url: str | None, front: str = ASSETS) -> None:
    """Render every page below ``pages`` into ``out``, which is emptied first.

    ``base_url`` is the site's public address; without one there are no canonical links. ``front`` is the
    folder in which pages look for our scripts and styles. Raises `ShellError` on any warning: a link to a
    page or anchor that does not exist, a page that ``mkdocs.yml`` does not list.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    log = logging.getLogger("mkdocs")
    kept, carried_on = _Kept(), log.propagate
    log.addHandler(kept)
    log.propagate = False
    try:
        read = load_config(str(config), docs_dir=str(pages), site_dir=str(out), site_url=base_url or "")
        read.extra["policy"] = page_policy()
        read.extra["front"] = front
        read.extra_css = [front + style.removeprefix(ASSETS) for style in read.extra_css]
        build(read)
    except MkDocsException as error:
        raise ShellError([*kept.lines, str(error)]) from error
    finally:
        log.removeHandler(kept)
        log.propagate = carried_on
    if kept.lines:
        raise ShellError(list(kept.lines))
    _leave_out_unused(out)


def _leave_out_unused(out: Path) -> None:
    """Removes what the theme brings for a search that this site does not use, and the maps of its sources."""
    for folder in ("lunr", "workers"):
        shutil.rmtree(out / "assets" / "javascripts" / folder, ignore_errors=True)
    for found in (out / "assets").glob("*/*.map"):
        found.unlink()


def navigation(config: Path) -> frozenset[str]:
    """The addresses of the pages that the tabs lead to."""
    from mkdocs.config.defaults import MkDocsConfig

    read = MkDocsConfig(config_file_path=str(config))
    with config.open("rb") as file:
        read.load_file(file)  # not validated: the folder of pages need not be there yet
    listed = read["nav"] or []
    paths = [path for item in listed for path in (item.values() if isinstance(item, dict) else [item])]
    return frozenset(path.removesuffix("index.md") for path in paths if path.endswith("index.md"))
