from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from dedup.compare.align import align_sentences, measure_coverage
from dedup.records import Link, Overlap, PreparedArticle, Relation
from dedup.relate.merged import find_merged

BERTH = (
    "The harbour board of Calder Bay voted on Tuesday to close the eastern ferry berth for eleven weeks.",
    "Engineers found cracks in four of the nine steel piles that carry the ramp, Ines Vorhoff said.",
    "Some 4,318 passengers a day use the berth in July, according to figures of the operator, Norrin Line.",
    "The office of Norrin Line would send the boats to the western quay and pay for buses to Pell Street.",
    "Shopkeepers on the eastern side fear for their trade and have written to the council of Harrow Shire.",
    "The repairs are to cost 2.6 million crowns, a third more than the board had set aside for them.",
)
PEARS = (
    "Cider makers have begun to buy pears from abroad since a night of frost ruined the crop of Alder Vale.",
    "The cooperative at Brackley counts on 12,700 tonnes, less than half of what Brackley took last year.",
    "Prices have risen by a fifth since then, and growers ask Oda Lindqvist for loans without interest.",
    "The minister, Oda Lindqvist, told the growers of Alder Vale to be patient until the end of August.",
    "A second frost, which the weather office in Sandholm had warned of, did not come after all.",
)
OWN = "Both stories made for lively talk at the market on Saturday, when the rain kept the tourists away."
EVERYTHING = frozenset(("berth", "pears", "merged", "berth2", "part", "rest", "whole", "first", "last"))
Prepare = Callable[[str, str], PreparedArticle]


@pytest.fixture
def texts(prepare: Prepare) -> dict[str, PreparedArticle]:
    sources = {
        "berth": BERTH,
        "pears": PEARS,
        "merged": (*BERTH[:3], OWN, *PEARS[:3]),
        "berth2": (*BERTH[:5], OWN),
        "part": BERTH[:3],
        "rest": BERTH[3:],
    }
    return {name: prepare(name, "\n".join(sentences)) for name, sentences in sources.items()}


def link(texts: Mapping[str, PreparedArticle], one: str, other: str, relation: Relation = "derived") -> Link:
    left, right = (texts[name] for name in sorted((one, other)))
    segments = align_sentences(left.sentences, right.sentences)
    left_coverage, right_coverage = measure_coverage(segments, left.sentences, right.sentences)
    ids = left.article.id, right.article.id
    overlap = Overlap(
        left_id=ids[0], right_id=ids[1], jaccard=0.3, left_containment=0.5, right_containment=0.5
    )
    return Link(
        left_id=ids[0],
        right_id=ids[1],
        relation=relation,
        overlap=overlap,
        left_coverage=left_coverage,
        right_coverage=right_coverage,
        evidence=(),
    )


def test_parts_of_two_stories(texts: dict[str, PreparedArticle]) -> None:
    links = [link(texts, "berth", "merged"), link(texts, "merged", "pears")]
    assert find_merged(links, among=EVERYTHING, block_of={}, prepared=texts.__getitem__) == {"merged"}
    assert (
        find_merged(links, among=("berth", "pears"), block_of={}, prepared=texts.__getitem__) == frozenset()
    )
    assert find_merged(links[::-1], among=EVERYTHING, block_of={}, prepared=texts.__getitem__) == {"merged"}


def test_versions_of_one_story_are_one_source(texts: dict[str, PreparedArticle]) -> None:
    links = [link(texts, "berth", "merged"), link(texts, "berth2", "merged")]
    blocks = {"berth": "berth", "berth2": "berth"}
    assert find_merged(links, among=EVERYTHING, block_of=blocks, prepared=texts.__getitem__) == frozenset()
    assert find_merged(links, among=EVERYTHING, block_of={}, prepared=texts.__getitem__) == frozenset()


def test_what_stands_in_it_whole_was_cut_out_of_it(texts: dict[str, PreparedArticle]) -> None:
    links = [link(texts, "berth", "part", "near_duplicate"), link(texts, "berth", "rest", "near_duplicate")]
    assert find_merged(links, among=EVERYTHING, block_of={}, prepared=texts.__getitem__) == frozenset()


def test_parts_of_one_story_need_dates(prepare: Prepare) -> None:
    """Two articles on one story may both have been made from the third, unless they came before it."""
    texts = {
        "whole": prepare("whole", "\n".join(BERTH)),
        "first": prepare(
            "first", "\n".join((*BERTH[:3], OWN, "Ines Vorhoff of Norrin Line likes Pell Street."))
        ),
        "last": prepare(
            "last", "\n".join((*BERTH[3:], PEARS[4], "Norrin Line, Pell Street, Harrow Shire: nobody came."))
        ),
    }
    links = [link(texts, "first", "whole"), link(texts, "last", "whole")]
    assert find_merged(links, among=EVERYTHING, block_of={}, prepared=texts.__getitem__) == frozenset()
    dates = {"whole": "2026-03-06", "first": "2026-03-04", "last": "2026-03-05T10:00:00Z"}
    dated = {
        name: replace(text, article=replace(text.article, published=dates[name]))
        for name, text in texts.items()
    }
    is_found = find_merged(links, among=EVERYTHING, block_of={}, prepared=dated.__getitem__)
    names = [text.anchors.names for text in (dated["first"], dated["last"])]
    assert len(names[0] & names[1]) > 0.25 * min(map(len, names))
    assert is_found == {"whole"}
