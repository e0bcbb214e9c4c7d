from __future__ import annotations

from dataclasses import replace

from boilerplate.agency.names import AgencyNames
from boilerplate.records import Article, Credit


def article(article_id: str, *agencies: str) -> Article:
    credits = tuple(Credit(agency=agency, kind="byline", text=agency, span=(0, 0)) for agency in agencies)
    return Article(id=article_id, sha256="", text="", credits=credits)


def unify_all(*articles: Article) -> list[Article]:
    names = AgencyNames(credit.agency for one in articles for credit in one.credits)
    return [names.unify(one) for one in articles]


def names(*articles: Article) -> list[list[str]]:
    return [[credit.agency for credit in one.credits] for one in unify_all(*articles)]


def test_a_short_form_takes_the_full_name_of_its_article() -> None:
    assert names(article("a", "NWA", "Northern Wire Agency")) == [["Northern Wire Agency"] * 2]
    assert names(article("a", "Agentur NWA", "Northern Wire Agency")) == [["Northern Wire Agency"] * 2]


def test_else_of_the_run_if_it_is_the_only_one() -> None:
    full, rival = article("b", "Northern Wire Agency"), article("c", "New World Assembly")
    assert names(article("a", "NWA"), full) == [["Northern Wire Agency"], ["Northern Wire Agency"]]
    assert names(article("a", "NWA"), full, rival)[0] == ["NWA"]
    assert names(article("a", "NWA")) == [["NWA"]]


def test_the_article_itself_decides_before_the_run() -> None:
    both = article("a", "NWA", "New World Assembly")
    assert names(both, article("b", "Northern Wire Agency"))[0] == ["New World Assembly"] * 2


def test_an_author_line_that_ends_in_a_credited_agency_is_a_byline() -> None:
    credited = article("a", "NWA")
    full = article("b", "Northern Wire Agency")
    for author in ("Ida Brandt, Northern Wire Agency", "Von Ida Brandt, NWA", "NORTHERN WIRE AGENCY"):
        unified, _ = unify_all(replace(credited, author=author, credits=()), full)
        assert [(c.agency, c.kind, c.text) for c in unified.credits] == [
            ("Northern Wire Agency", "byline", author)
        ]
    unified, _ = unify_all(replace(credited, author="Ida Brandt, Calder Bay", credits=()), full)
    assert unified.credits == ()


def test_unifying_twice_changes_nothing() -> None:
    articles = [
        replace(article("a", "NWA"), author="Ida Brandt, NWA", credits=()),
        article("b", "Northern Wire Agency"),
    ]
    once = unify_all(*articles)
    assert unify_all(*once) == once
