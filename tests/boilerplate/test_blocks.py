from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boilerplate.blocks import find_blocks, read_blocks, squeeze
from boilerplate.html_tree import parse_html
from boilerplate.vocabulary import BIT, places_of_names


def texts(body: str) -> list[str]:
    return [block.text for block in read_blocks(parse_html(f"<html><body>{body}</body></html>"))]


def test_blocks_are_the_lines_a_reader_sees() -> None:
    body = (
        "<h1>Pier</h1>loose <b>words</b> here<p>One <a href='#'>link</a> inside.</p><ul><li>a<li>b</ul>tail"
    )
    assert texts(body) == ["Pier", "loose words here", "One link inside.", "a", "b", "tail"]


def test_line_breaks_part_paragraphs() -> None:
    assert texts("<div>first<br>second<br/><br/>third</div>") == ["first", "second", "third"]


def test_white_space_is_one_space() -> None:
    assert texts("<p>\n  The \t pier\xa0 is <i> closed </i> </p>") == ["The pier is closed"]


def test_links_and_bold_are_counted() -> None:
    (block,) = read_blocks(parse_html("<html><body><p>ab <a href='#'>cd <b>ef</b></a></p></body></html>"))
    assert (block.link_characters, block.bold_characters) == (5, 2)


def test_places_are_those_of_the_elements_around() -> None:
    body = "<div class='article-body'><aside id='newsletterSignup'><p>Sign up</p></aside><p>Text</p></div>"
    prompt, text = read_blocks(parse_html(f"<html><body>{body}</body></html>"))
    assert prompt.around & BIT["newsletter"]
    assert prompt.around & BIT["article"]
    assert prompt.near & BIT["newsletter"]
    assert not text.around & BIT["newsletter"]


def test_names_are_cut_into_words() -> None:
    assert places_of_names("c-relatedStories") & BIT["related"]
    assert places_of_names("js_share__bar") & BIT["share"]
    assert not places_of_names("gradient shadow")
    assert places_of_names("") == 0


def test_story_lines_are_found_wherever_punctuation_differs() -> None:
    blocks = read_blocks(
        parse_html(
            "<html><body><p>Menu</p><h2>Roof</h2><p>The tower has stood empty since the lamp was replaced, he"
            " said.</p><p>Menu</p></body></html>"
        )
    )
    story = "Roof\nThe tower has stood empty since the lamp was replaced,he said."
    assert find_blocks(blocks, story) == [False, True, True, False]


def test_short_block_beside_a_long_one_is_found_inside_a_line() -> None:
    blocks = read_blocks(
        parse_html(
            "<html><body><p>Yes.<br>The tower has stood empty since the lamp was replaced.</p></body></html>"
        )
    )
    assert find_blocks(blocks, "Yes. The tower has stood empty since the lamp was replaced.") == [True, True]


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<div class='x'>", "</div>", "<br>", "<a href=#>", "</a>", "<b>", "</b>"])
    | st.text("abc é旧.", max_size=6)
)


@given(MARKUP)
def test_no_visible_character_is_lost_or_made_up(pieces: list[str]) -> None:
    tree = parse_html(f"<html><body><p>x</p>{''.join(pieces)}</body></html>")
    seen = "".join(tree.itertext())
    assert squeeze("".join(block.text for block in read_blocks(tree))) == squeeze(seen)
