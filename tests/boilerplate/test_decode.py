from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.decode import decode_page, scrub

RUSSIAN = "<html><body><p>" + "Паром ушёл от причала в половине шестого утра. " * 8 + "</p></body></html>"
CHINESE = "<html><body><p>" + "渡轮公司周二宣布旧码头将关闭两年进行维修。" * 8 + "</p></body></html>"
SPANISH = (
    "<html><body><p>" + "El cañón del puerto sonó mañana y tarde según la dueña. " * 8 + "</p></body></html>"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        (CHINESE, "gbk"),
        (CHINESE, "big5"),
        (SPANISH, "cp1252"),
        (SPANISH, "utf-8-sig"),
    ],
)
def test_declared_encodings(text: str, encoding: str) -> None:
    written = text.encode(encoding, "replace")
    assert decode_page(written, charset=encoding) == written.decode(encoding)


def test_declaration_in_the_page() -> None:
    page = RUSSIAN.replace("<body>", "<head><meta charset='windows-1251'></head><body>")
    assert decode_page(page.encode("cp1251"), charset=None) == page


def test_valid_utf8_stands_above_a_wrong_declaration() -> None:
    assert decode_page(SPANISH.encode(), charset="iso-8859-1") == SPANISH


@pytest.mark.parametrize(("text", "encoding"), [(CHINESE, "gbk"), (RUSSIAN, "cp1251"), (SPANISH, "cp1252")])
def test_undeclared_behind_a_long_ascii_head(text: str, encoding: str) -> None:
    page = text.replace("<html>", "<html><!--" + "ascii only " * 3000 + "-->")
    assert decode_page(page.encode(encoding), charset=None) == page


def test_latin1_is_read_as_browsers_do() -> None:
    assert decode_page(b"<p>\x93quoted\x94 \xe9t\xe9</p>", charset="ISO-8859-1") == "<p>“quoted” été</p>"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "gbk", "utf-7", "no-such-charset", "base64"]))
def test_any_bytes_give_text_that_can_be_stored(content: bytes, charset: str | None) -> None:
    scrub(decode_page(content, charset=charset)).encode("utf-8")


def test_scrub_takes_out_what_no_store_accepts() -> None:
    assert scrub("a\x00b\ud800c\x1bd\te\n") == "abcd\te\n"
