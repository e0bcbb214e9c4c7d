"""A search without a tree finds what the compiled tree does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from boilerplate.agency.hints import Hints
from boilerplate.agency.name_lookup import NameLookup
from boilerplate.agency.name_search import write_tree

_NAMES = ["AB", "AB News", "AB News Wire", "B", "ABn", "Bé", "ab", "新", "新华", "新华社", "N.E.", "A-B_"]
_TEXTS = st.lists(st.sampled_from([*_NAMES, " ", "s", "_", "7", "²", ".", "é", "N", "新", "\n"]), max_size=12)


@given(st.sets(st.sampled_from(_NAMES), min_size=1), _TEXTS.map("".join))
def test_names_of_a_text(names: set[str], text: str) -> None:
    tree, lookup = re.compile(write_tree(names)), NameLookup(names)
    expected = [(match.group(), match.start(), match.end()) for match in tree.finditer(text)]
    assert [(match.group(), match.start(), match.end()) for match in lookup.finditer(text)] == expected
    first = lookup.search(text)
    assert (first and first.start()) == (expected[0][1] if expected else None)
    for place in range(len(text) + 1):
        match, found = tree.match(text, place), lookup.match(text, place)
        assert (match and match.group()) == (found and found.group())


def test_no_names() -> None:
    assert NameLookup([]).search("AB") is None


@given(_TEXTS.map("".join), _TEXTS.map(" agency ".join))
def test_hints_for_few_texts(start: str, end: str) -> None:
    names, kinds, text = (
        ["AB", "AB News", "Bé", "新华社"],
        ["Nouvelle Agence", "ab news"],
        f"{start}Agence {end}",
    )
    few, many = Hints(names, kinds=kinds), Hints(names, kinds=kinds, is_for_many=True)
    assert sorted(few.find(text)) == sorted(many.find(text))
