"""Sets of the published layouts, every text in them invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.errors import InvalidGold
from dedup.evaluate.sets.meter import read_meter
from dedup.evaluate.sets.news_copy import read_news_copy
from dedup.evaluate.sets.pan import read_pan

FIRST, SECOND, THIRD = (
    "Calder-Bay-Courier-Jul-04-1955-p1-3",
    "Brackley-Post-Jul-05-1955-p2-1",
    "undated",
)


@pytest.fixture
def news_copy(tmp_path: Path) -> Path:
    articles = {
        FIRST: {"article": "The ferry berth is shut.", "byline": "By Ines Vorhoff", "headline": "Shut"},
        SECOND: {"article": "The ferry berth 1s shut.", "byline": ""},
        THIRD: {"article": "Pears are dear.", "byline": None},
    }
    (tmp_path / "data.json").write_text(json.dumps(articles), encoding="utf-8")
    (tmp_path / "gt.json").write_text(json.dumps([[FIRST, SECOND], [SECOND, "elsewhere"]]), encoding="utf-8")
    return tmp_path


def test_news_copy(news_copy: Path) -> None:
    found = read_news_copy(news_copy)
    assert [article.id for article in found.articles] == sorted((FIRST, SECOND, THIRD))
    texts = {article.id: article.text for article in found.articles}
    assert texts[FIRST] == "By Ines Vorhoff\nThe ferry berth is shut."
    assert texts[SECOND] == "The ferry berth 1s shut."
    dates = {article.id: article.published for article in found.articles}
    assert dates == {FIRST: "1955-07-04", SECOND: "1955-07-05", THIRD: None}
    assert found.groups == {FIRST: SECOND, SECOND: SECOND}
    assert [(pair.ids, pair.relation) for pair in found.pairs] == [((SECOND, FIRST), "near_duplicate")]
    assert found.is_complete


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("data.json", '{"a": {"text": "x"}}', 'no "article"'),
        ("gt.json", '[["a"]]', "no link"),
        ("gt.json", "3", "neither articles nor links"),
        ("gt.json", "{", "not JSON"),
    ],
)
def test_other_files_are_no_news_copy(news_copy: Path, name: str, content: str, told: str) -> None:
    (news_copy / name).write_text(content, encoding="utf-8")
    with pytest.raises(InvalidGold, match=told):
        read_news_copy(news_copy)


def test_a_folder_without_links_is_no_news_copy(news_copy: Path) -> None:
    (news_copy / "gt.json").unlink()
    with pytest.raises(InvalidGold, match="no links"):
        read_news_copy(news_copy)


def write_story(folder: Path, kind: str, page: str, attributes: str, body: str) -> None:
    path = folder / kind / "annotated" / "courts" / "12.07.99" / "berth" / f"{page}.sgml"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = '<!DOCTYPE meterdocument SYSTEM "meter.dtd">\n<meterdocument filename="x" domain="courts" '
    path.write_text(
        f"{head}{attributes}>\n<title>Berth</title>\n{body}\n</meterdocument>\n", encoding="latin-1"
    )


@pytest.fixture
def meter(tmp_path: Path) -> Path:
    for page, text in (
        ("berth1", "The berth is shut.\n\nBoats & buses run."),
        ("berth2", "Repairs cost £2."),
    ):
        write_story(tmp_path, "PA", page, 'newspaper="PA"', f"<body>\n<p>{text}</p>\n</body>")
    segments = '<Verbatim PSource="berth1">The berth is\nshut.</Verbatim> <New PSource="">Many grumble.</New>'
    for paper, name in (("times", "wholly-derived"), ("sun", "Partially_derived"), ("mail", "non-derived")):
        attributes = f'newspaper="{paper}" classification="{name}"'
        write_story(tmp_path, "newspapers", f"berth3_{paper}", attributes, f"<body>{segments}</body>")
    return tmp_path


def test_meter(meter: Path) -> None:
    found = read_meter(meter)
    source = "PA/annotated/courts/12.07.99/berth"
    texts = {article.id: article.text for article in found.articles}
    assert texts[source] == "The berth is shut.\nBoats & buses run.\nRepairs cost £2."
    papers = {article.outlet: article for article in found.articles}
    assert papers["times"].text == "The berth is shut. Many grumble."
    assert papers["times"].published == "1999-07-12"
    labels = {pair.right_id.rpartition("_")[2]: pair for pair in found.pairs}
    assert all(pair.left_id == source for pair in found.pairs)
    relations = {name: (pair.relation, pair.degree) for name, pair in labels.items()}
    assert relations == {
        "times.sgml": ("near_duplicate", 2.0),
        "sun.sgml": ("derived", 1.0),
        "mail.sgml": ("topical", 0.0),
    }
    assert not found.is_complete


def test_other_files_are_no_meter(meter: Path, tmp_path: Path) -> None:
    write_story(meter, "newspapers", "berth4_sun", 'classification="copied"', "<body>Shut.</body>")
    with pytest.raises(InvalidGold, match=r"berth4_sun\.sgml: classification is 'copied'"):
        read_meter(meter)
    write_story(meter, "newspapers", "berth4_sun", 'classification="non-derived"', "Shut.")
    with pytest.raises(InvalidGold, match="no story with a body"):
        read_meter(meter)
    with pytest.raises(InvalidGold, match="no stories"):
        read_meter(tmp_path / "newspapers")


STORY = "The berth is shut.\r\nBoats — all four — go west."
ESSAY = "I like boats. The berth is shut.\r\nBoats go."


@pytest.fixture
def pan(tmp_path: Path) -> Path:
    for folder in ("src", "susp", "01-no-plagiarism", "02-no-obfuscation"):
        (tmp_path / folder).mkdir()
    for number, text in ((1, STORY), (2, "Pears are dear.")):
        (tmp_path / "src" / f"source-document0000{number}.txt").write_bytes(text.encode())
    (tmp_path / "susp" / "suspicious-document00001.txt").write_bytes(ESSAY.encode())
    (tmp_path / "pairs").write_text("not read\n")
    for folder, number, feature in (
        ("01-no-plagiarism", 2, ""),
        (
            "02-no-obfuscation",
            1,
            '<feature name="plagiarism" obfuscation="none" this_offset="14" this_length="18" '
            'source_reference="source-document00001.txt" source_offset="0" source_length="18" />'
            '<feature name="about" title="x" />',
        ),
    ):
        names = "suspicious-document00001", f"source-document0000{number}"
        (tmp_path / folder / "pairs").write_text(f"{names[0]}.txt {names[1]}.txt\n\n")
        (tmp_path / folder / f"{names[0]}-{names[1]}.xml").write_text(
            f'<?xml version="1.0"?><document reference="{names[0]}.txt">{feature}</document>'
        )
    return tmp_path


def test_pan(pan: Path) -> None:
    found = read_pan(pan)
    texts = {article.id: article.text for article in found.articles}
    assert texts["src/source-document00001.txt"] == STORY
    copied, other = found.passages
    assert copied.passages == (((0, 18), (14, 32)),)
    assert (STORY[0:18], ESSAY[14:32]) == ("The berth is shut.",) * 2
    assert other.passages == ()
    assert [(pair.left_id[-5], pair.relation) for pair in found.pairs] == [
        ("1", "derived"),
        ("2", "unrelated"),
    ]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("02-no-obfuscation/pairs", "one\n", r"pairs:1: 'one' is no pair"),
        ("02-no-obfuscation/pairs", "../x.txt y.txt\n", "is no pair"),
        ("02-no-obfuscation/suspicious-document00001-source-document00001.xml", "<a>", "not XML"),
        (
            "02-no-obfuscation/suspicious-document00001-source-document00001.xml",
            '<d><feature name="plagiarism" source_reference="source-document00001.txt"/></d>',
            "without whole",
        ),
        ("src/source-document00001.txt", "\xff", "not utf-8"),
    ],
)
def test_other_files_are_no_pan(pan: Path, name: str, content: str, told: str) -> None:
    (pan / name).write_bytes(content.encode("latin-1"))
    with pytest.raises(InvalidGold, match=told):
        read_pan(pan)


def test_an_entity_in_a_file_of_passages_reads_no_other_file(pan: Path) -> None:
    """A hostile corpus must not make us read files or grow without bound."""
    (pan / "secret").write_text("7")
    name = "02-no-obfuscation/suspicious-document00001-source-document00001.xml"
    (pan / name).write_text(
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{pan}/secret">]><d><feature name="plagiarism" this_offset="0" '
        'this_length="1" source_reference="source-document00001.txt" source_offset="0" source_length="1">&x;'
        "</feature></d>"
    )
    copied, _ = read_pan(pan).passages
    assert copied.passages == (((0, 1), (0, 1)),)


def test_a_pair_without_a_file_of_passages_is_told(pan: Path) -> None:
    (pan / "02-no-obfuscation/suspicious-document00001-source-document00001.xml").unlink()
    with pytest.raises(InvalidGold, match="has a file of passages"):
        read_pan(pan)
