"""What the benchmark gives the other generators as Markdown has the words of our pages."""

import re
from html import unescape

import markdown  # type: ignore[import-untyped]  # its types are a package of their own

from builder.bench.hugo import hugo_source
from builder.bench.markdown import as_markdown

BODY = """# 保定市 2025 年度 {#top}

<div class="xs-head"><p class="xs-lede">至少 <a href="#src-1">60</a> 学时 &amp; a*b_c [d] | ~e~ &lt;f&gt;</p>
<dl><div><dt>依据</dt><dd><a href="../notice/">一号</a>，另见<a href="https://example.org/x/">外站</a></dd></div></dl></div>

## 日期 {#dates}

<p>1. 不是列表</p><p>- 也不是</p>
<ol><li><p>九月</p><ul><li>备案 <span>单位</span></li></ul></li><li>十二月<br>申报</li></ol>
<svg width="10"><rect width="5"/><text x="1">30</text></svg>
<table><thead><tr><th>科目</th> <th>最少</th></tr></thead>
<tbody><tr><td colspan="2"><p>公需</p><p>20</p></td></tr></tbody></table>
<dl><div><dt>列在</dt><dd><ul><li>三号</li></ul></dd></div></dl>
<style>p { color: red }</style><details><summary>表</summary><h3>小题</h3></details>
"""


def _words(html: str) -> str:
    without = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return "".join(unescape(re.sub(r"<[^>]*>", " ", without)).split())


def test_the_markdown_of_a_page_has_its_words_and_no_html() -> None:
    """Else the others would have less to do, or our HTML to pass on instead of Markdown to convert."""
    made = as_markdown(BODY, lambda href: href if href.endswith("/") else None)
    assert not re.search(r"<\w", made)
    assert "[一号](../notice/)" in made
    assert "| 科目 | 最少 |\n| --- | --- |\n| 公需 20 |  |" in made
    html = markdown.markdown(made, extensions=["attr_list", "tables"])
    ours = re.sub(r"^#+ (.*) \{#\w+\}$", r"<p>\1</p>", BODY, flags=re.MULTILINE)
    assert _words(html) == _words(ours)
    assert html.count("<li>") == 6


def test_a_page_for_hugo_has_its_heading_as_title() -> None:
    """The layouts print the title themselves: a heading in the text would be there twice."""
    made = hugo_source("# 一市 <b>2025</b> {#top}\n\n正文\n", 'title: "一市继续教育"\ndescription: "无"\n')
    assert made.splitlines()[1:4] == [
        'title: "一市 2025"',
        'seo: {"title": "一市继续教育"}',
        'description: "无"',
    ]
    assert made.endswith("---\n\n正文\n")
