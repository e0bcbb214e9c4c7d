"""Flattened text → paragraphs: which lines of a page are the story and which are its chrome.

A page flattened to lines carries menus, teasers and footers around the story. A learnt network gives every
line its log-odds; lines above even are the story. Text in which almost nothing looks like chrome is a
clean article and comes through whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import regex

from boilerplate.agencies import load_agencies
from boilerplate.dates import is_date_line
from boilerplate.decode import decode_text
from boilerplate.errors import UnreadablePage
from boilerplate.line_features import Line, find_words, measure, opens_as, split_lines
from boilerplate.line_model import Verdict, judge_lines, survey_page
from boilerplate.masthead import find_date, find_outlet, find_title
from boilerplate.plain_text import find_plain_paragraphs
from boilerplate.records import Article, DroppedLine, Page

_LETTER = regex.compile(r"\p{L}")
_RULE = regex.compile(r"[\s\-–—_*•#=~]+")
_SENTENCE_END = regex.compile(r"[.!?。！？؟।…][\"'”’»)\]」』]*$")
_TAIL = 24
_CLEAN_LABELS = 0.1
_CLEAN_WORDS, _CLEAN_WORDS_OF_BARE = 0.5, 0.1
_MANY_LINES, _HARDLY_ANY = 30, 0.01
_EDGE_LINES = 6
_SENTENCE_BOUND, _PHRASE_BOUND = -1.0, -0.5
_SUBHEAD_BOUND = -3.0
_CREDITS_BELOW = 5
_CREDITS_ABOVE = 10
_MAX_TITLE_WORDS = 18
_MIN_SENTENCE = 60
_SHORTEST_SENTENCE, _SHORTEST_PARAGRAPH = 25, 120
_TOPIC_LINES = 12


def extract_text(page: Page) -> Article:
    """Turn a text page, clean or flattened, into the article that is in it.

    What the input said about the page (title, author, date, outlet) wins over what the page says.
    Raises: UnreadablePage: no text at all, or nothing in it reads like a story.
    Cost: linear in the length of the page.
    """
    text = decode_text(page.content, charset=page.charset)
    paragraphs = find_plain_paragraphs(text)
    if paragraphs and page.title not in paragraphs:
        return _assemble(page, paragraphs, title=page.title)
    lines = split_lines(text)
    if not any(_LETTER.search(line.text) for line in lines):
        raise UnreadablePage("no text in it")
    verdict, body = _judge(lines, page)
    if not any(_is_told(lines[index]) for index in body):
        raise UnreadablePage(f"no line of its {len(lines)} reads like a story; give a page that has one")
    title = page.title or _find_headline(lines, body)
    if title is not None and len(body) > 1:
        body = [index for index in body if lines[index].text != title] or body
    while len(body) > 1 and verdict.labels[body[0]] and not _is_credit(lines[body[0]]):
        body = body[1:]
    head = [line.text for line in lines[: _find_opening(lines, body)]]
    article = _assemble(page, [lines[index].text for index in body], title=title)
    return replace(
        article,
        outlet=page.outlet or _find_outlet(lines, body, labels=verdict.labels),
        published=page.published or find_date(head),
        dropped=_explain(lines, body=body, title=title),
    )


def extract_plain(page: Page) -> Article | None:
    """The article of a page that came as text in which nothing looks like chrome; None of any other.

    It is what ``extract_text`` makes of the page, found without looking at the text more than once.
    """
    if not isinstance(page.content, str):
        return None
    paragraphs = find_plain_paragraphs(page.content, is_scrubbed=False)
    return (
        _assemble(page, paragraphs, title=page.title) if paragraphs and page.title not in paragraphs else None
    )


def _assemble(page: Page, paragraphs: Sequence[str], *, title: str | None) -> Article:
    """The article of a page with these paragraphs, and what the input said about it."""
    return Article(
        id=page.id,
        sha256=page.sha256,
        text="\n".join(paragraphs),
        url=page.url,
        outlet=page.outlet,
        title=title,
        author=page.author,
        published=page.published,
        language=page.language,
    )


def _judge(lines: Sequence[Line], page: Page) -> tuple[Verdict, list[int]]:
    """The verdict on the lines and the story's; where the input names no words, the headline found does."""
    hints = find_address_words(page.url or "") | find_words(page.title or "")
    surveys = survey_page(lines)
    verdict = judge_lines(surveys, hints=hints)
    body = choose_lines(lines, verdict)
    headline = _find_headline(lines, body) if body and not hints else None
    if headline is not None:
        verdict = judge_lines(surveys, hints=find_words(headline))
        body = choose_lines(lines, verdict)
    return verdict, body


def find_address_words(url: str) -> frozenset[str]:
    """The words of a page's address, which often are those of its headline."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return frozenset()
    return find_words(unquote(path).replace("_", " "))


def choose_lines(lines: Sequence[Line], verdict: Verdict) -> list[int]:
    """The numbers of the lines that are the story, in order, with the credit lines at its edges.

    From the lines above even the story grows over neighbours that are not far below. A text with hardly
    any line that looks like chrome is a clean article: every line stays but chrome at its edges. In a long
    one without chrome that holds even where most of it is a list.
    """
    odds = verdict.odds
    labels = [label and not _is_credit(line) for line, label in zip(lines, verdict.labels, strict=True)]
    is_long_and_bare = len(lines) >= _MANY_LINES and sum(labels) <= _HARDLY_ANY * len(lines)
    least = _CLEAN_WORDS_OF_BARE if is_long_and_bare else _CLEAN_WORDS
    if sum(labels) <= _CLEAN_LABELS * len(lines) and _share_kept(lines, odds) >= least:
        return _trim_edges(list(range(len(lines))), lines, labels)
    story = _trim_edges(_grow(lines, odds, labels), lines, labels)
    if not story:
        return []
    first, last = story[0], story[-1]
    above = range(max(0, first - _CREDITS_ABOVE), first)
    below = _look_below(lines, labels, last=last)
    inside = set(range(first, last + 1)).difference(story)
    credits = [index for index in (*above, *inside, *below) if _is_credit(lines[index])]
    named = [index for index in above if _is_under_byline(lines, index)]
    return sorted({*story, *credits, *named})


def _look_below(lines: Sequence[Line], labels: Sequence[bool], *, last: int) -> list[int]:
    """The lines under the story where its credits may stand: before the first teaser under a label."""
    seen: list[int] = []
    has_label = False
    for index in range(last + 1, min(len(lines), last + 1 + _CREDITS_BELOW)):
        has_label |= labels[index]
        if has_label and not (labels[index] or _is_credit(lines[index]) or _is_rule(lines[index].text)):
            break
        seen.append(index)
    return seen


def _share_kept(lines: Sequence[Line], odds: Sequence[float]) -> float:
    """The share of a text's characters that stand in lines above even."""
    kept = sum(len(line.text) for line, value in zip(lines, odds, strict=True) if value > 0)
    return kept / max(sum(len(line.text) for line in lines), 1)


def _trim_edges(story: list[int], lines: Sequence[Line], labels: Sequence[bool]) -> list[int]:
    """The story without what its edges show not to be part of it.

    Above: a date line with what stands over it. Below: a label under which no sentence follows that ends
    in a full stop. Then every line that looks like chrome by itself.
    """
    for place, index in enumerate(story[: min(_EDGE_LINES, len(story) - 1)]):
        if _is_sentence(lines[index]):
            break
        if is_date_line(lines[index].text):
            story = story[place + 1 :]
            break
    for index in story[-_EDGE_LINES:]:
        if labels[index] and not any(_is_statement(lines[other]) for other in story if other > index):
            story = [other for other in story if other < index]
            break
    while story and labels[story[0]]:
        story = story[1:]
    while story and labels[story[-1]]:
        story = story[:-1]
    return story


def _ends_sentence(text: str) -> bool:
    return not text[-1].isalnum() and _SENTENCE_END.search(text[-_TAIL:]) is not None


def _is_statement(line: Line) -> bool:
    return _ends_sentence(line.text) and not line.text.endswith(("?", "…", "..."))


def _grow(lines: Sequence[Line], odds: Sequence[float], labels: Sequence[bool]) -> list[int]:
    """The lines above even, and what belongs to them: neighbours a little below, subheads between them."""
    is_story = [value > 0 for value in odds]
    for step in (1, -1):
        follows = False
        for index in range(len(odds))[::step]:
            if follows and not labels[index] and odds[index] > _SENTENCE_BOUND:
                is_story[index] |= odds[index] > _PHRASE_BOUND or _is_told(lines[index])
            follows = is_story[index]
    for index in range(1, len(odds) - 1):
        if is_story[index - 1] and is_story[index + 1] and not labels[index] and odds[index] > _SUBHEAD_BOUND:
            is_story[index] = True
    return [index for index, value in enumerate(is_story) if value]


def _is_told(line: Line) -> bool:
    """Whether a line tells something: a sentence, or a paragraph of a text that marks none."""
    return measure(line.text) >= (_SHORTEST_SENTENCE if _ends_sentence(line.text) else _SHORTEST_PARAGRAPH)


def _find_opening(lines: Sequence[Line], body: Sequence[int]) -> int:
    """The first line of the story that is a sentence: headline and date stand above it."""
    return next((index for index in body[:_EDGE_LINES] if _is_sentence(lines[index])), body[0])


def _is_sentence(line: Line) -> bool:
    return _ends_sentence(line.text) and measure(line.text) >= _MIN_SENTENCE


def _is_credit(line: Line) -> bool:
    return not line.is_bullet and load_agencies().match_line(line.text) is not None


def _is_under_byline(lines: Sequence[Line], index: int) -> bool:
    """Whether a line under the name of who wrote the story is nothing but the name of an agency."""
    return (
        index > 0
        and not lines[index].is_bullet
        and opens_as("byline", lines[index - 1].text)
        and load_agencies().match_line(lines[index].text, edge="opening") is not None
    )


def _find_outlet(lines: Sequence[Line], body: Sequence[int], *, labels: Sequence[bool]) -> str | None:
    story = set(body)
    head = [lines[index].text for index in range(body[0]) if not labels[index]]
    elsewhere = [line.text for index, line in enumerate(lines) if index not in story]
    return find_outlet(head, elsewhere=elsewhere)


def _is_rule(text: str) -> bool:
    return not text[0].isalnum() and _RULE.fullmatch(text) is not None


def _find_headline(lines: Sequence[Line], body: Sequence[int]) -> str | None:
    """The headline above the story, or the story's first line where that is one."""
    opening = [lines[index].text for index in body[:_TOPIC_LINES]]
    above = find_title([line.text for line in lines[: body[0]]], body=opening)
    first = lines[body[0]].text
    if _is_headline(lines, body) and (above is None or above.endswith(first)):
        return first
    return above


def _is_headline(lines: Sequence[Line], body: Sequence[int]) -> bool:
    """Whether the story's first line is a headline: one line above prose that ends no sentence."""
    first = lines[body[0]]
    book = load_agencies()
    return (
        len(body) > 1
        and not first.is_bullet
        and not first.text.endswith((".", "!", ":", ",", ";", "。", "”", '"'))
        and 3 <= len(first.text.split()) <= _MAX_TITLE_WORDS
        and any(_is_sentence(lines[index]) for index in body[1:4])
        and book.match_line(first.text, edge="opening") is None
        and book.match_dateline(first.text) is None
    )


def _explain(lines: Sequence[Line], *, body: Sequence[int], title: str | None) -> tuple[DroppedLine, ...]:
    kept = set(body)
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    return tuple(
        DroppedLine(text=line.text, reason=_reason(line, title=title, place=(index < first) - (index > last)))
        for index, line in enumerate(lines)
        if index not in kept
    )


def _reason(line: Line, *, title: str | None, place: int) -> str:
    if line.text == title:
        return "headline"
    if is_date_line(line.text):
        return "date line"
    if _is_rule(line.text):
        return "rule"
    return {1: "chrome above the story", -1: "chrome below the story"}.get(place, "chrome inside the story")
