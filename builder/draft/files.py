"""All files of a draft: what the command writes to a folder and a page hands out."""

from __future__ import annotations

from builder.draft.model import Draft
from builder.draft.registers import source_name, write_base_lists, write_documents, write_platforms
from builder.draft.sheet import TO_FILL
from builder.draft.write import write_city_year


def draft_files(draft: Draft) -> dict[str, str]:
    """The files of a draft, named as in the data folder; registers hold only what is new."""
    where = draft.where
    files = {
        f"cities/{where.city}/{where.year}.yml": write_city_year(draft),
        f"documents/{where.city}-{where.year}.yml": write_documents(draft),
        "platforms.yml": write_platforms(draft),
        "bases.yml": write_base_lists(draft),
        f"sources/{source_name(draft)}": draft.text,
    }
    return {name: content for name, content in files.items() if content}


def to_fill(content: str) -> int:
    """How many places of a file are still to be filled."""
    return sum(line.split("#")[0].count(TO_FILL) for line in content.splitlines())
