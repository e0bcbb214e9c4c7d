from __future__ import annotations

import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from composer import compose, invent_sentences, load_sentences, multiply


def test_the_documented_corpus_comes_out_to_the_byte(shared: Path) -> None:
    documents = compose(load_sentences(shared), size=10_000, seed="dev")
    text = "\n".join(f"{document.id}\t{document.text}" for document in documents)
    assert (
        sha256(text.encode()).hexdigest()
        == "723ebb2e1f319e9f8615aa47d8146050d150efe11e6f0415068582a535749794"
    )


def test_invented_words_do_as_well() -> None:
    pool = invent_sentences(500)
    documents = compose(pool, size=50, seed="a")
    assert documents == compose(pool, size=50, seed="a")
    assert documents != compose(pool, size=50, seed="b")
    assert sum("c" in document.id for document in documents) == 10
    assert len({document.story for document in documents}) == 40


def test_other_alphabets_have_no_words_in_common() -> None:
    documents = compose(invent_sentences(500), size=20, seed="a")
    many = list(multiply(documents, 3))
    assert many[:20] == [replace(document, story=document.story * 3) for document in documents]
    assert len({document.id for document in many}) == 60
    assert len({document.story for document in many}) == 3 * len({document.story for document in documents})
    words = [
        {word for document in many[start : start + 20] for word in document.text.split() if word.isalpha()}
        for start in (0, 20, 40)
    ]
    assert len(words[0] & words[1]) < len(words[0]) / 50
    assert len(words[1]) == len(words[2]) == len(words[0])
