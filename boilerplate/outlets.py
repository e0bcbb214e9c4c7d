"""Lines an outlet repeats over its stories are chrome, whatever they say.

Stories are counted, not pages: five updates of one story repeat its paragraphs without making them chrome.
Two pages tell the same story when much of the shorter one's text, less the chrome found so far and less
the line in question, stands in the other too. Lines on the most pages are judged first, so that what is
chrome for sure no longer makes two short pages look alike.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from boilerplate.agencies import load_agencies
from boilerplate.records import Article, Credit, DroppedLine

MIN_STORIES = 3
REASON = "repeated by the outlet over several stories"
_SAME_STORY = 0.3
_ROUNDS = 3
_MAX_PAGES_COMPARED = 60
_SHINGLE_WORDS = 4
_DIGIT = re.compile(r"\d")
_KEY_WORDS = 8
_FOLD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789", b"abcdefghijklmnopqrstuvwxyz000000000")
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f])")


class _Story:
    """The lines of one page, each with its shingles, worked out when they are first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[str, frozenset[int]] | None = None

    def shingles(self, *, without: Set[str]) -> frozenset[int]:
        """The shingles of all lines but some."""
        if self._lines is None:
            lines = dict.fromkeys(map(normalize_line, self._text.split("\n")))
            self._lines = {line: _shingles(line) for line in lines if line}
        return frozenset().union(*(own for line, own in self._lines.items() if line not in without))


class _Outlet:
    """The pages of one outlet, and which of their lines stand on several of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._often: set[int] = set()
        self._holders: dict[str, list[_Story]] = defaultdict(list)
        self._written: dict[str, str] = {}
        self._normalized: dict[str, str] = {}
        self._repeated: frozenset[str] = frozenset()
        ordered = sorted(text for text in texts if "\n" in text)  # a page of one line says nothing
        if len(ordered) >= MIN_STORIES:
            self._often = find_frequent(map(make_line_keys, ordered))
        for text in ordered if self._often else ():
            self._note(text)
        self._repeated = self._find_repeated()

    @property
    def has_repeated(self) -> bool:
        """Whether any line is chrome."""
        return bool(self._repeated)

    def mark(self, lines: Iterable[str]) -> list[bool]:
        """Of each line whether the outlet repeats it."""
        return [self._normalize(line) in self._repeated for line in lines]

    def _normalize(self, line: str) -> str:
        """The normalised form of a line that may be on several pages; of others nothing."""
        if _make_line_key(line) not in self._often:
            return ""
        if line not in self._normalized:
            self._normalized[line] = normalize_line(line)
        return self._normalized[line]

    def _note(self, text: str) -> None:
        story = _Story(text)
        for line in text.split("\n"):
            if normalized := self._normalize(line):
                self._written[normalized] = line
                holders = self._holders[normalized]
                if not holders or holders[-1] is not story:
                    holders.append(story)

    def _find_repeated(self) -> frozenset[str]:
        """The normalised lines that stand in three or more different stories.

        Agency credits are none of them, nor do they make two pages one story: they are evidence, and taken
        out elsewhere.
        """
        candidates = sorted(
            (line for line, where in self._holders.items() if len(where) >= MIN_STORIES),
            key=lambda line: (-len(self._holders[line]), line),
        )
        book = load_agencies()
        credits = {line for line in candidates if book.match_line(self._written[line]) is not None}
        repeated = set(credits)
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
        found: list[frozenset[int]] = []
        for story in self._holders[line][:_MAX_PAGES_COMPARED]:
            own = story.shingles(without={*chrome, line})
            if not any(_is_same_story(own, other) for other in found):
                found.append(own)
                if len(found) >= MIN_STORIES:
                    break
        return len(found)


def drop_repeated_lines(articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles without the lines that recur over three or more different stories of their outlet.

    Order and number of articles stay; a dropped line is appended to ``dropped``. Articles without an
    outlet are returned as they are, and so is an article that would lose every line.
    Cost: linear in the text, plus at most 60 comparisons of pages for each line on three or more.
    """
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        if article.outlet:
            by_outlet[article.outlet.casefold()].append(index)
    result = list(articles)
    for indices in by_outlet.values():
        outlet = _Outlet(articles[index].text for index in indices)
        for index in indices if outlet.has_repeated else ():
            result[index] = _drop(articles[index], outlet)
    return tuple(result)


def normalize_line(line: str) -> str:
    """The form in which lines are compared: compatibility forms and case folded, every digit a zero."""
    return _DIGIT.sub("0", " ".join(unicodedata.normalize("NFKC", line).casefold().split()))


def make_line_keys(text: str) -> bytes:
    """A number of 32 bits for each line of a text of several; lines that are equal normalised have the same.

    It stands for the line's first words, so that making it takes no time to speak of. Each key stands once.
    """
    if "\n" not in text:
        return b""
    return array("I", {_make_line_key(line) for line in text.split("\n") if line}).tobytes()


def find_suspects(pages: Iterable[tuple[str | None, bytes]]) -> list[list[int]]:
    """The numbers of the pages that may hold a line their outlet repeats, outlet by outlet.

    Args:
        pages: outlet and line keys of each.
    """
    by_outlet: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for number, (outlet, line_keys) in enumerate(pages):
        if outlet and line_keys:
            by_outlet[outlet.casefold()].append((number, line_keys))
    groups = []
    for held in by_outlet.values():
        often = find_frequent(line_keys for _, line_keys in held) if len(held) >= MIN_STORIES else set()
        groups.append([number for number, keys in held if not often.isdisjoint(array("I", keys))])
    return [group for group in groups if group]


def find_frequent(pages: Iterable[bytes]) -> set[int]:
    """The line keys that three or more pages have."""
    counts: Counter[int] = Counter()
    for line_keys in pages:
        counts.update(array("I", line_keys))
    return {key for key, count in counts.items() if count >= MIN_STORIES}


def _make_line_key(line: str) -> int:
    words = line.split(None, _KEY_WORDS)[:_KEY_WORDS]
    opening = " ".join(words)
    if opening.isascii():
        return zlib.crc32(opening.encode("ascii").translate(_FOLD))
    # Normalising adds words but takes none away, and does so for each word apart from the others.
    folded = " ".join(normalize_line(opening).split()[:_KEY_WORDS])
    return zlib.crc32(folded.encode("utf-8", "surrogatepass"))


def _shingles(line: str) -> frozenset[int]:
    words = _UNSPACED.sub(r" \1 ", line).split()
    last = max(1, len(words) - _SHINGLE_WORDS + 1)
    return frozenset(hash(tuple(words[i : i + _SHINGLE_WORDS])) for i in range(last))


def _is_same_story(left: frozenset[int], right: frozenset[int]) -> bool:
    """Whether much of the shorter stands in the longer; pages with nothing of their own count as one."""
    shorter = min(len(left), len(right))
    return shorter == 0 or len(left & right) >= _SAME_STORY * shorter


def _drop(article: Article, outlet: _Outlet) -> Article:
    lines = article.text.split("\n")
    marks = outlet.mark(lines)
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
