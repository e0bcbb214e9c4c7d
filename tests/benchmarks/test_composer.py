from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from composer import compose, invent_sentences, load_sentences


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
