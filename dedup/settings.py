"""Every number that shapes a result, in one frozen record. Each default says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, fields

from dedup.errors import InvalidSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a run; they are printed with its result.

    Raises: InvalidSetting: a value outside its range.
    """

    shingle_size: int = 3
    """Tokens in a shingle. Newswire duplicates share few 5-grams: mean 3-gram Jaccard .30 (NEWS-COPY)."""

    num_perm: int = 128
    """Values in a MinHash signature; the standard error of the Jaccard estimate is at most .044."""

    seed: int = 1
    """Seed of the MinHash permutations (datasketch's default)."""

    bands: int = 64
    """LSH bands. With two rows a pair is proposed at P = 1 − (1 − s²)⁶⁴: .93 at Jaccard s = .2, .48 at .1."""

    rows: int = 2
    """Rows in a band; bands · rows ≤ num_perm."""

    max_anchor_articles: int = 20
    """An anchor found in more articles than this is no longer rare (passim keeps n-grams in 2–100 texts)."""

    min_shared_anchors: int = 4
    """Rare anchors that two articles must share to be compared at all; with five, rewordings go unseen."""

    near_duplicate_coverage: float = 0.6
    """Share of the shorter article's sentences from which two articles are one story (the contract)."""

    derived_coverage: float = 0.15
    """The same from which one is made from the other or from their common source (the contract)."""

    copied_probability: float = 0.55
    """Probability of a copy by its wording from which a pair is one (``relate.rewording``)."""

    retold_probability: float = 0.7
    """Probability of a retelling by names, numbers and quotations from which a pair is derived; higher than
    the other, since independent reports of one event come near it."""

    credited_probability: float = 0.4
    """The same where both credit the same agency and a clear part of the shorter one is covered."""

    retold_numbers: int = 2
    """Unround numbers in common that a retelling has at least: a quotation everybody has proves nothing."""

    retold_rare: float = 0.65
    """Share of the names and numbers told once that the other has from which a retelling is of the whole
    story; a piece made from it has others of its own (.79 of such labels right, by stories not seen)."""

    retold_quotes: float = 0.4
    """Share of quoted words that both quote then: pieces that retell for an end of their own quote little."""

    close_coverage: float = 0.13
    """Share of the shorter article, quotations left out, that an excerpt has almost unaltered."""

    close_shingles: float = 0.1
    """Share of its shingles outside quotations that the other has then."""

    close_facts: float = 0.75
    """Share of the names and numbers in its aligned sentences that agree then."""

    close_run: int = 15
    """Length of the longest run of words in common then; background sentences run shorter."""

    conflicting_numbers: float = 0.4
    """Share of alike sentences whose numbers contradict each other from which two articles are forms of one
    kind filled in anew (tables, weather, lottery), not copies."""

    form_shingles: float = 0.7
    """Share of shingles from which they are copies all the same, with altered numbers."""

    quoted_tokens: int = 8
    """Length of a sentence in common that makes an article quote another; shorter ones are stock phrases."""

    quoted_run: int = 12
    """The same for a run of words inside sentences that otherwise differ. Stock phrases and names of bodies
    run to ten words between articles that have nothing to do with each other."""

    supported_probability: float = 0.65
    """Probability from which a pair in doubt is linked since other articles go back to one text with both."""

    within_days: int | None = None
    """Largest distance in days between two publication dates; None: any. Unknown dates are compared."""

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, low in _LOWEST.items():
            if getattr(self, name) < low:
                raise InvalidSetting(f"{name} is {getattr(self, name)}: give a whole number from {low} up")
        if not 0 < self.derived_coverage <= self.near_duplicate_coverage <= 1:
            raise InvalidSetting(
                f"derived_coverage is {self.derived_coverage}, near_duplicate_coverage "
                f"{self.near_duplicate_coverage}: give 0 < derived_coverage ≤ near_duplicate_coverage ≤ 1"
            )
        if self.bands * self.rows > self.num_perm:
            raise InvalidSetting(
                f"{self.bands} bands of {self.rows} rows need {self.bands * self.rows} values, num_perm is "
                f"{self.num_perm}: give fewer bands or rows, or more permutations"
            )
        if self.within_days is not None and self.within_days < 0:
            raise InvalidSetting(f"within_days is {self.within_days}: give a whole number from 0 up")

    def as_pairs(self) -> tuple[tuple[str, object], ...]:
        """Name and value of each, in the order above."""
        return tuple((field.name, getattr(self, field.name)) for field in fields(self))


_LOWEST = {
    "shingle_size": 1,
    "num_perm": 2,
    "seed": 0,
    "bands": 1,
    "rows": 1,
    "max_anchor_articles": 2,
    "min_shared_anchors": 1,
    "retold_numbers": 0,
    "close_run": 1,
    "quoted_tokens": 1,
    "quoted_run": 1,
}
