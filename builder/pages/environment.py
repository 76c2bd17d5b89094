"""The Jinja environment of all page templates."""

from __future__ import annotations

from functools import cache

from jinja2 import PackageLoader, StrictUndefined

from builder.addresses import city_page, document_page, page_of_year, year_page
from builder.pages import limits, scale, wording
from builder.pages.templating import Templates
from xueshi.model.values import Silence


@cache
def environment() -> Templates:
    """Templates escape everything that is not marked safe, and fail on a name that does not exist."""
    made = Templates(
        auto_reload=False,  # a process sees one version of the program
        loader=PackageLoader("builder", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        comment_start_string="{%#",  # "{#" begins an id of a Markdown heading
        comment_end_string="#%}",
    )
    made.filters |= {
        "number": wording.number,
        "date": wording.chinese_date,
        "short_date": wording.short_date,
        "weekday": wording.weekday,
    }
    made.tests["silent"] = lambda value: isinstance(value, Silence)
    made.globals |= {"ratio_bar": scale.ratio_bar, "day_place": scale.day_place, "limits": limits}
    pages = (city_page, document_page, page_of_year, year_page)
    made.globals |= {page.__name__: page for page in pages}
    return made


def render(template: str, **context: object) -> str:
    """The text of one template."""
    found = environment().get_template(template)
    values = found.new_context(context)
    text = "".join(found.root_render_func(values))
    values.vars.clear()  # a macro among them refers to all: only a search for garbage would free the page
    return text
