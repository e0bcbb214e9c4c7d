"""A form at the end of a text, or at its start, is found as if all its words were tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import boilerplate.agencies
from boilerplate.agency import forms as agency_forms
from boilerplate.agency.ending import Ending, Opening
from boilerplate.agency.forms import Grammar

CONTENT = json.loads(Path(boilerplate.agencies.__file__).with_name("agencies.json").read_text("utf-8"))
GRAMMAR = Grammar(CONTENT["languages"], is_for_many=True)
AFTER = GRAMMAR.compile_opening(agency_forms.AFTER, place="says")
NAMES = ("BEFORE", "BEFORE_CALLED", "TOLD", "TOLD_CALLED", "AS")
TEMPLATES = {name: getattr(agency_forms, name) for name in NAMES} | {
    "NOT_BEFORE": "|".join(CONTENT["not_before"])
}
FORMS = {
    name: ending
    for name, template in TEMPLATES.items()
    if isinstance(ending := GRAMMAR.compile_ending(template), Ending)
}
WORDS = (
    "according to the reported by quoting citing report from in a an interview with told are is not said "
    "nach Angaben der laut selon l’ d'après une dépêche de según as first news agency and ( , : “ \" « \n\n "
    "сообщает по данным агентства 据 の Photo: via / harbour ferry I x as. THE Told by"
).split(" ")  # fmt: skip
texts = st.lists(st.sampled_from([*WORDS, " ", "  "]), max_size=9).flatmap(
    lambda words: st.sampled_from([" ".join(words), " ".join(words) + " ", "".join(words)])
)


@pytest.mark.parametrize("name", TEMPLATES)
@settings(deadline=None)
@given(text=texts)
def test_shipped_forms(name: str, text: str) -> None:
    ending = FORMS[name]
    for _ in range(2):
        found, expected = ending.match(text), regex.match(ending.form, text, regex.REVERSE)
        assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize(
    "form", [r"(?<!not )said by ", r"(?<=a )b ", r"\bb ", r"(?:a ){2,3}b ?", r"x.*b ", r"^b ", ""]
)
@given(text=st.lists(st.sampled_from(["a", "b", "not", "said", "by", "x", ""]), max_size=9).map(" ".join))
def test_forms_that_look_back(form: str, text: str) -> None:
    found, expected = Ending(form).match(text), regex.match(form, text, regex.REVERSE)
    assert (found and found.span()) == (expected and expected.span())


SAID = (
    "reported reports said says that also first on Monday , has had have learned in a report ’s s to for it "
    "melden zufolge a rapporté informó bildirdi göre AKTARDI yazdı сообщает 报道 によると が報じた 통신 -n "
    "mukaan ) ( ” » – . ferry I x quickly put the toll harbour, und"
).split(" ")  # fmt: skip


@settings(deadline=None, max_examples=500)
@given(
    st.sampled_from(["", " ", ", ", "’s ", " (x) ", "” "]),
    st.lists(st.sampled_from([*SAID, " "]), max_size=7).flatmap(
        lambda words: st.sampled_from([" ".join(words), "".join(words)])
    ),
)
def test_form_after_a_name(start: str, text: str) -> None:
    assert isinstance(AFTER, Opening)
    for _ in range(2):
        found, expected = AFTER.match(start + text), regex.match(AFTER.form, start + text)
        assert (found and found.span()) == (expected and expected.span())


@given(st.lists(st.sampled_from(["so", "says", "x", "then", "ONE", "it"]), max_size=7).map(" ".join))
def test_words_behind_anything(text: str) -> None:
    opening = Opening(r"(?i:\s?(?:says|[^.]*?one))", early=r"(?i:\s?says)", late=["one"])
    found, expected = opening.match(text), regex.match(opening.form, text)
    assert (found and found.span()) == (expected and expected.span())
