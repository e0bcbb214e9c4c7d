"""An invented set of credit lines and look-alikes in many languages: how many are told apart."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from boilerplate.credits import take_credits
from boilerplate.records import Article

FILE = Path(__file__).with_name("credit_lines.tsv")
FLOOR_PRECISION, FLOOR_RECALL = 0.98, 0.95
BEFORE = "Work on the old pier had stopped in the autumn after a long dispute about the money."
AFTER = "The next meeting of the council will be held in the hall on the eastern quay."


@dataclass(frozen=True)
class Row:
    kind: str
    agency: str
    language: str
    place: str
    text: str

    @property
    def article(self) -> Article:
        paragraphs = {
            "opening": [self.text, AFTER],
            "sentence": [BEFORE, self.text, AFTER],
            "line": [BEFORE, AFTER, self.text],
            "closing": [BEFORE, self.text],
        }[self.place]
        return Article(id="a", sha256="0", text="\n".join(paragraphs))

    @property
    def wanted(self) -> set[tuple[str, str]]:
        return {(self.kind, agency) for agency in self.agency.split("; ") if agency}

    @property
    def found(self) -> set[tuple[str, str]]:
        return {(credit.kind, credit.agency) for credit in take_credits(self.article).credits}


@lru_cache(maxsize=1)
def read_rows() -> tuple[Row, ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(Row(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_set_is_wide_enough() -> None:
    rows = read_rows()
    assert sum(row.kind != "none" for row in rows) >= 200
    assert sum(row.kind == "none" for row in rows) >= 150
    assert len({row.language for row in rows}) >= 10


def test_credits_are_told_from_their_look_alikes() -> None:
    hits = sum(len(row.found & row.wanted) for row in read_rows())
    found = sum(len(row.found) for row in read_rows())
    wanted = sum(len(row.wanted) for row in read_rows())
    assert hits / found >= FLOOR_PRECISION
    assert hits / wanted >= FLOOR_RECALL


def main() -> None:
    """Print every row that is read wrongly, and the figures."""
    hits = found = wanted = 0
    for row in read_rows():
        hits += len(row.found & row.wanted)
        found += len(row.found)
        wanted += len(row.wanted)
        if row.found != row.wanted:
            print(f"wanted {sorted(row.wanted)} found {sorted(row.found)}: {row.text}")
    print(f"{len(read_rows())} rows, precision {hits / found:.3f}, recall {hits / wanted:.3f}")


if __name__ == "__main__":
    main()
