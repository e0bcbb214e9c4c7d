from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.compare.edits import find_edits
from dedup.records import Edit

WORDS = st.sampled_from(
    [
        "the",
        "ice",
        "of",
        "ship",
        "not",
        "U.S.",
        "3,000",
        "3.5",
        "don't",
        "«quay»",
        "éclair",
        "港",
        "口",
        "—",
        "$5",
        "%",
    ]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


def mark(left: str, right: str) -> str:
    out = ""
    for edit in find_edits(left, right):
        ours, theirs = left[slice(*edit.left)], right[slice(*edit.right)]
        if edit.op == "equal":
            out += ours
        elif edit.is_trivial:
            out += f"<{ours}|{theirs}>"
        else:
            out += (f"[-{ours}-]" if ours else "") + (f"{{+{theirs}+}}" if theirs else "")
    return out


@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("The ice broke early.", "The ice broke late.", "The ice broke [-early-]{+late+}."),
        ("The ice allegedly broke.", "The ice broke.", "The ice [-allegedly -]broke."),
        ("The ice broke.", "The thick ice broke.", "The {+thick +}ice broke."),
        ("a ban on ships", "an embargo on boats", "[-a ban on ships-]{+an embargo on boats+}"),
        ("in the U.S. port", "in the US port", "in the <U.S.|US> port"),
        ("“Go,” he said", '"Go", he said', '<“|">Go<,”|",> he said'),
        ("Ice On The Quay", "Ice on the quay", "Ice <On|on> <The|the> <Quay|quay>"),
        ("It cost $5 then", "It cost €5 then", "It cost [-$-]{+€+}5 then"),
        ("up 5% now", "up 5 percent now", "up 5[-%-]{+ percent+} now"),
        ("700,000 men", "700.000 men", "<700,000|700.000> men"),
        ("a new call went out", "a new call-up went out", "a new [-call-]{+call-up+} went out"),
        ("the crew-of-ten ship", "the crew-of-six ship", "the [-crew-of-ten-]{+crew-of-six+} ship"),
        ("up 1.5 points", "up 15 points", "up [-1.5-]{+15+} points"),
    ],
)
def test_marks_whole_words_as_a_reader_would(left: str, right: str, marked: str) -> None:
    assert mark(left, right) == marked


def test_spans_of_longer_texts_keep_their_offsets() -> None:
    left, right = "Ice. The ship sank. End.", "Fog came. The boat sank. End."
    edits = find_edits(left, right, left=(5, 19), right=(10, 24))
    assert [(left[slice(*e.left)], right[slice(*e.right)]) for e in edits if e.op != "equal"] == [
        ("ship", "boat")
    ]


@given(TEXTS, TEXTS)
def test_edits_are_contiguous_and_rebuild_both_sides(left: str, right: str) -> None:
    edits = find_edits(left, right)
    assert "".join(left[slice(*edit.left)] for edit in edits) == left
    assert "".join(right[slice(*edit.right)] for edit in edits) == right
    for before, after in pairwise(edits):
        assert (before.left[1], before.right[1]) == (after.left[0], after.right[0])
        assert before.op == "equal" or after.op == "equal"
    for edit in edits:
        assert (edit.op == "equal") == (left[slice(*edit.left)] == right[slice(*edit.right)])
        assert (edit.op == "insert") == (edit.left[0] == edit.left[1] and edit.op != "equal")
        assert (edit.op == "delete") == (edit.right[0] == edit.right[1] and edit.op != "equal")


@given(TEXTS, TEXTS)
def test_swapping_the_sides_mirrors_the_edits(left: str, right: str) -> None:
    swapped = {"insert": "delete", "delete": "insert"}
    mirrored = tuple(
        Edit(op=swapped.get(edit.op, edit.op), left=edit.right, right=edit.left, is_trivial=edit.is_trivial)  # type: ignore[arg-type]
        for edit in find_edits(right, left)
    )
    assert find_edits(left, right) == mirrored


@given(TEXTS)
def test_a_text_against_itself_has_no_edit(text: str) -> None:
    assert all(edit.op == "equal" for edit in find_edits(text, text))


@given(TEXTS, TEXTS)
def test_no_edit_begins_or_ends_inside_a_word(left: str, right: str) -> None:
    for edit in find_edits(left, right):
        for text, span in ((left, edit.left), (right, edit.right)):
            for place in span:
                assert (
                    not text[max(0, place - 1) : place + 1].isalpha()
                    or "港" in text[place - 1 : place + 1]
                    or (place in (0, len(text)))
                    or "口" in text[place - 1 : place + 1]
                )
