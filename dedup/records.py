"""Every record of the way from articles to a report, in the order in which they are made.

Frozen, keyword-only, tuples for lists; arrays are read-only. ``left`` and ``right`` are the two articles of
a pair, ``left_id < right_id``; the outside contract calls them ``a`` and ``b``. Similarities are floats in
[0, 1]. Spans are half-open ``(start, end)`` pairs in Unicode code points of the article's ``text``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from boilerplate.records import Article, Rejection

Span = tuple[int, int]
Relation = Literal["identical", "near_duplicate", "derived", "quotes", "topical", "unrelated"]
SegmentKind = Literal["verbatim", "light", "reworded", "dropped", "added"]
EditOp = Literal["equal", "replace", "delete", "insert"]
ChangeClass = Literal["number", "date", "name", "quote", "attribution", "negation", "hedge", "term", "other"]
Severity = Literal["factual", "nuance", "style"]
FormLabel = Literal[
    "verbatim",
    "lede_rewritten",
    "headline_rewritten",
    "cut_from_bottom",
    "condensed",
    "extended",
    "reordered",
    "reworded",
    "merged",
    "excerpt",
]

Edge = Literal["", "opening", "close"]

LINKED: frozenset[Relation] = frozenset({"identical", "near_duplicate", "derived", "quotes"})
"""The relations that join two articles into one family."""


# --- tokens -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TokenizedText:
    """The tokens of one text: ``words[i]`` is the normalised form of ``text[starts[i]:ends[i]]``.

    ``starts`` and ``ends`` are int32, shape (len(words),), increasing.
    """

    words: tuple[str, ...]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]


# --- match ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShingleSet:
    """The distinct shingles of an article: ``hashes`` is uint64, sorted, unique, shape (n,)."""

    article_id: str
    hashes: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Signature:
    """The MinHash signature of a shingle set: ``values`` is uint32, shape (num_perm,)."""

    article_id: str
    values: npt.NDArray[np.uint32]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnchorSet:
    """What an article tells that few others do.

    ``names`` and ``numbers`` are normalised tokens, ``mentions`` both in the order of the text; ``quotes``
    are the normalised words of each quotation, joined by spaces, ``quoted_words`` those that are no grammar
    words. ``hashes`` are of the article's content n-grams: uint64, sorted, unique, shape (n,).
    """

    article_id: str
    names: frozenset[str]
    numbers: frozenset[str]
    mentions: tuple[str, ...]
    quoted_words: frozenset[str]
    quotes: frozenset[str]
    hashes: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePair:
    """Two articles worth comparing and which index proposed them (``lsh``, ``anchors``)."""

    left_id: str
    right_id: str
    sources: tuple[str, ...]
    shared_anchors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Exact overlap of two shingle sets.

    ``left_containment`` is the share of left's shingles found in right, and the other way round.
    """

    left_id: str
    right_id: str
    jaccard: float
    left_containment: float
    right_containment: float


# --- compare ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SentenceSet:
    """An article's sentences, made ready to be aligned with those of many others.

    ``tokens`` are the whole text's; ``words[i]`` those of the sentence at ``spans[i]``. ``terms`` are the
    distinct stems of all sentences; ``rows`` and ``columns`` (int32) say which sentence has which term.
    """

    text: str
    spans: tuple[Span, ...]
    tokens: TokenizedText
    words: tuple[tuple[str, ...], ...]
    terms: tuple[str, ...]
    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedArticle:
    """An article with all that is worked out about it alone, once for every pair it is part of.

    ``is_quoted`` says of each token whether it stands between quotation marks; ``narrative`` has the
    shingles that touch none of these. ``is_common`` says of each token whether it lies in a run of words that
    many stories of the corpus have; of none where the article is looked at alone.
    """

    article: Article
    tokens: TokenizedText
    token_hashes: npt.NDArray[np.uint64]
    is_quoted: npt.NDArray[np.bool_]
    is_common: npt.NDArray[np.bool_]
    shingles: ShingleSet
    narrative: ShingleSet
    anchors: AnchorSet
    sentences: SentenceSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One step of turning a segment's left text into its right text.

    The edits of a segment are contiguous on both sides and cover them from the first to the last
    character; ``is_trivial`` marks one of punctuation, spacing, letter case or quote style alone.
    """

    op: EditOp
    left: Span
    right: Span
    is_trivial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Sentences of the left article and the sentences of the right one that answer to them.

    ``left`` and ``right`` are sentence indices, ascending; one of them is empty where ``kind`` is
    ``dropped`` (only left has it) or ``added`` (only right has it).
    """

    kind: SegmentKind
    is_moved: bool
    left: tuple[int, ...]
    right: tuple[int, ...]
    similarity: float
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A difference that may alter what the reader is told. A side where nothing stands is None."""

    change_class: ChangeClass
    severity: Severity
    left: Span | None
    right: Span | None
    left_text: str
    right_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A place damaged by extraction: never a change, never comparable. One side is None."""

    left: Span | None
    right: Span | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How two texts answer to each other, sentence by sentence.

    Together the segments hold every sentence of both sides exactly once, in the order of the left side,
    what only the right side has standing where the right side has it. ``left_coverage`` is the share of
    left's sentences, weighted by their tokens, that are aligned to some sentence of right.
    """

    left_id: str
    right_id: str
    left_sentences: tuple[Span, ...]
    right_sentences: tuple[Span, ...]
    segments: tuple[Segment, ...]
    changes: tuple[Change, ...]
    holes: tuple[Hole, ...]
    left_coverage: float
    right_coverage: float


# --- relate -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason: what was measured, its value, and what a verdict needs (in words).

    ``met`` says whether the value reaches what is needed, ``in part`` if only the lower of two thresholds,
    and is None where nothing is; ``is_decisive`` marks what the verdict rests on.
    """

    name: str
    value: float | int | str
    needed: str
    met: Literal["yes", "no", "in part"] | None = None
    is_decisive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPassage:
    """Words that stand in both articles, in each one's own offsets; ``text`` is the left's reading.

    ``stories`` says how many stories of a run have it, or the part of it that most of them have; 0 where that
    was not counted. What ``is_common`` among them carries no weight.
    """

    tokens: int
    text: str
    left: Span
    right: Span
    stories: int = 0
    is_common: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMeasures:
    """All that was measured on one pair. "Shorter" is the article with fewer tokens; shares are of it.

    ``shorter_coverage`` is the share of its sentences that the other article answers to,
    ``alike_coverage`` of those that are alike in more than their subject, ``close_coverage`` of those alike
    in half their words or more, words between quotation marks left out. ``shorter_containment`` is the share
    of its shingles that the other has, ``narrative_containment`` of those outside quotations.

    ``name_share`` is the share of its distinct names and numbers that the other has, ``rare_share`` of those
    told once, both one half where it has next to none; ``order_share`` of all their mentions that come in the
    same order; ``fact_share`` of those in its aligned sentences that stand in their counterparts.
    ``conflict_share`` is the share of alike sentences whose numbers contradict each other,
    ``common_values`` counts unround numbers in common, however they are written. ``quote_share`` is the
    share of quoted words in common, of the article that quotes less.

    ``passage_share`` is the share of its tokens that stand in passages in common,
    ``quoted_tokens`` is the length of the longest sentence that stands in both almost word for word,
    ``longest_run`` that of the longest run of equal tokens. ``edge`` says that all they share opens or closes
    them both.
    """

    is_same_text: bool
    overlap: Overlap
    left_coverage: float
    right_coverage: float
    shorter_coverage: float
    alike_coverage: float
    close_coverage: float
    shorter_containment: float
    narrative_containment: float
    passage_share: float
    quoted_tokens: int
    longest_run: int
    name_share: float
    rare_share: float
    order_share: float
    fact_share: float
    conflict_share: float
    common_values: int
    quote_share: float
    edge: Edge
    names: tuple[str, ...]
    quotes: tuple[str, ...]
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The verdict on one pair with everything it rests on.

    ``similarity`` says how much of the shorter article goes back to the text of the other or to their common
    source, ``confidence`` how probable it is that the relation named is the right one, ``alone`` how probable
    it is by the pair alone that there is any such common text.
    """

    left_id: str
    right_id: str
    relation: Relation
    overlap: Overlap
    left_coverage: float
    right_coverage: float
    evidence: tuple[Evidence, ...]
    similarity: float = 1.0
    confidence: float = 1.0
    alone: float = 1.0

    @property
    def is_linked(self) -> bool:
        """Whether the pair belongs into one family."""
        return self.relation in LINKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the other articles of a run had to do with the verdict on a pair.

    ``alone`` is the relation by the two articles alone, ``proposed_by`` what made them a candidate pair
    (``exact``, ``lsh``, ``anchors``, ``others``), ``supporters`` the articles that go back to one text with
    both, the surest first, with the probability of each.
    """

    articles: int
    alone: Relation
    proposed_by: tuple[str, ...]
    supporters: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why two articles are, or are not, linked; ``surroundings`` is None where they were judged alone."""

    link: Link
    shared: tuple[SharedPassage, ...]
    surroundings: Surroundings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Articles that are near-duplicates of one another; ``id`` is the smallest article id.

    ``lead_id`` names the article that stands for them, ``lead_reason`` says why it does, and ``forms`` what
    became of its text in each of the others. All three are empty until the lead is chosen.
    """

    id: str
    article_ids: tuple[str, ...]
    lead_id: str = ""
    lead_reason: str = ""
    forms: tuple[tuple[str, tuple[FormLabel, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Articles joined by any copying at all; ``id`` is the smallest article id.

    ``forms`` says of members outside all clusters which are merged from two or more of the others.
    """

    id: str
    article_ids: tuple[str, ...]
    forms: tuple[tuple[str, tuple[FormLabel, ...]], ...] = ()


# --- report -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a ``clusters`` run.

    The articles may come without their texts; ``token_counts[i]`` belongs to ``articles[i]``. ``settings``
    are the name and value of everything that shaped the result; ``counts`` says how many of what were seen.
    """

    articles: Sequence[Article]
    token_counts: tuple[int, ...]
    clusters: tuple[Cluster, ...]
    families: tuple[Family, ...]
    links: tuple[Link, ...]
    rejections: tuple[Rejection, ...]
    settings: tuple[tuple[str, object], ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffReport:
    """The result of a ``diff`` run: two articles, the verdict and the alignment."""

    left: Article
    right: Article
    link: Link
    alignment: Alignment
    settings: tuple[tuple[str, object], ...]
