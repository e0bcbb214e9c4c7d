"""Invented articles and alignments made by hand: what the reports are tested on.

``Passage`` says what each article has; offsets, edits and sentence spans follow from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from boilerplate.records import Article, Credit, DroppedLine, Rejection
from dedup.records import (
    Alignment,
    Change,
    ChangeClass,
    Cluster,
    DiffReport,
    Edit,
    Evidence,
    Explanation,
    Family,
    Hole,
    Link,
    Overlap,
    Relation,
    Report,
    Segment,
    SegmentKind,
    Severity,
    SharedPassage,
    Span,
    Surroundings,
)

UNIT = re.compile(r"[一-鿿]|[\w’-]+|\s+|.", re.DOTALL)
SETTINGS: tuple[tuple[str, object], ...] = (
    ("shingle_size", 5),
    ("near_duplicate_share", 0.6),
    ("num_perm", 128),
)


@dataclass(frozen=True)
class Passage:
    """One sentence on each side, or on one; ``place`` moves the right reading before that passage."""

    kind: SegmentKind
    left: str = ""
    right: str = ""
    opens: bool = False
    place: int | None = None


def kept(sentence: str) -> Passage:
    """A sentence that both articles have, word for word."""
    return Passage("verbatim", sentence, sentence)


def make_article(article_id: str, text: str, **fields: object) -> Article:
    known: dict[str, Any] = {
        "outlet": "Harbour Post",
        "title": "Harbour reopens",
        "language": "en",
    } | fields
    return Article(id=article_id, sha256=f"{len(text):064x}", text=text, **known)


def make_link(relation: Relation, ids: tuple[str, str] = ("a.html", "b.html")) -> Link:
    return Link(
        left_id=ids[0],
        right_id=ids[1],
        relation=relation,
        overlap=Overlap(
            left_id=ids[0], right_id=ids[1], jaccard=0.241, left_containment=0.412, right_containment=0.3801
        ),
        left_coverage=0.861,
        right_coverage=0.793,
        evidence=(
            Evidence(
                name="share of the shorter text aligned",
                value=0.861,
                needed="at least 0.6",
                met="yes",
                is_decisive=True,
            ),
            Evidence(name="longest common run of words", value=24, needed="any"),
        ),
    )


def make_diff(
    passages: Sequence[Passage],
    *,
    changes: Sequence[tuple[ChangeClass, Severity, str, str]] = (),
    holes: Sequence[tuple[str, str]] = (),
    relation: Relation = "near_duplicate",
    left: dict[str, object] | None = None,
    right: dict[str, object] | None = None,
) -> DiffReport:
    """Build a comparison: changes name their readings, which are looked up in the texts."""
    left_text, left_spans = _join([(i, p.left, p.opens) for i, p in enumerate(passages) if p.left])
    order = sorted(
        (i for i, p in enumerate(passages) if p.right),
        key=lambda i: (i, 1) if passages[i].place is None else (passages[i].place, 0),
    )
    right_text, right_spans = _join([(i, passages[i].right, passages[i].opens) for i in order])
    segments = tuple(_segment(i, p, left_spans, right_spans) for i, p in enumerate(passages))
    alignment = Alignment(
        left_id="a.html",
        right_id="b.html",
        left_sentences=tuple(sorted(left_spans.values())),
        right_sentences=tuple(sorted(right_spans.values())),
        segments=tuple(
            Segment(
                kind=s.kind,
                is_moved=s.is_moved,
                left=tuple(sorted(left_spans.values()).index(left_spans[i]) for i in s.left),
                right=tuple(sorted(right_spans.values()).index(right_spans[i]) for i in s.right),
                similarity=s.similarity,
                edits=s.edits,
            )
            for s in segments
        ),
        changes=tuple(_change(each, left_text, right_text) for each in changes),
        holes=tuple(
            Hole(
                left=_find(left_text, reading) if side == "left" else None,
                right=_find(right_text, reading) if side == "right" else None,
                reason="a figure was lost when the page was read",
            )
            for side, reading in holes
        ),
        left_coverage=0.861,
        right_coverage=0.793,
    )
    return DiffReport(
        left=make_article("a.html", left_text, **(left or {})),
        right=make_article("b.html", right_text, **(right or {})),
        link=make_link(relation),
        alignment=alignment,
        settings=SETTINGS,
    )


def _join(sentences: list[tuple[int, str, bool]]) -> tuple[str, dict[int, Span]]:
    text, spans = "", {}
    for index, sentence, opens in sentences:
        if text:
            text += "\n" if opens else " "
        spans[index] = (len(text), len(text) + len(sentence))
        text += sentence
    return text, spans


def _segment(i: int, passage: Passage, left: dict[int, Span], right: dict[int, Span]) -> Segment:
    edits: tuple[Edit, ...] = ()
    similarity = 0.0
    if passage.left and passage.right:
        edits = _edit(passage.left, passage.right, left[i][0], right[i][0])
        similarity = SequenceMatcher(None, passage.left, passage.right).ratio()
    return Segment(
        kind=passage.kind,
        is_moved=passage.place is not None,
        left=(i,) if passage.left else (),
        right=(i,) if passage.right else (),
        similarity=similarity,
        edits=edits,
    )


def _edit(left: str, right: str, left_start: int, right_start: int) -> tuple[Edit, ...]:
    lefts, rights = UNIT.findall(left), UNIT.findall(right)
    edits = []
    left_at, right_at = left_start, right_start
    for op, a, b, c, d in SequenceMatcher(None, lefts, rights, autojunk=False).get_opcodes():
        old, new = "".join(lefts[a:b]), "".join(rights[c:d])
        edits.append(
            Edit(
                op=op,
                left=(left_at, left_at + len(old)),
                right=(right_at, right_at + len(new)),
                is_trivial=op != "equal" and not any(sign.isalnum() for sign in old + new),
            )
        )
        left_at, right_at = left_at + len(old), right_at + len(new)
    return tuple(edits)


def _find(text: str, reading: str) -> Span | None:
    return (text.index(reading), text.index(reading) + len(reading)) if reading else None


def _change(each: tuple[ChangeClass, Severity, str, str], left: str, right: str) -> Change:
    change_class, severity, left_reading, right_reading = each
    return Change(
        change_class=change_class,
        severity=severity,
        left=_find(left, left_reading),
        right=_find(right, right_reading),
        left_text=left_reading,
        right_text=right_reading,
    )


def make_harbour_diff() -> DiffReport:
    """Every kind of segment and most classes of change in one invented story."""
    passages = [
        Passage("dropped", "For the fishermen of Varnholm, the wait is over.", opens=True),
        Passage("added", right="A port that stood still for months is moving again.", opens=True),
        Passage("added", right="Readers may follow the harbour on our ticker.", opens=True),
        Passage(
            "light",
            "The harbour of Varnholm reopened on Tuesday after 14 weeks of repairs, the port authority said.",
            "The harbor of Varnholm reopened on Wednesday after 16 weeks of repairs, "
            "the port authority claimed.",
            opens=True,
        ),
        kept("Forty ships had waited in the roads since the spring."),
        Passage(
            "light",
            '"We are relieved, to put it mildly," harbour master Jelena Vidović said.',
            "“We are furious, to put it mildly,” harbour master Yelena Vidovich said.",
            opens=True,
        ),
        kept("She has run the port since 2011."),
        kept("Her father held the same post before her."),
        Passage(
            "reworded",
            "The repairs cost about 38 million crowns, more than twice what the council had set aside.",
            "At 38 million crowns, the works swallowed over double the sum put by for them.",
            opens=True,
        ),
        Passage(
            "light",
            "An inquiry found no evidence that the quay was unsafe.",
            "An inquiry found evidence that the quay was unsafe.",
        ),
        Passage(
            "light",
            "Residents’ groups — some of them new — asked for a toll.",
            "Residents' groups - some of them new - asked for a toll.",
        ),
        Passage("dropped", "The toll was first proposed in 1974.", opens=True),
        Passage("dropped", "It has been rejected three times.", ""),
        Passage(
            "light",
            "Ferries to the outer islands will run from Saturday, twice a day.",
            "Ferries to the outer isles will run from Saturday, twice a day.",
            opens=True,
            place=8,
        ),
        Passage(
            "light", "Freight began in and grew by a third.", "Freight began in May and grew by a third."
        ),
        Passage("added", right="The council meets again on Friday.", opens=True),
    ]
    return make_diff(
        passages,
        changes=[
            ("number", "factual", "14 weeks", "16 weeks"),
            ("negation", "factual", "no evidence", "evidence"),
            ("quote", "factual", "relieved", "furious"),
            ("date", "factual", "Tuesday", "Wednesday"),
            ("name", "factual", "Jelena Vidović", "Yelena Vidovich"),
            ("attribution", "nuance", "the port authority said", "the port authority claimed"),
            ("hedge", "nuance", "about", ""),
            ("term", "style", "islands", "isles"),
        ],
        holes=[("left", "began in and")],
        left={
            "outlet": "Harbour Post",
            "title": "Varnholm harbour reopens after 14 weeks",
            "published": "2026-03-03T08:10:00+01:00",
            "author": "Tove Lind",
            "url": "https://harbour-post.example/varnholm",
            "credits": (
                Credit(agency="Meridian Press", kind="dateline", text="VARNHOLM (Meridian) —", span=(0, 0)),
                Credit(
                    agency="Meridian Press",
                    kind="copyright",
                    text="Copyright 2026 Meridian Press. All rights reserved.",
                    span=(0, 0),
                ),
            ),
        },
        right={
            "outlet": "Northgate Herald",
            "title": "Varnholm harbour is open again after 16 weeks",
            "published": "2026-03-04",
        },
    )


def make_long_diff(sentences: int = 500) -> DiffReport:
    """A long pair: a fifth edited, a tenth dropped, a tenth added, one in forty moved."""
    places = ("quay", "lock", "ferry", "crane", "lighthouse", "dredger", "pilot boat")
    passages = []
    for i in range(sentences):
        place = places[i % len(places)]
        left = f"On day {i + 1} the {place} at berth {i % 23 + 1} handled {i * 7 % 90 + 10} loads of timber."
        opens = i % 4 == 0
        if i % 10 == 3:
            passages.append(Passage("dropped", left, opens=opens))
        elif i % 10 == 6:
            passages.append(Passage("added", right=left.replace("timber", "grain"), opens=opens))
        elif i % 40 == 21:
            passages.append(Passage("verbatim", left, left, opens=opens, place=max(i - 15, 0)))
        elif i % 5 == 2:
            right = left.replace("handled", "took in").replace("loads", "cargoes")
            passages.append(Passage("light", left, right, opens=opens))
        else:
            passages.append(Passage("verbatim", left, left, opens=opens))
    return make_diff(passages)


def make_arabic_diff() -> DiffReport:
    passages = [
        Passage(
            "light",
            "أعيد فتح ميناء فارنهولم يوم الثلاثاء بعد 14 أسبوعا من الإصلاحات.",
            "أعيد فتح ميناء فارنهولم يوم الأربعاء بعد 16 أسبوعا من أعمال الإصلاح.",
            opens=True,
        ),
        kept("كانت أربعون سفينة تنتظر في عرض البحر منذ الربيع."),
        Passage("dropped", "وقالت مديرة الميناء إن السكان يشعرون بالارتياح.", opens=True),
        Passage("added", right="TIR 40: سيجتمع المجلس مرة أخرى يوم الجمعة.", opens=True),
    ]
    fields: dict[str, object] = {"language": "ar", "outlet": "بريد الميناء"}
    return make_diff(
        passages,
        changes=[
            ("number", "factual", "14 أسبوعا", "16 أسبوعا"),
            ("date", "factual", "يوم الثلاثاء", "يوم الأربعاء"),
        ],
        left=fields | {"title": "إعادة فتح ميناء فارنهولم"},
        right=fields | {"title": "ميناء فارنهولم مفتوح من جديد", "outlet": "أخبار الشمال"},
    )


def make_chinese_diff() -> DiffReport:
    passages = [
        Passage(
            "light",
            "经过14周的维修，瓦恩霍尔姆港星期二重新开放，港务局表示。",
            "经过16周的维修，瓦恩霍尔姆港星期三重新开放，港务局声称。",
            opens=True,
        ),
        kept("自春天以来，四十艘船一直在港外等候。"),
        Passage(
            "reworded",
            "维修费用约为3800万克朗，是预算的两倍多。",
            "这项工程花费3800万克朗，超出预算一倍以上。",
        ),
        Passage("dropped", "这项收费最早是在1974年提出的。", opens=True),
        Passage("added", right="市议会将于星期五再次开会。", opens=True),
    ]
    fields: dict[str, object] = {"language": "zh", "outlet": "港口邮报"}
    return make_diff(
        passages,
        changes=[
            ("number", "factual", "14周", "16周"),
            ("date", "factual", "星期二", "星期三"),
            ("attribution", "nuance", "表示", "声称"),
        ],
        left=fields | {"title": "瓦恩霍尔姆港重新开放"},
        right=fields | {"title": "瓦恩霍尔姆港十六周后重新开放", "outlet": "北门先驱报"},
    )


HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'
    "<a href=\"javascript:document.title='owned'\">press</a>{{ 7 * 7 }}</p></section>"
    "<style>*{display:none}</style>"
    "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp.exe\u202c\u2066x\u2069\x00\ud800]]>--><!--"
)
"""Markup, scripts, escape sequences, bidirectional overrides, a lone surrogate."""


def make_hostile_diff() -> DiffReport:
    credits = (Credit(agency=f"Agency {HOSTILE}", kind="byline", text=HOSTILE, span=(0, 0)),)
    fields: dict[str, object] = {
        "title": f"Title {HOSTILE}",
        "outlet": f"Outlet {HOSTILE}",
        "published": HOSTILE,
        "author": HOSTILE,
        "url": f"javascript:{HOSTILE}",
        "language": '"><script>',
        "credits": credits,
    }
    passages = [
        Passage("light", f"First {HOSTILE} left.", f"First {HOSTILE} right.", opens=True),
        Passage("dropped", f"Dropped {HOSTILE}.", opens=True),
        Passage("added", right=f"Added {HOSTILE}.", opens=True),
    ]
    return make_diff(
        passages,
        changes=[("quote", "factual", f"First {HOSTILE}", f"First {HOSTILE}")],
        holes=[("left", f"Dropped {HOSTILE}")],
        left=fields,
        right=fields,
    )


def make_report() -> Report:
    """Five articles in one cluster of three, a family of four, one on its own, two pages rejected."""
    credit = Credit(agency="Meridian Press", kind="dateline", text="VARNHOLM (Meridian) —", span=(0, 0))
    articles = (
        make_article("pages/d.html", "Text.", outlet="Gull & Anchor", title="Toll or no toll", language=None),
        make_article(
            "pages/a.html", "Text.", outlet="Harbour Post", published="2026-03-03", credits=(credit,)
        ),
        make_article("pages/b.html", "Text.", outlet="Northgate Herald", title="Open again"),
        make_article("pages/c.html", "Text.", outlet="Harbour Post", title=None, credits=(credit, credit)),
        make_article("pages/e.html", "Text.", outlet=None, title="A quiet day"),
    )
    return Report(
        articles=articles,
        token_counts=(310, 420, 400, 120, 90),
        clusters=(Cluster(id="pages/a.html", article_ids=("pages/c.html", "pages/a.html", "pages/b.html")),),
        families=(
            Family(
                id="pages/a.html",
                article_ids=("pages/d.html", "pages/a.html", "pages/b.html", "pages/c.html"),
            ),
        ),
        links=(
            make_link("topical", ("pages/a.html", "pages/e.html")),
            make_link("derived", ("pages/b.html", "pages/d.html")),
            make_link("near_duplicate", ("pages/a.html", "pages/b.html")),
            make_link("near_duplicate", ("pages/a.html", "pages/c.html")),
        ),
        rejections=(
            Rejection(id="pages/z.html", reason="no article text: 3 words outside links"),
            Rejection(id="pages/y.html", reason="empty file"),
        ),
        settings=SETTINGS,
        counts=(("pages", 7), ("articles", 5)),
    )


def make_extracted() -> Article:
    return make_article(
        "pages/a.html",
        "The harbour of Varnholm reopened.\nForty ships had waited.",
        published="2026-03-03",
        author="Tove Lind",
        credits=(
            Credit(agency="Meridian Press", kind="dateline", text="VARNHOLM (Meridian) —", span=(0, 0)),
        ),
        dropped=(
            DroppedLine(text="Subscribe to our newsletter", reason="newsletter prompt"),
            DroppedLine(text="Share", reason="share bar"),
            DroppedLine(text="Share this", reason="share bar"),
        ),
    )


def make_explanation(relation: Relation = "topical") -> Explanation:
    return Explanation(
        link=make_link(relation),
        shared=(
            SharedPassage(
                text="waited in the roads since the spring", left=(120, 156), right=(20, 56), tokens=7
            ),
            SharedPassage(text="the port authority said", left=(40, 63), right=(300, 323), tokens=4),
        ),
    )


def make_explanation_in_run() -> Explanation:
    explanation = make_explanation("derived")
    long, short = explanation.shared
    return replace(
        explanation,
        shared=(replace(long, stories=4, is_common=True), replace(short, stories=1)),
        surroundings=Surroundings(
            articles=1_204,
            alone="topical",
            proposed_by=("lsh", "anchors"),
            supporters=tuple((f"pages/\x1b[31m{number}.html", 0.9 - number / 100) for number in range(12)),
        ),
    )
