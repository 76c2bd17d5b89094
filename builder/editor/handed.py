"""The published files that a page has handed over, beside which its open file is checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import Any

from builder.editor.beside import added, beside
from builder.editor.desk import read_open
from builder.folder import DataFile


class Handed:
    """What one page has handed over: empty at first, kept as long as the page, or until it is forgotten."""

    def __init__(self) -> None:
        self._files: dict[str, DataFile] = {}
        self._texts: dict[str, DataFile] = {}

    def take_files(self, files: Mapping[str, Any]) -> None:
        """Published files as plain data, by place, each instead of an earlier one."""
        self._files.update({file.place.as_posix(): file for file in beside(files)})

    def take_texts(self, texts: Mapping[str, str]) -> None:
        """The texts as typed that lie beside the open one, by place, instead of all earlier texts."""
        self._texts = {name: read_open(text, PurePosixPath(name)) for name, text in texts.items()}

    def forget(self) -> None:
        """Begin anew, as another page does."""
        self._files, self._texts = {}, {}

    @property
    def names(self) -> list[str]:
        """The places of all that is there."""
        return sorted({*self._files, *self._texts})

    @property
    def files(self) -> Collection[DataFile]:
        """The published files, without the texts."""
        return self._files.values()

    def everything(self) -> list[DataFile]:
        """Files and texts, a text in place of the file it stands for."""
        texts = {name: added(text, self._files.get(name)) for name, text in self._texts.items()}
        return list({**self._files, **texts}.values())
