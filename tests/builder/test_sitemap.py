"""The map for search engines holds full addresses, or there is none."""

from pathlib import Path

import pytest

from builder import cli
from builder.sitemap import write_sitemap


def test_a_site_that_knows_its_address_lists_every_page(tmp_path: Path) -> None:
    write_sitemap(tmp_path, ["cities/a/", "", "cities/a/?b&c"], "https://example.cn/x/")
    text = (tmp_path / "sitemap.xml").read_text("utf-8")
    assert text.count("<loc>https://example.cn/x/") == 3
    assert "b&amp;c" in text


def test_without_an_address_there_is_no_map_nor_an_old_one(tmp_path: Path) -> None:
    """An empty map, or one of another address, misleads those who read it."""
    (tmp_path / "sitemap.xml").write_text("<urlset>", "utf-8")
    write_sitemap(tmp_path, ["cities/a/"], None)
    assert not (tmp_path / "sitemap.xml").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [([], True), (["--base-url", "https://example.cn/"], False), (["--zip", "a.zip"], False)],
)
def test_a_build_without_an_address_says_what_is_missing(
    words: list[str], told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An office without a network has no address."""
    monkeypatch.setattr(cli, "_site", lambda _options: 0)
    monkeypatch.setattr(cli, "_office", lambda _options: 0)
    assert cli.main(["build", *words]) == 0
    assert ("sitemap.xml" in capsys.readouterr().out) == told
