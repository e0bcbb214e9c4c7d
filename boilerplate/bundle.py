"""What a worker answers: outcomes end to end, and beside them what whoever collects them has to know of each.

That is in columns, so that taking in a bundle takes no time to speak of: an outcome's text is not looked at,
nor what is said of it.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable
from itertools import accumulate, repeat
from typing import NamedTuple

from boilerplate.minimum import find_lack
from boilerplate.packing import pack_outcome
from boilerplate.records import Article, Rejection
from boilerplate.serve import pack_frame, unpack_frame

_NO_ARTICLE = Article(id="", sha256="", text="")


class Entry(NamedTuple):
    """An article of a bundle: where its head and its text lie, and what no stage should unpack it for.

    ``is_credited``: an agency or an author is named. ``lack``: why the text cannot be compared, empty if it
    can. ``line_keys``: see ``boilerplate.outlets``.
    """

    start: int
    text_start: int
    end: int
    outlet: str | None = None
    is_credited: bool = False
    lack: str = ""
    line_keys: bytes = b""


class Bundle(NamedTuple):
    """Outcomes in their order: of each its id, and an article's entry or the reason why there is none.

    ``agencies`` are all that the articles credit.
    """

    ids: list[str]
    outcomes: list[Entry | str]
    agencies: list[str]


def pack_bundle(outcomes: Iterable[Article | Rejection]) -> bytes:
    """Outcomes as an answer."""
    from boilerplate.outlets import make_line_keys

    ids: list[str] = []
    reasons: list[tuple[int, str]] = []
    outlets: list[str | None] = []
    credited: list[bool] = []
    lacks: list[str] = []
    agencies: set[str] = set()
    lengths, keys, content = array("I"), [], []
    for outcome in outcomes:
        ids.append(outcome.id)
        if isinstance(outcome, Rejection):
            reasons.append((len(ids) - 1, outcome.reason))
            outcome = _NO_ARTICLE
        packed = pack_outcome(outcome)
        text_start = packed.index(b"\n") + 1
        lengths.extend((text_start, len(packed) - text_start))
        content.append(packed)
        agencies.update(credit.agency for credit in outcome.credits)
        outlets.append(outcome.outlet)
        credited.append(bool(outcome.credits or outcome.author))
        lacks.append(find_lack(outcome.text) or "")
        keys.append(make_line_keys(outcome.text))
    columns = [column if any(column) else None for column in (outlets, credited, lacks)]
    head = json.dumps((ids, reasons, columns, sorted(agencies))).encode("ascii")
    line_keys = pack_frame(keys) if any(keys) else b""
    return pack_frame((head, lengths.tobytes(), line_keys, b"".join(content)))


def unpack_bundle(answer: bytes, *, keep: Callable[[bytes], int]) -> Bundle:
    """The answer that was packed.

    Args:
        keep: takes over all packed articles end to end and says at what place the first begins.
    """
    head, lengths, line_keys, content = unpack_frame(answer)
    ids, reasons, (outlets, credited, lacks), agencies = json.loads(head)
    bounds = list(accumulate(array("I", lengths), initial=keep(content)))
    entries = map(
        Entry,
        bounds[:-1:2],
        bounds[1::2],
        bounds[2::2],
        outlets or repeat(None),
        credited or repeat(False),
        lacks or repeat(""),
        unpack_frame(line_keys) if line_keys else repeat(b""),
    )
    outcomes: list[Entry | str] = list(entries)
    for number, reason in reasons:
        outcomes[number] = reason
    return Bundle(ids, outcomes, agencies)
