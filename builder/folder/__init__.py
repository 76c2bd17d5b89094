"""The data folder: which files it may hold, and what became of each when it was read and structured."""

from builder.folder.file import NAMED, DataFile, understood
from builder.folder.folder import Folder, Shelf, read_folder
from builder.folder.places import REGISTERS, is_cases, kind_of, meant_by

__all__ = [
    "NAMED",
    "REGISTERS",
    "DataFile",
    "Folder",
    "Shelf",
    "is_cases",
    "kind_of",
    "meant_by",
    "read_folder",
    "understood",
]
