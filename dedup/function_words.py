"""The words that carry grammar rather than content, for the languages that news most often comes in.

Articles, pronouns, prepositions, conjunctions, auxiliaries, and the verbs of saying that every report has.
A language that is not listed only loses weight in candidate search, never correctness.
"""

from __future__ import annotations

_ENGLISH = """
a about above after again against all almost also although am among an and any are around as at back be
because been before being below between both but by came can could did do does doing done down during each
even ever every few first for from further get go got had has have having he her here hers him his how
however i if in into is it its itself just last less like made make many may me might more most much must my
near new next no nor not now of off on once one only or other our out over own per said same says say she
should since so some still such than that the their them then there these they this those through to told
too toward towards two under until up upon us very was we well were what when where whether which while who
whom whose why will with within without would year years yet you your i'm it's that's he's she's they're
don't didn't isn't wasn't
"""
_GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis da damit
dann das dass dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort durch ein
eine einem einen einer eines er es etwas für gegen gibt hat hatte hatten haben hier ihm ihn ihr ihre ihrem
ihren ihrer im in ins ist ja jede jeden jeder jetzt kann kein keine können könnte laut man mehr mit muss
nach nicht noch nun nur ob oder ohne sagte sagt schon sehr sei seien sein seine seinem seinen seiner seit
sich sie sind so soll sollen sowie über um und uns unter vom von vor war waren was weil wenn werde werden
wie wieder will wir wird wo worden wurde wurden zu zum zur zwei zwischen
"""
_FRENCH = """
à ai ainsi alors après au aucun aussi autre autres aux avait avaient avant avec avoir beaucoup c'est ce cela
celle celui ces cet cette ceux chez comme contre d dans de depuis des deux dit déjà dont du elle elles en
encore entre est et étaient était été être eu eux fait fois il ils je jusqu l la le les leur leurs lors lui
mais même moins n ne nous on ont ou où par pas pendant peu peut plus pour près qu'il qu que quelques qui s
sans se selon sera ses si son sont sous sur sa tout tous toute toutes très un une vers vous y
"""
_SPANISH = """
a al algo algunos ante antes así aunque bajo cada como con contra cual cuando de del desde después dijo
donde dos durante e el ella ellos en entre era eran es esa ese eso esta está están este esto estos fue
fueron ha había habían han hasta hay la las le les lo los más me mientras mismo muy ni no nos o otra otras
otro otros para pero poco por porque puede que quien se según ser si sido sin sino sobre son su sus también
tan tiene toda todas todo todos tras tu un una uno unos y ya yo
"""
_PORTUGUESE = """
ao aos as às até cada com como contra da das de depois desde disse do dois dos e é ela ele eles em entre era
essa esse esta está este eu foi foram havia isso já mais mas mesmo muito na não nas nem no nos o os ou para
pela pelas pelo pelos por porque quando que quem se segundo sem ser seu seus só sobre sua suas também tem
ter um uma
"""
_ITALIAN = """
a ad agli ai al alla alle anche ancora che chi ci come con contro così da dal dalla dei del della delle
dello detto di dopo due e è ed era erano essere fra gli ha hanno i il in io la le lo loro ma meno nel nella
nelle no noi non o ogni per perché più poi prima quando quanto quella quello questa questo se secondo senza
si sia sono stata stato su sua sui sul sulla suo tra tutti tutto un una uno
"""
_DUTCH = """
aan al alle als bij dan dat de deze die dit door dus een en er had heeft hebben het hij hun ik in is ja je
kan maar meer met moet na naar niet nog nu of om ook op over te tegen tot uit van veel voor waar was wat
werd wie wordt ze zei zich zijn zo zou
"""
_RUSSIAN = """
а без более бы был была были было быть в вам вас во вот все всех вы где да для до его ее её ей если есть еще
ещё же за и из или им их к как когда который которая которые которых кто ли между мы на над нас не него нет
но о об один он она они от по под после при про с сказал со так также там то тогда того только том у уже чем
что чтобы эта эти это этого этот я
"""
_GREEK = """
αλλα αν απο από για δεν είναι ειναι είχε έχει ένα ένας η ήταν θα και κατά κι με μετά μια μία μας να οι όπως
ότι που πως σε στα στην στη στις στο στον στους τα τη την της τις το τον του τους των ως ὁ ο
"""
_ARABIC = """
أن إن أو أي إلى إذا الى ان او بعد بين بأن تلك ثم حتى حول خلال ذلك عن عند على علي غير في قال قالت قبل قد كان
كانت كما كل لا لكن لم له لها ليس ما مع من منذ هذا هذه هو هي و وفي وقال وقد يكون
"""
_TURKISH = """
ama bir bu çok da daha de değil dedi diye en gibi göre hem her için ile ise kadar ki mi ne o olan olarak
oldu olduğu olduğunu sonra şu var ve veya ya
"""

FUNCTION_WORDS: frozenset[str] = frozenset(
    word
    for words in (
        _ENGLISH,
        _GERMAN,
        _FRENCH,
        _SPANISH,
        _PORTUGUESE,
        _ITALIAN,
        _DUTCH,
        _RUSSIAN,
        _GREEK,
        _ARABIC,
        _TURKISH,
    )
    for word in words.split()
)
"""Normalised as ``dedup.tokens`` does it."""
