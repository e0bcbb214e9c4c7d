"""Encodings told from the text alone, wherever on the page it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.charset import guess_charset
from boilerplate.decode import decode_page

TEXTS = {
    "cp1252": [
        "El cañón del puerto volvió a sonar el lunes. La señora Muñoz explicó que habrá más niños.",
        "Die Fähre fährt wieder über den Fluss – „Größe zählt nicht“, sagte der Bürgermeister am Montag.",
        "Le bac a repris lundi après l’accord signé à la préfecture. Les élèves étaient déjà là.",
        "A balsa voltou a navegar depois que a câmara assinou os documentos. O capitão não disse nada.",
        "Il traghetto è ripartito lunedì. La città aspettava questa novità, perché l'isola è lontana.",
        "Färjan gick åter till sjöss på måndagen efter att fullmäktige skrivit under alla nödvändiga papper.",
        "The ferry sailed again. “We waited for years,” the mayor said – and the café by the harbour opened.",
    ],
    "cp1250": [
        "Prom znów wypłynął w poniedziałek, gdy rada miasta podpisała wszystkie niezbędne dokumenty.",
        "Přívoz v pondělí znovu vyplul poté, co městská rada podepsala všechny potřebné dokumenty.",
        "A komp hétfőn újra kifutott, miután a városi tanács aláírta az összes szükséges iratot.",
    ],
    "cp1254": [
        "Feribot, belediye meclisinin gerekli bütün belgeleri imzalamasının ardından yeniden denize açıldı."
    ],
    "cp1257": [
        "Keltas pirmadienį vėl išplaukė, kai miesto taryba pasirašė visus būtinus dokumentus, sakė ji."
    ],
    "cp1251": [
        "Паром снова вышел в море в понедельник после того, как совет подписал все документы.",
        "Пором знову вийшов у море в понеділок після того, як міська рада підписала всі документи.",
    ],
    "koi8-r": ["Паром снова вышел в море в понедельник после того, как совет подписал все документы."],
    "cp1253": ["Το φέρι σάλπαρε ξανά τη Δευτέρα, αφού το δημοτικό συμβούλιο υπέγραψε τα έγγραφα."],
    "cp1255": ["המעבורת הפליגה שוב ביום שני לאחר שמועצת העיר חתמה על כל המסמכים הנדרשים."],
    "cp1256": ["أبحرت العبارة من جديد يوم الاثنين بعد أن وقع مجلس المدينة جميع الوثائق اللازمة."],
    "cp874": ["เรือข้ามฟากออกทะเลอีกครั้งในวันจันทร์หลังจากสภาเมืองลงนามในเอกสารที่จำเป็นทั้งหมด"],
    "gbk": ["星期一，渡轮在市议会签署所有必要文件后再次出海。船长表示，航班每天两次，票价保持不变。"],
    "big5": ["星期一，渡輪在市議會簽署所有必要文件後再次出海。船長表示，航班每天兩次，票價保持不變。"],
    "shift_jis": [
        "月曜日、市議会が必要な書類に署名した後、フェリーは再び出航した。船長は便は一日二回だと述べた。"
    ],
    "euc_jp": [
        "月曜日、市議会が必要な書類に署名した後、フェリーは再び出航した。船長は便は一日二回だと述べた。"
    ],
    "euc_kr": [
        "월요일 시의회가 필요한 서류에 서명한 뒤 여객선이 다시 바다로 나갔다. 요금은 그대로라고 밝혔다."
    ],
}
CASES = [(encoding, text) for encoding, texts in TEXTS.items() for text in texts]
HEAD = (
    "<html><head><style>" + "body { margin: 0 }\n" * 4000 + "</style><script>var a = 1;</script></head><body>"
)


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_undeclared_text(encoding: str, text: str) -> None:
    assert decode_page(text.encode(encoding), charset=None) == text


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_undeclared_page_behind_a_long_ascii_head(encoding: str, text: str) -> None:
    page = f"{HEAD}<p>{text}</p><p>Copyright</p></body></html>"
    assert decode_page(page.encode(encoding), charset=None) == page


@pytest.mark.parametrize(("encoding", "text"), CASES)
def test_wrong_declaration_gives_way(encoding: str, text: str) -> None:
    assert decode_page(text.encode(encoding), charset="utf-8") == text


def test_one_bad_byte_does_not_outweigh_a_declaration() -> None:
    text = "Паром снова вышел в море. " * 40
    assert decode_page(text.encode() + b"\xff", charset="utf-8") == text + "\ufffd"


def test_plain_ascii_has_no_evidence() -> None:
    assert guess_charset(b"<p>The ferry sailed.</p>") is None


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    encoding = guess_charset(content)
    assert encoding is None or content.decode(encoding, "replace") is not None
