from __future__ import annotations

import pytest

from boilerplate import dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-03-05T18:30:00+01:00", "2024-03-05T18:30:00+01:00"),
        ("2024-03-05T18:30:00.123Z", "2024-03-05T18:30:00+00:00"),
        ("2024-03-05 18:30", "2024-03-05T18:30:00"),
        ("2024-03-05", "2024-03-05"),
        ("Tue, 05 Mar 2024 18:30:00 GMT", "2024-03-05T18:30:00+00:00"),
        ("20240305", "2024-03-05"),
        ("20240305T183000Z", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Updated 5 Mar. 2024 at noon", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
        ("5. März 2024, 18:30 Uhr", "2024-03-05"),
        ("publicado el 5 de marzo de 2024", "2024-03-05"),
        ("5 марта 2024", "2024-03-05"),
        ("Room 12 until 2024, from March 5, 2024", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("2024-13-05", None),
        ("2024-02-30", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_to_iso(text: str, iso: str | None) -> None:
    assert dates.to_iso(text) == iso


@pytest.mark.parametrize(
    ("url", "iso"),
    [
        ("https://a.example/2024/03/05/pier", "2024-03-05"),
        ("https://a.example/news/2024-3-5/pier", "2024-03-05"),
        ("https://a.example/2024/mar/05/pier", "2024-03-05"),
        ("https://a.example/story-20240/99/1", None),
    ],
)
def test_from_url(url: str, iso: str | None) -> None:
    assert dates.from_url(url) == iso
