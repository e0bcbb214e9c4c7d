from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.language import guess_language

TEXTS = {
    "en": (
        "The harbour was closed on Monday because of the storm, and the ferry is not expected to sail again."
    ),
    "de": (
        "Der Hafen ist seit Montag wegen des Sturms geschlossen, und die Fähre soll auch morgen nicht fahren."
    ),
    "fr": "Le port est fermé depuis lundi en raison de la tempête et le ferry ne partira pas avant jeudi.",
    "es": (
        "El puerto está cerrado desde el lunes por la tormenta y el transbordador no saldrá hasta el jueves."
    ),
    "pt": "O porto está fechado desde segunda por causa da tempestade e o barco não sai antes de quinta.",
    "it": "Il porto è chiuso da lunedì per la tempesta e il traghetto non partirà prima di giovedì.",
    "nl": (
        "De haven is sinds maandag dicht door de storm en de veerboot vaart niet voor donderdag met het weer."
    ),
    "sv": "Hamnen är stängd sedan i måndags på grund av stormen och färjan går inte förrän det är torsdag.",
    "pl": "Port jest zamknięty od poniedziałku z powodu burzy i prom nie wypłynie do czwartku, jak się mówi.",
    "ru": (
        "Порт закрыт с понедельника из-за шторма, и паром не выйдет в море до четверга, как это было в мае."
    ),
    "uk": "Порт закритий з понеділка через шторм, і пором не вийде в море до четверга, як це було у травні.",
    "el": (
        "Το λιμάνι είναι κλειστό από τη Δευτέρα λόγω της καταιγίδας "
        "και το πλοίο δεν θα φύγει πριν την Πέμπτη."
    ),
    "zh": "由于风暴，港口自周一起关闭，渡轮要到周四才会启航。",
    "ja": "港は嵐のため月曜日から閉鎖されており、フェリーは木曜日まで出航しない。",
    "ar": (
        "الميناء مغلق منذ يوم الاثنين بسبب العاصفة في البحر ولن تبحر العبارة من هذا المكان إلى أن تهدأ الريح"
    ),
    "tr": (
        "Liman fırtına için pazartesiden beri kapalı ve feribot bu "
        "hafta daha çok bekleyecek gibi, dedi kaptan."
    ),
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_plain_sentences(language: str, text: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize("text", ["", "12345", "Vellmouth", "Ines Talvik, Rosa Lind, Tobias Wren"])
def test_nothing_to_go_by(text: str) -> None:
    assert guess_language(text) is None


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert guess_language(text) in {
        None,
        *TEXTS,
        *"ko th he hi bn ta ka hy da no fi cs hu ro id vi hr bg sr fa ur".split(),
    }
