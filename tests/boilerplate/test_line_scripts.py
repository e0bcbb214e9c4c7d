# ruff: noqa: E501
"""Invented flattened pages in five scripts: the story is kept, its chrome is not."""

from __future__ import annotations

import pytest

from boilerplate.lines import extract_text
from boilerplate.records import Article, Page

LATIN = (
    [
        "Hafenbote",
        "• Startseite",
        "• Politik",
        "• Sport",
        "• Kultur",
        "Anmelden",
        "Hafenrat stimmt für neue Mole",
        "14. März 2025",
    ],
    [
        "Der Hafenrat von Warnemoor hat am Montag beschlossen, die alte Mole wieder aufzubauen und damit einen Streit zu beenden, der die Stadt fast neun Jahre lang entzweit hatte.",
        "Ingenieure rechnen mit zwei Wintern Bauzeit, weil die Ufermauer unter der Mole verstärkt werden muss, bevor der erste neue Pfahl gesetzt werden kann.",
        "Der Rat schätzt die Kosten auf 14 Millionen Kronen, von denen der Landesfonds die Hälfte zahlen soll, sobald die Pläne im Frühjahr genehmigt sind.",
        "„Wir haben lange genug gewartet“, sagte Ottilie Brand, die die letzte Bootswerft am östlichen Kai betreibt.",
        "Anwohner der Oberstadt bleiben unzufrieden und haben angekündigt, gegen die Entscheidung zu klagen.",
    ],
    [
        "Teilen",
        "Das könnte Sie auch interessieren",
        "Kapitän geht nach vierzig Jahren in Rente",
        "Bäckerei brennt aus",
        "• Impressum",
        "• Datenschutz",
        "© 2025 Hafenbote",
    ],
)
CYRILLIC = (
    [
        "Портовый вестник",
        "• Главная",
        "• Политика",
        "• Спорт",
        "• Культура",
        "Войти",
        "Совет порта проголосовал за новый пирс",
        "14 марта 2025",
    ],
    [
        "Портовый совет Варнемора в понедельник решил восстановить старый пирс и тем самым закончить спор, который почти девять лет разделял жителей города.",
        "Инженеры считают, что работы займут две зимы, потому что стену под пирсом нужно укрепить до того, как будет поставлена первая новая свая.",
        "Совет оценил расходы в 14 миллионов крон, половину которых должен заплатить областной фонд, как только планы будут утверждены весной.",
        "«Мы ждали достаточно долго», — сказала Отилия Бранд, которая управляет последней лодочной верфью на восточном причале.",
        "Жители верхнего города по-прежнему недовольны и заявили, что обжалуют это решение в суде.",
    ],
    [
        "Поделиться",
        "Читайте также",
        "Капитан парома уходит на пенсию",
        "Пожар в пекарне",
        "• Реклама",
        "• Контакты",
        "© 2025 Все права защищены",
    ],
)
GREEK = (
    [
        "Λιμενικά Νέα",
        "• Αρχική",
        "• Πολιτική",
        "• Αθλητικά",
        "• Πολιτισμός",
        "Σύνδεση",
        "Το συμβούλιο ψήφισε υπέρ της νέας προβλήτας",
        "14 Μαρτίου 2025",
    ],
    [
        "Το λιμενικό συμβούλιο του Βάρνεμορ αποφάσισε τη Δευτέρα να ξαναχτίσει την παλιά προβλήτα, τερματίζοντας μια διαμάχη που δίχαζε την πόλη για σχεδόν εννέα χρόνια.",
        "Οι μηχανικοί λένε ότι οι εργασίες θα διαρκέσουν δύο χειμώνες, επειδή ο τοίχος κάτω από την προβλήτα πρέπει να ενισχυθεί πριν τοποθετηθεί ο πρώτος πάσσαλος.",
        "Το συμβούλιο υπολόγισε το κόστος σε 14 εκατομμύρια κορώνες, τα μισά από τα οποία αναμένεται να πληρώσει το περιφερειακό ταμείο την άνοιξη.",
        "«Περιμέναμε αρκετά», είπε η Οτίλια Μπραντ, που έχει το τελευταίο ναυπηγείο στην ανατολική αποβάθρα.",
        "Οι κάτοικοι της πάνω πόλης παραμένουν δυσαρεστημένοι και ανακοίνωσαν ότι θα προσφύγουν κατά της απόφασης.",
    ],
    [
        "Κοινοποίηση",
        "Διαβάστε επίσης",
        "Συνταξιοδοτείται ο καπετάνιος του πορθμείου",
        "Πυρκαγιά σε φούρνο",
        "• Επικοινωνία",
        "• Όροι χρήσης",
        "© 2025 Λιμενικά Νέα",
    ],
)
HAN = (
    [
        "港口日报",
        "• 首页",
        "• 政治",
        "• 体育",
        "• 文化",
        "登录",
        "港口委员会投票决定重建旧码头",
        "2025年3月14日",
    ],
    [
        "瓦讷莫尔港口委员会周一决定重建旧码头，从而结束了一场使全城分裂近九年的争论，委员们以七票对两票通过了这项计划。",
        "工程师表示，工程需要两个冬天，因为在打下第一根新桩之前，必须先加固码头下面的海堤，否则整个结构都无法承受风浪。",
        "委员会估计费用为一千四百万克朗，一旦春天计划获得批准，地区基金预计将支付其中的一半，其余由市政府分三年承担。",
        "“我们已经等得够久了，”在东码头经营最后一家船厂的奥蒂莉·布兰德说，她的父亲也曾在那里工作了四十年。",
        "上城的居民仍然不满，他们已经宣布将对这一决定提出上诉，并要求公布海堤的检查报告和全部费用清单。",
    ],
    ["分享", "相关新闻", "渡轮船长退休", "面包店火灾", "• 关于我们", "• 联系我们", "版权所有 港口日报"],
)
ARABIC = (
    [
        "أخبار الميناء",
        "• الرئيسية",
        "• سياسة",
        "• رياضة",
        "• ثقافة",
        "تسجيل الدخول",
        "مجلس الميناء يصوت لصالح رصيف جديد",
        "14 مارس 2025",
    ],
    [
        "قرر مجلس ميناء فارنمور يوم الاثنين إعادة بناء الرصيف القديم، منهيا بذلك خلافا قسم المدينة قرابة تسع سنوات وأوقف العمل فيها.",
        "ويقول المهندسون إن العمل سيستغرق شتاءين، لأن الجدار البحري تحت الرصيف يجب أن يقوى قبل أن تغرس أول ركيزة جديدة فيه.",
        "وقدر المجلس التكلفة بأربعة عشر مليون كرونة، ومن المتوقع أن يدفع الصندوق الإقليمي نصفها عندما تعتمد الخطط في الربيع المقبل.",
        "وقالت أوتيليا براند، التي تدير آخر حوض للقوارب على الرصيف الشرقي: «لقد انتظرنا طويلا بما يكفي».",
        "ولا يزال سكان المدينة العليا غير راضين، وأعلنوا أنهم سيطعنون في القرار أمام المحكمة خلال الأسابيع المقبلة.",
    ],
    [
        "شارك",
        "مواضيع ذات صلة",
        "قبطان العبارة يتقاعد",
        "حريق في مخبز",
        "• اتصل بنا",
        "• من نحن",
        "جميع الحقوق محفوظة",
    ],
)
PAGES = {"latin": LATIN, "cyrillic": CYRILLIC, "greek": GREEK, "han": HAN, "arabic": ARABIC}


def extract(script: str) -> Article:
    return extract_text(
        Page(
            id=script,
            form="text",
            content="\n".join(line for part in PAGES[script] for line in part),
            sha256="0",
        )
    )


@pytest.mark.parametrize("script", PAGES)
def test_the_story_is_kept_and_its_chrome_is_not(script: str) -> None:
    assert extract(script).text.split("\n") == PAGES[script][1]


@pytest.mark.parametrize("script", PAGES)
def test_the_head_gives_title_and_date(script: str) -> None:
    article = extract(script)
    assert article.title == PAGES[script][0][-2]
    assert article.published == "2025-03-14"
