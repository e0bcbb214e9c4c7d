"""The language of a text by its script and its commonest words: for pages that do not name it."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_SCRIPT_SHARE = {"ja": 0.05}
_WORDS = {
    "en": "the of and to in that is was for it with as his on be at by had not are but from have",
    "de": "der die und das den von zu mit sich auf für ist im dem nicht ein eine als auch es an werden",
    "fr": "le la les de des et en un une du dans que est pour qui sur pas au plus par ce il avec sont",
    "es": "el la los las de que y en un una del se por con no para su al es como más lo pero",
    "pt": "o a os as de que e em um uma do da não no na por com para se dos ao mais como foi",
    "it": "il la di che e un una in per è del non si con le dei della da sono alla nel più anche",
    "nl": "de het een en van in is dat op te zijn met voor niet aan die er ook als bij door naar",
    "sv": "och att det som en på är av för med till den har inte om ett men jag var från",
    "da": "og at det er en til på af for med der den har ikke som de et men jeg var fra blev",
    "no": "og det er en til på av for med som har ikke at den de et men jeg var fra ble etter",
    "fi": "ja on ei että se hän oli ovat mutta kun myös joka kuin tai sen mukaan ole vuoden",
    "pl": "i w na z się nie do to że jest o jak po co za ale od przez dla są oraz został",
    "cs": "a se v na je že to s z do o i ale jako za by pro podle jsou která který",
    "hu": "a az és hogy nem is egy ez volt meg csak de már el még mint van után pedig",
    "ro": "și de la în a că nu cu pe un o din pentru care este mai au fost sunt prin",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi ama en kadar sonra dedi",
    "id": "yang dan di ini itu dengan untuk dari dalam tidak pada akan juga ke adalah oleh",
    "vi": "và của là có trong cho không được các một với này đã người những khi ở đến",
    "hr": "i je u na se da su za od s koji to a što kako bi ne iz nije će ili",
    "ru": "и в не на что с по это как он но из у за от для к о было его также",
    "uk": "і в не на що з до та як він але за від для про це є його також у які",
    "bg": "и на да се в е за от не с че по това са като но до си ще при",
    "sr": "и је у на се да су за од са који то а што како би не из није ће",
    "ar": "في من على إلى أن عن التي مع الذي هذا كان قال بعد ما لا هذه بين",
    "fa": "در به از که این را با است آن برای های شد بر خود تا می یک هم",
    "ur": "کے میں کی سے کا نے اور ہے کہ کو پر اس ہیں کر تھا بھی",
}
_LANGUAGES_OF_WORD: dict[str, list[str]] = {}
for _language, _listed in _WORDS.items():
    for _word in dict.fromkeys(_listed.split()):
        _LANGUAGES_OF_WORD.setdefault(_word, []).append(_language)
_TOKEN = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARACTERS = 4_000
_LEAST_SHARE = 0.08
_LEAST_LEAD = 1.15


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it is too short or too mixed to tell."""
    sample = text[:_SAMPLE_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    for language, pattern in _SCRIPTS:
        if letters and len(pattern.findall(sample)) > _SCRIPT_SHARE.get(language, 0.4) * letters:
            return language
    words = _TOKEN.findall(sample.casefold())
    votes: Counter[str] = Counter()
    for word in words:
        for language in _LANGUAGES_OF_WORD.get(word, ()):
            votes[language] += 1
    ranked = [*votes.most_common(2), ("", 0), ("", 0)]
    (best, most), (_, second) = ranked[0], ranked[1]
    if len(words) < 10 or most < _LEAST_SHARE * len(words) or most < _LEAST_LEAD * second:
        return None
    return best
