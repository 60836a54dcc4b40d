"""Makes everyday chat sentences, the same on every run: what people write when nothing is the matter.

They hold many words that also stand in heavy messages (night, alone, train, knife, dead battery), so that
the sieve is measured where it is easily wrong.
"""

from collections.abc import Iterator
from random import Random

_SLOTS: dict[str, list[str]] = {
    "tijd": "vanavond|straks|morgen|vanmiddag|zaterdag|zondag|vrijdag|volgende week|dit weekend|om 8 uur|na het eten|morgenochtend|vannacht|over een uurtje|woensdag|na college|in de pauze|zo meteen|vandaag|maandag".split("|"),
    "toen": "gister|gisteravond|vanochtend|vorige week|zaterdag|net|vannacht|eergisteren|afgelopen weekend|vanmiddag|in de pauze|vorige maand|laatst|daarnet".split("|"),
    "doen": "naar de film|een rondje fietsen|mn kamer opruimen|koken voor mn huisgenoten|naar mn oma|gamen|sporten|een taart bakken|mn scriptie afmaken|naar de markt|zwemmen|hardlopen langs het kanaal|een serie kijken|mn was doen|naar de kapper|vroeg slapen|uitslapen|naar de stad|een boek lezen|mn fiets plakken|gitaar spelen|mn ouders bellen|boodschappen doen|schaatsen|naar een concert|klussen in huis|op de kat van de buren passen|tekenen|koffie drinken met een vriendin|pannenkoeken eten|naar het strand|wandelen in het bos|een spelletje doen|naar mn werk|verhuizen|mn cv aanpassen|naar de tandarts|mn haar verven|stofzuigen|vissen met mn opa|bowlen|naar de sauna|een brief schrijven aan mn oma|mn spullen inpakken|een filmpje maken voor mn zus|foto's sorteren|naar de bieb|de trein naar zwolle pakken|in bad|in de tuin werken".split("|"),
    "gedaan": "gegeten bij mn ouders|een film gekeken|de hele dag geslapen|mn telefoon laten vallen|mn sleutels verloren|in mn vinger gesneden met koken|van mn fiets gevallen|een boete gehad|mn haar geknipt|een nieuwe jas gekocht|te laat geweest voor de bus|een 7 gehaald|met mn broer gegamed|een hond geaaid|mn moeder gebeld|mn kamer geverfd|met de trein gereisd|een egel gezien|zelf brood gebakken|een lekke band gehad|de verkeerde bus genomen|een presentatie gegeven|mn wachtwoord vergeten|hard gelachen|geschaatst op de vijver|over het spoor gefietst|een dood muisje gevonden in de schuur|op het dak van het forum gestaan|alleen thuis gezeten met een pizza|de laatste trein gehaald|drie uur in de file gestaan|bloed laten prikken|een pil gehaald voor de hooikoorts|een mes gekocht voor in de keuken|de buren horen schreeuwen bij het voetbal|met vrienden gedronken|een afspraak gemaakt bij de kapper|heel diep geslapen|een brief gekregen van duo".split("|"),
    "wie": "mn zus|mn broer|mn huisgenoot|mn moeder|mn vader|mn oma|een vriend|een vriendin|mn collega|mn baas|mn docent|mn neefje|de buurvrouw|mn opa|mn beste vriend|mn nichtje|mn mentor|de buurman|iemand van mn werk|een klasgenoot".split("|"),
    "iets": "een nieuwe fiets|een hond|een kamer in de stad|een bijbaan|een rooster|een laptop|een zonnebril|een plant|een cavia|een bank|een wekker|een rugzak|een koelkast|een lamp|een matras|een jas|een skateboard|een ov-kaart|een winterjas|een telefoon|een keukenmes|een touw voor de hangmat|een slot|een boor|een snijplank".split("|"),
    "plek": "de bieb|het station|de supermarkt|het forum|de sportschool|mn werk|school|de markt|het park|de camping|het zwembad|de bushalte|het ziekenhuis, op bezoek bij mn oma|de kroeg|de brug bij het museum|het kanaal|het perron|de huisarts|het gemeentehuis|de kringloop|het dakterras|de vismarkt|het strand|de universiteit|de balie".split("|"),
    "weer": "regen|wind|zon|kou|hitte|mist|sneeuw|onweer|hagel|storm".split("|"),
    "licht": "moe|brak|blij|vrolijk|chagrijnig|hongerig|benieuwd|zenuwachtig|opgelucht|verkouden|rustig|druk|uitgerust|slaperig|trots|verveeld|tevreden|koud|lui|klaar".split("|"),
    "kapot": "mn telefoon|mn laptop|de wifi|de lift|mn fiets|de vaatwasser|mn oplader|de verwarming|de printer|mn koptelefoon|de app|de brug|de wasmachine|mn wekker|de oven|mn bril".split("|"),
    "vak": "statistiek|wiskunde|engels|biologie|recht|anatomie|economie|geschiedenis|programmeren|scheikunde|psychologie|nederlands|filosofie".split("|"),
    "eten": "pannenkoeken|pizza|linzensoep|stamppot|sushi|patat|lasagne|tosti's|curry|een salade|macaroni|roti|soep|frikandellen|brood met hagelslag|een appel|rijst met ei".split("|"),
    "kijk": "friends|de avondshow|een documentaire over haaien|die nieuwe thriller|boer zoekt vrouw|een anime|het journaal|voetbal|formule 1|een film over de oorlog|een true crime serie|heel holland bakt".split("|"),
    "spel": "minecraft|fifa|valorant|mario kart|zelda|weerwolven|catan|de sims|elden ring|fortnite|schaak|darts".split("|"),
    "gevoel": "leuk|saai|spannend|gezellig|vermoeiend|best prima|een gedoe|te duur|heerlijk|vaag|grappig|mooi|irritant|onhandig|slim|oneerlijk".split("|"),
    "when": "tonight|tomorrow|later|this weekend|on friday|after class|next week|in an hour|this evening|on sunday|now".split("|"),
    "do": "watch a film|go for a run|clean my room|cook for my flatmates|visit my grandma|play games|bake bread|finish my essay|go swimming|do laundry|sleep early|meet a friend for coffee|read a book|fix my bike|call my mum|buy groceries|go to the gym|pack my bags|write a letter to my gran|take the train to zwolle|jump in the lake|get a haircut|walk along the canal|stay in alone with a pizza|cut some vegetables".split("|"),
    "did": "missed the bus|lost my keys|dropped my phone|got a haircut|burned my toast|passed a test|walked home in the rain|bought a knife for the kitchen|fell off my bike|slept all day|saw a dead bird on the path|laughed so hard|cut my finger cooking|took the wrong train|watched the match|called my dad|stood on the roof terrace|had blood taken|took a pill for my allergies|heard the neighbours shouting at the football|stayed home alone with soup".split("|"),
    "who": "my sister|my brother|my roommate|my mum|my dad|a friend|my boss|my teacher|my gran|my neighbour|my cousin".split("|"),
    "thing": "my phone|my laptop|the wifi|my bike|the heating|my charger|the lift|my alarm|the printer|the oven".split("|"),
    "mood": "tired|happy|hungry|bored|excited|cold|busy|relaxed|sleepy|proud|nervous|lazy|calm".split("|"),
}  # fmt: skip

_DUTCH = """
ik ga {tijd} {doen}|{tijd} {doen}, zin in|wie gaat er {tijd} mee {doen}|ik heb {toen} {gedaan}|{toen} {gedaan}, lekker dan|heb {toen} {gedaan} haha
{wie} wil {tijd} {doen}|{wie} heeft {toen} {gedaan}|zit nu bij {plek}|sta bij {plek} te wachten|ben onderweg naar {plek}|ben net terug van {plek}|iemand nog bij {plek}
weet iemand hoe laat {plek} dichtgaat|hoe kom ik het snelst bij {plek}|ik zoek {iets}, tips|heeft iemand {iets} te leen|ik wil {iets} maar het is te duur|heb eindelijk {iets}|wie verkoopt {iets}
wat een {weer} vandaag|door de {weer} ben ik te laat|ik haat {weer}|morgen weer {weer}|lekker binnen met die {weer}|ben zo {licht} vandaag|ik voel me {licht}|{wie} is {licht}|beetje {licht} na gister
{kapot} is weer stuk|{kapot} doet het niet|{kapot} is dood, wat nu|heb {kapot} laten maken|{kapot} gaf ineens de geest|morgen toets {vak}|{vak} is zo moeilijk|wie snapt {vak}|ik haal {vak} nooit haha|eindelijk klaar met {vak}|gezakt voor {vak}, herkansing dan maar
we eten {eten}|net {eten} gemaakt|zin in {eten}|{wie} maakt de beste {eten}|alleen nog {eten} in huis|ik kan geen {eten} meer zien|ik kijk {kijk}|wie kijkt er ook {kijk}|{kijk} was {gevoel}|die aflevering van {kijk} was {gevoel}
potje {spel} {tijd}|ik ben zo slecht in {spel}|ben weer doodgegaan in {spel}|{wie} wint altijd met {spel}|de laatste ronde {spel} was {gevoel}|mn werk was {gevoel} vandaag|het weekend was {gevoel}|vond het {gevoel}|college was {gevoel}
{wie} belt me altijd als ik net {doen} ga|{wie} is jarig {tijd}|{wie} komt {tijd} langs|ik mis {wie} wel een beetje|ga {tijd} met {wie} {doen}|{wie} slaapt al|iedereen slaapt en ik kijk {kijk}|niemand thuis dus {eten} op de bank|eindelijk rust, {wie} is weg
ik kan {tijd} niet, moet {doen}|{tijd} moet ik helaas {doen}|ik wil niet {doen} {tijd}|geen zin om {doen}|had beter {doen} kunnen gaan|ik hoef {tijd} niet te werken|laatste dag bij {plek}|voor het laatst naar {plek}|nooit meer {eten} als ontbijt|ik stop met {spel}, te verslavend
hoe was het bij {plek}|was het druk bij {plek}|bij {plek} is het {gevoel}|ik heb {tijd} een afspraak bij {plek}|moet je bij {plek} geld meenemen|kan iemand me ophalen bij {plek}|mijn plan voor {tijd}: {doen}|heb besloten: {tijd} {doen}|alles klaar voor {tijd}
dank je, {wie} was er blij mee|sorry, was {doen}|doei, ik ga {doen}|moi, iemand zin om te {spel}en|haha {wie} weer|{wie} en ik gaan samen {doen}|ik denk dat ik {tijd} ga {doen}|misschien {tijd} {doen}|{wie} zei dat {plek} dicht is
mn {vak} boek is weg|wat is het nut van {vak}|waarom is {eten} zo lekker|{wie} heeft mn {eten} opgegeten|ik hou van {eten}|ik ben bang dat {plek} al dicht is|geef mij maar {eten}|pas op bij {plek}, het is glad|{wie} heeft eindelijk {iets}
"""  # noqa: E501

_ENGLISH = """
i will {do} {when}|going to {do} {when}|anyone want to {do} {when}|i {did} yesterday|{who} {did} last night|just {did}, classic|feeling {mood} today|so {mood} after work|{who} is {mood} again|{thing} is dead again|{thing} stopped working|need to {do} but so {mood}
{who} is coming over {when}|{who} wants to {do}|i would rather {do}|cannot {do} {when}, have to work|last time i {did} it was worse|my plan for {when}: {do}|everyone is asleep so i {do}|nobody home, time to {do}|we {did} and then went home|i never {do} on mondays|finally time to {do}
"""


def everyday_sentences(count: int, seed: int = 1, english_share: float = 0.25) -> Iterator[str]:
    """Make ``count`` sentences by chance; the same for the same seed."""
    rng = Random(seed)
    dutch = [each for line in _DUTCH.strip().splitlines() for each in line.split("|")]
    english = [each for line in _ENGLISH.strip().splitlines() for each in line.split("|")]
    for _ in range(count):
        template = rng.choice(english if rng.random() < english_share else dutch)
        yield template.format(**{slot: rng.choice(words) for slot, words in _SLOTS.items()})
