"""Hostile pages: each costs itself at most, in bounded time and memory, and nothing is fetched or run."""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from boilerplate.read.paths import read_pages
from boilerplate.records import Page, Stripped
from boilerplate.strip import strip_pages

P = (
    "<p>The ferry sailed again on Monday after the council of Port Ellery had signed the papers for its"
    " return to the old harbour, the keeper of the light told a meeting in the town hall.</p>"
)
STORY = P + "".join(P.replace("Monday", day) for day in ("Tuesday", "Wednesday", "Thursday", "Friday"))
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
DEADLINE = 2.0


def html(body: str, *, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def page(page_id: str, content: str | bytes) -> Page:
    raw = content if isinstance(content, bytes) else content.encode()
    return Page(id=page_id, form="html", content=raw, sha256=hashlib.sha256(raw).hexdigest())


def strip_one(content: str | bytes) -> Stripped:
    started = time.monotonic()
    stripped = strip_pages(
        [page("hostile", content), page("good", html(STORY))], workers=1, deadline_seconds=DEADLINE
    )
    assert time.monotonic() - started < 4 * DEADLINE
    assert "good" in [article.id for article in stripped.articles]
    assert len(stripped.articles) + len(stripped.rejections) == 2
    assert all(rejection.reason for rejection in stripped.rejections)
    return stripped


HEAVY = {
    "100k attributes on a tag": f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>{STORY}</div>",
    "100k line breaks": f"<article>{STORY}{'<br>' * 100_000}{STORY}</article>",
    "50k table rows": f"<table>{'<tr><td>x</td></tr>' * 50_000}</table>{STORY}",
    "100k nested elements": f"{'<div>' * 100_000}{STORY}{'</div>' * 100_000}",
    "3,000 unclosed tags": f"{'<b>' * 3_000}{STORY}",
    "one paragraph of 10 MB": f"<p>{'The ferry sailed on. ' * 500_000}</p>",
    "19 MB of paragraphs": P * (19_000_000 // len(P)),
    "200k angle brackets": "<" * 200_000 + STORY,
    "comment that never ends": "<!--" + STORY,
    "20k JSON-LD blocks": '<script type=\'application/ld+json\'>{"@type":"NewsArticle"}</script>' * 20_000
    + STORY,
    "deep JSON-LD": f"<script type='application/ld+json'>{'[' * 100_000}</script>{STORY}",
    "one word of 5 MB": f"<p>{'a' * 5_000_000}</p>{STORY}",
    "500k spaces in a line": f"<p>The{' ' * 500_000}ferry</p>{STORY}",
    "a title of 1 MB": f"<h1>{'ferry ' * 170_000}</h1>{STORY}",
    "200k empty links": f"{'<a href=#></a>' * 200_000}{STORY}",
}


@pytest.mark.slow
@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_page_costs_itself_at_most(body: str) -> None:
    strip_one(html(body))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2_500_000


def test_attributes_without_end_meet_the_deadline() -> None:
    stripped = strip_one(html(HEAVY["100k attributes on a tag"]))
    assert [rejection.id for rejection in stripped.rejections] == ["hostile"]
    assert "2 seconds" in stripped.rejections[0].reason


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE html [<!ENTITY e0 "lol">{BOMB}]>',
        '<!DOCTYPE html [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_no_entity_is_expanded(doctype: str) -> None:
    for article in strip_one(
        f"{doctype}<html><body><article>{STORY}<p>Then &e11; came.</p></article></body></html>"
    ).articles:
        assert "lollol" not in article.text
        assert "root:" not in article.text
        assert len(article.text) < 3_000


def test_control_characters_and_lone_surrogates_do_not_reach_the_text() -> None:
    body = (
        STORY.replace("ferry", "fer\0ry")
        .replace("light", "li\x1b[31mght")
        .replace("council", "coun&#xD800;&#0;cil")
    )
    line = json.dumps({"id": "j", "text": "A cut-off emoji \ud83d and a zero \0 here. " * 9})
    text_page = Page(id="t", form="text", content=json.loads(line)["text"], sha256="0")
    for article in (*strip_one(html(body)).articles, *strip_pages([text_page]).articles):
        assert not any(ord(c) < 32 and c not in "\n\t" for c in article.text)
        article.text.encode("utf-8")


def test_empty_and_one_line_pages_are_no_articles() -> None:
    contents = ["", "<html></html>", html(""), html("<p>One line.</p>"), html("<script>x()</script>"), "\n"]
    stripped = strip_pages([page(str(n), content) for n, content in enumerate(contents)])
    assert stripped.articles == ()
    assert len(stripped.rejections) == len(contents)


_SPY = """
import os, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
WATCHED = ("socket.connect", "socket.get", "socket.send", "urllib.", "http.", "ftplib.", "subprocess.",
           "os.system", "os.exec", "os.posix_spawn", "pickle.")
def spy(event, arguments):
    if event.startswith(WATCHED) or (event == "open" and "passwd" in str(arguments[0])):
        os.write(log, f"{event} {arguments!r}\\n".encode())
sys.addaudithook(spy)

from boilerplate.read.paths import read_pages
from boilerplate.strip import strip_pages
stripped = strip_pages(read_pages(["pages"]), workers=2)
print(len(stripped.articles), len(stripped.rejections))
"""

_LURES = {
    "page.html": html(
        STORY + "<img src='http://attacker.invalid/1.png'><iframe src='//attacker.invalid'></iframe>"
        "<object data='http://attacker.invalid/o'></object><script src='http://attacker.invalid/s.js'></script>",
        head="<base href='http://attacker.invalid/'><link rel=stylesheet href='/x.css'>"
        "<link rel=canonical href='http://attacker.invalid/story'>"
        "<meta http-equiv=refresh content='0;url=/y'>"
        "<script type='application/ld+json'>{'@context': 'http://attacker.invalid/context'}</script>",
    ),
    "xhtml.html": '<?xml version="1.0"?><?xml-stylesheet href="http://attacker.invalid/x.xsl"?>'
    '<!DOCTYPE html PUBLIC "x" "http://attacker.invalid/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<html xmlns:xi="http://www.w3.org/2001/XInclude"><body><xi:include href="file:///etc/passwd"/>&x;{STORY}</body></html>',
    "nitf.xml": '<!DOCTYPE nitf SYSTEM "http://attacker.invalid/n.dtd" [<!ENTITY % p SYSTEM '
    f'"http://attacker.invalid/p"> %p;]><nitf><body><body.content>{STORY}</body.content></body></nitf>',
    "feed.xml": f'<?xml-stylesheet href="http://attacker.invalid/x.xsl"?><rss version="2.0"><channel>'
    f"<link>http://attacker.invalid/</link><item><link>http://attacker.invalid/1</link>"
    f"<description><![CDATA[{STORY}]]></description></item></channel></rss>",
    "lines.jsonl": json.dumps({"url": "http://attacker.invalid/2", "html": html(STORY)}),
    "pickle.txt": "cposix\nsystem\n(S'echo'\ntR.",
}


def test_nothing_is_fetched_run_or_unpickled(tmp_path: Path, root: Path) -> None:
    pytest.importorskip("feedparser")
    (tmp_path / "pages").mkdir()
    for name, content in _LURES.items():
        (tmp_path / "pages" / name).write_text(content)
    log = tmp_path / "log"
    run = subprocess.run(
        [sys.executable, "-c", _SPY, str(log)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["5", "1"], run.stdout
    assert log.read_text() == ""


def test_every_lure_is_read_as_what_it_is(tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    for name, content in _LURES.items():
        (tmp_path / name).write_text(content)
    forms = [record.form if isinstance(record, Page) else record for record in read_pages([str(tmp_path)])]
    assert sorted(map(str, forms)) == ["html", "html", "html", "markup", "text", "text"]
