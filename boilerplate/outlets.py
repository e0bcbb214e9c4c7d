"""Lines an outlet repeats over its stories are chrome, whatever they say.

Stories are counted, not pages: five updates of one story repeat its paragraphs without making them chrome.
Two pages tell the same story when much of the shorter one's text, less the chrome found so far and less
the line in question, stands in the other too. Lines on the most pages are judged first, so that what is
chrome for sure no longer makes two short pages look alike. With a memory of outlets the pages of earlier
runs count as well.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from boilerplate.agencies import load_agencies
from boilerplate.outlet_memory import NOTHING, OutletMemory, Remembered, number_line
from boilerplate.outlet_stories import (
    EarlierStory,
    Story,
    is_same_story,
    make_line_key,
    normalize_line,
    sample_shingles,
)
from boilerplate.records import Article, Credit, DroppedLine

MIN_STORIES = 3
REASON = "repeated by the outlet over several stories"
_ROUNDS = 3
_MAX_PAGES_COMPARED = 60
_PAGES_TO_REMEMBER = 16


class _Outlet:
    """The pages of one outlet, and which of their lines stand on several of them."""

    def __init__(self, texts: Iterable[str], remembered: Remembered = NOTHING) -> None:
        self._remembered = remembered
        self._holders: dict[str, list[Story | EarlierStory]] = defaultdict(list)
        self._written: dict[str, str] = {}
        self._normalized: dict[str, str] = {}
        self._texts = sorted(text for text in texts if "\n" in text)  # a page of one line says nothing
        self._keys = {text: array("I", map(make_line_key, text.split("\n"))) for text in self._texts}
        self._often = find_frequent((set(self._keys[text]) for text in self._texts), remembered)
        for text in self._texts if self._often else ():
            self._note(text)
        self._note_earlier()
        self._repeated = self._find_repeated()

    @property
    def has_repeated(self) -> bool:
        """Whether any line is chrome."""
        return bool(self._repeated)

    def mark(self, text: str) -> list[bool]:
        """Of each line of one of the pages whether the outlet repeats it."""
        return [line in self._repeated for line in self._normalize_lines(text)]

    def _normalize_lines(self, text: str) -> Iterator[str]:
        """The normalised form of each line that may be on several pages, of others nothing."""
        for line, key in zip(text.split("\n"), self._keys.get(text, ()), strict=False):
            yield self._normalize(line) if key in self._often else ""

    def _normalize(self, line: str) -> str:
        if line not in self._normalized:
            self._normalized[line] = normalize_line(line)
        return self._normalized[line]

    def _note(self, text: str) -> None:
        story = Story(text)
        for line, normalized in zip(text.split("\n"), self._normalize_lines(text), strict=True):
            if normalized:
                self._written[normalized] = line
                holders = self._holders[normalized]
                if not holders or holders[-1] is not story:
                    holders.append(story)

    def _note_earlier(self) -> None:
        """Note the pages of earlier runs that have a line of the present ones, before them."""
        lines = {number_line(line): line for line in self._holders if self._remembered.pages}
        for page in self._remembered.pages:
            story = EarlierStory(page)
            for number in lines.keys() & page.keys():
                self._holders[lines[number]].insert(0, story)

    def _find_repeated(self) -> frozenset[str]:
        """The normalised lines that stand in three or more different stories, or are known to have done so.

        Agency credits are none of them, nor do they make two pages one story: they are evidence, and taken
        out elsewhere.
        """
        candidates = sorted(
            (line for line, where in self._holders.items() if len(where) >= MIN_STORIES),
            key=lambda line: (-len(self._holders[line]), line),
        )
        book = load_agencies()
        credits = {line for line in candidates if book.match_line(self._written[line]) is not None}
        known = {line for line in self._holders if number_line(line) in self._remembered.chrome}
        repeated = credits | known
        for _ in range(_ROUNDS):
            before = len(repeated)
            for line in candidates:
                if line not in repeated and self._count_stories(line, chrome=repeated) >= MIN_STORIES:
                    repeated.add(line)
            if len(repeated) == before:
                break
        return frozenset(repeated - credits)

    def _count_stories(self, line: str, *, chrome: Set[str]) -> int:
        """Of how many different stories the pages with a line are, counting no further than needed."""
        holders = self._holders[line][:_MAX_PAGES_COMPARED]
        is_sampled = any(isinstance(story, EarlierStory) for story in holders)
        found: list[frozenset[int]] = []
        for story in holders:
            own = story.shingles(without={*chrome, line})
            if is_sampled:
                own = sample_shingles(own)
            if not any(is_same_story(own, other) for other in found):
                found.append(own)
                if len(found) >= MIN_STORIES:
                    break
        return len(found)

    def remember(self) -> Remembered:
        """What is known of the outlet now."""
        chrome = {number_line(line): make_line_key(line) for line in sorted(self._repeated)}
        stories = map(Story, self._texts[:_PAGES_TO_REMEMBER])
        pages = [story.remember() for story in stories if not self._remembered.has_page(story.numbers())]
        return self._remembered.extend(chrome=chrome, pages=pages)


def drop_repeated_lines(
    articles: Sequence[Article], *, memory: OutletMemory | None = None
) -> tuple[Article, ...]:
    """The articles without the lines that recur over three or more different stories of their outlet.

    Order and number of articles stay; a dropped line is appended to ``dropped``. Articles without an
    outlet are returned as they are, and so is an article that would lose every line.
    Cost: linear in the text, plus at most 60 comparisons of pages for each line on three or more.

    Args:
        memory: where outlets are looked up and remembered.
    """
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        if article.outlet:
            by_outlet[article.outlet.casefold()].append(index)
    result = list(articles)
    for name, indices in by_outlet.items():
        remembered = NOTHING if memory is None else memory.recall(name)
        outlet = _Outlet((articles[index].text for index in indices), remembered)
        if memory is not None and (now := outlet.remember()) != remembered:
            memory.keep(name, now)
        for index in indices if outlet.has_repeated else ():
            result[index] = _drop(articles[index], outlet)
    return tuple(result)


def make_line_keys(text: str) -> bytes:
    """A number of 32 bits for each line of a text of several; lines that are equal normalised have the same.

    It stands for the line's first words, so that making it takes no time to speak of. Each key stands once.
    """
    if "\n" not in text:
        return b""
    return array("I", {make_line_key(line) for line in text.split("\n") if line}).tobytes()


def find_suspects(
    pages: Iterable[tuple[str | None, bytes]], *, memory: OutletMemory | None = None
) -> Iterator[list[int]]:
    """Yield the numbers of the pages that may hold a line their outlet repeats, outlet by outlet.

    Args:
        pages: outlet and line keys of each.
        memory: where outlets are looked up; some pages to remember are among the suspects then.
    """
    by_outlet: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for number, (outlet, line_keys) in enumerate(pages):
        if outlet and line_keys:
            by_outlet[outlet.casefold()].append((number, line_keys))
    for name, held in by_outlet.items():
        remembered = NOTHING if memory is None else memory.recall(name)
        often = find_frequent((array("I", line_keys) for _, line_keys in held), remembered)
        to_remember = 0 if memory is None else _PAGES_TO_REMEMBER
        suspects = [
            number
            for place, (number, line_keys) in enumerate(held)
            if place < to_remember or not often.isdisjoint(array("I", line_keys))
        ]
        if suspects:
            yield suspects


def find_frequent(pages: Iterable[Iterable[int]], remembered: Remembered) -> set[int]:
    """The line keys that three or more pages have, earlier ones included, and those of known chrome."""
    counts: Counter[int] = Counter()
    for line_keys in pages:
        counts.update(line_keys)
    for earlier in remembered.line_keys():
        counts.update(earlier)
    return {key for key, count in counts.items() if count >= MIN_STORIES}.union(remembered.chrome.values())


def _drop(article: Article, outlet: _Outlet) -> Article:
    lines = article.text.split("\n")
    marks = outlet.mark(article.text)
    if not any(marks) or all(marks):
        return article
    return replace(
        article,
        text="\n".join(line for line, is_repeated in zip(lines, marks, strict=True) if not is_repeated),
        credits=tuple(_move_credits(article, lines, marks)) if article.credits else (),
        dropped=article.dropped
        + tuple(
            DroppedLine(text=line, reason=REASON)
            for line, is_repeated in zip(lines, marks, strict=True)
            if is_repeated
        ),
    )


def _move_credits(article: Article, lines: Sequence[str], marks: Sequence[bool]) -> Iterator[Credit]:
    """The credits at their places in the text without the repeated lines; those inside such a line go too."""
    starts, moves = [], []
    position = moved = 0
    for line, is_repeated in zip(lines, marks, strict=True):
        starts.append(position)
        moves.append(None if is_repeated else moved - position)
        position += len(line) + 1
        moved += 0 if is_repeated else len(line) + 1
    for credit in article.credits:
        move = moves[bisect_right(starts, credit.span[0]) - 1]
        if move is not None:
            yield replace(credit, span=(credit.span[0] + move, credit.span[1] + move))
        elif credit.kind != "in_text":
            yield replace(credit, span=(0, 0))
