"""More wordings of each class, and more ways of saying the same. All sentences are invented."""

import pytest

from boilerplate.records import Article
from dedup.compare.alignment import align_articles
from dedup.records import Change


def compare(left: str, right: str) -> tuple[Change, ...]:
    return align_articles(
        *(Article(id=name, sha256="", text=text) for name, text in (("a", left), ("b", right)))
    ).changes


@pytest.mark.parametrize(
    ("change_class", "severity", "left", "right"),
    [
        (
            "number",
            "factual",
            "The deal is worth $1.2bn to the firm.",
            "The deal is worth $1.2m to the firm.",
        ),
        (
            "number",
            "factual",
            "One in five homes lost power overnight.",
            "One in nine homes lost power overnight.",
        ),
        (
            "number",
            "factual",
            "It was her second win at the event in Oslo.",
            "It was her fourth win at the event in Oslo.",
        ),
        (
            "number",
            "factual",
            "Sales doubled over the period, the firm said.",
            "Sales tripled over the period, the firm said.",
        ),
        (
            "number",
            "factual",
            "The trial lasted three to four weeks in all.",
            "The trial lasted five to six weeks in all.",
        ),
        (
            "number",
            "factual",
            "A third of the staff walked out at noon.",
            "A quarter of the staff walked out at noon.",
        ),
        (
            "number",
            "factual",
            "The bill passed 52-48 in the upper chamber.",
            "The bill passed 51-49 in the upper chamber.",
        ),
        (
            "number",
            "factual",
            "The gunman, 34, surrendered at the scene.",
            "The gunman, 43, surrendered at the scene.",
        ),
        (
            "number",
            "factual",
            "Nearly 2,300 homes were flooded along the river.",
            "Nearly 23,000 homes were flooded along the river.",
        ),
        ("number", "factual", "The car hit 120 mph before the bend.", "The car hit 210 mph before the bend."),
        (
            "number",
            "factual",
            "It raised £40,000 for the local hospice.",
            "It raised £14,000 for the local hospice.",
        ),
        (
            "number",
            "factual",
            "The ship carried 1.5 million barrels of oil.",
            "The ship carried 2.5 million barrels of oil.",
        ),
        (
            "number",
            "factual",
            "He scored twenty-two points in the game.",
            "He scored thirty-two points in the game.",
        ),
        (
            "number",
            "factual",
            "Some 200 people were inside the hall.",
            "Some 500 people were inside the hall.",
        ),
        (
            "number",
            "factual",
            "Rates rose by 0.25 percentage points.",
            "Rates rose by 0.75 percentage points.",
        ),
        (
            "name",
            "factual",
            "The FBI searched the house in the suburbs.",
            "The CIA searched the house in the suburbs.",
        ),
        (
            "name",
            "factual",
            "Smith's lawyer declined to comment on it.",
            "Smyth's lawyer declined to comment on it.",
        ),
        (
            "name",
            "factual",
            "Officials in Mali said talks had ended early.",
            "Officials in Chad said talks had ended early.",
        ),
        (
            "name",
            "factual",
            "The plant in Jean-Luc Moreau's district shut.",
            "The plant in Jean-Luc Morel's district shut.",
        ),
        (
            "name",
            "factual",
            "Maria Lopez, 25, won the race on foot.",
            "Elena Lopez, 25, won the race on foot.",
        ),
        (
            "name",
            "factual",
            "Police arrested Omar Haddad near the border.",
            "Police arrested Omar Hadid near the border.",
        ),
        (
            "name",
            "factual",
            "The Danube flooded several villages in spring.",
            "The Rhine flooded several villages in spring.",
        ),
        ("name", "factual", "He works for Volkswagen in the north.", "He works for Volvo in the north."),
        (
            "date",
            "factual",
            "The vote is due on Sept. 12 in all regions.",
            "The vote is due on Oct. 12 in all regions.",
        ),
        ("date", "factual", "He was born in 1984 and raised there.", "He was born in 1948 and raised there."),
        (
            "date",
            "factual",
            "Shops reopen next week after the storm.",
            "Shops reopen next month after the storm.",
        ),
        (
            "date",
            "factual",
            "The meeting starts at 3 p.m. in the hall.",
            "The meeting starts at 5 p.m. in the hall.",
        ),
        (
            "date",
            "factual",
            "It opened in the spring of last year there.",
            "It opened in the autumn of last year there.",
        ),
        ("date", "factual", "She resigned yesterday after the vote.", "She resigned today after the vote."),
        (
            "date",
            "factual",
            "The strike began two weeks ago at the docks.",
            "The strike began two days ago at the docks.",
        ),
        (
            "date",
            "factual",
            "The law took effect on Jan. 1, 2020, statewide.",
            "The law took effect on Jan. 1, 2021, statewide.",
        ),
        (
            "date",
            "factual",
            "The show airs Friday night on the main channel.",
            "The show airs Sunday night on the main channel.",
        ),
        (
            "negation",
            "factual",
            "“We will rebuild,” the mayor said.",
            "“We will not rebuild,” the mayor said.",
        ),
        ("negation", "factual", "Police found no weapons in the car.", "Police found weapons in the car."),
        ("negation", "factual", "The firm never paid the fine in full.", "The firm paid the fine in full."),
        (
            "negation",
            "factual",
            "She can't recall the exact words used.",
            "She can recall the exact words used.",
        ),
        (
            "negation",
            "factual",
            "Nobody was hurt in the blast at the mill.",
            "Somebody was hurt in the blast at the mill.",
        ),
        (
            "negation",
            "factual",
            "The committee failed to approve the plan.",
            "The committee managed to approve the plan.",
        ),
        (
            "negation",
            "factual",
            "He left without a lawyer at his side.",
            "He left with a lawyer at his side.",
        ),
        (
            "attribution",
            "nuance",
            "The minister denied the report on Monday.",
            "The minister confirmed the report on Monday.",
        ),
        (
            "attribution",
            "nuance",
            "The union warned that jobs would go.",
            "The union said that jobs would go.",
        ),
        (
            "attribution",
            "nuance",
            "The bank admits it made errors with the data.",
            "The bank insists it made errors with the data.",
        ),
        (
            "attribution",
            "nuance",
            "Officials acknowledged the leak at the plant.",
            "Officials alleged the leak at the plant.",
        ),
        (
            "attribution",
            "factual",
            "The witness said the light was green.",
            "The suspect said the light was green.",
        ),
        (
            "hedge",
            "nuance",
            "Taxes may rise in the coming session.",
            "Taxes must rise in the coming session.",
        ),
        (
            "hedge",
            "nuance",
            "It is likely to rain during the match.",
            "It is certain to rain during the match.",
        ),
        ("hedge", "factual", "The alleged thief was held overnight.", "The thief was held overnight."),
        ("hedge", "nuance", "At least 12 people died in the crash.", "Up to 12 people died in the crash."),
        (
            "hedge",
            "nuance",
            "Most voters back the reform of the court.",
            "Some voters back the reform of the court.",
        ),
        ("hedge", "nuance", "The move could possibly hurt small farms.", "The move will hurt small farms."),
        (
            "term",
            "factual",
            "Exports to Asia increased in the quarter.",
            "Imports to Asia increased in the quarter.",
        ),
        (
            "term",
            "factual",
            "The court upheld the ban on the drug.",
            "The court overturned the ban on the drug.",
        ),
        ("term", "factual", "The governor vetoed the bill at noon.", "The governor signed the bill at noon."),
        (
            "term",
            "factual",
            "The company hired 300 workers in spring.",
            "The company fired 300 workers in spring.",
        ),
        (
            "term",
            "factual",
            "The suspect was found guilty of arson there.",
            "The suspect was found innocent of arson there.",
        ),
        (
            "term",
            "factual",
            "The army advanced on the eastern town.",
            "The army retreated on the eastern town.",
        ),
        ("term", "factual", "A bill to legalize the drug passed.", "A bill to ban the drug passed."),
        (
            "term",
            "factual",
            "The drug is safe for children, doctors say.",
            "The drug is unsafe for children, doctors say.",
        ),
        ("term", "factual", "His wife testified at the hearing.", "His sister testified at the hearing."),
        (
            "quote",
            "factual",
            "He said it was “a sad day for us” there.",
            "He said it was “a dark day for us” there.",
        ),
        ("quote", "factual", "“I never took the money,” he said.", "“I never stole the money,” he said."),
        ("quote", "nuance", '"This is our home," she said.', '"This is our house," she said.'),
    ],
)
def test_each_change_is_reported_once_with_its_class(
    change_class: str, severity: str, left: str, right: str
) -> None:
    for ours, theirs in ((left, right), (right, left)):
        assert [(change.change_class, change.severity) for change in compare(ours, theirs)] == [
            (change_class, severity)
        ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The mayor, 51, quit on Monday.", "The 51-year-old mayor quit on Monday."),
        ("He paid 20 dollars for the ticket.", "He paid $20 for the ticket."),
        ("It happened at 5:30 p.m. on the quay.", "It happened at 5.30pm on the quay."),
        ("Half of the crews left the port.", "50 percent of the crews left the port."),
        ("The first 1,000 buyers got a gift.", "The first thousand buyers got a gift."),
        ("Two-thirds of the homes were lost.", "Two thirds of the homes were lost."),
        ("He was arrested on Tuesday in Lund.", "On Tuesday, he was arrested in Lund."),
        ("Prime Minister Ole Holm resigned.", "Ole Holm, the prime minister, resigned."),
        ("He did not attend the meeting.", "He didn't attend the meeting."),
        ("She was unable to reach the shore.", "She was not able to reach the shore."),
        ("The United States imposed sanctions.", "The U.S. imposed sanctions."),
        ("The man, who was 30, lived alone.", "The man, aged 30, lived alone."),
        ("They need more than ten boats there.", "They need over 10 boats there."),
        ("“It is cold,” said Holm, a pilot.", "“It’s cold,” said Holm, a pilot."),
        (
            "The council approved the budget of 3m crowns.",
            "The council approved the budget of 3 million crowns.",
        ),
        ("The ship's crew arrived on the 5th of May.", "The ship's crew arrived on May 5."),
        ("A total of 1500 people came.", "A total of 1,500 people came."),
        ("Roughly a dozen ships left.", "About 12 ships left."),
        ("The two-day meeting ended.", "The 2-day meeting ended."),
        ("Gov. Ann Holm spoke.", "Governor Ann Holm spoke."),
        ("He will likely stay in jail.", "He is likely to stay in jail."),
        ("The report, published Monday, says so.", "The report, which was published on Monday, says so."),
    ],
)
def test_the_same_said_otherwise_is_silent(left: str, right: str) -> None:
    assert compare(left, right) == ()
    assert compare(right, left) == ()
