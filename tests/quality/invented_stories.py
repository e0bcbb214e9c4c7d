"""Invented stories and chrome from which ``page_makes`` builds pages. Nobody and nothing in them is real."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A headline, who wrote it when, a standfirst, and the paragraphs; those that start with # are "
    "subheads."""

    language: str
    title: str
    author: str
    published: str
    standfirst: str
    paragraphs: tuple[str, ...]


def _story(language: str, title: str, author: str, published: str, standfirst: str, text: str) -> Story:
    paragraphs = tuple(" ".join(part.split()) for part in text.strip().split("\n\n"))
    return Story(
        language=language,
        title=title,
        author=author,
        published=published,
        standfirst=standfirst,
        paragraphs=paragraphs,
    )


STORIES = (
    _story(
        "en",
        "Lighthouse sold for the price of a bicycle",
        "Maud Ferriby",
        "2025-02-11",
        "The new owner has until Easter to stop the roof from leaking.",
        """
        OSTERHOLM — The disused lighthouse on Graddon Point changed hands on Monday for 312 crowns, less than
        the price of the bicycle on which its new owner arrived to collect the keys.

        Tobias Wren, a retired tuner of church organs, was the only bidder at an auction that the coast office
        had announced in two newspapers and on the door of the bakery. He said he had expected to lose.

        # A roof like a sieve

        The tower has stood empty since 1998, when its lamp was replaced by a buoy. Rain comes in through the
        gallery, the last four steps are missing, and a surveyor who visited in autumn refused to climb higher
        than the second window.

        “I asked what it would cost to repair and they wrote down a number I had to read twice,” Wren said.
        “Then I asked what it would cost to do nothing, and nobody had ever worked that out.”

        Under the terms of the sale he must make the building watertight by April 20. If he fails, the coast
        office may take it back without returning the money, a clause that has been used only once before.

        Neighbours have offered him slates, a ladder and, in one case, a cousin with a crane. The council has
        promised to look at the road, which ends some 400 metres short of the door.
        """,
    ),
    _story(
        "en",
        "Night train to Karsund returns after nine years",
        "Ilse Rautavaara and Ben Okoro",
        "2025-03-02",
        "Tickets for the first month were gone within an hour.",
        """
        The sleeper between the capital and Karsund will run again from May, the railway said on Sunday,
        ending
        a gap of nine years in which travellers had to change twice or drive.

        The train will leave at 22:14 and arrive at 7:05, slower than in its last timetable because a bridge
        near Ulm Ford may be crossed at walking pace only. A new bridge is planned for 2031.

        Two of the seven carriages were bought from a museum. “They were built to be slept in and it shows,”
        said Agnes Tolvaj, who is in charge of the rolling stock. “The newer ones were built to be cleaned.”

        # Half the price of flying

        A berth costs from 49 marks, about half of what the morning flight costs with a suitcase. The railway
        expects to lose money in the first two years and has asked the regions along the line to share the
        loss.

        Three of them have agreed. The fourth, Nether Valden, wants the train to stop at its only station
        first, which would add eighteen minutes and, by the railway's reckoning, eleven passengers.

        Conductors will again wake sleepers half an hour before their stop, with coffee. That was the part of
        the old service which people mentioned most often when the railway asked them what they missed.
        """,
    ),
    _story(
        "en",
        "Bees delay opening of tax office by a week",
        "Corin Vasquez-Lund",
        "2025-05-19",
        "A keeper was called, then a second keeper, then a locksmith.",
        """
        The new tax office in Pellworth will open a week late because some 40,000 bees moved into the room
        where the safes were to be, the finance department said.

        The swarm was found on Friday by an electrician. A beekeeper, Hanne Dorrit, looked through the letter
        slot, asked for a second opinion, and was told by her colleague that the queen was behind the third
        safe.

        Moving the safe would have needed the lock to be opened, and the key was in a car on its way to
        Lower Brisk. By the time it was back the bees had begun to build.

        “They are not aggressive, they are merely at home,” Dorrit told reporters on the steps. She expects to
        have the comb out by Thursday and will keep a third of the honey as her fee, a share laid down in a
        by-law of 1871 that nobody at the department had heard of.

        Taxpayers with an appointment this week have been sent to the swimming pool, where the cash desk has
        been lent to four officials. The deadline for returns is not affected.
        """,
    ),
    _story(
        "en",
        "Museum finds its own painting in the cellar",
        "Odile Marchetti-Brown",
        "2025-06-30",
        "It had been reported missing in 1954 and again in 1987.",
        """
        A painting that the municipal museum of Arlesford twice reported as stolen has been in its own cellar
        for at least seventy years, the director said on Monday, standing beside it.

        The picture, a river scene by the little-known Josef Anders Holm, was found by plumbers behind a coal
        chute that is on none of the plans. It was wrapped in a tablecloth and lay with its face to the wall.

        Insurance was paid in 1955. The insurer no longer exists, and the company that bought its books has
        said that it would like to see the painting before it says anything else.

        How it came there is a matter of guesswork. A former porter, now 93, remembers that the cellar was
        used
        as a shelter and that someone complained of the gloomy river. The river will go on show in September,
        in the room from which it was missing.
        """,
    ),
    _story(
        "en",
        "Island votes to keep its single traffic light",
        "Per Oskarsson",
        "2025-08-07",
        "Turnout was 94 percent, higher than for the last parliament.",
        """
        Residents of Little Havsey voted by 211 to 198 on Wednesday to keep the island's only traffic light,
        which has shown green in all directions since a storm in March.

        The light was put up in 1979 so that children could learn how to cross a road before moving to the
        mainland for secondary school. Nineteen cars are registered on the island, and most never meet.

        Opponents had argued that the 6,400 francs a year for electricity and inspection would be better spent
        on the pier. “It teaches our children that green means nothing,” said Runa Eld, who led the campaign.

        # A part that is no longer made

        Repairing it needs a relay that is no longer made. A collector in Ghent has one and is prepared to
        swap
        it for the old ferry bell, a proposal on which the council will have to hold another vote.

        Until then the schoolteacher will stand at the crossing on Tuesdays with a paddle, red on one side and
        green on the other, as her predecessor did in the years before 1979.
        """,
    ),
    _story(
        "de",
        "Brücke in Sandau bleibt bis Herbst gesperrt",
        "Henrike Altmann",
        "2025-04-14",
        "Pendler müssen einen Umweg von 23 Kilometern fahren.",
        """
        Die Elsterbrücke in Sandau bleibt mindestens bis Oktober gesperrt. Prüfer hätten an zwei Pfeilern
        Risse gefunden, die mit bloßem Auge nicht zu sehen seien, teilte das Straßenamt am Montag mit.

        Rund 8.000 Menschen fahren jeden Tag über die Brücke. Sie müssen nun den Umweg über Kleinrode nehmen,
        der nach Angaben des Amtes 23 Kilometer lang ist und an zwei Bahnübergängen vorbeiführt.

        # Fähre als Notlösung

        Bürgermeisterin Wiebke Lohse schlug vor, die alte Wagenfähre wieder in Betrieb zu nehmen. „Sie liegt
        seit dreißig Jahren im Winterhafen, und der Motor läuft jeden ersten Mai“, sagte sie der Versammlung.

        Das Amt hat dafür eine neue Zulassung verlangt. Die Unterlagen umfassen 140 Seiten und müssen in
        dreifacher Ausfertigung eingereicht werden, eine davon in Leinen gebunden.

        Bis zur Entscheidung fährt viermal am Tag ein Bus. Er hält auch vor dem Winterhafen, damit die
        Fahrgäste die Fähre wenigstens sehen können.
        """,
    ),
    _story(
        "es",
        "Un pueblo cambia su reloj por un gallo",
        "Remedios Aldana",
        "2025-07-21",
        "El ayuntamiento ahorrará cuatro mil euros al año.",
        """
        El ayuntamiento de Valdehoces aprobó el lunes retirar el reloj de la torre, averiado desde enero, y
        confiar la hora de la mañana a un gallo que vive en el corral de la farmacia.

        La reparación del reloj costaba 31.000 euros, más de lo que el municipio gasta en un año en alumbrado.
        El alcalde, Fermín Ubierna, explicó que el gallo llevaba seis meses cantando a la misma hora.

        “No pedimos precisión, pedimos puntualidad”, dijo la farmacéutica, Amparo Quiles, que recibirá por
        el servicio dos sacos de maíz al trimestre y una placa en la puerta.

        La oposición votó en contra. Su portavoz recordó que el gallo tiene siete años y que nadie ha previsto
        quién cantará después. El pleno acordó estudiar la compra de un segundo animal en otoño.
        """,
    ),
    _story(
        "ru",
        "Маяк на мысе снова зажгли после ремонта",
        "Вера Лосева",
        "2025-09-12",
        "Смотритель вернулся на башню после двенадцати лет на берегу.",
        """
        Маяк на мысе Кедровый снова работает. Его зажгли в четверг вечером после ремонта, который длился
        двенадцать лет вместо обещанных двух, сообщили в управлении порта.

        Старую лампу заменили, но механизм вращения оставили прежним: его построили в 1904 году, и за всё
        это время он останавливался только один раз, когда в шестерни залетела чайка.

        «Я обещал вернуться, когда загорится свет, и вот я здесь», — сказал смотритель Пётр Ильин. Ему
        семьдесят четыре года, и подниматься ему предстоит по двумстам восемнадцати ступеням.

        Рыбаки встретили первый луч гудками. По словам капитана порта Нины Гаевой, теперь суда смогут заходить
        в бухту ночью, а зимой это сокращает путь почти на шесть часов.
        """,
    ),
)

HEADLINES = (
    "Council puts off vote on harbour dredging for a third time",
    "Why the old cinema will not become a car park after all",
    "Five walks for a wet Sunday around Lake Tarn",
    "Goalkeeper leaves Rovers after eleven seasons",
    "Bakers warn of dearer rye as mills close",
    "Ferry workers reject pay offer and plan a second strike",
    "Storm takes the roof off the indoor market",
    "What to plant when the frost will not leave",
    "School choir stranded for a night by a broken lift",
    "The man who counts every swan on the canal",
    "Budget talks go into the night with no end in sight",
    "Prices of used vans fall for the first time in years",
)
TEASERS = (
    "The vote was to have settled a quarrel that has divided the waterfront since the spring.",
    "An investor has withdrawn, and the town is left with 300 red seats and a projector.",
    "Boots, a flask and a map are all that you need for these, and the bus goes there.",
    "He kept a clean sheet in 104 matches and will be missed by the away end most of all.",
    "A loaf could cost a fifth more by winter, according to the guild's own figures.",
    "Negotiators left by the back door shortly after midnight without speaking to anyone.",
)
