"""The comparison as a reader meets it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

ALL = ("harbour", "arabic", "chinese", "hostile", "long")

ROW_TOPS = """() => {
  const tops = {};
  for (const pane of ['left', 'right'])
    for (const cell of document.querySelectorAll(`.pane.${pane} .cell`))
      if (cell.getClientRects().length)
        (tops[cell.dataset.row] ??= []).push(Math.round(cell.getBoundingClientRect().top));
  return tops;
}"""


def make(invented: ModuleType, name: str) -> Any:
    return getattr(invented, f"make_{name}_diff")()


def shown(page: Any, selector: str) -> int:
    count: int = page.locator(selector).filter(visible=True).count()
    return count


def top(page: Any, selector: str) -> float:
    return float(page.locator(selector).first.bounding_box()["y"])


@pytest.mark.parametrize("name", ALL)
def test_it_opens_without_an_error_or_a_request(
    invented: ModuleType, open_diff: Callable[..., Any], name: str
) -> None:
    opened = open_diff(make(invented, name))
    for key in ("c", "v", "n", "p", "v", "l", "n", "l", "c"):
        opened.page.keyboard.press(key)
    opened.page.emulate_media(media="print")
    opened.page.pdf()
    assert opened.said == []
    assert opened.requested == [opened.address]


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_stays_text(invented: ModuleType, open_diff: Callable[..., Any], name: str) -> None:
    page = open_diff(make(invented, name)).page
    assert page.title().endswith("compared")
    assert page.evaluate("document.scripts.length") == 1
    assert page.locator("img, iframe, object, embed, form, base, link").count() == 0
    links = page.evaluate("[...document.links].map(link => link.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)


def test_hostile_text_is_shown_as_it_is(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "hostile")).page
    text = page.locator(".pane.left").inner_text()
    for markup in ("<script>", "javascript:", "{{ 7 * 7 }}", "</section>", "*{display:none}", "␛[2J"):
        assert markup in text
    assert "\u202e" not in page.content()
    assert "\u2066" not in page.content()


def test_both_columns_scroll_together_until_unlocked(
    invented: ModuleType, open_diff: Callable[..., Any]
) -> None:
    page = open_diff(make(invented, "long")).page
    page.locator(".pane.right .cell:not(.blank)").first.hover()
    for _ in range(3):
        page.mouse.wheel(0, 2500)
        page.wait_for_timeout(60)
        tops = page.evaluate(ROW_TOPS)
        assert all(left == right for left, right in tops.values())
    assert page.evaluate("scrollY") > 5000

    page.get_by_label("Scroll together").uncheck()
    left, right = page.locator(".pane.left"), page.locator(".pane.right")
    before = left.evaluate("pane => pane.scrollTop")
    right.evaluate("pane => pane.scrollTop += 3000")
    page.wait_for_timeout(60)
    assert left.evaluate("pane => pane.scrollTop") == before
    assert right.evaluate("pane => pane.scrollTop") > before + 2000


def test_unlocking_and_locking_keep_the_place(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "long")).page
    page.locator("#row-200").evaluate("cell => cell.scrollIntoView({block: 'start'})")
    page.keyboard.press("l")
    for pane in ("left", "right"):
        box = page.locator(f".pane.{pane}").bounding_box()
        cell = page.locator(f".pane.{pane} .cell[data-row='200']").bounding_box()
        assert box["y"] <= cell["y"] < box["y"] + 200
    page.locator(".pane.right .cell[data-row='300']").evaluate("cell => cell.scrollIntoView()")
    page.wait_for_timeout(60)
    page.keyboard.press("l")
    assert 0 < top(page, ".pane.right .cell[data-row='300']") < 400
    assert all(left == right for left, right in page.evaluate(ROW_TOPS).values())


def test_filters_work_by_keyboard_alone(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "harbour")).page
    focused = "document.activeElement.id"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "view-side":
            break
    assert page.evaluate(focused) == "view-side"
    page.keyboard.press("ArrowRight")
    assert shown(page, ".inline") == 1
    assert shown(page, ".side") == 0
    page.keyboard.press("ArrowLeft")
    assert shown(page, ".side") == 1

    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "show-all"
    before = shown(page, ".pane.left .same")
    assert before == 3
    page.keyboard.press("ArrowRight")
    assert shown(page, ".pane.left .same") == 0

    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "linked"
    page.keyboard.press("Space")
    assert not page.get_by_label("Scroll together").is_checked()
    page.keyboard.press("Space")

    fold = page.locator(".pane.left .fold button").first
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    assert shown(page, ".pane.left .same") == shown(page, ".pane.right .same") == 1


def test_keys_step_through_the_changes_and_can_be_turned_off(
    invented: ModuleType, open_diff: Callable[..., Any]
) -> None:
    page = open_diff(make(invented, "long")).page
    status = page.locator("#status")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert status.inner_text().startswith("Change 2 of ")
    page.keyboard.press("p")
    assert status.inner_text().startswith("Change 1 of ")
    page.get_by_label("Single-key shortcuts on").uncheck()
    page.keyboard.press("n")
    assert status.inner_text().startswith("Change 1 of ")


def test_the_table_leads_into_the_text_and_back(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "harbour")).page
    page.locator("#change-2 a.in-side").first.click()
    assert page.evaluate("location.hash") == "#a-2"
    assert 0 < top(page, "#a-2") < 800
    page.locator("#a-2 + sup a").click()
    assert page.evaluate("location.hash") == "#change-2"
    page.get_by_text("Inline", exact=True).click()
    page.locator("#change-2 a.in-inline").first.click()
    assert 0 < top(page, "#i-2") < 800


def test_the_strip_leads_to_the_passage(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "long")).page
    page.locator(".tools").scroll_into_view_if_needed()
    page.locator(".strip").nth(1).locator("a[href='#row-300']").dispatch_event("click")
    page.wait_for_timeout(60)
    assert 0 < top(page, ".pane.right .cell[data-row='300']") < 800


def run_axe(page: Any) -> list[tuple[str, list[str]]]:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed: wirecopy[browser]"
    ).Axe()
    found = axe.run(page).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found]


def assert_accessible(opened: Any) -> None:
    """Run axe with everything open, changes only, inline and with unlocked columns."""
    for keys in ("", "c", "cv", "vl"):
        for key in keys:
            opened.page.keyboard.press(key)
        opened.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert run_axe(opened.page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)])
def test_axe_finds_no_violation(
    invented: ModuleType, open_diff: Callable[..., Any], scheme: str, width: int
) -> None:
    assert_accessible(open_diff(make(invented, "harbour"), scheme=scheme, width=width))


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["arabic", "chinese", "hostile"])
def test_axe_finds_no_violation_in_any_script(
    invented: ModuleType, open_diff: Callable[..., Any], name: str, scheme: str
) -> None:
    assert_accessible(open_diff(make(invented, name), scheme=scheme))
    assert_accessible(open_diff(make(invented, name), scheme=scheme, width=400))


def test_axe_would_find_a_violation(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "chinese")).page
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [rule for rule, _ in run_axe(page)] == ["html-has-lang"]


def test_it_is_whole_without_script(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "harbour"), script=False).page
    assert shown(page, ".pane") == 2
    page.get_by_text("Changes only", exact=True).click()
    assert shown(page, ".pane.left .same") == 0
    page.get_by_text("Inline", exact=True).click()
    assert shown(page, ".inline") == 1
    assert shown(page, "#next") == 0


@pytest.mark.parametrize("name", ["harbour", "arabic", "hostile", "chinese"])
def test_it_fits_a_phone(invented: ModuleType, open_diff: Callable[..., Any], name: str) -> None:
    page = open_diff(make(invented, name), width=400).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert shown(page, ".side") == 0
    assert shown(page, ".inline") == 1


def test_arabic_reads_from_the_right(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "arabic")).page
    directions = page.evaluate(
        "[...document.querySelectorAll('.side p')].map(each => getComputedStyle(each).direction)"
    )
    assert set(directions) == {"rtl"}


def test_on_paper_rows_stay_side_by_side(invented: ModuleType, open_diff: Callable[..., Any]) -> None:
    page = open_diff(make(invented, "long")).page
    page.keyboard.press("c")
    page.emulate_media(media="print")
    assert shown(page, ".tools") == 0
    tops = page.evaluate(ROW_TOPS)
    assert all(left == right for left, right in tops.values())
