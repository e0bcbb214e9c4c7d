from __future__ import annotations

import base64
import hashlib
import re
from types import ModuleType

import pytest
from lxml import html

from dedup.report.html import render_diff_html

ALL = ("harbour", "arabic", "chinese", "hostile")


def render(invented: ModuleType, name: str) -> str:
    return render_diff_html(getattr(invented, f"make_{name}_diff")())


@pytest.mark.parametrize("name", ALL)
def test_every_link_leads_to_one_place_in_the_file(invented: ModuleType, name: str) -> None:
    page = html.document_fromstring(render(invented, name))
    ids = [element.get("id") for element in page.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids))
    links = [link.get("href", "") for link in page.iter("a")]
    assert links
    assert {link[1:] for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)


@pytest.mark.parametrize("name", ALL)
def test_the_policy_allows_the_files_own_style_and_script_alone(invented: ModuleType, name: str) -> None:
    source = render(invented, name)
    page = html.document_fromstring(source)
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert inside
        digest = base64.b64encode(hashlib.sha256(inside.group(1).encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert len(page.xpath("//style")) == len(page.xpath("//script")) == 1


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_loaded_from_elsewhere(invented: ModuleType, name: str) -> None:
    page = html.document_fromstring(render(invented, name))
    attributes = {key for element in page.iter() if isinstance(element.tag, str) for key in element.attrib}
    assert not attributes & {"src", "srcset", "action", "style", "background", "data", "poster"}
    assert not [key for key in attributes if key.startswith("on")]
    assert not page.xpath("//link | //img | //iframe | //object | //embed | //base | //form")


def test_hostile_text_stays_text(invented: ModuleType) -> None:
    source = render(invented, "hostile")
    page = html.document_fromstring(source)
    assert "49" not in page.xpath("string(//h1)")
    left = "".join(page.xpath("//*[contains(@class, 'pane left')]//p//text()"))
    assert '<script>document.title="owned"</script>' in left
    assert "{{ 7 * 7 }}" in left
    for unsafe in ("\x1b", "\x00", "\u202e", "\u2066", "\ud800"):
        assert unsafe not in source
    source.encode("utf-8")


def test_the_page_says_it_in_order(invented: ModuleType) -> None:
    page = html.document_fromstring(render(invented, "harbour"))
    headings = [" ".join(heading.text_content().split()) for heading in page.xpath("//h1 | //h2")]
    assert headings == [
        "One story in two versions: 10 of A’s 13 sentences answer to B — "
        "3 word for word, 6 lightly edited, 1 reworded.",
        "The two articles",
        "What was kept",
        "What readers are told differently",
        "The two texts",
        "What could not be compared",
        "Why this verdict",
    ]


def test_insertions_and_deletions_are_said_to_screen_readers(invented: ModuleType) -> None:
    page = html.document_fromstring(render(invented, "harbour"))
    for tag, word in (("del", "deleted:"), ("ins", "inserted:")):
        marks = page.xpath(f"//div[@class='side']//{tag}")
        assert marks
        assert all(mark.text_content().startswith(word) for mark in marks)


def test_changes_link_into_both_texts_and_back(invented: ModuleType) -> None:
    page = html.document_fromstring(render(invented, "harbour"))
    first = page.xpath("//tr[@id='change-1']")[0]
    assert first.xpath(".//a[contains(@class, 'in-side')]/@href") == ["#a-1", "#b-1"]
    assert page.xpath("//*[@id='a-1']")[0].text_content().replace("deleted: ", "").startswith("14")
    assert page.xpath("//*[@id='a-1']/following-sibling::sup[1]/a/@href") == ["#change-1"]


def test_file_hashes_settings_and_version_are_at_the_end(invented: ModuleType) -> None:
    diff = invented.make_harbour_diff()
    record = html.document_fromstring(render_diff_html(diff)).xpath("string(//details[@class='record'])")
    for expected in (diff.left.sha256, diff.right.sha256, "near_duplicate_share", "0.6", "wirecopy"):
        assert expected in record


def test_each_text_carries_its_language_and_direction(invented: ModuleType) -> None:
    arabic = html.document_fromstring(render(invented, "arabic"))
    assert {(p.get("lang"), p.get("dir")) for p in arabic.xpath("//div[@class='side']//p")} == {("ar", "rtl")}
    chinese = html.document_fromstring(render(invented, "chinese"))
    assert {(p.get("lang"), p.get("dir")) for p in chinese.xpath("//div[@class='side']//p")} == {
        ("zh", "auto")
    }
    hostile = html.document_fromstring(render(invented, "hostile"))
    assert not hostile.xpath("//div[@class='side']//p/@lang")


def test_equal_records_give_equal_bytes(invented: ModuleType) -> None:
    assert render(invented, "harbour") == render(invented, "harbour")
