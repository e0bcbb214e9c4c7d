from __future__ import annotations

from types import ModuleType
from typing import Literal

import pytest

from boilerplate.records import Credit
from dedup.records import Evidence, Relation
from dedup.report import words
from dedup.report.rows import build_rows


def test_the_verdict_says_what_it_rests_on(invented: ModuleType) -> None:
    assert words.say_verdict(invented.make_harbour_diff()) == (
        "One story in two versions: 10 of A’s 13 sentences answer to B — "
        "3 word for word, 6 lightly edited, 1 reworded."
    )
    assert words.say_stakes(invented.make_harbour_diff()) == (
        "5 changes may alter the facts and 2 changes the tone or the strength of a statement. "
        "3 sentences stand only in A and 3 sentences stand only in B."
    )


@pytest.mark.parametrize(
    ("relation", "opening"),
    [
        ("identical", "The same text: its one sentence stands in both articles."),
        ("derived", "A clear part is taken over, or comes from a common source: 1 of"),
        ("quotes", "Two articles that share an excerpt"),
        ("topical", "One topic, told independently"),
        ("unrelated", "Two unrelated articles"),
    ],
)
def test_each_relation_has_its_sentence(invented: ModuleType, relation: Relation, opening: str) -> None:
    diff = invented.make_diff([invented.kept("The quay is open.")], relation=relation)
    verdict = words.say_verdict(diff)
    assert verdict.startswith(opening)
    assert verdict.endswith(".")
    assert "plagiar" not in verdict.lower()


def test_whole_paragraphs_and_moves_are_counted(invented: ModuleType) -> None:
    rows = build_rows(invented.make_harbour_diff())
    assert words.say_paragraphs(rows) == (
        "2 whole paragraphs only in A, 3 whole paragraphs only in B and 1 passage moved."
    )
    assert words.say_paragraphs(build_rows(invented.make_diff([invented.kept("One.")]))) == ""


@pytest.mark.parametrize(
    ("met", "is_decisive", "said"),
    [
        ("yes", True, "✓ yes, decides"),
        ("yes", False, "✓ yes"),
        ("no", False, "✗ no"),
        ("in part", False, "~ in part"),
        (None, False, "–"),
    ],
)
def test_whether_evidence_is_met_is_said_in_words(
    met: Literal["yes", "no", "in part"] | None, is_decisive: bool, said: str
) -> None:
    evidence = Evidence(name="share", value=0.5, needed="0.4", met=met, is_decisive=is_decisive)
    assert words.say_met(evidence) == said


def test_a_chance_likeness_is_not_called_an_answer(invented: ModuleType) -> None:
    made = [
        invented.kept("One."),
        invented.Passage("dropped", "Two."),
        invented.Passage("added", right="Three."),
    ]
    verdict = words.say_verdict(invented.make_diff(made, relation="topical"))
    assert verdict == "One topic, told independently: 1 of A’s 2 sentences resembles one of B’s."


def test_nothing_in_common_is_said_so(invented: ModuleType) -> None:
    made = [invented.Passage("dropped", "One."), invented.Passage("added", right="Two.")]
    diff = invented.make_diff(made, relation="unrelated")
    assert words.say_verdict(diff) == (
        "Two unrelated articles: no sentence of either answers to one of the other."
    )


@pytest.mark.parametrize(
    ("relation", "made", "said"),
    [
        ("identical", "k", "No change was found that alters what the reader is told."),
        (
            "near_duplicate",
            "kda",
            "In the sentences that both have, no change was found that alters what the reader is told. "
            "1 sentence stands only in A and 1 sentence stands only in B.",
        ),
        (
            "topical",
            "kaa",
            "In the sentences that resemble one another, no change was found that alters what the reader "
            "is told. 2 sentences stand only in B.",
        ),
        ("unrelated", "da", "1 sentence stands only in A and 1 sentence stands only in B."),
    ],
)
def test_that_nothing_changed_is_said_only_of_what_both_have(
    invented: ModuleType, relation: Relation, made: str, said: str
) -> None:
    passages = {
        "k": invented.kept("The quay is open."),
        "d": invented.Passage("dropped", "Two boats sank."),
        "a": invented.Passage("added", right="Three men swam."),
    }
    diff = invented.make_diff([passages[letter] for letter in made], relation=relation)
    assert words.say_stakes(diff) == said
    assert words.say_no_change(diff).endswith(".")


@pytest.mark.parametrize(
    ("share", "said"), [(0.0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.996, "over 99%"), (1.0, "100%")]
)
def test_a_share_never_claims_all_or_nothing_falsely(share: float, said: str) -> None:
    assert words.say_share(share) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.86123, "0.861"), (24, "24"), ("a; b; c\x1b", "a, b and 1 more"), ("a; b", "a, b"), ("none", "none")],
)
def test_a_value_is_kept_short(value: float | int | str, said: str) -> None:
    assert words.say_value(value, longest=2) == said


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2026-03-03", "3 March 2026"),
        ("2026-03-03T08:10:00+01:00", "3 March 2026, 08:10 +01:00"),
        ("2026-03-03T08:10:00Z", "3 March 2026, 08:10 UTC"),
        ("2026-03-03T08:10", "3 March 2026, 08:10"),
        ("last\x1b week", "last␛ week"),
        (None, ""),
    ],
)
def test_a_time_is_said_as_people_do(published: str | None, said: str) -> None:
    assert words.say_time(published) == said


def test_credits_name_agency_and_place(invented: ModuleType) -> None:
    article = invented.make_harbour_diff().left
    assert words.say_credits(article.credits) == "Meridian Press (dateline, copyright line)"


def test_who_alone_credits_is_said(invented: ModuleType) -> None:
    credit = Credit(agency="Meridian Press", kind="byline", text="By Meridian", span=(0, 0))
    bare, credited = invented.make_article("a", "x"), invented.make_article("b", "x", credits=(credit,))
    assert words.say_credit_gap(bare, bare) == "Neither article credits an agency."
    assert words.say_credit_gap(bare, credited) == "Only B credits Meridian Press."
    assert words.say_credit_gap(credited, credited) == "Both credit Meridian Press."
