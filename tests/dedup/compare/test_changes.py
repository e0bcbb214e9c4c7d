"""What counts as a change, of which class, and what must stay silent. All sentences are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.records import Article
from dedup.compare.alignment import align_articles
from dedup.records import Change


def compare(left: str, right: str, language: str | None = None) -> tuple[Change, ...]:
    articles = (
        Article(id=name, sha256="", text=text, language=language)
        for name, text in (("a", left), ("b", right))
    )
    return align_articles(*articles).changes


def show(change: Change) -> tuple[str, str, str, str]:
    return change.change_class, change.severity, change.left_text, change.right_text


CHANGED = [
    (
        "Madsen said 11 freighters were trapped.",
        "Madsen said 14 freighters were trapped.",
        "number",
        "factual",
        "11",
        "14",
    ),
    (
        "The repair will cost $2.5 million.",
        "The repair will cost $2.5 billion.",
        "number",
        "factual",
        "$2.5 million",
        "$2.5 billion",
    ),
    (
        "The fine was set at $500 in all.",
        "The fine was set at €500 in all.",
        "number",
        "factual",
        "$500",
        "€500",
    ),
    (
        "Turnout fell to forty-five percent in Lund.",
        "Turnout fell to 54% in Lund.",
        "number",
        "factual",
        "forty-five percent",
        "54%",
    ),
    (
        "The ice was two metres thick there.",
        "The ice was three metres thick there.",
        "number",
        "factual",
        "two metres",
        "three metres",
    ),
    (
        "The harbour froze on Monday evening.",
        "The harbour froze on Thursday evening.",
        "date",
        "factual",
        "Monday",
        "Thursday",
    ),
    (
        "The port reopened on March 3 without ships.",
        "The port reopened on March 8 without ships.",
        "date",
        "factual",
        "3",
        "8",
    ),
    (
        "The quay was built in 1971 by hand.",
        "The quay was built in 1917 by hand.",
        "date",
        "factual",
        "1971",
        "1917",
    ),
    (
        "The crew left the port last week in fog.",
        "The crew left the port last month in fog.",
        "date",
        "factual",
        "week",
        "month",
    ),
    (
        "The director Ilse Madsen closed the port.",
        "The director Ilse Matsen closed the port.",
        "name",
        "factual",
        "Madsen",
        "Matsen",
    ),
    (
        "A ship from Tromsund broke the ice.",
        "A ship from Varnholm broke the ice.",
        "name",
        "factual",
        "Tromsund",
        "Varnholm",
    ),
    (
        "Peter Lindqvist, 41, steered the sledge.",
        "Anders Lindqvist, 41, steered the sledge.",
        "name",
        "factual",
        "Peter",
        "Anders",
    ),
    (
        "He called it “a hard winter” on the radio.",
        "He called it “a cruel winter” on the radio.",
        "quote",
        "factual",
        "hard",
        "cruel",
    ),
    (
        "The council has approved a loan for the crews.",
        "The council has not approved a loan for the crews.",
        "negation",
        "factual",
        "has",
        "has not",
    ),
    (
        "The pilots weren't told about the ice.",
        "The pilots were told about the ice.",
        "negation",
        "factual",
        "weren't",
        "were",
    ),
    (
        "The captain said the hull was sound.",
        "The captain claimed the hull was sound.",
        "attribution",
        "nuance",
        "said",
        "claimed",
    ),
    (
        "The damage could reach the engine room.",
        "The damage will reach the engine room.",
        "hedge",
        "nuance",
        "could",
        "will",
    ),
    (
        "The mate allegedly sold the diesel in Lund.",
        "The mate sold the diesel in Lund.",
        "hedge",
        "factual",
        "allegedly",
        "",
    ),
    (
        "The port lost nearly 300 tons of fish.",
        "The port lost at least 300 tons of fish.",
        "hedge",
        "nuance",
        "nearly",
        "at least",
    ),
    (
        "The mate was acquitted of the theft in May.",
        "The mate was convicted of the theft in May.",
        "term",
        "factual",
        "acquitted",
        "convicted",
    ),
    (
        "Two fishermen were injured on the northern quay.",
        "Two fishermen were killed on the northern quay.",
        "term",
        "factual",
        "injured",
        "killed",
    ),
    (
        "Prices for cod rose after the frost ended.",
        "Prices for cod fell after the frost ended.",
        "term",
        "factual",
        "rose",
        "fell",
    ),
    (
        "They wait for the icebreaker on the southern shore.",
        "They wait for the lighthouse on the southern shore.",
        "term",
        "nuance",
        "icebreaker",
        "lighthouse",
    ),
]


@pytest.mark.parametrize(("left", "right", "change_class", "severity", "ours", "theirs"), CHANGED)
def test_one_change_is_reported_once_and_classed(
    left: str, right: str, change_class: str, severity: str, ours: str, theirs: str
) -> None:
    (change,) = compare(left, right)
    assert show(change) == (change_class, severity, ours, theirs)
    assert change.left is None or left[slice(*change.left)] == change.left_text
    assert change.right is None or right[slice(*change.right)] == change.right_text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("More than 300 crates of cod were lost in it.", "Over 300 crates of cod were lost in it."),
        ("About 40 crews waited on the quay.", "Around 40 crews waited on the quay."),
        ("Prices rose 5 percent in the port.", "Prices rose 5% in the port."),
        ("Three crews waited on the quay there.", "3 crews waited on the quay there."),
        ("The repair cost $1,500,000 in the end.", "The repair cost $1.5 million in the end."),
        ("A dozen ships lay in the ice there.", "Twelve ships lay in the ice there."),
        ("The ship came on Dec. 4 from Lund.", "The ship came on December 4 from Lund."),
        ("The U.S. consul visited the port.", "The US consul visited the port."),
        ("“We waited,” said Captain Holm of Lund.", '"We waited," said Captain Holm of Lund.'),
        ("It is not clear who sold the diesel.", "It is unclear who sold the diesel."),
        ("The ship reportedly was sold in Lund.", "The ship was reportedly sold in Lund."),
        ("The crews got help from the council of Lund.", "The crews received help from the council of Lund."),
        (
            "The Ministry of Fisheries paid the crews of Lund.",
            "The Fisheries Ministry paid the crews of Lund.",
        ),
        ("Soldiers guarded the northern quay at night.", "Troops guarded the northern quay at night."),
        ("The harbour lies 5 miles north of Lund.", "The harbour lies 8 kilometers north of Lund."),
        (
            "Maj. Gen. Ole Holm inspected the northern quay.",
            "Major General Ole Holm inspected the northern quay.",
        ),
        ("The council will organise help at the centre.", "The council will organize help at the center."),
        ("They sent an e-mail to the crews in Lund.", "They sent an email to the crews in Lund."),
        ("The Ice Held For Forty Days This Winter", "The ice held for forty days this winter"),
    ],
)
def test_equivalent_wordings_are_silent(left: str, right: str) -> None:
    assert [show(change) for change in compare(left, right)] == []


def test_two_wordings_of_time_gone_by_are_compared() -> None:
    left = "After four years of frost the port of Lund is empty."
    assert compare(left, "In its fifth year of frost the port of Lund is empty.") == ()
    (change,) = compare(left, "In its fourth year of frost the port of Lund is empty.")
    assert show(change) == ("date", "factual", "four years", "fourth year")


def test_quotation_marks_taken_away_are_told() -> None:
    (change,) = compare(
        "Holm called it “a gift of the north” again.",
        "Holm called it a gift of the north again.",
    )
    assert show(change)[:2] == ("quote", "nuance")
    assert change.left_text == "a gift of the north"


def test_parts_of_one_date_are_one_change() -> None:
    (change,) = compare(
        "The frost began on May 3, 2019, in Lund.", "The frost began on June 8, 2018, in Lund."
    )
    assert show(change) == ("date", "factual", "May 3, 2019", "June 8, 2018")


def test_a_language_from_a_hostile_page_reaches_no_file() -> None:
    assert compare("The ice broke on Monday.", "The ice broke on Friday.", language="../../en") != ()


def test_figures_and_dates_left_out_are_told() -> None:
    left = "The council of Lund paid 4,500 crowns to each crew on Monday, clerks said."
    (change,) = compare(left, "The council of Lund paid crowns to each crew on Monday, clerks said.")
    assert show(change) == ("number", "nuance", "4,500", "")
    (change,) = compare(left, "The council of Lund paid 4,500 crowns to each crew, clerks said.")
    assert show(change) == ("date", "nuance", "Monday", "")


def test_a_name_that_the_other_article_never_tells_is_told() -> None:
    left = "The ice broke under sled driver Anders Lindqvist near the quay.\nLindqvist swam ashore."
    right = "The ice broke under a sled driver near the quay.\nHe swam ashore."
    changes = [show(change) for change in compare(left, right)]
    assert ("name", "nuance", "Anders Lindqvist", "") in changes
    assert compare(left, left.replace("Anders Lindqvist", "Lindqvist")) == ()


def test_a_date_left_out_is_one_change() -> None:
    left = "The ice broke near the northern quay on May 3, 2019, and two sledges sank."
    (change,) = compare(left, "The ice broke near the northern quay, and two sledges sank.")
    assert show(change) == ("date", "nuance", "May 3, 2019", "")


def test_a_clause_left_out_is_told() -> None:
    left = "The captain, whose brother owns the icebreaker company, refused to leave the frozen ship."
    (change,) = compare(left, "The captain refused to leave the frozen ship.")
    assert (change.change_class, change.severity, change.right) == ("other", "nuance", None)
    assert change.left_text == "brother owns the icebreaker company"


def test_dates_in_figures_are_dates() -> None:
    (change,) = compare("The frost began on 12.06.2020 in Lund.", "The frost began on 08.01.2020 in Lund.")
    assert show(change) == ("date", "factual", "12.06.2020", "08.01.2020")


def test_gravest_changes_come_first() -> None:
    left = "The captain said the ice could melt.\nEleven ships lay in the harbour of Lund on Monday."
    right = "The captain claimed the ice could melt.\nTwelve ships lay in the harbour of Lund on Friday."
    assert [change.severity for change in compare(left, right)] == ["factual", "factual", "nuance"]


def test_a_lost_source_is_a_change_of_attribution() -> None:
    left = "The ice will hold until May, according to the harbour office."
    (change,) = compare(left, "The ice will hold until May.")
    assert (change.change_class, change.severity, change.right) == ("attribution", "factual", None)
    assert change.left_text.startswith("according to the harbour office")


def test_a_lost_speaker_is_a_change_of_attribution() -> None:
    left = "Three crews sold diesel to the pilots at night, Inspector Holm said."
    (change,) = compare(left, "Three crews sold diesel to the pilots at night.")
    assert show(change) == ("attribution", "factual", "Inspector Holm said", "")
    (change,) = compare(
        left.replace("Inspector Holm", "he"), "Three crews sold diesel to the pilots at night."
    )
    assert show(change)[:2] == ("attribution", "nuance")


def test_a_rewritten_sentence_is_labelled_as_a_whole() -> None:
    kept = "The harbour of Varnholm froze over.\nNobody slept on the quay that night.\n"
    left = f"{kept}Eleven ships lay in the ice for a whole week."
    right = f"{kept}For seven long days ice held all ships back."
    assert [(c.change_class, c.severity) for c in compare(left, right)] == [("other", "style")]


def test_a_hole_left_by_extraction_is_no_change() -> None:
    left = "The frost in the port of Lund began in .\nThe crews waited there."
    right = "The frost in the port of Lund began in 2019.\nThe crews waited there."
    articles = (Article(id=name, sha256="", text=text) for name, text in (("a", left), ("b", right)))
    alignment = align_articles(*articles)
    assert alignment.changes == ()
    assert [left[slice(*hole.left)] for hole in alignment.holes if hole.left] == ["in ."]


@pytest.mark.parametrize(
    ("left", "right", "change_class"),
    [
        (
            "Мадсен сообщил, что в порту стоят 11 судов.",
            "Мадсен сообщил, что в порту стоят 14 судов.",
            "number",
        ),
        ("Das Eis war 40 Zentimeter dick, sagte er.", "Das Eis war 60 Zentimeter dick, sagte er.", "number"),
        (
            "Il a parlé d’un « hiver rude » à la radio.",
            "Il a parlé d’un « hiver cruel » à la radio.",
            "quote",
        ),
    ],
)
def test_figures_and_quotations_are_compared_in_any_language(
    left: str, right: str, change_class: str
) -> None:
    assert [(c.change_class, c.severity) for c in compare(left, right)] == [(change_class, "factual")]


SIDES = st.sampled_from([text for case in CHANGED for text in case[:2]])


@settings(deadline=None)
@given(st.lists(SIDES, max_size=5), st.lists(SIDES, max_size=5))
def test_swapping_the_sides_mirrors_the_changes(left: list[str], right: list[str]) -> None:
    forward = compare("\n".join(left), "\n".join(right))
    backward = compare("\n".join(right), "\n".join(left))
    assert sorted(map(show, forward)) == sorted((c, s, b, a) for c, s, a, b in map(show, backward))


@settings(deadline=None)
@given(st.lists(SIDES, max_size=6))
def test_a_text_has_no_change_against_itself(sentences: list[str]) -> None:
    assert compare("\n".join(sentences), "\n".join(sentences)) == ()


@settings(deadline=None)
@given(
    st.text(alphabet="aA .,\n“”\"'-1%$€港\u200b\u202e\u0301é", max_size=80),
    st.text(alphabet="aA .,\n“”\"'-1%$€港\u200b\u202e\u0301é", max_size=80),
)
def test_any_text_is_compared_and_every_span_is_where_it_says(left: str, right: str) -> None:
    pair = align_articles(
        *(Article(id=name, sha256="", text=text) for name, text in (("a", left), ("b", right)))
    )
    for segment in pair.segments:
        for text, spans, indices, side in (
            (left, pair.left_sentences, segment.left, 0),
            (right, pair.right_sentences, segment.right, 1),
        ):
            if segment.edits:
                rebuilt = "".join(text[slice(*(edit.left, edit.right)[side])] for edit in segment.edits)
                assert rebuilt == text[spans[indices[0]][0] : spans[indices[-1]][1]]
    for change in pair.changes:
        assert change.left is None or left[slice(*change.left)] == change.left_text
        assert change.right is None or right[slice(*change.right)] == change.right_text
