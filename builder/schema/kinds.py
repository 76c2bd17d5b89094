"""The kinds of data files and the classes they are made of, with the names admins know them by."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from typing import Any

from xueshi.model.policy import CityYear
from xueshi.model.registers import BaseList, Document, Platform, Province


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of data file."""

    holds: Any
    title: str
    place: str

    @property
    def is_list(self) -> bool:
        """Whether the file is a list of objects."""
        return typing.get_origin(self.holds) is tuple

    @property
    def top(self) -> type:
        """The class of the file, or of the items of its list."""
        top: type = next(_parts(self.holds))
        return top


FILES = {
    "city-year": FileKind(CityYear, "城市年度", "data/cities/<城市代号>/<年度>.yml"),
    "documents": FileKind(tuple[Document, ...], "文件", "data/documents/<名称>.yml"),
    "platforms": FileKind(tuple[Platform, ...], "平台", "data/platforms.yml"),
    "bases": FileKind(tuple[BaseList, ...], "基地名单", "data/bases.yml"),
    "regions": FileKind(Province, "省和城市", "data/regions.yml"),
}

NAMES = {
    "CityYear": "一个城市一个年度",
    "Rule": "规则",
    "Period": "学习时间",
    "Source": "出处",
    "Requirement": "科目",
    "Deadlines": "各种截止日期",
    "Deadline": "一个截止日期",
    "CarryOver": "结转",
    "AutoCredit": "自动计入",
    "Declaration": "申报",
    "Review": "审核时限",
    "PlanFiling": "培训计划备案",
    "Ratio": "比例",
    "SubjectCap": "科目的上限",
    "Window": "年度以外的学习时间",
    "Axis": "第二口径",
    "AxisValue": "第二口径的一个值",
    "OneOf": "几项任选一项",
    "Cap": "其他上限",
    "Unit": "另一种单位",
    "Conversion": "成果折算",
    "RuleQuestion": "要问本人的情况",
    "Variant": "因情况改变的要求",
    "Answer": "一个回答",
    "SetMinimum": "改动的下限",
    "Condition": "不是学时的条件",
    "NotModelled": "本工具不判断的要求",
    "Provision": "通知的其他内容",
    "ListedPlatform": "通知列出的平台",
    "Rate": "经费比例",
    "Form": "所附表格",
    "Targets": "目标任务表",
    "Amended": "后来改过的一项",
    "TargetRow": "目标任务表的一行",
    "Document": "一份文件",
    "StatedFact": "其他文件怎样说到它",
    "Correction": "印刷错误与读法",
    "Remark": "需要读者知道的事",
    "Platform": "一个平台",
    "Address": "一个网址",
    "BaseList": "一份名单",
    "Base": "一个基地",
    "Province": "省",
    "Region": "城市或直管县级市",
}
"""Every class of the data files in Chinese."""


def classes(holds: Any) -> list[type]:
    """The dataclasses some data is made of, each once, in the order they are met."""
    found: list[type] = []
    _collect(holds, found)
    return found


def enumerations(holds: Any) -> list[type[StrEnum]]:
    """The enumerations whose words stand in some data, each once, by name."""
    found = {
        part
        for cls in classes(holds)
        for hint in typing.get_type_hints(cls).values()
        for part in _parts(hint)
        if isinstance(part, type) and issubclass(part, StrEnum)
    }
    return sorted(found, key=lambda words: words.__name__)


def _collect(hint: Any, found: list[type]) -> None:
    for part in _parts(hint):
        if isinstance(part, type) and is_dataclass(part) and part not in found:
            found.append(part)
            for inner in typing.get_type_hints(part).values():
                _collect(inner, found)


def alternatives(hint: Any) -> list[Any]:
    """What may stand in a field: the parts of a union without None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [part for part in typing.get_args(hint) if part is not type(None)]
    return [hint]


def item_of(hint: Any) -> Any:
    """The kind of the items of a list; None for what is no list."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None


def _parts(hint: Any) -> Iterator[Any]:
    """The plain kinds inside a union or list."""
    for part in alternatives(hint):
        if (item := item_of(part)) is not None:
            yield from _parts(item)
        else:
            yield part
