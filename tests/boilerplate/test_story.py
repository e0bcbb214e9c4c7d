from __future__ import annotations

import numpy as np

from boilerplate.block_features import EMPTY_TABLE
from boilerplate.blocks import read_blocks
from boilerplate.html_tree import parse_html
from boilerplate.metadata import PageMetadata
from boilerplate.story import PageReading, choose_lines, find_reasons

LONG = (
    "The harbour board of Vellmouth voted on Tuesday to close the old ferry pier for two years.",
    "Ferries to the outer islands will leave from the coal quay instead, the chairwoman said.",
    "The work is expected to cost 14.2 million crowns, a third of it paid by the islands.",
)
METADATA = PageMetadata(
    url=None,
    site_name=None,
    title="Pier to close",
    author=None,
    published=None,
    language=None,
    is_article=True,
)


def make_reading(body: str, *, stated_body: str = "") -> PageReading:
    blocks = read_blocks(parse_html(f"<html><body>{body}</body></html>"))
    return PageReading(
        blocks=blocks,
        kept=(True,) * len(blocks),
        stated=(False,) * len(blocks),
        survey=None,
        table=EMPTY_TABLE,
        body=stated_body,
        metadata=METADATA,
    )


def choose(body: str, *likelihoods: float, stated_body: str = "") -> list[str]:
    reading = make_reading(body, stated_body=stated_body)
    return choose_lines(reading, find_reasons(reading, np.array(likelihoods)))


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_likely_blocks_are_the_story() -> None:
    assert choose(paragraphs("Menu", *LONG), 0.1, 0.9, 0.9, 0.9) == list(LONG)


def test_subhead_between_paragraphs_stays() -> None:
    body = f"<p>{LONG[0]}</p><h3>The costs</h3><p>{LONG[1]}</p>"
    assert choose(body, 0.9, 0.1, 0.9) == [LONG[0], "The costs", LONG[1]]


def test_linked_heading_between_paragraphs_goes() -> None:
    body = f"<p>{LONG[0]}</p><h3><a href='#'>Storm takes roof</a></h3><p>{LONG[1]}</p>"
    assert choose(body, 0.9, 0.1, 0.9) == [LONG[0], LONG[1]]


def test_agency_credit_below_the_story_stays() -> None:
    credit = "Associated Press writer Rosa Lind contributed to this report."
    assert choose(paragraphs(*LONG, credit), 0.9, 0.9, 0.9, 0.0)[-1] == credit


def test_agency_credit_in_the_footer_does_not() -> None:
    credit = "Copyright 2024 The Associated Press. All rights reserved."
    body = f"{paragraphs(*LONG)}<footer><p>{credit}</p></footer>"
    assert choose(body, 0.9, 0.9, 0.9, 0.0) == list(LONG)


def test_an_agency_named_under_the_byline_stays() -> None:
    body = paragraphs("Kestrel News Service", "By Marta Lindqvist", "Kestrel News Service", *LONG)
    assert choose(body, 0.0, 0.0, 0.0, 0.9, 0.9, 0.9) == ["Kestrel News Service", *LONG]


def test_headline_and_repeats_are_said_once() -> None:
    lead = f"{LONG[0]} {LONG[1]}"
    body = paragraphs("Pier to close", lead, LONG[2], lead)
    reading = make_reading(body)
    assert find_reasons(reading, np.full(4, 0.9)) == ["the headline again", "", "", "said before on the page"]


def test_date_above_the_story_goes_and_one_inside_it_stays() -> None:
    date = "Tuesday, March 5, 2024"
    assert choose(paragraphs(date, LONG[0], date, LONG[1]), *[0.9] * 4) == [LONG[0], date, LONG[1]]


def test_longer_body_of_the_same_story_is_taken() -> None:
    full = "\n".join((*LONG, *(line.replace("crowns", "francs") + " Again." for line in LONG)))
    assert choose(paragraphs(LONG[0]), 0.9, stated_body=full) == full.split("\n")


def test_body_of_another_story_is_not() -> None:
    other = "\n".join(line[::-1] for line in LONG * 2)
    assert choose(paragraphs(LONG[0]), 0.9, stated_body=other) == [LONG[0]]
