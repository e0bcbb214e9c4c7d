"""How long aligning takes, against rapidfuzz's own matrix over the same sentences in the same run."""

import random
import time
from collections.abc import Callable
from functools import partial
from itertools import product

import pytest
import trafilatura
from rapidfuzz import fuzz, process

from boilerplate.records import Article
from dedup.compare.align import align_sentences, prepare_sentences
from dedup.compare.alignment import align_articles

pytestmark = pytest.mark.benchmark

SYLLABLES = (
    "ba bel ciden de dor fen fi gist go hall jor kim lan lu mar mond nis nol pert pri rin stel tow".split()
)
WORDS = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]


def make_sentences(count: int, seed: int) -> list[str]:
    generator = random.Random(seed)
    return [" ".join(generator.choices(WORDS, k=generator.randint(8, 30))) for _ in range(count)]


def rewrite(sentences: list[str], seed: int) -> list[str]:
    """Exchange about one word in seven, drop one sentence in ten, move a tenth of the rest."""
    generator = random.Random(seed)
    out = [
        " ".join(generator.choice(WORDS) if generator.random() < 0.15 else word for word in sentence.split())
        for sentence in sentences
        if generator.random() < 0.9
    ]
    size = len(out) // 10
    return [*out[size:-size], *out[:size], *out[-size:]]


def measure(task: Callable[[], object], runs: int = 3) -> float:
    best = float("inf")
    for _ in range(runs):
        started = time.process_time()
        task()
        best = min(best, time.process_time() - started)
    return best


def test_a_thousand_sentences_take_at_most_half_of_a_plain_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    left = make_sentences(1000, 1)
    right = rewrite(left, 2)
    ours = measure(
        lambda: align_sentences(prepare_sentences("\n".join(left)), prepare_sentences("\n".join(right)))
    )
    plain = measure(lambda: process.cdist(left, right, scorer=fuzz.token_sort_ratio), runs=1)
    with capsys.disabled():
        print(f"\n1,000 x 1,000: {ours:.3f} s, matrix {plain:.3f} s, ratio {ours / plain:.2f}")
    assert ours <= 0.5 * plain


def test_unrelated_texts_cost_no_more_than_related_ones(capsys: pytest.CaptureFixture[str]) -> None:
    text = make_sentences(300, 3)
    left = prepare_sentences("\n".join(text))
    related = prepare_sentences("\n".join(rewrite(text, 4)))
    unrelated = prepare_sentences("\n".join(make_sentences(300, 5)))
    near, far = (measure(partial(align_sentences, left, side)) for side in (related, unrelated))
    with capsys.disabled():
        print(f"\n300 x 300: {near:.4f} s, unrelated {far:.4f} s, ratio {far / near:.2f}")
    assert far <= near


def test_a_pair_costs_no_more_than_extracting_two_ordinary_pages(capsys: pytest.CaptureFixture[str]) -> None:
    story = [f"{sentence.capitalize()}." for sentence in make_sentences(64, 6)]
    copy = [f"{sentence.capitalize()}." for sentence in rewrite(make_sentences(64, 6), 7)]
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in story)
    chrome = "".join(
        f'<div class="teaser"><a href="/{word}"><img src="/{word}.jpg" alt=""><h3>{word} {word}</h3></a>'
        f'<p class="summary"><span>{word}</span> {" ".join(WORDS[at : at + 12])}</p></div>'
        for at, word in enumerate(WORDS[:250])
    )
    page = (
        f"<html><body><nav>{chrome}</nav><article>{paragraphs}</article><aside>{chrome}</aside></body></html>"
    )
    left, right = (
        Article(id=name, sha256="", text="\n".join(text)) for name, text in (("a", story), ("b", copy))
    )
    extraction = measure(partial(trafilatura.bare_extraction, page, favor_precision=True))
    ours = measure(partial(align_articles, left, right), runs=5)
    with capsys.disabled():
        print(f"\none pair: {ours:.4f} s, one page {extraction:.4f} s, ratio {ours / extraction:.2f}")
    assert ours <= 2 * extraction
