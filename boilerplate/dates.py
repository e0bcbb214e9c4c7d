"""Dates as pages write them → ISO 8601."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ]+(?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,6}Z?)?(?!\d)")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?[/.年-]\s?(?P<month>\d{1,2})\s?[/.月-]\s?(?P<day>\d{1,2})(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d{2})(?!\d)")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(?P<name>[^\W\d_]{3,12})\.?,?\s+(?:del?\s+)?"
    r"|(?P<name2>[^\W\d_]{3,12})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+)(?P<year>(?:19|20)\d{2})(?!\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"\w+")
_DATE_LINE, _DATE_LINE_WORDS = 120, 12
_IN_URL = re.compile(
    r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2}|[a-z]{3})[/-](?P<day>\d{1,2})(?=[/-]|$)"
)


def to_iso(text: str) -> str | None:
    """The first date in a text as ISO 8601, with the time where one is given; None where there is none."""
    text = text.strip()[:200]
    if (match := _ISO.search(text)) and (moment := _from_iso(match)):
        return moment
    if _YEAR.search(text) is None:
        return None
    if re.match(r"[A-Z][a-z]{2}, \d", text):
        from email.utils import parsedate_to_datetime  # takes as long to load as a few pages take to be read

        try:
            return parsedate_to_datetime(text).isoformat()
        except ValueError:
            pass
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _COMPACT):
        if (match := pattern.search(text)) and (day := _day(match["year"], match["month"], match["day"])):
            return day
    named = (
        _day(match["year"], match["name"] or match["name2"], match["day"] or match["day2"])
        for match in _NAMED.finditer(text)
    )
    return next((day for day in named if day), None)


def is_date_line(text: str) -> bool:
    """Whether a line says when something was published, and hardly anything else."""
    return (
        len(text) < _DATE_LINE
        and _YEAR.search(text) is not None
        and len(_WORD.findall(text)) <= _DATE_LINE_WORDS
        and (not text.endswith((".", "?", "!")) or text.endswith((" a.m.", " p.m.")))
        and to_iso(text) is not None
    )


def from_url(url: str) -> str | None:
    """The date in a path such as ``/2024/05/17/``; None where there is none."""
    match = _IN_URL.search(url)
    return _day(match["year"], match["month"], match["day"]) if match else None


def _from_iso(match: re.Match[str]) -> str | None:
    year, month, day = match["day"].split("-")
    plain = _day(year, month, day)
    if plain is None or not match["time"]:
        return plain
    try:
        return datetime.fromisoformat(f"{plain}T{match['time']}{match['zone'] or ''}").isoformat()
    except ValueError:
        return plain


def _day(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdecimal() else _month_number(month)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _month_number(name: str) -> int:
    """1 to 12, or 0 (no month) where the name is none in any language of the file."""
    return _load_months().get(name.casefold(), 0)


@lru_cache(maxsize=1)
def _load_months() -> dict[str, int]:
    months = json.loads(Path(__file__).with_name("months.json").read_text(encoding="utf-8"))
    return {name.casefold(): number for number, names in enumerate(months, 1) for name in names}
