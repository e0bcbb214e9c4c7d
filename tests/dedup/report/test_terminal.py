from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import TextIO

import pytest
from rich.cells import cell_len

from dedup.report.console import break_long
from dedup.report.explanation import write_explain
from dedup.report.table import find_joins, write_clusters, write_extract
from dedup.report.terminal import write_diff


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def show(write: Callable[[TextIO], None], stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    write(stream)
    return stream.getvalue()


def test_a_diff_without_colour_marks_every_edit(invented: ModuleType) -> None:
    shown = show(lambda stream: write_diff(invented.make_harbour_diff(), stream))
    flat = " ".join(shown.split())
    assert "[-Tuesday-]{+Wednesday⁴+}" in flat
    assert "[-relieved-]{+furious³+}" in flat
    assert "moved to B ¶5" in flat
    assert "2 unchanged passages" in flat
    assert "She has run the port" not in flat
    assert "a figure was lost when the page was read" in flat
    assert "\x1b" not in shown


def test_a_diff_keeps_the_order_of_the_page(invented: ModuleType) -> None:
    shown = show(lambda stream: write_diff(invented.make_harbour_diff(), stream))
    order = [
        "One story in two versions",
        "5 changes may alter the facts",
        "Varnholm harbour reopens after",
        "Only A credits Meridian Press.",
        "WHAT WAS KEPT",
        "WHAT READERS ARE TOLD DIFFERENTLY",
        "[-14 weeks-]",
        "THE TWO TEXTS",
        "WHAT COULD NOT BE COMPARED",
    ]
    places = [shown.index(heading) for heading in order]
    assert places == sorted(places)


def test_the_legend_counts_the_sentences_of_each_side_as_the_verdict_does(invented: ModuleType) -> None:
    shown = show(lambda stream: write_diff(invented.make_harbour_diff(), stream))
    counted = "3 word for word, 6 lightly edited, 1 reworded"
    assert counted in " ".join(shown.split())
    legends = [line for line in shown.splitlines() if "lightly edited" in line and "▓" in line]
    assert legends == [
        "A  █ 3 word for word, ▓ 6 lightly edited, ▒ 1 reworded, - 3 only in A",
        "B  █ 3 word for word, ▓ 6 lightly edited, ▒ 1 reworded, + 3 only in B",
    ]


def test_where_nothing_is_in_both_no_claim_of_sameness_is_made(invented: ModuleType) -> None:
    made = [invented.Passage("dropped", "One boat sank."), invented.Passage("added", right="Two men swam.")]
    diff = invented.make_diff(made, relation="unrelated")
    flat = " ".join(show(lambda stream: write_diff(diff, stream)).split())
    assert "alters what the reader is told" not in flat
    assert "1 sentence stands only in A and 1 sentence stands only in B." in flat


def test_changes_only_leaves_the_texts_out(invented: ModuleType) -> None:
    shown = show(lambda stream: write_diff(invented.make_harbour_diff(), stream, changes_only=True))
    assert "14 weeks" in shown
    assert "THE TWO TEXTS" not in shown


@pytest.mark.parametrize("name", ["harbour", "arabic", "chinese", "hostile"])
@pytest.mark.parametrize("width", [None, 60, 120])
def test_no_line_is_wider_than_the_terminal(invented: ModuleType, name: str, width: int | None) -> None:
    diff = getattr(invented, f"make_{name}_diff")()
    shown = show(lambda stream: write_diff(diff, stream, width=width))
    assert max(cell_len(line) for line in shown.splitlines()) <= (width or 80)
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_the_bars_are_as_long_as_each_other(invented: ModuleType) -> None:
    shown = show(lambda stream: write_diff(invented.make_harbour_diff(), stream))
    bars = [line.split()[1] for line in shown.splitlines() if line.endswith(" 13 sentences")]
    assert [len(bar) for bar in bars] == [60, 60]


def test_colour_is_for_terminals_that_want_it(invented: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    diff = invented.make_harbour_diff()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    colored = show(lambda stream: write_diff(diff, stream), Terminal())
    assert "\x1b[" in colored
    assert "[-Tuesday-]" not in colored
    monkeypatch.setenv("NO_COLOR", "1")
    plain = show(lambda stream: write_diff(diff, stream), Terminal())
    assert "\x1b" not in plain
    assert "[-Tuesday-]" in plain
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in show(lambda stream: write_diff(diff, stream), Terminal())
    assert "\x1b[" in show(lambda stream: write_diff(diff, stream, color=True))


def test_hostile_text_cannot_steer_the_terminal(invented: ModuleType) -> None:
    diff = invented.make_hostile_diff()
    shown = show(lambda stream: write_diff(diff, stream))
    shown += show(lambda stream: write_extract([diff.left, diff.right], stream))
    for unsafe in ("\x1b", "\x07", "\x9b", "\x00", "\u202e", "\u2066", "\ud800"):
        assert unsafe not in shown


def test_a_terminal_without_unicode_shows_what_it_can(invented: ModuleType) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    write_diff(invented.make_harbour_diff(), stream)
    stream.flush()
    assert b"[-Jelena-]{+Yelena+}" in raw.getvalue()


def test_clusters_show_who_credits_whom(invented: ModuleType) -> None:
    shown = show(lambda stream: write_clusters(invented.make_report(), stream, width=160))
    assert "5 articles, 1 cluster, 1 family, 1 article linked to no other, 2 pages rejected" in shown
    row = next(line for line in shown.splitlines() if line.lstrip().startswith("1 ") and "Harbour" in line)
    for cell in ("3", "Harbour reopens", "Meridian Press (2 of 3)", "Harbour Post, Northgate Herald"):
        assert cell in row
    assert "derived pages/b.html of cluster 1, 86% aligned pages/d.html 79% aligned" in " ".join(
        shown.split()
    )
    assert "near-duplicate" not in shown
    assert "pages/y.html" in shown
    assert "empty file" in shown


def test_members_that_credit_no_agency_are_named_where_others_do(invented: ModuleType) -> None:
    report = invented.make_report()
    shown = " ".join(show(lambda stream: write_clusters(report, stream, width=160)).split())
    assert shown.count("no agency credit found") == 1
    assert "pages/b.html no agency credit found" in shown
    own = tuple(
        replace(article, outlet="Meridian Press") if article.id == "pages/b.html" else article
        for article in report.articles
    )
    silent = tuple(replace(article, credits=()) for article in report.articles)
    for members in (own, silent):
        other = replace(report, articles=members)
        assert "no agency credit found" not in show(partial(write_clusters, other))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("short", "short"),
        ("samples/harbour-courier/index.html", "samples/\nharbour-\ncourier/\nindex.html"),
        ("one harbour-courier.example, two", "one harbour-\ncourier.\nexample, two"),
        ("x" * 15, "x" * 15),
    ],
)
def test_long_names_break_after_a_separator(text: str, broken: str) -> None:
    assert break_long(text, 10) == broken


def test_joins_show_the_strongest_link_between_two_blocks(invented: ModuleType) -> None:
    report = invented.make_report()
    extra = invented.make_link("quotes", ("pages/a.html", "pages/d.html"))
    block_of = {a: cluster.id for cluster in report.clusters for a in cluster.article_ids}
    joins = find_joins(report.families[0], (*report.links, extra), block_of)
    assert [(link.left_id, link.right_id, more) for link, more in joins] == [
        ("pages/b.html", "pages/d.html", 1)
    ]


def test_an_empty_run_says_so(invented: ModuleType) -> None:
    report = replace(invented.make_report(), clusters=(), families=(), links=())
    shown = show(lambda stream: write_clusters(report, stream))
    assert "No two articles are versions of one story." in shown
    assert "No two articles are linked." in shown


@pytest.mark.parametrize(
    ("relation", "said"), [("topical", "Not linked: same topic"), ("derived", "Linked: derived")]
)
def test_an_explanation_gives_reasons(invented: ModuleType, relation: str, said: str) -> None:
    shown = show(lambda stream: write_explain(invented.make_explanation(relation), stream))
    assert shown.startswith(said)
    assert "at least 0.6" in shown
    assert "✓ yes," in shown
    assert "decides" in shown
    assert "“the port authority said”  A 40–63, B 300–323" in shown


def test_an_explanation_of_a_run_tells_what_the_others_did(invented: ModuleType) -> None:
    shown = show(lambda stream: write_explain(invented.make_explanation_in_run(), stream))
    said = " ".join(shown.split())
    assert "Judged among 1,204 articles, as `clusters` does; alone they would be “same topic”." in said
    assert "in 4 stories of the run; common, so it carries no weight" in said
    assert "in 1 story of the run" in said
    assert "and 2 more articles" in said
    assert "\x1b" not in shown


def test_an_explanation_says_how_sure_it_is(invented: ModuleType) -> None:
    explanation = invented.make_explanation("derived")
    sure = replace(explanation, link=replace(explanation.link, similarity=0.4321, confidence=0.876))
    shown = show(lambda stream: write_explain(sure, stream))
    assert "Similarity 0.432" in shown
    assert "0.876" in shown


def test_only_the_longest_shared_passages_are_shown(invented: ModuleType) -> None:
    explanation = invented.make_explanation("derived")
    many = tuple(
        replace(explanation.shared[0], text=f"passage {n}", tokens=n, left=(n, n + 1)) for n in range(1, 14)
    )
    shown = show(lambda stream: write_explain(replace(explanation, shared=many), stream))
    assert "passage 4”" in shown
    assert "passage 3”" not in shown
    assert "and 3 shorter passages" in shown
    assert shown.index("passage 4”") < shown.index("passage 13”")


def test_an_extracted_article_shows_what_was_left_out(invented: ModuleType) -> None:
    results = [invented.make_extracted(), invented.make_report().rejections[1]]
    shown = show(lambda stream: write_extract(results, stream))
    assert "Harbour Post · 3 March 2026 · Tove Lind · en" in shown
    assert "  Forty ships had waited." in shown
    assert "Left out 3 lines: newsletter prompt (1), share bar (2)" in shown
    assert "Rejected: empty file" in shown


def test_many_rejections_of_one_file_for_one_reason_are_counted(invented: ModuleType) -> None:
    report = invented.make_report()
    many = [
        replace(report.rejections[0], id=f"feed.jsonl#{n}", reason=f"line {n} has no text")
        for n in range(1_000)
    ]
    rejections = (*report.rejections, *many)
    shown = show(lambda stream: write_clusters(replace(report, rejections=rejections), stream, width=160))
    assert shown.count("has no text") == 4
    assert "and 996 more of feed.jsonl" in shown
    assert all(rejection.id in shown for rejection in report.rejections)
