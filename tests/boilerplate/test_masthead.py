from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.dates import is_date_line, to_iso
from boilerplate.masthead import find_date, find_outlet, find_title


@pytest.mark.parametrize(
    "line",
    [
        "Published on 3 March 2025",
        "March 3, 2025 10:15 a.m.",
        "Updated: 2025-03-03",
        "Veröffentlicht am 3. März 2025",
        "Stand: 03.03.2025, 10:15 Uhr",
        "Publié le 3 mars 2025",
        "3 de marzo de 2025",
        "3 marzo 2025",
        "3 de março de 2025",
        "3 maart 2025",
        "3 марта 2025",
        "3 березня 2025",
        "3 Μαρτίου 2025",
        "3 Mart 2025",
        "3 marca 2025",
        "3 مارس 2025",
        "2025年3月3日",
    ],
)
def test_a_date_line_is_read_in_its_language(line: str) -> None:
    assert is_date_line(line)
    assert to_iso(line) == "2025-03-03"


@pytest.mark.parametrize(
    "line",
    [
        "The pier was closed on March 3, 2025.",
        "31 February 2025",
        "Room 2025",
        "Nine reasons why the harbour of Varnemouth has changed so much since it was closed on March 3, 2025",
    ],
)
def test_a_sentence_is_no_date_line(line: str) -> None:
    assert not is_date_line(line)


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 1, 1)))
def test_iso_dates_are_read_as_they_stand(day: datetime.date) -> None:
    assert to_iso(f"Posted {day}") == day.isoformat()


def test_the_nearest_date_above_the_story_is_its_own() -> None:
    assert find_date(["January 1, 2025", "Harbour news", "March 3, 2025", "Share"]) == "2025-03-03"
    assert find_date(["Harbour news"]) is None


def test_the_headline_shares_words_with_the_story() -> None:
    body = ["The harbour council voted on Monday to rebuild the ferry pier of Varnemouth."]
    head = ["Varnemouth Lantern", "Bakery fire leaves families homeless", "Council votes for new ferry pier"]
    assert find_title(head, body=body) == "Council votes for new ferry pier"
    assert find_title(["Bakery fire leaves families homeless"], body=body) is None


def test_the_outlet_is_named_at_the_top_and_again_elsewhere() -> None:
    head = ["The Lantern", "News"]
    assert find_outlet(head, elsewhere=[*head, "© 2025 Lantern Media"]) == "The Lantern"
    assert find_outlet(["News", "The Lantern"], elsewhere=["© 2025 Lantern Media"]) == "The Lantern"
    assert find_outlet(head, elsewhere=[*head, "Lantern Desk"]) == "The Lantern"
    assert find_outlet(head, elsewhere=head) is None
    assert find_outlet([], elsewhere=[]) is None


def test_a_caption_is_no_headline() -> None:
    body = ["The harbour council voted on Monday to rebuild the ferry pier of Varnemouth."]
    head = ["Council votes for new pier", "Image caption: the harbour council of Varnemouth before it voted"]
    assert find_title(head, body=body) == "Council votes for new pier"
