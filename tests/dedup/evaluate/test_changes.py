from dedup.evaluate.changes import (
    LinkCounts,
    OriginSentence,
    PlantedEdit,
    PlantedPair,
    add_counts,
    count_changes,
    count_classes,
    count_index_links,
    count_links,
    rate_changes,
    sum_changes,
)
from dedup.evaluate.locate import move_edits, move_span
from dedup.records import Alignment, Change, ChangeClass, Segment, Severity, Span


def segment(left: tuple[int, ...], right: tuple[int, ...]) -> Segment:
    return Segment(kind="light", is_moved=False, left=left, right=right, similarity=0.8, edits=())


def alignment(sentences: list[Span], segments: list[Segment]) -> Alignment:
    return Alignment(
        left_id="a",
        right_id="b",
        left_sentences=tuple(sentences),
        right_sentences=tuple(sentences),
        segments=tuple(segments),
        changes=(),
        holes=(),
        left_coverage=1.0,
        right_coverage=1.0,
    )


def sentence(start: int, end: int, *origins: str) -> OriginSentence:
    return OriginSentence(span=(start, end), origins=frozenset(origins))


def change(change_class: ChangeClass, severity: Severity, left: Span | None, right: Span | None) -> Change:
    return Change(
        change_class=change_class, severity=severity, left=left, right=right, left_text="", right_text=""
    )


def planted(
    change_class: ChangeClass,
    severity: Severity,
    left: Span | None,
    right: Span | None,
    *,
    decoy: bool = False,
) -> PlantedEdit:
    return PlantedEdit(change_class=change_class, severity=severity, is_decoy=decoy, left=left, right=right)


def test_links_are_counted_between_sentences_of_one_origin() -> None:
    gold = [sentence(0, 10, "x"), sentence(11, 20, "y")]
    found = alignment([(0, 10), (11, 20)], [segment((0,), (0,)), segment((1,), ())])
    assert count_links(found, gold, gold) == LinkCounts(found=1, expected=2, right=1)


def test_another_way_of_splitting_costs_nothing() -> None:
    gold = [sentence(0, 3, "x"), sentence(4, 20, "y")]
    found = alignment([(0, 20)], [segment((0,), (0,))])
    assert count_links(found, gold, gold) == LinkCounts(found=2, expected=2, right=2)


def test_a_wrong_link_costs_precision() -> None:
    left = [sentence(0, 10, "x"), sentence(11, 20, "y")]
    right = [sentence(0, 10, "y"), sentence(11, 20, "z")]
    found = alignment([(0, 10), (11, 20)], [segment((0,), (0,)), segment((1,), (1,))])
    counts = count_links(found, left, right)
    assert counts == LinkCounts(found=2, expected=1, right=0)
    assert (counts.precision, counts.recall, counts.f1) == (0.0, 0.0, 0.0)


def test_nothing_expected_and_nothing_found_is_perfect() -> None:
    counts = count_index_links([segment((0,), ())], [])
    assert (counts.precision, counts.recall, counts.f1) == (1.0, 1.0, 1.0)


def test_groups_link_each_with_each() -> None:
    counts = count_index_links([segment((0,), (0, 1))], [(0, 0), (0, 1), (1, 1)])
    assert counts == LinkCounts(found=2, expected=3, right=2)
    assert add_counts([counts, counts]) == LinkCounts(found=4, expected=6, right=4)


def test_planted_edits_are_found_by_either_side() -> None:
    edits = [
        planted("number", "factual", (5, 7), (5, 7)),
        planted("hedge", "nuance", (20, 30), None),
        planted("term", "factual", (50, 55), (40, 45)),
        planted("number", "style", (70, 75), (60, 61), decoy=True),
    ]
    changes = [
        change("number", "factual", (4, 7), (4, 7)),
        change("term", "nuance", (20, 29), None),
        change("name", "factual", (90, 95), (80, 85)),
        change("number", "factual", (70, 75), (60, 61)),
    ]
    counts = count_changes(changes, edits)
    assert (counts.planted, counts.found, counts.rightly_classed) == (3, 2, 1)
    assert (counts.factual, counts.factual_found) == (2, 1)
    assert (counts.decoys, counts.decoys_factual) == (1, 1)
    assert (counts.reported, counts.false_factual) == (4, 2)
    assert sum_changes([counts, counts]).found == 4


def test_of_several_changes_that_meet_an_edit_the_one_of_its_class_counts() -> None:
    edits = [planted("quote", "factual", (0, 10), (0, 10))]
    changes = [change("term", "factual", (0, 4), (0, 4)), change("quote", "nuance", (5, 9), (5, 9))]
    counts = count_changes(changes, edits)
    assert counts.rightly_classed == 1
    assert counts.factual_found == 0


def test_by_class_and_as_rates() -> None:
    edits = [
        planted("number", "factual", (5, 7), None),
        planted("number", "style", (20, 22), None, decoy=True),
        planted("hedge", "nuance", (30, 35), None),
    ]
    changes = [
        change("number", "factual", (5, 7), None),
        change("hedge", "nuance", (60, 65), None),
    ]
    by_class = count_classes(changes, edits)
    assert {name: (one.planted, one.found) for name, one in by_class.items()} == {
        "number": (1, 1),
        "hedge": (1, 0),
    }
    rates = rate_changes(count_changes(changes, edits), pairs=2)
    assert (rates.found, rates.rightly_classed, rates.factual_found) == (0.5, 1.0, 1.0)
    assert (rates.strays_per_pair, rates.false_factual_per_pair, rates.decoys_factual) == (0.5, 0.0, 0.0)


def test_a_place_is_found_again_by_what_stands_around_it() -> None:
    source = "Ten boats came. Ten boats left, and nine stayed."
    target = "By our man at sea. " + source
    second = source.index("Ten", 5)
    moved = move_span((second, second + 3), source=source, target=target)
    assert moved == (second + 19, second + 22)
    assert move_span((0, 3), source=source, target=source) == (0, 3)
    assert move_span((0, 3), source=source, target="Nothing of this.") is None
    assert move_span((0, 3), source="Ten", target="Ten, ten. Ten") is None


def test_edits_without_a_place_are_counted() -> None:
    edits = (planted("number", "factual", (0, 3), None), planted("name", "factual", None, (0, 2)))
    pair = PlantedPair(left_id="a", right_id="b", is_only_planted=True, edits=edits)
    moved, lost = move_edits(pair, sources=("Ten boats", "Xy"), targets=("So ten boats: Ten boats", "none"))
    assert [edit.left for edit in moved] == [(14, 17)]
    assert lost == 1
