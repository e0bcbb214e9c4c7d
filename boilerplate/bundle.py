"""What a worker answers: outcomes end to end, and beside them what whoever collects them has to know of each.

That is in columns, so that taking in a bundle takes no time to speak of: an outcome's text is not looked at,
nor what is said of it.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import NamedTuple

from boilerplate.minimum import find_lack
from boilerplate.packing import pack_outcome
from boilerplate.records import Article, Rejection
from boilerplate.serve import pack_frame, unpack_frame


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
    labels: list[tuple[str | None, bool, str] | None] = []
    agencies: set[str] = set()
    lengths, keys, content = array("I"), [], []
    for number, outcome in enumerate(outcomes):
        ids.append(outcome.id)
        if isinstance(outcome, Rejection):
            reasons.append((number, outcome.reason))
            lengths.extend((0, 0))
            labels.append(None)
            keys.append(b"")
            continue
        packed = pack_outcome(outcome)
        text_start = packed.index(b"\n") + 1
        lengths.extend((text_start, len(packed) - text_start))
        content.append(packed)
        agencies.update(credit.agency for credit in outcome.credits)
        label = outcome.outlet, bool(outcome.credits or outcome.author), find_lack(outcome.text) or ""
        labels.append(label if any(label) else None)
        keys.append(make_line_keys(outcome.text))
    told = labels if any(labels) else None
    head = json.dumps((ids, reasons, told, sorted(agencies))).encode("ascii")
    line_keys = pack_frame(keys) if any(keys) else b""
    return pack_frame((head, lengths.tobytes(), line_keys, b"".join(content)))


def unpack_bundle(answer: bytes, *, keep: Callable[[bytes], int]) -> Bundle:
    """The answer that was packed.

    Args:
        keep: takes over all packed articles end to end and says at what place the first begins.
    """
    head, lengths, line_keys, content = unpack_frame(answer)
    ids, reasons, labels, agencies = json.loads(head)
    outcomes: list[Entry | str] = []
    sizes = array("I", lengths)
    place = keep(content)
    for head_bytes, text_bytes, label, keys in zip(
        sizes[::2],
        sizes[1::2],
        repeat(None, len(ids)) if labels is None else labels,
        unpack_frame(line_keys) if line_keys else repeat(b"", len(ids)),
        strict=True,
    ):
        text_start = place + head_bytes
        end = text_start + text_bytes
        outlet, is_credited, lack = label or (None, False, "")
        outcomes.append(Entry(place, text_start, end, outlet, is_credited, lack, keys))
        place = end
    for number, reason in reasons:
        outcomes[number] = reason
    return Bundle(ids, outcomes, agencies)
