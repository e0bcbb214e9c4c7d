"""Values that changed places are told, each place once; clauses in another order are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.records import Article
from dedup.compare.alignment import align_articles
from dedup.records import Change

LEAD = "The council met in the old hall for the yearly debate on the water works. "


def find(left: str, right: str) -> list[Change]:
    sides = (Article(id=name, sha256="", text=LEAD + text) for name, text in (("a", left), ("b", right)))
    return list(align_articles(*sides).changes)


def show(changes: list[Change]) -> list[tuple[str, str, str, str]]:
    return [(c.change_class, c.severity, c.left_text, c.right_text) for c in changes]


SWAPS = [
    (
        "Ferry traffic rose to 1.2 million in June from 900,000 a year earlier, and at least 14 boats sank.",
        "Ferry traffic rose to 900,000 in June from 1.2 million a year earlier, and at least 14 boats sank.",
        "number",
        [("1.2 million", "900,000"), ("900,000", "1.2 million")],
    ),
    (
        "Varnholm beat Tromsund 3-1 in the final on Sunday.",
        "Varnholm beat Tromsund 1-3 in the final on Sunday.",
        "number",
        [("3-1", "1-3")],
    ),
    (
        "The toll rose from 12 to 45 after the flood, the mayor said.",
        "The toll rose from 45 to 12 after the flood, the mayor said.",
        "number",
        [("12 to 45", "45 to 12")],
    ),
    (
        "The yard employs 300 people in Varnholm and 40 in Tromsund.",
        "The yard employs 40 people in Varnholm and 300 in Tromsund.",
        "number",
        [("300", "40"), ("40", "300")],
    ),
    (
        "Lindqvist sued Madsen over the sale of the quay.",
        "Madsen sued Lindqvist over the sale of the quay.",
        "name",
        [("Lindqvist", "Madsen"), ("Madsen", "Lindqvist")],
    ),
    (
        "The quay opened in May and closed in June after a long dispute.",
        "The quay opened in June and closed in May after a long dispute.",
        "date",
        [("May", "June"), ("June", "May")],
    ),
    (
        "Catches rose 3 percent in 2019, 5 percent in 2020 and 7 percent in 2021.",
        "Catches rose 5 percent in 2019, 7 percent in 2020 and 9 percent in 2021.",
        "number",
        [("3 percent", "5 percent"), ("5 percent", "7 percent"), ("7 percent", "9 percent")],
    ),
    (
        "Varnholm's debts to Tromsund grew by 4 percent.",
        "Tromsund's debts to Varnholm grew by 4 percent.",
        "name",
        [("Varnholm's", "Tromsund's"), ("Tromsund", "Varnholm")],
    ),
    (
        "“We lost 12 boats and found 45,” Madsen said.",
        "“We lost 45 boats and found 12,” Madsen said.",
        "number",
        [("12", "45"), ("45", "12")],
    ),
    (
        "Catches rose 12 percent in Varnholm, 5 percent in Tromsund and 3 percent in Ostby.",
        "Catches rose 3 percent in Varnholm, 12 percent in Tromsund and 5 percent in Ostby.",
        "number",
        [("12 percent", "3 percent"), ("5 percent", "12 percent"), ("3 percent", "5 percent")],
    ),
]


@pytest.mark.parametrize(("left", "right", "change_class", "pairs"), SWAPS)
def test_swapped_values_are_told_once_each(
    left: str, right: str, change_class: str, pairs: list[tuple[str, str]]
) -> None:
    assert show(find(left, right)) == [(change_class, "factual", *pair) for pair in pairs]
    backwards = [(change_class, "factual", theirs, ours) for ours, theirs in pairs]
    assert show(find(right, left)) == backwards


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "The yard employs 300 people in Varnholm and 40 in Tromsund.",
            "The yard employs 40 in Tromsund and 300 people in Varnholm.",
        ),
        (
            "Catches rose 12 percent in Varnholm, 5 percent in Tromsund and 3 percent in Ostby.",
            "Catches rose 3 percent in Ostby, 12 percent in Varnholm and 5 percent in Tromsund.",
        ),
        (
            "Ilse Madsen and Peter Lindqvist met in Varnholm.",
            "Peter Lindqvist and Ilse Madsen met in Varnholm.",
        ),
        (
            "The crews won 12, 45 and 7 races in Varnholm.",
            "The crews won 3, 12, 45 and 7 races in Varnholm.",
        ),
        (
            "Madsen, 45, and Lindqvist, 38, were arrested in Ostby.",
            "Lindqvist, 38, and Madsen, 45, were arrested in Ostby.",
        ),
        (
            "(MP) VARNHOLM - The crews have left the harbour for the season.",
            "VARNHOLM (MP) - The crews have left the harbour for the season.",
        ),
        ("The Varnholm-Tromsund road was closed.", "The Tromsund-Varnholm road was closed."),
        ("Madsen married Lindqvist in the old hall.", "Lindqvist married Madsen in the old hall."),
        ("Madsen was sued by Lindqvist in June.", "Lindqvist sued Madsen in June."),
        (
            "On Monday the port raised its fee to 4.5 percent in Varnholm.",
            "The port raised its fee to 4.5 percent in Varnholm on Monday.",
        ),
        (
            "The toll rose from 12 to 45 after the flood.",
            "The toll rose to 45 from 12 after the flood.",
        ),
        (
            "In the floods 12 died in Ostby and 45 were hurt in Tromsund.",
            "In the floods 45 were hurt in Tromsund and 12 died in Ostby.",
        ),
    ],
)
def test_values_that_move_with_their_clause_are_silent(left: str, right: str) -> None:
    for pair in ((left, right), (right, left)):
        assert [change for change in find(*pair) if change.severity == "factual"] == []


@given(
    st.lists(st.integers(min_value=3100, max_value=9000), min_size=2, max_size=4, unique=True),
    st.randoms(use_true_random=False),
)
def test_every_place_of_a_permutation_is_told_once(values: list[int], random: object) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    towns = ("Varnholm", "Tromsund", "Ostby", "Hartwell")
    texts = [
        "The yard keeps "
        + ", ".join(f"{n} barrels of tar in {town}" for n, town in zip(side, towns, strict=False))
        for side in (values, shuffled)
    ]
    told = {(c.left_text, c.right_text) for c in find(texts[0] + ".", texts[1] + ".")}
    assert told == {(str(a), str(b)) for a, b in zip(values, shuffled, strict=True) if a != b}
