from __future__ import annotations

import pytest

from boilerplate.blocks import read_blocks
from boilerplate.errors import UnreadablePage
from boilerplate.html_tree import drop_invisible, drop_surroundings, parse_html

PAGE = "<html><head><title>Pier{}</head><body><p>The pier is closed.</p></body></html>"


def texts(html: str) -> list[str]:
    return [block.text for block in read_blocks(parse_html(html))]


def test_title_that_is_never_closed_does_not_swallow_the_page() -> None:
    assert "The pier is closed." in texts(PAGE.format(""))


def test_closed_title_is_left_alone() -> None:
    assert texts(PAGE.format("</title>")) == ["The pier is closed."]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_is_no_page(text: str) -> None:
    with pytest.raises(UnreadablePage, match="empty"):
        parse_html(text)


def test_control_characters_are_gone() -> None:
    assert texts("<p>The p\0ier\x1b is\ud83d closed.\uffff</p><p>x</p>")[0] == "The pier is closed."


def test_scripts_and_styles_are_invisible() -> None:
    tree = parse_html("<body><p>a</p><script>b</script><style>c</style><select><option>d</select>e</body>")
    drop_invisible(tree)
    assert [block.text for block in read_blocks(tree)] == ["a", "e"]


def test_surroundings_without_prose_go_and_those_with_prose_stay() -> None:
    tree = parse_html(
        "<body><div><ul id='menu'><li>Home</ul><div id='top'><p>Story</p><ul id='inner'><li>x</ul></div>"
        "<div id='aside'><p>Prose</p></div></div><div id='foot'>©</div></body>"
    )
    by_id = {element.get("id"): element for element in tree.iter() if element.get("id")}
    drop_surroundings(tree, top=by_id["top"], prose=[by_id["aside"][0]])
    assert [element.get("id") for element in tree.iter() if element.get("id")] == ["top", "inner", "aside"]
