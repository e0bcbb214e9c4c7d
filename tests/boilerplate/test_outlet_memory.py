"""What outlets repeat, remembered from run to run: lone pages are cleaned, stories never erased."""

from __future__ import annotations

import logging
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.cache import ExtractionCache
from boilerplate.outlet_memory import NOTHING, OutletMemory, Remembered, RememberedLine, number_line
from boilerplate.outlet_stories import Story
from boilerplate.outlets import drop_repeated_lines
from boilerplate.records import Article, Page
from boilerplate.strip import strip_pages

ABOUT = "The Brenna Post brings you the news of the valley since 1911."
WORDS = "harbour ferry council bridge winter market keeper island signal timber captain school rope".split()


def tell(seed: object) -> str:
    """A paragraph that no other story has."""
    dice = random.Random(str(seed))
    return (
        f"The {' '.join(dice.choices(WORDS, k=20))} said that the {' '.join(dice.choices(WORDS, k=9))} left."
    )


def article(seed: object, *more: str, outlet: str = "Brenna Post") -> Article:
    text = "\n".join((tell(seed), tell(f"{seed} again"), *more, ABOUT))
    return Article(id=str(seed), sha256="", text=text, outlet=outlet)


def run(memory: OutletMemory, *articles: Article) -> list[bool]:
    """Whether the line about the outlet is gone from each article, the others being there."""
    cleaned = drop_repeated_lines(articles, memory=memory)
    for old, new in zip(articles, cleaned, strict=True):
        assert [line for line in old.text.split("\n") if line != ABOUT] == [
            line for line in new.text.split("\n") if line != ABOUT
        ]
    return [ABOUT not in one.text for one in cleaned]


@pytest.fixture
def memory(tmp_path: Path) -> OutletMemory:
    return OutletMemory(tmp_path)


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def test_page_of_a_known_outlet_is_cleaned_alone(memory: OutletMemory) -> None:
    assert run(memory, article(1), article(2), article(3)) == [True] * 3
    assert run(memory, article(4)) == [True]
    assert run(memory, article(5, outlet="Valley Echo")) == [False]


def test_pages_that_come_one_by_one_add_up(memory: OutletMemory) -> None:
    assert [run(memory, article(number)) for number in range(5)] == [[False], [False], [True], [True], [True]]


def test_updates_of_one_story_are_one_story_in_every_run(memory: OutletMemory) -> None:
    for number in range(6):
        assert run(memory, article("dam", f"Update {number} came at noon.")) == [False]


def test_same_pages_again_change_nothing(memory: OutletMemory, tmp_path: Path) -> None:
    pages = [article(1), article(2)]
    assert run(memory, *pages) == [False, False]
    before = {path: path.read_bytes() for path in files(tmp_path)}
    assert run(memory, *pages) == [False, False]
    assert {path: path.read_bytes() for path in files(tmp_path)} == before


def test_without_memory_nothing_is_kept(tmp_path: Path) -> None:
    drop_repeated_lines([article(1), article(2), article(3)])
    assert files(tmp_path) == []


def test_credits_are_not_chrome_in_later_runs_either(memory: OutletMemory) -> None:
    credit = "Copyright 2024 The Associated Press. All rights reserved."
    run(memory, *(article(number, credit) for number in range(4)))
    (cleaned,) = drop_repeated_lines([article(9, credit)], memory=memory)
    assert cleaned.text.split("\n")[-1] == credit


@pytest.mark.parametrize(
    "damage",
    [
        *(b"", b"{", b"[]", b'{"chrome": 1}', b"[" * 100_000, b" " * 4_000_001),
        *(b'{"chrome": [[1.5, 2]], "pages": []}', b'{"chrome": [[-1, 2]], "pages": []}'),
        b'{"chrome": [], "pages": [[["x", 1, []]]]}',
    ],
)
def test_damaged_file_is_ignored_with_a_note_and_mended(
    memory: OutletMemory, tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    run(memory, article(1), article(2), article(3))
    (path,) = files(tmp_path)
    path.write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        assert run(memory, article(4)) == [False]
    assert "damaged" in caplog.text
    assert memory.recall("brenna post") != NOTHING


def test_damage_is_told_once(memory: OutletMemory, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for outlet in ("Brenna Post", "Valley Echo", "Island Mail"):
        run(memory, *(article(number, outlet=outlet) for number in range(3)))
    for path in files(tmp_path):
        path.write_bytes(b"{")
    later = OutletMemory(tmp_path)
    with caplog.at_level(logging.WARNING):
        for outlet in ("Brenna Post", "Valley Echo", "Island Mail"):
            assert run(later, article(4, outlet=outlet)) == [False]
    assert [record.message.count("damaged") for record in caplog.records] == [1]


def test_page_that_is_remembered_is_not_worked_out_again(
    memory: OutletMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [article(number, *(tell(f"{number} {more}") for more in range(300))) for number in range(3)]
    before = run(memory, *known)
    (path,) = files(tmp_path)
    content = path.read_bytes()

    def refuse(story: Story) -> dict[int, RememberedLine]:
        raise AssertionError("it is remembered already")

    monkeypatch.setattr(Story, "remember", refuse)
    assert run(OutletMemory(tmp_path), *known) == before
    assert path.read_bytes() == content


def test_file_tells_no_text(memory: OutletMemory, tmp_path: Path) -> None:
    run(memory, article(1), article(2), article(3))
    (path,) = files(tmp_path)
    assert not any(word.encode() in path.read_bytes() for word in [*WORDS, "Brenna", "brenna"])
    assert "brenna" not in str(path.relative_to(tmp_path)).lower()


def test_directory_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert run(OutletMemory(tmp_path / "file"), article(1), article(2), article(3)) == [True] * 3


numbers = st.integers(0, (1 << 48) - 1)
pages = st.dictionaries(
    numbers, st.builds(RememberedLine, key=numbers, sample=st.frozensets(numbers, max_size=4)), max_size=4
)


@given(st.dictionaries(numbers, numbers, max_size=4), st.lists(pages, max_size=4))
def test_what_is_kept_is_recalled(
    tmp_path_factory: pytest.TempPathFactory, chrome: dict[int, int], seen: list[dict[int, RememberedLine]]
) -> None:
    memory = OutletMemory(tmp_path_factory.mktemp("memory"))
    remembered = Remembered(chrome=chrome, pages=tuple(seen))
    memory.keep("a", remembered)
    assert memory.recall("A") == remembered


def test_memory_is_bounded() -> None:
    line = RememberedLine(key=1, sample=frozenset())
    remembered = NOTHING
    for number in range(60):
        page = {number_line(f"{number} {place}"): line for place in range(900)}
        remembered = remembered.extend(chrome={number * 99 + n: 1 for n in range(99)}, pages=[page])
    assert len(remembered.chrome) == 2_000
    assert 59 * 99 in remembered.chrome
    assert [len(page) for page in remembered.pages] == [200] * 32
    assert number_line("59 0") in remembered.pages[0]


def test_in_a_run_with_a_cache(tmp_path: Path) -> None:
    def strip(*seeds: int) -> list[str]:
        found = [
            Page(id=str(seed), form="text", content=article(seed).text, sha256="", outlet="Brenna Post")
            for seed in seeds
        ]
        return [one.text for one in strip_pages(found, workers=1, cache=ExtractionCache(tmp_path)).articles]

    assert all(ABOUT not in text for text in strip(1, 2, 3))
    (alone,) = strip(4)
    assert alone == f"{tell(4)}\n{tell('4 again')}"
    assert strip(4) == [alone]
