"""What a synthetic city-year says: varied shapes of rule, told in words that call themselves invented.

Everything is plain data, as the reader of YAML would give it. Which shape a city and year has follows from
its number, so that the same count gives the same data.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from builder.bench.divisions import Division

Plain = dict[str, Any]

TOTALS = (90, 72, 96, 120, 60, 90)
TOPICS = ("数字技术", "网络安全", "绿色低碳", "应急管理", "知识产权", "职业道德", "乡村振兴", "标准化")
TRADES = ("工程", "卫生", "教育", "农业", "会计", "档案", "文博", "统计", "林业", "水利", "质量", "交通")
PLACES = ("县区人社局", "市直部门", "高校", "医院", "设计院", "职业学院", "行业协会", "科研所")
SECTIONS = (
    ("学习内容", "公需科目学什么", "合成内容：本年度公需科目学{a}、{b}，{c}行业另加{d}。"),
    ("学习内容", "专业科目学什么", "合成内容：{c}系列学本行业的新理论、新技术，由{e}拟定目录。"),
    ("学习内容", "本年度的重点", "合成内容：重点是{a}和{d}，各单位结合{c}岗位安排。"),
    ("学习方式", "公需科目怎样学", "合成内容：线上学习或面授，由本人自己选，{e}不得指定。"),
    ("学习方式", "专业科目怎样学", "合成内容：研修、进修、{c}技术交流、服务基层等都可以，名单是开放的。"),
    ("学习方式", "{c}人员的专区", "合成内容：{c}专业技术人员进专区学习，专区由{e}维护。"),
    ("注册与申报", "第一次参加先注册", "合成内容：第一次参加的人先在平台注册账号，{e}协助核对身份。"),
    ("注册与申报", "什么要申报", "合成内容：平台以外学到的，由本人申报，附{c}培训的证明材料。"),
    ("平台与机构", "自己选平台", "合成内容：{e}不得代为选择学习平台，也不得收取{a}课程的费用。"),
    ("平台与机构", "行业主管部门管什么", "合成内容：{c}主管部门管本行业基地的建设和{d}培训班的举办。"),
    ("计划备案", "年度培训计划备案", "合成内容：{e}在办班之前备案，写明{a}课程、师资和人数。"),
    ("审核与登记", "及时审核", "合成内容：{e}随报随审，不要集中在年底，{c}系列先审。"),
    ("审核与登记", "材料留存", "合成内容：证书、考勤和{d}考试记录保存备查。"),
    ("结果使用", "职称评聘的条件", "合成内容：{c}系列申报职称时，要看本周期的继续教育记录。"),
    ("结果使用", "岗位聘用", "合成内容：考核、聘用、评优时，{e}以学习情况为依据之一。"),
    ("单位职责", "给时间、给条件", "合成内容：{e}保证{c}人员的学习时间，所需经费按规定列支。"),
    ("单位职责", "年底前提醒", "合成内容：{e}在年底前提醒还没有学满的{c}人员。"),
    ("经费", "经费从哪里来", "合成内容：{e}按规定提取职工教育经费，用于{a}、{d}等培训。"),
)


def source(evidence: str, clause: str = "二", **more: str) -> Plain:
    """A source in the synthetic notice."""
    return {"clause": clause, "evidence": evidence, **more}


def number_of(division: Division, year: int) -> str:
    """The number of a synthetic notice: nobody takes it for a real one."""
    return f"合成{division.short}〔{year}〕1号"


def document(division: Division, year: int, national: str) -> Plain:
    """The notice of a city and year."""
    number = number_of(division, year)
    return {
        "id": f"synthetic-{division.id}-{year}",
        "title": f"合成数据：{division.short} {year} 年度继续教育通知",
        "number": number,
        "level": "市级",
        "issuer": f"合成数据（不是{division.short}的机关）",
        "issued_on": datetime.date(year, 3, 1),
        "held": "已读原文",
        "url": "未规定",
        "region": division.id,
        "rests_on": [national],
        "remarks": [
            {
                "title": "这是合成数据",
                "text": f"这份“通知”由测速程序编造，只借用了{division.name}的名称和代码，内容都不是真的。",
                "source": source("合成数据", "开头", document=number),
            }
        ],
    }


def city_year(division: Division, year: int, index: int, platforms: list[str], bases: list[str]) -> Plain:
    """One city and year; ``index`` decides the shape."""
    total = TOTALS[index % len(TOTALS)]
    shape = SHAPES[index % len(SHAPES)]
    made = rule(year, total)
    shape(made)
    provisions = [_provision(section, index + at) for at, section in enumerate(SECTIONS)]
    return {
        "city": division.id,
        "year": year,
        "notices": [number_of(division, year)],
        "checked_on": datetime.date(2026, 1 + index % 9, 1 + index % 28),
        "checked_by": "测速程序",
        "summary": f"合成数据，不是{division.short}的规定：全年至少 {total} 学时。",
        "rule": made,
        "provisions": provisions,
        "platforms": [
            {"platform": name, "subjects": ["public", "professional"], "source": source("合成平台", "三")}
            for name in platforms
        ],
        "providers_open": index % 3 != 0,
        "bases": bases,
        "forms": [_form(division, year)] if index % 2 else [],
        "targets": _targets(division, year, index) if index % 5 == 0 else None,
    }


def cases(year: int) -> list[Plain]:
    """A worked case of a city and year: whoever learned nothing is short, under every shape."""
    header = "完成日期,科目,学时,课程,施教机构,学习方式,入账方式,申报日期,审核日期,计划备案\n"
    expected = {"status": "short", "closed": False}
    return [{"case": "什么都没有学", "today": f"{year}-06-01", "ledger": header, "expect": expected}]


def rule(year: int, total: int) -> Plain:
    """A tree of 公需 and 专业, learned and declared by the end of the year."""
    public = total // 3
    end = datetime.date(year, 12, 31)
    last = {"printed": f"{year}年12月31日前", "date": end, "duty": "本人"}
    return {
        "unit": "学时",
        "period": {
            "start": datetime.date(year, 1, 1),
            "end": end,
            "source": source(f"合成：{year}年1月1日至{year}年12月31日"),
        },
        "requirements": {
            "id": "total",
            "name": "总学时",
            "min_hours": total,
            "source": source(f"合成：每年不少于{total}学时"),
            "children": [
                {
                    "id": "public",
                    "name": "公需",
                    "aliases": ["公需科目", "公需课"],
                    "min_hours": public,
                    "source": source(f"合成：公需科目不少于{public}学时"),
                },
                {
                    "id": "professional",
                    "name": "专业",
                    "aliases": ["专业科目", "专业课"],
                    "min_hours": total - public,
                    "source": source(f"合成：专业科目不少于{total - public}学时"),
                },
            ],
        },
        "deadlines": {
            "learn": {**last, "source": source(f"合成：{year}年12月31日前学完")},
            "declare": {**last, "source": source(f"合成：{year}年12月31日前申报")},
            "review": "未规定",
            "plan_filing": {
                "printed": "9月15日前",
                "date": datetime.date(year, 9, 15),
                "duty": "用人单位",
                "source": source("合成：9月15日前备案", "三"),
            },
            "platform_filing": "未规定",
            "platform_close": "未规定",
            "before_title": "未规定",
        },
        "carry_over": {"policy": "不允许", "sources": [source("合成：学时不得结转", "四")]},
        "auto_credit": {"policy": "未规定"},
        "declaration": {"channel": "合成平台的申报窗口", "source": source("合成：在申报窗口申报", "四")},
        "review": {
            "employer_days": 5,
            "department_days": "未规定",
            "source": source("合成：5个工作日内审核", "四"),
        },
        "plan_filing": {"policy": "要求备案", "source": source("合成：9月15日前备案", "三")},
    }


def _plain(made: Plain) -> None:
    """Nothing more than the tree."""


def _compulsory(made: Plain) -> None:
    public = made["requirements"]["children"][0]
    hours = public["min_hours"] * 4 // 5
    public["children"] = [
        {
            "id": "public_compulsory",
            "name": "公需必修",
            "aliases": ["必修"],
            "min_hours": hours,
            "source": source(f"合成：必修不少于{hours}学时"),
        },
        {"id": "public_elective", "name": "公需选修", "aliases": ["选修"], "min_hours": "未规定"},
    ]


def _automatic(made: Plain) -> None:
    made["auto_credit"] = {
        "policy": "自动计入",
        "channel": "合成平台的学习入口",
        "source": source("合成：自动计入，无需申报", "四"),
    }


def _ratio(made: Plain) -> None:
    professional = made["requirements"]["children"][1]
    professional["min_hours"] = "未规定"
    del professional["source"]
    professional["min_ratio"] = {
        "value": Fraction(2, 3),
        "of": "要求的总数",
        "source": source("合成：专业不少于三分之二"),
    }


def _axis(made: Plain) -> None:
    made["axes"] = [
        {
            "id": "way",
            "name": "学习方式",
            "column": "学习方式",
            "values": [
                {
                    "id": "face",
                    "name": "面授",
                    "min_hours": 16,
                    "source": source("合成：面授不少于16学时"),
                },
                {"id": "online", "name": "线上", "aliases": ["在线"]},
            ],
        }
    ]


def _cap(made: Plain) -> None:
    most = made["requirements"]["min_hours"] // 2
    cap = {"hours": most, "source": source(f"合成：公需最多计{most}学时")}
    made["requirements"]["children"][0]["cap"] = cap


def _variant(made: Plain) -> None:
    total = made["requirements"]["min_hours"]
    made["questions"] = [
        {
            "id": "level",
            "text": "您的职称级别？",
            "options": ["中高级", "初级"],
            "source": source("合成：分级别"),
        }
    ]
    made["variants"] = [
        {
            "id": "junior",
            "name": "初级职称",
            "when": [{"question": "level", "answer": "初级"}],
            "minima": [
                {"id": "total", "min_hours": total // 2},
                {"id": "public", "min_hours": total // 6},
                {"id": "professional", "min_hours": total // 3},
            ],
            "source": source(f"合成：初级{total // 2}，公需{total // 6}，专业{total // 3}"),
        }
    ]


def _condition(made: Plain) -> None:
    made["conditions"] = [
        {"id": "exam", "text": "公需科目考试合格了吗？", "source": source("合成：考试合格")}
    ]


def _silent(made: Plain) -> None:
    made["carry_over"] = {"policy": "未规定"}
    made["review"]["employer_days"] = "未规定"
    made["plan_filing"] = {"policy": "未规定"}
    made["deadlines"]["plan_filing"] = "未规定"


def _credits(made: Plain) -> None:
    made["unit"] = "学分"


SHAPES: tuple[Callable[[Plain], None], ...] = (
    _plain,
    _compulsory,
    _automatic,
    _ratio,
    _axis,
    _cap,
    _variant,
    _condition,
    _silent,
    _credits,
    _plain,
)
"""Eleven, so that neither ten years nor six totals fall into step with them."""


def _provision(section: tuple[str, str, str], at: int) -> Plain:
    topic, title, text = section
    words = {
        "a": TOPICS[at % 8],
        "b": TOPICS[(at + 3) % 8],
        "c": TRADES[at % 12],
        "d": TOPICS[(at // 8 + 5) % 8],
        "e": PLACES[(at // 3) % 8],
    }
    evidence = f"合成：{words['a']}、{words['c']}、{words['e']}"
    return {
        "topic": topic,
        "title": title.format(**words),
        "text": text.format(**words),
        "source": source(evidence, f"五（{'一二三四五六七八九'[at % 9]}）"),
    }


def _form(division: Division, year: int) -> Plain:
    return {
        "id": "training-plan",
        "name": f"合成数据：{year}年度培训计划申报表",
        "used_for": f"合成数据，不是{division.short}的表",
        "copies": 2,
        "source": source("合成：申报表一式2份", "三"),
        "fields": ["申报日期", "培训项目", "培训对象及人数", "培训学时数", "培训方式", "经费来源", "备注"],
    }


def _targets(division: Division, year: int, index: int) -> Plain:
    rows = []
    for at in range(8):
        target = 1000 + (index * 37 + at * 211) % 4000
        done = target * (80 + (index + at * 7) % 40) // 100
        hundredths = done * 10000 // target
        ratio = f"{hundredths // 100}.{hundredths % 100:02d}%"
        rows.append({"name": f"合成第{at + 1}区", "target": target, "done": done, "ratio": ratio})
    return {
        "title": f"合成数据：{division.short}各区完成情况",
        "year": year - 1,
        "unit": "人",
        "rows": rows,
        "source": source("合成：完成情况表", "附件"),
        "note": "比率是截断，不是四舍五入",
    }
