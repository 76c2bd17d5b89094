"""Platforms with address, hotline and the subjects they are listed for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from builder.draft.facts import context
from builder.draft.finding import Place, place
from builder.draft.numerals import PHONE, PHONE_ENDS
from builder.draft.text import Notice, narrow

URL = r"(?:https?:/{0,2}|www\.)[A-Za-z0-9_.\-/?=&%#:|]{4,80}(?<![.,:;])"
BARE = r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+){1,4}(?:/[a-z0-9_./?=&%-]*)?"
ADDRESS = re.compile(
    rf"(?P<close>[”」]?)\(?(?:网址|网站|地址|域名|登录网址|学习网址|网站地址|平台网址)?(?:为|是)?:?<?(?P<url>{URL}|(?<=[:]){BARE})>?",
    re.IGNORECASE,
)
TELEPHONE = re.compile(
    rf"(?:服务热线|客服热线|客服电话|服务电话|咨询电话|联系电话|技术支持|热线|电话|客服)(?:电话|热线)?(?:为|是)?:?(?P<phones>(?:{PHONE})(?:[、/,;](?:{PHONE}))*){PHONE_ENDS}"
)
SUFFIX = r"(?:平台|网|系统|网站|学院|学堂|在线|入口|APP|小程序|公众号|中心)"
NAME = re.compile(rf"[一-鿿A-Za-z0-9+·-]{{2,38}}?{SUFFIX}$")
QUOTED = re.compile(r"“(?P<name>[^“”。,;:()]{4,38}(?:平台|网|系统|网站|学院|学堂))(?=[”(])")
VERBS = re.compile(
    r"^.*(?:可以?自主选择|自主选择|可以?选择|选择|可以?登录|登录|登陆|通过|进入|访问|使用|依托|利用|选用|包括|推荐|开通|指定)"
    r"|^(?:可|即|为|由|在(?!线)|从|于|到)"
    r"|^.*(?:平台|系统|网站?)(?:以及|及|和|与|或)(?=[一-鿿]{3})"
    r"|^.*(?:平台|系统|网站|网址)(?:名称)?(?:分别)?(?:为|是)(?=[一-鿿]{3})"
)
LEARNING = re.compile(r"学习|培训|选课|学完|修")
RECORDING = re.compile(r"注册|登记管理|申报|备案|查询|打印|审核|下载|账号|报名|公布|发布")
DOUBTFUL_HOST = re.compile(r"[a-z]1(?=[a-z.])|1[a-z]{2,}(?=\.)|[a-z]0[a-z]|\|", re.IGNORECASE)
OPEN = re.compile(
    r"等(?:平台|网站|机构|基地|学习平台|培训平台|多种(?:方式|形式|途径)|方式|形式|途径)|等(?=。|;|$|进行|参加|在线|学习)"
)


@dataclass
class FoundPlatform:
    """One platform with all that the notice says of it."""

    name: str
    place: Place
    printed: str = ""
    """The address as printed."""
    url: str = ""
    doubt: str = ""
    address_place: Place | None = None
    hotlines: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    listed: bool = False
    clauses: list[str] = field(default_factory=list)
    listed_place: Place | None = None
    printings: list[tuple[str, Place]] = field(default_factory=list)
    """Every way the address is printed, with its place."""


def platforms(notice: Notice) -> list[FoundPlatform]:
    """Every platform that the body names with an address or in quotation marks."""
    found: dict[str, FoundPlatform] = {}
    limit = notice.outline.annexes
    for match in ADDRESS.finditer(notice.text):
        name_start = _name_before(notice.text, match.start())
        if match.start() >= limit or name_start is None:
            continue
        name = notice.text[name_start : match.start()].strip("“”")
        start = notice.text.index(name, name_start)
        one = found.setdefault(_key(name), FoundPlatform(name, place(notice, start, start + len(name))))
        _address(notice, one, match)
        _hotline(notice, one, match.end())
        _listing(notice, one, start, start + len(name))
    for match in QUOTED.finditer(notice.text):
        if match.start() < limit:
            name, start = match["name"], match.start("name")
            if name in ("管理入口", "学习入口") or len(name) < 5:
                continue
            known = found.get(_key(name))
            one = known or found.setdefault(
                _key(name), FoundPlatform(name, place(notice, start, start + len(name)))
            )
            _listing(notice, one, start, start + len(name))
    for name, one in list(found.items()):
        for match in re.finditer(re.escape(one.name), notice.text[:limit]):
            _listing(notice, found[name], match.start(), match.end())
    return list(found.values())


def _key(name: str) -> str:
    return re.sub(r"[“”\s]", "", name)


def _name_before(text: str, end: int) -> int | None:
    """Where the name of a platform in front of its address begins."""
    head = re.split(r"[。;\n(]", text[max(0, end - 60) : end])[-1]
    if text[end - 1 : end] == "“" or not head:
        return None
    if "“" in head:
        name = head[head.rindex("“") + 1 :].rstrip("”")
    else:
        name = re.split(r"[、,:]", head)[-1]
        name = VERBS.sub("", re.sub(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}\))", "", name))
    name = name.strip("”“")
    if not NAME.fullmatch(name) or len(name) < 4:
        return None
    return end - len(head) + head.rindex(name)


def _address(notice: Notice, one: FoundPlatform, match: re.Match[str]) -> None:
    start, end = match.start("url"), match.end("url")
    printed = notice.printed(start, end)
    url = match["url"]
    glued = notice.text[end : end + 1] == " " and notice.text[end + 1 : end + 2].isalnum()
    if not re.match(r"https?://", url, re.IGNORECASE):
        url = "http://" + url.removeprefix("http:").removeprefix("https:").lstrip("/")
        doubt = "没有印 http:// 或者 https://"
    else:
        doubt = ""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    url = f"{scheme.lower()}://{host.lower()}{slash}{path}"
    if DOUBTFUL_HOST.search(host):
        doubt = "网址里的 1 和 l、0 和 o 分不清，请上网核对"
    elif glued or "|" in url:
        doubt = "网址好像在换行处断开了"
    where = place(notice, start, end)
    if printed not in [known for known, _ in one.printings]:
        one.printings.append((printed, where))
    if not one.printed or (_plain(printed) == _plain(one.printed) and printed == _plain(printed)):
        one.printed, one.url, one.doubt, one.address_place = printed, url, doubt, where
    elif one.url.rstrip("/") != url.rstrip("/"):
        one.doubt = f"另一处印作 {printed}"


def _plain(printed: str) -> str:
    return narrow(printed).lower()


def _hotline(notice: Notice, one: FoundPlatform, end: int) -> None:
    tail = re.split(r"[。\n]", notice.text[end : end + 50])[0]
    stop = re.search(r"\)|、(?![01\d])", tail)
    match = TELEPHONE.search(tail[: stop.start() if stop else len(tail)])
    if match is None or re.search(URL, tail[: match.start()]):
        match = TELEPHONE.match(tail[1:].lstrip(",;")) if tail.startswith(")") else None
    if match is None:
        return
    for phone in re.split(r"[、/,;]", match["phones"]):
        if phone not in one.hotlines:
            one.hotlines.append(phone)


def _listing(notice: Notice, one: FoundPlatform, start: int, end: int) -> None:
    """Whether a mention offers the platform for learning, and for which subjects."""
    sentence = notice.sentence_at(start)
    label = context.heading(notice, start)
    own = label.split(" ")[-1] if label else ""
    tail = sentence.text[end - sentence.start :][:60]
    learn, record = LEARNING.search(re.sub(r"学习(?:入口|平台|档案)", "", tail)), RECORDING.search(tail)
    offered = re.search(r"(?:学习|培训)平台", label) is not None
    if not offered and (learn is None or (record is not None and record.start() < learn.start())):
        return
    if not offered and re.match(r"”?(?:\([^)]*\)?”?)?(?:的)?“?管理", tail):
        return
    one.listed = True
    subjects = _subjects(own) or _subjects(re.split(r"[。;]", sentence.text)[0])
    fresh = [item for item in subjects if item not in one.subjects]
    clause = notice.clause_at(start)
    if one.listed_place is None:
        one.listed_place = place(notice, start, end)
    if fresh or not one.clauses:
        one.clauses += [clause] if clause not in one.clauses else []
    one.subjects += fresh


def _subjects(words: str) -> list[str]:
    public = re.search(r"公需", words) is not None
    professional = re.search(r"专业(?:科目|课|课程)", words) is not None
    return [name for name, there in (("public", public), ("professional", professional)) if there]


def providers_open(notice: Notice, names: list[str]) -> Place | None:
    """The 等 that leaves a list of platforms or ways open."""
    for sentence in notice.sentences:
        if sentence.start >= notice.outline.annexes:
            break
        if not any(name in sentence.text for name in names) and not re.search(
            r"学习方式|多种方式|多种形式", sentence.text
        ):
            continue
        for match in OPEN.finditer(sentence.text):
            named = [name for name in names if name in sentence.text[: match.start()]]
            ways = re.match(r"等(?:平台|多种方式|方式)", match[0]) and re.search(
                r"自学|研修|实践|学习", sentence.text[: match.start()]
            )
            if named or ways:
                return place(notice, sentence.start + match.start(), sentence.start + match.end())
    return None
