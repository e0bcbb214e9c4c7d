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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class _Story:
    """The lines of one page, each with its shingles."""

    lines: dict[str, frozenset[int]]

    def shingles(self, *, without: set[str]) -> frozenset[int]:
        return frozenset().union(*(own for line, own in self.lines.items() if line not in without))


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
        repeated = find_repeated_lines([articles[index].text for index in indices])
        for index in indices if repeated else ():
            result[index] = _drop(articles[index], repeated)
    return tuple(result)


def find_repeated_lines(texts: Sequence[str]) -> frozenset[str]:
    """The normalised lines that stand in three or more different stories among the texts of one outlet.

    Agency credits are none of them, nor do they make two pages one story: they are evidence, and taken out
    elsewhere.
    """
    if len(texts) < MIN_STORIES:
        return frozenset()
    stories = [_make_story(text) for text in sorted(texts)]
    holders: dict[str, list[_Story]] = defaultdict(list)
    for story in stories:
        for line in story.lines:
            holders[line].append(story)
    candidates = sorted(
        (line for line, where in holders.items() if len(where) >= MIN_STORIES),
        key=lambda line: (-len(holders[line]), line),
    )
    credits = _find_credits(candidates, sorted(texts))
    repeated = set(credits)
    for _ in range(_ROUNDS):
        before = len(repeated)
        for line in candidates:
            if (
                line not in repeated
                and _count_stories(holders[line], without={*repeated, line}) >= MIN_STORIES
            ):
                repeated.add(line)
        if len(repeated) == before:
            break
    return frozenset(repeated - credits)


def _find_credits(candidates: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
    """The candidates that are agency credits as they are written in the texts."""
    wanted = frozenset(candidates)
    book = load_agencies()
    written = {normalize_line(line): line for text in texts if wanted for line in text.split("\n")}
    return frozenset(line for line in wanted if book.match_line(written[line]) is not None)


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
        counts: Counter[int] = Counter()
        for _, line_keys in held if len(held) >= MIN_STORIES else ():
            counts.update(array("I", line_keys))
        often = {key for key, count in counts.items() if count >= MIN_STORIES}
        groups.append([number for number, keys in held if not often.isdisjoint(array("I", keys))])
    return [group for group in groups if group]


def _make_line_key(line: str) -> int:
    words = line.split(None, _KEY_WORDS)[:_KEY_WORDS]
    opening = " ".join(words)
    if opening.isascii():
        return zlib.crc32(opening.encode("ascii").translate(_FOLD))
    # Normalising adds words but takes none away, and does so for each word apart from the others.
    folded = " ".join(normalize_line(opening).split()[:_KEY_WORDS])
    return zlib.crc32(folded.encode("utf-8", "surrogatepass"))


def _make_story(text: str) -> _Story:
    lines = dict.fromkeys(map(normalize_line, text.split("\n")))
    return _Story({line: _shingles(line) for line in lines if line})


def _shingles(line: str) -> frozenset[int]:
    words = _UNSPACED.sub(r" \1 ", line).split()
    last = max(1, len(words) - _SHINGLE_WORDS + 1)
    return frozenset(hash(tuple(words[i : i + _SHINGLE_WORDS])) for i in range(last))


def _count_stories(where: Sequence[_Story], *, without: set[str]) -> int:
    """Of how many different stories these pages are, counting no further than needed."""
    found: list[frozenset[int]] = []
    for story in where[:_MAX_PAGES_COMPARED]:
        own = story.shingles(without=without)
        if not any(_is_same_story(own, other) for other in found):
            found.append(own)
            if len(found) >= MIN_STORIES:
                break
    return len(found)


def _is_same_story(left: frozenset[int], right: frozenset[int]) -> bool:
    """Whether much of the shorter stands in the longer; pages with nothing of their own count as one."""
    shorter = min(len(left), len(right))
    return shorter == 0 or len(left & right) >= _SAME_STORY * shorter


def _drop(article: Article, repeated: frozenset[str]) -> Article:
    lines = article.text.split("\n")
    dropped = [line for line in lines if normalize_line(line) in repeated]
    if not dropped or len(dropped) == len(lines):
        return article
    kept = [line for line in lines if normalize_line(line) not in repeated]
    reasons = tuple(DroppedLine(text=line, reason=REASON) for line in dropped)
    return replace(
        article,
        text="\n".join(kept),
        credits=tuple(_move_credits(article, repeated)),
        dropped=article.dropped + reasons,
    )


def _move_credits(article: Article, repeated: frozenset[str]) -> Iterator[Credit]:
    """The credits at their places in the text without the repeated lines; those inside such a line go too."""
    starts, moves = [], []
    position = moved = 0
    for line in article.text.split("\n"):
        starts.append(position)
        is_kept = normalize_line(line) not in repeated
        moves.append(moved - position if is_kept else None)
        position += len(line) + 1
        moved += len(line) + 1 if is_kept else 0
    for credit in article.credits:
        move = moves[bisect_right(starts, credit.span[0]) - 1]
        if move is not None:
            yield replace(credit, span=(credit.span[0] + move, credit.span[1] + move))
        elif credit.kind != "in_text":
            yield replace(credit, span=(0, 0))
