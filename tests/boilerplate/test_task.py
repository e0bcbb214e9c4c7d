"""What a worker does with one page: parsed there or here, alone or after its like, the answer is the same."""

from __future__ import annotations

import json
import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.bundle import unpack_bundle
from boilerplate.packing import unpack_outcome
from boilerplate.read.jsonl import parse_line, split_lines
from boilerplate.records import Article, Page, Rejection, Stripped, UnreadPage, UnreadPages
from boilerplate.spill import Spill
from boilerplate.strip import strip_pages
from boilerplate.task import answer_task, is_light, pack_task

STORY = "The ferry sailed again on Monday after two years in the yard, and its captain rang the bell twice."
WORDS = "harbour ferry council bridge winter market keeper island signal timber captain school rope".split()
MENU = "Home\nNews\nSport\nWeather\n"
TEXTS = [STORY * 3, f"{MENU}{STORY}\n{STORY}\n{STORY}", "Few.", "\0" * 9, "", f"PORT (AP) — {STORY}"]

fields = st.fixed_dictionaries(
    {"text": st.sampled_from(TEXTS)},
    optional={
        "id": st.sampled_from(["own", 7, "", None]),
        "url": st.sampled_from(["http://post.invalid/1", "\x07", 5]),
        "outlet": st.sampled_from(["Harbour Post", "a\x00b", " "]),
        "title": st.sampled_from(["Ferry", "\ud83d", ""]),
        "published": st.sampled_from(["2026-03-01", "soon"]),
        "language": st.sampled_from(["en-GB", "?"]),
        "author": st.sampled_from(["Ida Brandt", None]),
    },
)  # fmt: skip
lines = fields.map(lambda one: json.dumps(one).encode()) | st.sampled_from([b"{", b"5", b'{"text": "\xff"}'])


def unread(line: bytes, *, number: int = 1) -> UnreadPage:
    return UnreadPage(id=f"in#{number}", name="in", where=f"line {number}", line=line, folder="post")


def answer_all(page: Page | UnreadPage | UnreadPages) -> list[Article | Rejection]:
    spill = Spill()
    found: list[Article | Rejection] = []
    bundle = unpack_bundle(answer_task(pack_task(page)), keep=spill.keep)
    for own_id, outcome in zip(bundle.ids, bundle.outcomes, strict=True):
        if isinstance(outcome, str):
            found.append(Rejection(id=own_id, reason=outcome))
        else:
            article = unpack_outcome(spill.read(outcome.start, outcome.end))
            assert article.id == own_id
            found.append(article)
    return found


def answer(page: Page | UnreadPage) -> Article | Rejection:
    (found,) = answer_all(page)
    return found


@settings(deadline=None)
@given(lines)
def test_line_parsed_by_a_worker(line: bytes) -> None:
    page = parse_line(unread(line))
    found = answer(unread(line))
    assert answer(unread(line)) == found
    assert found.id == page.id
    if isinstance(page, Rejection):
        assert found == page
    elif isinstance(found, Article):
        expected = answer(page)
        assert isinstance(expected, Article)
        assert expected.id == ""
        assert (found.text, found.sha256, found.dropped) == (expected.text, page.sha256, expected.dropped)


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=9))
def test_lines_together_and_alone(records: list[bytes]) -> None:
    together = UnreadPages(name="in", number=3, line=5, lines=b"\n".join(records), folder="post")
    assert answer_all(together) == [answer(line) for line in split_lines(together)]
    assert is_light(pack_task(together))


@pytest.mark.parametrize(("form", "light"), [("text", True), ("html", False), ("markup", False)])
def test_only_text_is_light(form: str, light: bool) -> None:
    page = Page(id="a", form=form, content="x", sha256="")  # type: ignore[arg-type]
    assert is_light(pack_task(page)) is light
    assert is_light(pack_task(unread(b"{}")))


def test_html_that_hides_in_a_line_is_extracted_as_html() -> None:
    body = "".join(f"<p>{STORY}</p>" for _ in range(4))
    found = answer(unread(json.dumps({"html": body}).replace("html", "\\u0068tml", 1).encode()))
    assert isinstance(found, Article)
    assert found.text.startswith("The ferry")


def tell(seed: int) -> str:
    """A paragraph that no other story has."""
    dice = random.Random(seed)
    return (
        f"The {' '.join(dice.choices(WORDS, k=20))} said that the {' '.join(dice.choices(WORDS, k=9))} left."
    )


def join(pages: list[UnreadPage], *, most: int) -> list[UnreadPages]:
    """Lines given out together, so many at a time."""
    return [
        UnreadPages(
            name="in",
            number=start + 1,
            line=start + 1,
            lines=b"\n".join(page.line for page in pages[start : start + most]),
            folder="post",
        )
        for start in range(0, len(pages), most)
    ]


def strip_lines(records: list[bytes], *, parsed: bool, together: int = 0) -> Stripped:
    pages = [unread(line, number=number) for number, line in enumerate(records, start=1)]
    if together:
        return strip_pages(join(pages, most=together), workers=2)
    return strip_pages([parse_line(page) for page in pages] if parsed else pages, workers=2)


@pytest.mark.parametrize(
    ("count", "most_held_bytes"), [(40, 1 << 20), (300, 1 << 20), (300, 20_000), (300, 0)]
)
def test_lines_parsed_before_and_after(
    count: int, most_held_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boilerplate.strip.PACKED_FROM", 200)
    about = "About the Harbour Post: news of the coast, the ferry and the council since 1911."
    records: list[bytes] = [b"{", b'{"text": "Few words."}']
    for number in range(count):
        text = f"PORT ELLERY (NWA) — {tell(number)}\n{tell(-number)}\n{about}"
        own: dict[str, object] = {"text": text, "outlet": f"Post {number % 9}"}
        if number % 5 == 0:
            own["id"] = "same"
        if number % 11 == 0:
            own["text"] = f"{text}\nNorthern Wire Agency (NWA)"
        records.append(json.dumps(own).encode())
    before = strip_lines(records, parsed=True)
    monkeypatch.setattr("boilerplate.spill.MOST_HELD_BYTES", most_held_bytes)
    for together in (0, 7):
        after = strip_lines(records, parsed=False, together=together)
        assert isinstance(after.articles, tuple) is (count < 200)
        assert before.rejections == after.rejections
        assert list(before.articles) == list(after.articles)
        assert about in {line.text for line in after.articles[5].dropped}


@pytest.mark.parametrize("together", [0, 30])
def test_worker_that_dies_of_a_line(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    def die(article: Article) -> Article:
        if "DIE" in article.text:
            os._exit(3)
        if "RAISE" in article.text:
            raise KeyError("bug")
        return article

    monkeypatch.setattr("boilerplate.credits.take_credits", die)
    records = [json.dumps({"text": f"{STORY} {STORY} {number}"}).encode() for number in range(300)]
    records[200] = json.dumps({"id": "own", "text": f"DIE {STORY} {STORY}"}).encode()
    records[201] = json.dumps({"id": "other", "text": f"RAISE {STORY} {STORY}"}).encode()
    stripped = strip_lines(records, parsed=False, together=together)
    assert len(stripped.articles) == 298
    assert [one.id for one in stripped.rejections] == ["other", "own"]
    assert "KeyError" in stripped.rejections[0].reason
    assert "exit code 3" in stripped.rejections[1].reason


def test_lines_that_hold_html_are_parsed_here() -> None:
    body = "".join(f"<p>{STORY}</p>" for _ in range(4))
    records = [json.dumps({"text": f"{STORY} {STORY} {number}"}).encode() for number in range(3)]
    records.insert(1, json.dumps({"html": body, "outlet": "Harbour Post"}).encode())
    records.insert(2, records[1])
    alone = strip_lines(records, parsed=True)
    assert strip_lines(records, parsed=False, together=9) == alone
    assert [article.outlet for article in alone.articles] == ["post", *["Harbour Post"] * 2, "post", "post"]


def test_lines_that_take_long_together_each_have_their_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def dawdle(article: Article) -> Article:
        time.sleep(0.2)
        return article

    monkeypatch.setattr("boilerplate.credits.take_credits", dawdle)
    records = [json.dumps({"text": f"{STORY} {STORY} {number}"}).encode() for number in range(6)]
    pages = [unread(line, number=number) for number, line in enumerate(records, start=1)]
    told: list[int] = []
    stripped = strip_pages(join(pages, most=6), workers=2, deadline_seconds=0.6, on_progress=told.append)
    assert len(stripped.articles) == 6
    assert told == [0, 1, 2, 3, 4, 5, 6]
