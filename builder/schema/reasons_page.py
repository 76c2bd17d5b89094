"""The page of reasons: every code of a verdict with what it means, what to do, and a worked case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from xueshi.reasons import REASONS, Group, Reason

_HEAD = """# 结论和理由

<!-- 由 build.py schema 生成，请勿手改。 -->

自查给出的每个结论、理由、问题和下一步，都在这里说明：什么时候出现，该怎么办。算例来自随规则一起保存、每次生成网站都会重算的例子。
"""


def reasons_page(cases: str) -> str:
    """The page as Markdown; ``cases`` is the bundle of worked cases, as JSON."""
    examples = dict(_examples(json.loads(cases)))
    parts = [_HEAD]
    for group in Group:
        parts.append(f"## {group.value} {{ #{group.name.lower()} }}\n")
        parts.extend(_entry(reason, examples.get(reason.code)) for reason in REASONS if reason.group is group)
    return "\n".join(parts)


def _entry(reason: Reason, example: str | None) -> str:
    lines = [
        f"### {reason.title} {{ #{reason.code} }}",
        "",
        reason.meaning,
        "",
        f"**怎么办**：{reason.remedy}",
        "",
    ]
    if example:
        lines += [f"算例：{example}", ""]
    return "\n".join(lines)


def _examples(bundle: Any) -> Iterator[tuple[str, str]]:
    """Codes with the sentence of a worked case that shows them; the first found stands."""
    seen: set[str] = set()
    for place in bundle.values():
        for case in place["cases"]:
            sentence = f"{case['case']}（{place['rules']['city_name']} {place['rules']['year']} 年度）"
            for code in expected_codes(case["expect"]):
                if code not in seen:
                    seen.add(code)
                    yield code, sentence


def expected_codes(expect: Any) -> Iterator[str]:
    """Every code that a worked case expects in a verdict."""
    if "status" in expect:
        yield expect["status"]
    for codes in (expect.get("issues") or {}).values():
        yield from codes
    yield from expect.get("next_steps") or {}
    yield from (question.partition(":")[0] for question in expect.get("questions") or ())
    yield from expect.get("notes") or ()
