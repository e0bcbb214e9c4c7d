"""Forms that are compiled of few words find what those of all words find."""

from __future__ import annotations

import csv
import json
import random
import re
import sys
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.agencies import AgencyBook
from boilerplate.agency.few import FewForm
from boilerplate.agency.forms import PLACES, Grammar
from boilerplate.agency.letters import find_needs, fold
from boilerplate.agency.words import Vocabulary, write_place

_WORDS = {
    "with": ["with", "mit", "con(?: la)?", "med"],
    "material": ["(?:some )?(?:files?|reports)", "Material(?:ien)?", "datos"],
    "by": ["d['’]après", "by"],
    "kind": [],
    "head": ["News Agency"],
}
_CLASSES = {r"\p{L}": "[a-zé]", r"\p{Ll}": "[a-z]", r"\p{Lu}": "[A-Z]", r"\p{N}": "[0-9]"}


@pytest.fixture(scope="module")
def content(root: Path) -> dict[str, object]:
    found = json.loads((root / "boilerplate" / "agencies.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def vocabulary(content: dict[str, dict[str, dict[str, list[str]]]]) -> Vocabulary:
    return Grammar(content["languages"]).vocabulary


def _exemplify(draw: st.DrawFn, word: str) -> str | None:
    """A text that a word matches, in letters as the strategy likes them; None where it is not understood."""
    plain = re.sub(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)", "", word.replace(" ", r"\s"))
    for name, letters in _CLASSES.items():
        plain = plain.replace(name, letters)
    try:
        form = re.compile(plain)
    except re.error:
        return None
    return draw(st.from_regex(form, fullmatch=True))


@given(st.data())
def test_no_word_is_missed_that_a_text_has(vocabulary: Vocabulary, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([place for place in PLACES if vocabulary.words[place]]))
    word = data.draw(st.sampled_from(sorted(vocabulary.words[place])))
    example = data.draw(st.composite(_exemplify)(word))
    if example is None:
        return
    example = data.draw(st.sampled_from([example, example.upper(), example.title()]))
    around = st.text(" .,:'’«»-—x\n1́", max_size=3)
    text = data.draw(around) + example + data.draw(around)
    if regex.search(write_place(place, [word]), text):
        assert word in vocabulary.read(text).list_words(place)


def test_letters_that_match_each_other_fold_alike(vocabulary: Vocabulary) -> None:
    words = {word for listed in vocabulary.words.values() for word in listed}
    written = {char for word in words for char in word if char.isalpha()}
    cased = "".join(
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if len({char, char.lower(), char.upper(), char.casefold(), char.title()}) > 1
    )
    for char in sorted(written):
        assert all(fold(other) == fold(char) for other in regex.findall(f"(?i){char}", cased)), char


@pytest.mark.parametrize(
    ("form", "is_word", "needs"),
    [
        ("report", True, [{" report "}]),
        ("reports?", True, [{" report"}]),
        ("all rights (?:are )?reserved", True, [{" all "}, {" rights "}, {"reserved "}]),
        ("(?:staff|news)room", False, [{"staff", "news"}, {"room"}]),
        ("(?:staff|\\w+) writer", True, [{" writer "}]),
        ("lundi|mardi", True, [{" lundi ", " mardi "}]),
        ("l['’]", True, [{" l"}]),
        ("(?<!is )told(?= the)", True, [{"told"}]),
        ("a{2}b+c*", False, [{"b"}]),
        ("{BY}.{3,9}", False, [{"{by}"}]),
        ("(?:{BY})?x", False, [{"x"}]),
    ],
)
def test_needs(form: str, is_word: bool, needs: list[set[str]]) -> None:
    places = {"BY": (frozenset({"{by}"}),)}
    found = find_needs(form.replace(" ", r"\s+") if is_word else form, places=places, is_word=is_word)
    assert [set(letters) for letters in found] == needs


_TEMPLATES = [
    r"{WITH}\s+{MATERIAL}(?:\s+{BY}\s+\w+)?",
    r"(?:{BY}\s*)?{WITH}\s.{0,40}{MATERIAL}.{0,60}(?:\s|$)[\p{L}\p{M}'’.\-]{0,30}[\p{L}\p{M}'’.\-]{0,30}.*",
    r"{MATERIAL}|{WITH}",
    r"(?!{BY}\s).{0,9}{KIND}?{MATERIAL}",
]


@given(
    template=st.sampled_from(_TEMPLATES),
    parts=st.lists(
        st.sampled_from(
            ["with", "MIT", "con la", "con", "some files", "Materialien", "dATOs", "d’après", "来自"]
        )
        | st.text(" xş.̈ſ\n", max_size=2),
        max_size=6,
    ),
    is_reversed=st.booleans(),
)
def test_a_form_of_few_words_matches_as_one_of_all(
    template: str, parts: list[str], is_reversed: bool
) -> None:
    text = " ".join(parts)
    filled = template
    for place, words in _WORDS.items():
        filled = filled.replace(f"{{{place.upper()}}}", write_place(place, words))
    whole = regex.compile(filled, regex.REVERSE if is_reversed else 0)
    few = FewForm(template, Vocabulary(_WORDS), is_reversed=is_reversed)
    for method in ("match", "fullmatch", "search"):
        one, other = getattr(whole, method)(text), getattr(few, method)(text)
        assert (one and one.span()) == (other and other.span()), method


def test_many_texts_do_not_compile_a_form_for_each() -> None:
    words = {"with": [f"w{number}" for number in range(99)], "material": ["x"]}
    few = FewForm(r"{WITH}\s+{MATERIAL}", Vocabulary(words))
    for number in range(99):
        assert few.fullmatch(f"w{number} x") is not None
    assert len(few._whole._filled) < 12


def test_a_book_reads_credits_alike_before_and_after_it_is_compiled(
    root: Path, content: dict[str, object]
) -> None:
    many = AgencyBook(content)
    many.compile()
    few = AgencyBook(content)
    with (root / "tests" / "quality" / "credit_lines.tsv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file, delimiter="\t")]
    found = 0
    for number, text in enumerate(random.Random(1).sample(texts, 90)):
        if number % 6 == 0:
            few = AgencyBook(content)
        lines = [many.match_line(text, edge="opening"), *many.find_mentions(text)]
        lines += [many.match_dateline(text), many.match_sign_off(text)]
        assert lines == [
            few.match_line(text, edge="opening"),
            *few.find_mentions(text),
            few.match_dateline(text),
            few.match_sign_off(text),
        ], text
        found += any(lines)
    assert found > 40
