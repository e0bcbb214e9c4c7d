"""Flattened text → paragraphs: which lines of a page are the story and which are its chrome.

A page flattened to lines carries menus, teasers and footers around the story. Every line gets points for
looking like prose; the story is the run of lines with the highest sum. Text that shows no chrome at all
is a clean article and comes through whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex
from charset_normalizer import from_bytes

from boilerplate.errors import UnreadablePage
from boilerplate.masthead import find_date, find_outlet, find_title, is_date_line
from boilerplate.records import Article, DroppedLine, Page

_BULLET = regex.compile(r"^\s*(?:[•·▪►»*]|[-–](?=\s+\S))\s*")
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_END = regex.compile(r"[.!?。！？؟।:;][\"'”’»«)\]\d\s]*$")
_ELLIPSIS = regex.compile(r"(?:…|\.\.\.)\s*$")
_CLOSING = regex.compile(r"^[\s\-–—_*•#=~]+$")
_CREDIT = regex.compile(
    r"(?i)^(?:copyright|©|\(c\))\s.*\b(?:associated press|reuters|afp|agence|pa media|dpa)\b"
    r"|\bcontributed(?: to this (?:report|story|article))?\.?$"
)
_MARKER = regex.compile(
    r"""(?xi)
    ^(?:you\ may\ also\ like|read\ (?:more|next|also)|related\b|recommended\b|more\ (?:from|stories|news)\b
      |trending|most\ (?:read|popular)|share\b|follow\ us|up\ next|advertisement|sign\ up|subscribe|newsletter
      |want\ to\ dive\ deeper|disclaimer\b|this\ fact-check|comments?\b|leave\ a\ (?:comment|reply)|log\ in
      |skip\ to|terms\ (?:of|and)\b|privacy|cookie|all\ rights\ reserved|photo(?:s|:)|image(?::|\ source)
      |video:|watch:|copyright\b|©|author$|published\b|updated\b|last\ updated|checked\ on|by\ \p{Lu}|turn\ on
      |facebook|support\ local|have\ a\ tip)
    | \b(?:we\ use\ cookies|privacy\ policy|sign\ up\ for|subscribe\ to|newsletter|all\ rights\ reserved)\b
    | \bfacebook\b.*\b(?:x|twitter|whatsapp|reddit|email)\b | facebookx
    """
)
_SUMMARY = regex.compile(r"(?i)^(?:executive summary|summary|at a glance|key points|overview)$")
_CLEAN_SHARE = 0.12
"""Up to this share of chrome-like lines a text is a clean article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    words: int
    points: float
    is_prose: bool
    is_bullet: bool


def extract_text(page: Page) -> Article:
    """Turn a text page, clean or flattened, into the article that is in it.

    What the input said about the page (title, author, date, outlet) wins over what the page says.
    Raises: UnreadablePage: no text at all, or nothing in it reads like a story.
    Cost: linear in the length of the page.
    """
    text = decode_text(page.content, charset=page.charset)
    lines = [_judge(line) for line in text.splitlines() if line.strip()]
    if not lines:
        raise UnreadablePage("no text in it")
    body = _find_body(lines)
    if not any(_WORD.search(lines[index].text) for index in body):
        raise UnreadablePage(f"no line of its {len(lines)} reads like a story")
    head = [line.text for line in lines[: body[0]]]
    kept = [lines[index].text for index in body]
    title = page.title or find_title(head, body=kept)
    if page.title is None and title is None and len(kept) > 1 and _is_heading(lines[body[0]]):
        title = kept[0]
    if title is not None and len(kept) > 1 and kept[0] == title:
        body, kept = body[1:], kept[1:]
    return Article(
        id=page.id,
        sha256=page.sha256,
        text="\n".join(kept),
        url=page.url,
        outlet=page.outlet or find_outlet([line.text for line in lines], body=set(body)),
        title=title,
        author=page.author,
        published=page.published or find_date(head),
        language=page.language,
        dropped=_explain(lines, body=body, title=title),
    )


def decode_text(content: bytes | str, *, charset: str | None) -> str:
    """Bytes → text: UTF-8 if they are that, else as declared, else as detected.

    Raises: UnreadablePage: binary data, or bytes of no known encoding.
    """
    if isinstance(content, str):
        return content
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadablePage("binary data, not text")
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for encoding in [*encodings, *([charset] if charset else [])]:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    best = from_bytes(content).best()
    if best is None:
        raise UnreadablePage("its bytes are text in no known encoding")
    return str(best)


def _judge(raw: str) -> _Line:
    is_bullet = _BULLET.match(raw) is not None
    text = " ".join((_BULLET.sub("", raw, count=1) if is_bullet else raw).split())
    words = sum(1 for _ in _WORD.finditer(text)) + sum(1 for _ in _UNSPACED.finditer(text)) // 2
    is_prose = False
    if _CLOSING.match(text) or _CREDIT.search(text):
        points = 0.0
    elif _MARKER.search(text) and words < 60:
        points = -6.0
    elif text.endswith("?"):
        points = -0.5
    elif _ELLIPSIS.search(text) or is_date_line(text):
        points = -3.0
    elif _END.search(text) and words >= 5:
        is_prose = not is_bullet
        points = min(words, 60) / (6 if is_prose else 20)
    elif words >= 30:
        is_prose, points = True, 3.0
    else:
        points = -2.0 if is_bullet else -1.0
    return _Line(text=text, words=words, points=points, is_prose=is_prose, is_bullet=is_bullet)


def _is_heading(line: _Line) -> bool:
    return not line.is_prose and not line.is_bullet and line.points == -1.0 and 3 <= line.words <= 25


def _find_body(lines: list[_Line]) -> list[int]:
    if sum(line.points <= -2.0 for line in lines) <= max(1, _CLEAN_SHARE * len(lines)):
        return [index for index, line in enumerate(lines) if line.text]
    start, end = _find_best_run([line.points for line in lines])
    if start and _SUMMARY.match(lines[start - 1].text):
        start -= 1
    while end < len(lines) and lines[end].points == 0.0:
        end += 1
    return [index for index in range(start, end) if lines[index].text and lines[index].points > -2.0]


def _find_best_run(points: list[float]) -> tuple[int, int]:
    """The half-open run of the highest sum; the first of equals (Kadane)."""
    best, best_run, total, start = 0.0, (0, 0), 0.0, 0
    for index, value in enumerate(points):
        if total <= 0.0:
            total, start = 0.0, index
        total += value
        if total > best:
            best, best_run = total, (start, index + 1)
    return best_run


def _explain(lines: list[_Line], *, body: list[int], title: str | None) -> tuple[DroppedLine, ...]:
    kept = set(body)
    return tuple(
        DroppedLine(text=line.text, reason=_reason(line, title=title))
        for index, line in enumerate(lines)
        if index not in kept and line.text
    )


def _reason(line: _Line, *, title: str | None) -> str:
    if line.text == title:
        return "headline"
    if is_date_line(line.text):
        return "date line"
    if line.is_bullet:
        return "list item outside the story"
    if line.points <= -6.0:
        return "chrome by its wording"
    return "outside the story"
