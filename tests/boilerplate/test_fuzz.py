"""Thousands of mutated pages: none crashes or hangs a worker, raises the unexpected, or is lost."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator

import pytest

from boilerplate.records import Page
from boilerplate.strip import strip_pages

_STORY = (
    "The ferry sailed again on Monday after the council had signed the papers for its return to the harbour. "
    "“We waited for years,” said the keeper of the light, and 1,200 people came to the pier to see it leave."
)
_LD = json.dumps({"@type": "NewsArticle", "headline": "The ferry", "articleBody": _STORY * 3})
_PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The ferry returns | Post</title>
<meta property="og:site_name" content="Harbour Post"><link rel="canonical" href="http://post.invalid/1">
<script type="application/ld+json">{_LD}</script><style>p {{ margin: 0 }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>The ferry returns</h1><p class="byline">By Ada Quill</p>
<time datetime="2026-01-12">12 January</time>
<p>PORT ELLERY (ENA) — {_STORY}</p><figure><img src="a.jpg" alt=""><figcaption>At night.</figcaption></figure>
<p>{_STORY}</p><aside><h3>Read more</h3><a href="/2">Council signs papers</a></aside><p>{_STORY}</p>
<table><tr><td>1</td><td>2</td></tr></table><p>© 2026 Ellery News Agency. All rights reserved.</p></article>
<footer><form><input name="q"></form><p>Newsletter</p></footer></body></html>""".encode()
_SPLICES = [
    *(b"<", b">", b"</", b"<p>", b"</p>", b"<div>", b"</div>", b"<!--", b"-->", b"<script>", b"<![CDATA["),
    *(b"&#0;", b"&#xD800;", b"&#x10FFFF;", b"\0", b"\xff\xfe", b"\xe2\x80", b"\xed\xa0\x80", b"\\u0000"),
    *(b"<table><td>", b"<svg>", b"<math>", b"<template>", b"<noscript>", b"<base href=x:>", b"]]>"),
    *(
        b"<meta charset=utf-16>",
        b"<?xml version='1.0' encoding='x'?>",
        b"<html>",
        b"</body>",
        b'"',
        b"'",
        b"=",
    ),
    *(
        "\u202e\u200b\u00ad\ufeff".encode(),
        b"<a href='http://['>",
        b"<time datetime='0000-99-99'>",
        b"{",
        b"}",
    ),
    *(b"<article>", b"</article>", b"<br>" * 50, b"<b>" * 50),
]


def mutate(content: bytes, dice: random.Random) -> bytes:
    mutated = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(mutated) or 1)
        match dice.randrange(5):
            case 0:
                mutated[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del mutated[at : at + dice.choice([1, 5, 50, 500])]
            case 2 | 3:
                mutated[at:at] = dice.choice(_SPLICES)
            case _:
                piece = mutated[at : at + dice.choice([10, 100, 1000])]
                mutated[dice.randrange(len(mutated) or 1) : at] = piece
    return bytes(mutated)


def make_pages(count: int, *, seed: int) -> Iterator[Page]:
    dice = random.Random(seed)
    plain = re.sub(rb"<[^>]*>", b"\n", _PAGE)
    for number in range(count):
        form, content = dice.choice([("html", _PAGE), ("html", _PAGE), ("text", plain)])
        mutated = mutate(content, dice)
        digest = hashlib.sha256(mutated).hexdigest()
        yield Page(id=f"{number:06}", form=form, content=mutated, sha256=digest)  # type: ignore[arg-type]


def check(count: int, *, seed: int) -> None:
    stripped = strip_pages(make_pages(count, seed=seed))
    ids = sorted([article.id for article in stripped.articles] + [r.id for r in stripped.rejections])
    assert ids == [f"{number:06}" for number in range(count)]
    broken = [r for r in stripped.rejections if re.search(r"could not be read|died|took more", r.reason)]
    assert broken == []
    assert len(stripped.articles) > count / 3
    for article in stripped.articles:
        for text in (article.text, article.title or "", article.author or "", article.outlet or ""):
            text.encode("utf-8")
            assert not re.search(r"[\x00-\x08\x0b-\x1f]", text), article
        for credit in article.credits:
            assert 0 <= credit.span[0] <= credit.span[1] <= len(article.text)


def test_some_mutated_pages() -> None:
    check(150, seed=1)


@pytest.mark.slow
def test_twenty_thousand_mutated_pages() -> None:
    check(20_000, seed=2)
