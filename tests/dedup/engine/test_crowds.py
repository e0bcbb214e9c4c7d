"""Crowds: so many versions of a story, or equal copies, that not every pair of them is compared."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from boilerplate.records import Article, Stripped
from dedup.engine.crowds import BIG_FROM, Crowds
from dedup.engine.pair_figures import APART, IN_DOUBT
from dedup.engine.stories import find_stories
from dedup.match.articles import MOST_IN_BUCKET, match_articles
from dedup.match.survey import Reader
from dedup.pipeline import explain_among, find_copies
from dedup.records import Report
from dedup.settings import Settings

SETTINGS = Settings()
PARTS = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "rt", "sk", "lo")]
WORDS = [one + other for one in PARTS[::4] for other in PARTS]


def write(source: random.Random, words: int) -> str:
    sentences = [" ".join(source.sample(WORDS, k=12)).capitalize() + "." for _ in range(words // 12)]
    return " ".join(sentences)


def exchange(text: str, source: random.Random, count: int) -> str:
    words = text.split()
    for place in source.sample(range(len(words)), k=count):
        words[place] = source.choice(WORDS)
    return " ".join(words)


def run(texts: list[str], *, near_duplicates_only: bool = False) -> Report:
    articles = tuple(Article(id=f"{number:04}", sha256="", text=text) for number, text in enumerate(texts))
    stripped = Stripped(articles=articles, rejections=())
    return find_copies(stripped, settings=SETTINGS, near_duplicates_only=near_duplicates_only, workers=1)


def test_equal_copies_are_one_cluster_however_many_pairs_are_not_listed() -> None:
    source = random.Random("equal")
    story = write(source, 240)
    report = run([story] * 100 + [write(source, 240) for _ in range(3)] + [exchange(story, source, 12)] * 40)
    (cluster,) = report.clusters
    assert len(cluster.article_ids) == 140
    assert dict(report.counts)["pairs_not_listed"] > 0


@pytest.mark.parametrize("near_duplicates_only", [False, True])
def test_near_copies_are_one_cluster_however_many_pairs_are_passed_over(near_duplicates_only: bool) -> None:
    source = random.Random("near")
    story = write(source, 240)
    copies = [exchange(story, source, 4) for _ in range(150)]
    others = [write(source, 240) for _ in range(20)]
    report = run([*copies, *others], near_duplicates_only=near_duplicates_only)
    (cluster,) = report.clusters
    assert len(cluster.article_ids) == 150
    assert dict(report.counts)["pairs_passed_over"] > 0


def test_what_a_crowd_shares_is_compared_no_more_often_than_holds_it_together() -> None:
    source = random.Random("flood")
    shared = write(source, 228)
    report = run([f"{write(source, 132)} {shared}" for _ in range(140)])
    assert dict(report.counts)["pairs_passed_over_in_crowds"] > 10 * 140
    (cluster,) = report.clusters
    assert len(cluster.article_ids) == 140


def test_two_stories_with_crowds_of_their_own_stay_two() -> None:
    source = random.Random("two")
    stories = write(source, 240), write(source, 240)
    copies = [[exchange(story, source, 4) for _ in range(MOST_IN_BUCKET + 30)] for story in stories]
    round_up = " ".join(story[: len(story) // 2] for story in stories)
    report = run([*copies[0], *copies[1], round_up])
    first, second = (len(cluster.article_ids) for cluster in report.clusters)
    assert 2 * (MOST_IN_BUCKET + 30) <= first + second <= 2 * (MOST_IN_BUCKET + 30) + 1


def test_pairs_that_were_not_compared_are_told_by_their_words() -> None:
    source = random.Random("words")
    shared = write(source, 96)
    texts = [f"{write(source, 72)} {shared}" for _ in range(BIG_FROM + 5)] + [write(source, 168)]
    ids = [f"{number:04}" for number in range(len(texts))]
    matches = match_articles(ids, texts, settings=SETTINGS, with_anchors=False)
    reader = Reader(texts, range(len(texts)), SETTINGS, False)
    crowds = Crowds(matches, reader)
    before = find_stories(matches, reader)
    codes, passed_over = crowds.settle(before)
    assert passed_over == ((before == IN_DOUBT) & (codes == APART)).sum() > 0
    left, right = matches.pairs[:, (before == IN_DOUBT) & (codes == APART)][:, 0].tolist()
    assert crowds.tell_one_story(left, right)
    compared = matches.pairs[:, codes != APART][:, 0].tolist()
    assert not crowds.tell_one_story(*compared)
    assert not crowds.tell_one_story(0, len(texts) - 1)


def test_a_pair_that_was_passed_over_is_explained_by_its_own_words() -> None:
    source = random.Random("explain")
    story = write(source, 240)
    texts = [exchange(story, source, 4) for _ in range(150)]
    articles = tuple(Article(id=f"{place:04}", sha256="", text=text) for place, text in enumerate(texts))
    stripped = Stripped(articles=articles, rejections=())
    report = find_copies(stripped, settings=SETTINGS, workers=1)
    listed = {(link.left_id, link.right_id) for link in report.links}
    ids = [article.id for article in articles]
    left_id, right_id = next(pair for pair in combinations(ids, 2) if pair not in listed)
    explanation = explain_among((left_id, right_id), stripped, settings=SETTINGS, workers=1)
    assert explanation.link.relation == "near_duplicate"
