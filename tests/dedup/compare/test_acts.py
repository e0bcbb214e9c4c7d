"""Acts exchanged for wholly other ones alter the facts, in each language whose words are known."""

import pytest

from boilerplate.records import Article
from dedup.compare.alignment import align_articles
from dedup.records import Change

LEADS = {
    "en": "The council met in the old hall for the yearly debate on the water works. ",
    "de": "Der Rat der Stadt kam am Abend in der alten Halle zu der Sitzung über das Wasserwerk zusammen. ",
    "fr": "Le conseil de la ville est venu le soir dans la vieille salle pour parler de la digue. ",
    "es": "El consejo de la ciudad se reunió por la noche en la vieja sala para hablar de la presa. ",
}


def find(language: str, left: str, right: str) -> list[Change]:
    texts = [LEADS[language] + text for text in (left, right)]
    return list(
        align_articles(
            *(Article(id=n, sha256="", text=t, language=language) for n, t in zip("ab", texts, strict=True))
        ).changes
    )


@pytest.mark.parametrize(
    ("language", "frame", "left", "right"),
    [
        ("en", "Police {} 17 men outside the harbour office.", "arrested", "killed"),
        ("en", "Guards {} four men at the gate of the yard.", "shot", "arrested"),
        ("en", "The rebels {} 20 hostages near the border.", "released", "executed"),
        ("en", "The soldiers {} 30 villagers near the dam.", "rescued", "abducted"),
        ("en", "The minister {} that the harbour had been sold.", "confirmed", "denied"),
        ("en", "The minister {} that the harbour had been sold.", "said", "denied"),
        ("en", "The union {} the offer of the yard.", "accepted", "declined"),
        ("en", "The town {} a bridge over the lake.", "built", "demolished"),
        ("en", "The mayor {} the talks on the dam.", "attended", "boycotted"),
        ("de", "Die Polizei hat am Hafen 17 Männer {}.", "festgenommen", "getötet"),
        ("de", "Der Minister {} den Verkauf des Hafens.", "bestätigte", "bestritt"),
        ("fr", "La police a {} deux hommes près du port.", "arrêté", "tué"),
        ("fr", "Le ministre a {} la vente du port.", "confirmé", "démenti"),
        ("es", "La policía {} a dos hombres cerca del puerto.", "detuvo", "mató"),
        ("es", "El ministro {} la venta del puerto.", "confirmó", "negó"),
    ],
)
def test_another_act_alters_the_facts(language: str, frame: str, left: str, right: str) -> None:
    changes = find(language, frame.format(left), frame.format(right))
    assert [(c.severity, c.left_text, c.right_text) for c in changes] == [("factual", left, right)]


@pytest.mark.parametrize(
    ("left", "right"), [("arrested", "detained"), ("rescued", "saved"), ("built", "constructed")]
)
def test_the_same_act_in_another_word_does_not(left: str, right: str) -> None:
    frame = "The crew {} the men on the island."
    assert [c for c in find("en", frame.format(left), frame.format(right)) if c.severity == "factual"] == []


def test_a_hedge_is_shown_with_the_word_it_replaces() -> None:
    changes = find("en", "Catches would fall below 3 percent.", "Catches could fall below 3 percent.")
    assert [(c.change_class, c.severity, c.left_text, c.right_text) for c in changes] == [
        ("hedge", "nuance", "would", "could")
    ]


def test_a_hedge_put_in_between_stands_alone() -> None:
    changes = find("en", "The men left the island at dawn.", "The men reportedly left the island at dawn.")
    assert [(c.change_class, c.left_text, c.right_text) for c in changes] == [("hedge", "", "reportedly")]


def test_a_verb_of_saying_for_one_of_calling_stays_silent() -> None:
    changes = find("en", "The opposition called that too slow.", "The opposition said that was too slow.")
    assert [c for c in changes if c.severity == "factual"] == []
