"""Verdicts on whole stories by figures against those of the full comparison."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from boilerplate.records import Article, Stripped
from dedup.engine.compare import compare_prepared
from dedup.engine.pair_figures import APART, IN_DOUBT, ONE_STORY, Codes
from dedup.engine.shelf import Shelf
from dedup.engine.stories import find_stories, leave_out_little, settle_parts
from dedup.match.articles import Matches, match_articles
from dedup.match.survey import Reader
from dedup.pipeline import find_copies
from dedup.settings import Settings

TESTS = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "benchmarks"))

from composer import compose, invent_sentences, load_sentences  # noqa: E402

SETTINGS = Settings()
PARTS = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "rt", "sk", "lo")]
WORDS = [one + other for one in PARTS[::4] for other in PARTS]


def settle(
    texts: Mapping[str, str], *, settings: Settings = SETTINGS, with_anchors: bool = True
) -> tuple[Matches, Codes, Codes, Codes]:
    """The pairs, and their verdicts after each step."""
    ids = sorted(texts)
    shelf = Shelf([Article(id=name, sha256="", text=texts[name]) for name in ids], settings=settings)
    matches = match_articles(ids, shelf.texts, settings=settings, with_anchors=with_anchors)
    reader = Reader(shelf.texts, range(len(ids)), settings, False)
    found = find_stories(matches, reader)
    left = leave_out_little(matches, found)
    return matches, found, left, settle_parts(matches, reader, left)


def judge_two(one: list[str], other: list[str], *, settings: Settings = SETTINGS) -> tuple[int, int]:
    """The verdict on two stories before and after the last step."""
    _, _, left, settled = settle({"a": " ".join(one), "b": " ".join(other)}, settings=settings)
    assert len(left) == 1
    return int(left[0]), int(settled[0])


def write(source: random.Random, sentences: int, words: int = 12) -> list[str]:
    """Sentences, each with a name and a number of its own."""
    story = []
    for _ in range(sentences):
        chosen = source.sample(WORDS, k=words)
        chosen[words // 3] = chosen[words // 3].capitalize()
        chosen[words // 2] = str(source.randrange(1_000, 100_000))
        story.append(" ".join(chosen).capitalize() + ".")
    return story


def mix(source: random.Random, taken: list[str], own: list[str]) -> list[str]:
    """Both in their order, what is taken never in a row where there is enough of the other."""
    story = list(own)
    for place, sentence in enumerate(taken):
        story.insert(min(2 * place, len(story)), sentence)
    return story


@pytest.mark.parametrize(
    ("common", "sentences", "verdict"),
    [(4, 20, APART), (10, 20, APART), (12, 20, IN_DOUBT), (14, 20, ONE_STORY), (5, 11, IN_DOUBT)],
    ids=["a fifth", "half", "about as much as it takes", "more", "half of a short one"],
)
def test_how_much_stands_in_both_word_for_word(common: int, sentences: int, verdict: int) -> None:
    source = random.Random(5)
    story = write(source, sentences)
    own = write(source, 2 * sentences - common)
    assert judge_two(story, mix(source, story[-common:], own)) == (IN_DOUBT, verdict)


def test_what_is_as_much_as_it_takes_is_a_setting() -> None:
    source = random.Random(5)
    story = write(source, 20)
    other = mix(source, story[-14:], write(source, 26))
    asked = replace(SETTINGS, near_duplicate_coverage=0.8)
    assert judge_two(story, other, settings=asked) == (IN_DOUBT, APART)


def test_half_of_a_story_and_the_rest_in_other_words_is_left_in_doubt() -> None:
    source = random.Random(6)
    story = write(source, 20)
    reworded = [shuffle_words(source, sentence) for sentence in story[:10]]
    assert judge_two(story, mix(source, story[10:], reworded)) == (IN_DOUBT, IN_DOUBT)


def test_a_retelling_without_a_passage_is_left_in_doubt() -> None:
    source = random.Random(7)
    story = write(source, 20)
    reworded = [shuffle_words(source, sentence) for sentence in story[5:]]
    assert judge_two(story, [*reworded, *story[:5]]) == (IN_DOUBT, IN_DOUBT)


def test_a_form_filled_in_anew_is_left_in_doubt() -> None:
    source = random.Random(8)
    form = [" ".join(source.sample(WORDS, k=12)).capitalize() + "." for _ in range(20)]
    one, other = ([exchange(source, sentence, every=4) for sentence in form] for _ in range(2))
    assert judge_two(one, other) == (IN_DOUBT, IN_DOUBT)


def test_a_story_whose_names_are_others_is_left_in_doubt() -> None:
    source = random.Random(9)
    nameless = [" ".join(source.sample(WORDS, k=12)).capitalize() + "." for _ in range(14)]
    story, own = [*nameless, *write(source, 6)], write(source, 20)
    assert judge_two(story, mix(source, nameless, own)) == (IN_DOUBT, IN_DOUBT)


@pytest.mark.parametrize(("common", "verdict"), [(6, APART), (12, IN_DOUBT)])
def test_phrases_in_common(common: int, verdict: int) -> None:
    source = random.Random(10)
    story = write(source, 20)
    phrases = [" ".join([*s.split()[:5], *source.sample(WORDS, k=7)]) + "." for s in story[:common]]
    assert judge_two(story, mix(source, phrases, write(source, 30 - common))) == (IN_DOUBT, verdict)


def exchange(source: random.Random, sentence: str, *, every: int) -> str:
    words = sentence.rstrip(".").split()
    return " ".join(source.choice(WORDS) if n % every == every - 1 else w for n, w in enumerate(words)) + "."


def shuffle_words(source: random.Random, sentence: str) -> str:
    words = sentence.rstrip(".").split()
    return " ".join(source.sample(words, k=len(words))).capitalize() + "."


def count_verdicts(texts: Mapping[str, str], *, with_anchors: bool = True) -> Counter[tuple[str, bool]]:
    """How often figures and comparison say what of the pairs that the last step settles."""
    matches, _, left, settled = settle(texts, with_anchors=with_anchors)
    shelf = Shelf([Article(id=name, sha256="", text=text) for name, text in texts.items()], settings=SETTINGS)
    counts = Counter({("in doubt", False): int((settled == IN_DOUBT).sum())})
    for code, (one, other) in zip(settled[left != settled], matches.pairs[:, left != settled].T, strict=True):
        pair = shelf.prepared(shelf.ids[one]), shelf.prepared(shelf.ids[other])
        relation = compare_prepared(*pair, settings=SETTINGS)[0].relation
        counts[
            "one story" if code == ONE_STORY else "apart", relation in ("identical", "near_duplicate")
        ] += 1
    return counts


def list_differing(counts: Counter[tuple[str, bool]]) -> list[tuple[str, bool]]:
    return [pair for pair in counts if pair in (("one story", False), ("apart", True))]


@pytest.mark.parametrize("name", ["english", "languages", "templates"])
def test_no_verdict_differs_on_the_invented_families(name: str) -> None:
    lines = (TESTS / "quality" / "families" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    counts = count_verdicts({line["id"]: line["text"] for line in map(json.loads, lines)})
    assert not list_differing(counts), counts
    assert counts["in doubt", False]


def test_clusters_of_composed_stories_are_exact() -> None:
    documents = compose(invent_sentences(4_000), size=2_200, seed="stories")
    report = find_copies(
        Stripped(
            articles=tuple(Article(id=one.id, sha256="", text=one.text) for one in documents), rejections=()
        ),
        settings=SETTINGS,
        near_duplicates_only=True,
        workers=1,
    )
    stories = {one.id: one.story for one in documents}
    copied = {one.story for one in documents if "c" in one.id}
    assert {stories[ids[0]] for ids in (cluster.article_ids for cluster in report.clusters)} == copied
    for cluster in report.clusters:
        assert len({stories[member] for member in cluster.article_ids}) == 1
    joined = sum(len(cluster.article_ids) for cluster in report.clusters)
    assert joined == sum(one.story in copied for one in documents)


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["one", "another"])
def test_no_verdict_differs_on_composed_stories(shared: Path, seed: str) -> None:
    documents = compose(load_sentences(shared), size=10_000, seed=seed)
    counts = count_verdicts({one.id: one.text for one in documents}, with_anchors=False)
    print(dict(counts))
    assert not list_differing(counts), counts
    assert counts["in doubt", False] < 0.3 * sum(counts.values())


@pytest.mark.slow
def test_no_verdict_differs_on_the_synthetic_families(shared: Path) -> None:
    with gzip.open(shared / "data" / "mutations" / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        counts = count_verdicts({line["id"]: line["text"] for line in map(json.loads, lines)})
    print(dict(counts))
    assert not list_differing(counts), counts
    assert counts["in doubt", False] < 0.5 * sum(counts.values())
