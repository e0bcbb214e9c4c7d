import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.compare import sentences
from dedup.compare.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The harbour froze.", "Ships waited outside."],
        ["Dr. Olga Brandt met Gen. P. R. Osei on Tuesday.", "They agreed."],
        ["Prices rose 3.5 percent to $1.20 a litre.", "Drivers queued."],
        ["The U.S. Treasury declined to comment.", "It rarely does."],
        ["The plant is run by Harrow & Sons Inc. of Leeds.", "It employs 40."],
        ["“We had no choice,” she said.", "“The dam was full.”", "Engineers agreed."],
        ["Was it safe?", "“Certainly not!”", "He left."],
        ["Yahoo! Inc. sold the site.", "Nobody noticed."],
        ["She lives in Washington D.C.", "The move surprised friends."],
        ["The team is rated No. 3 in the county.", "No. 4 is close."],
        ["“Why now?” he asked.", "Nobody answered."],
        ["They fled … and came back.", "Some stayed."],
        ["Er kam am 3. Oktober in Bonn an.", "Die Stadt war leer."],
        ["Das gilt z. B. für Herrn Prof. Dr. Adler.", "Er schwieg."],
        ["M. Perrin a refusé.", "Il est parti."],
        ["El Sr. Vidal habló.", "¿Por qué calló?", "¡Nadie sabe!"],
        ["港口结冰了。", "船在外面等着。", "“我们别无选择。”", "他说。"],
        ["港が凍った。", "船は外で待っている！"],
        ["تجمد الميناء؟", "انتظرت السفن."],
        ["बंदरगाह जम गया।", "जहाज़ बाहर रुके।"],
    ],
)
def test_splits_between_sentences_only(sentences: list[str]) -> None:
    joiner = "" if "。" in sentences[0] else " "
    assert cut(joiner.join(sentences)) == sentences


def test_line_break_always_ends_a_sentence() -> None:
    assert cut("What we know\nThe harbour froze\n\n- Ice on the quay\n1. Ships wait") == [
        "What we know",
        "The harbour froze",
        "- Ice on the quay",
        "1. Ships wait",
    ]


def test_space_lost_after_a_full_stop_is_seen_but_domain_names_are_kept() -> None:
    assert cut("The harbour froze.Ships waited.") == ["The harbour froze.", "Ships waited."]
    assert cut("See example.com for more.") == ["See example.com for more."]


def test_nothing_gives_nothing() -> None:
    assert split_sentences("") == ()
    assert split_sentences(" \n\t ") == ()


@given(st.text(alphabet="aB1 .!?…\"'“”’。？\n)(-", max_size=200))
def test_spans_are_ordered_trimmed_and_lose_only_space(text: str) -> None:
    spans = split_sentences(text)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", [".", ". ", '."', "A.", "' ", "(", "…!?", "“", "A. b", "1. "])
def test_cost_is_linear_on_hostile_text(unit: str) -> None:
    started = time.perf_counter()
    split_sentences(unit * 20_000)
    assert time.perf_counter() - started < 2.0


WORDS = (
    "The",
    "St",
    "Dr",
    "No",
    "a",
    "X",
    "said",
    "port",
    "Mai",
    "U.S",
    "b-c",
    "12",
    "3.5",
    "Straße",
    "港口",
)
SIGNS = (
    ". ",
    ". ",
    ".",
    " ",
    " ",
    "! ",
    "?. ",
    "...",
    "”",
    ".” ",
    ". “",
    "[1] ",
    "\n",
    "\xa0",
    "。",
    ".\r\n",
)


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS)), max_size=30))
def test_plain_full_stops_are_judged_as_all_others_are(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + sign for word, sign in parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sentences, "_is_plain_end", lambda _text, _start, _at: False)
        judged_one_by_one = split_sentences(text)
    assert split_sentences(text) == judged_one_by_one
