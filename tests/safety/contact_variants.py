"""Makes contact details the way people write them to get past a filter, and innocent sentences full of numbers.

The same on every run. All numbers, names and addresses are made up.
"""

from collections.abc import Iterator
from random import Random

_NL = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_EN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
_TENS = ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_EMOJI_DIGITS = [f"{digit}\ufe0f\u20e3" for digit in range(10)]
_AROUND = ["{}", "bel me op {}", "mn nummer is {}", "app {} maar", "stuur ff een appje naar {} ok", "{} bel maar haha"]
_NAMES = ["mees.voorbeeld", "sanne_04", "lotje99", "xx_tim_xx", "jan.v", "bo123", "noor_voorbeeld", "finn.x", "eva2003"]
_PLATFORMS = [
    *["insta", "instagram", "ig", "snap", "snapchat", "tiktok", "discord", "telegram", "whatsapp", "signal"],
    *["facebook", "twitter", "twitch", "steam", "reddit", "bereal", "kik"],
]
_HANDLE_FORMS = [
    "mijn {p} is {n}", "{p}: {n}", "{p} {n}", "voeg me toe op {p}: {n}", "add me on {p} {n}",
    "mn {p} is {n} als je wil",
    "ik heet {n} op {p}", "op {p} heet ik {n}", "zoek me op {p}, naam is {n}", "{n} op {p}", "my {p} is {n}",
    "@{n} op {p}",
    "hmu op {p}, {n}", "volg me op {p} @{n}", "dm me on {p} {n}", "je vindt me op {p} als {n}",
]  # fmt: skip
_STREETS = [
    "kerkstraat",
    "Fictieflaan",
    "molenweg",
    "Oude Kerkweg",
    "stationsplein",
    "Dorpsdijk",
    "wilgenlaan",
    "Kanaalkade",
]
_HOUSE = ["8", "12b", "114", "3a", "nr 7", "nummer twaalf", "22-3", "vijfentwintig", "1"]

_INNOCENT = [
    "de trein van {h}:{m} valt uit",
    "om {h}.{m} uur bij de bieb",
    "van {h}:{m} tot {h2}:{m2} spreekuur",
    "het werd {a}-{b}",
    "in {y} begon ik met studeren",
    "het kost {c},{m} euro",
    "€ {c},{m} voor een pizza",
    "op {d}-{mo}-{y} tentamen",
    "toets op {d}/{mo}",
    "lijn {bus} rijdt niet",
    "ik ben {age}",
    "s{stud} is mn studentnummer",
    "lokaal {a}.{m}",
    "haalde een {a},{b}",
    "code {code} vergeten",
    "{y} was beter dan {y2}",
    "nog {age} dagen",
    "{code} stappen vandaag",
    "bladzijde {bus} tot {code}",
    "level {age} met {code} xp",
    "bel 113 of 0800-0113",
    "de kindertelefoon is 0800 0432",
    "088 0767 000 is de luisterlijn",
    "veilig thuis 0800-2000",
    "14 050 voor de gemeente",
    "{d} {maand} {y} om {h}:{m}",
    "van de {bus} mensen kwamen er {age}",
    "mijn kamer is {age} m2 voor {bus} euro",
    "{age} km gefietst in {b} uur",
    "bestelling {code}{code2} is onderweg",
    "temperatuur {a},{b} graden",
    "{h}:{m}, {h2}:{m2} en 18:15 gaan er bussen",
    "seizoen {a} aflevering {b}",
    "huiswerk: opgave {bus}, {age} en {a}",
    "stand {a}-{b}, {b}-{a} en {a}-{a}",
    "1 2 3 daar gaan we",
    "een twee drie klaar",
    "rond zes zeven uur",
]


def phones(count: int, seed: int = 3) -> Iterator[str]:
    """Mobile and other Dutch numbers in digits, words, mixed, spaced and dressed up."""
    rng = Random(seed)
    ways = [_grouped, _words, _english_words, _mixed, _international, _pairs_in_words, _lookalikes, _emoji, _scattered]
    for _ in range(count):
        digits = "06" + "".join(str(rng.randrange(10)) for _ in range(8))
        yield rng.choice(_AROUND).format(rng.choice(ways)(digits, rng))


def _grouped(digits: str, rng: Random) -> str:
    separator = rng.choice(["", " ", "-", ".", " - ", "/", " . ", "_", "  ", ","])
    sizes = rng.choice([[2, 8], [2, 2, 2, 2, 2], [2, 4, 4], [3, 3, 4], [1] * 10, [2, 1, 3, 4], [2, 3, 3, 2]])
    return separator.join(_cut(digits, sizes))


def _cut(digits: str, sizes: list[int]) -> list[str]:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return parts


def _words(digits: str, rng: Random) -> str:
    return rng.choice([" ", ", ", "-", "", " en "]).join(_NL[int(digit)] for digit in digits)


def _english_words(digits: str, rng: Random) -> str:
    return rng.choice([" ", ", ", "-"]).join(_EN[int(digit)] for digit in digits)


def _mixed(digits: str, rng: Random) -> str:
    words = [rng.choice([digit, _NL[int(digit)], digit]) for digit in digits]
    return " ".join(words)


def _international(digits: str, rng: Random) -> str:
    prefix = rng.choice(["+31", "0031", "+31 ", "0031-", "plus drie een ", "+31 (0)", "plus 31 ", "+ 31 "])
    return prefix + _grouped(digits[1:] + "", rng)[0:]


def _pairs_in_words(digits: str, rng: Random) -> str:
    pairs = [_two(int(pair)) if pair[0] != "0" else f"nul {_NL[int(pair[1])]}" for pair in _cut(digits, [2] * 5)]
    return rng.choice([" ", ", "]).join(pairs)


def _two(number: int) -> str:
    if number < 10:
        return _NL[number]
    if number < 20:
        return _TEENS[number - 10]
    unit = number % 10
    joint = "ën" if unit in (2, 3) else "en"
    return (_NL[unit] + joint if unit else "") + _TENS[number // 10]


def _lookalikes(digits: str, rng: Random) -> str:
    return "o" + digits[1:2] + rng.choice(["-", " ", ""]) + digits[2:]


def _emoji(digits: str, rng: Random) -> str:
    if rng.random() < 0.5:
        return "".join(_EMOJI_DIGITS[int(digit)] for digit in digits)
    return "".join(chr(0xFF10 + int(digit)) for digit in digits)


def _scattered(digits: str, rng: Random) -> str:
    joint = rng.choice([" en dan ", " dan ", " streepje ", " daarna ", " en "])
    return joint.join(_cut(digits, rng.choice([[2, 8], [2, 4, 4], [4, 6], [2, 2, 2, 2, 2]])))


def emails(count: int, seed: int = 4) -> Iterator[str]:
    """E-mail addresses, also with "apenstaartje", "(at)" and "punt nl"."""
    rng = Random(seed)
    for _ in range(count):
        at = rng.choice(["@", " @ ", "(at)", " at ", " apenstaartje ", "[at]", " apestaartje ", " (at) ", " AT "])
        dot = rng.choice([".", " punt ", "(punt)", " dot ", " . ", "[dot]"])
        name = rng.choice(["jan", "sanne.v", "t.jansen", "mees04", "info_bo", "lotte-x"])
        host = rng.choice(["voorbeeld", "example", "gmail", "hotmail", "outlook", "ziggo"])
        around = rng.choice(["{}", "mail me op {}", "mn mail is {} ok", "stuur t naar {}"])
        yield around.format(f"{name}{at}{host}{dot}{rng.choice(['nl', 'com', 'org', 'net'])}")


def handles(count: int, seed: int = 5) -> Iterator[str]:
    """Account names on ten and more platforms."""
    rng = Random(seed)
    for _ in range(count):
        yield rng.choice(_HANDLE_FORMS).format(p=rng.choice(_PLATFORMS), n=rng.choice(_NAMES))


def links(count: int, seed: int = 6) -> Iterator[str]:
    """Invitations and other links."""
    rng = Random(seed)
    hosts = [
        "discord.gg/{}",
        "https://chat.whatsapp.com/{}",
        "t.me/{}",
        "wa.me/{}",
        "https://voorbeeld.nl/{}",
        "www.example.com/{}",
    ]
    hosts += [
        "snapchat.com/add/{}",
        "instagram.com/{}",
        "http://example.org?x={}",
        "voorbeeld.nl",
        "discord punt gg slash {}",
    ]
    for _ in range(count):
        code = "".join(rng.choice("abcdefghkmnprstuvw23456789") for _ in range(7))
        yield rng.choice(["{}", "kom in {}", "link: {} allemaal", "check {}"]).format(rng.choice(hosts).format(code))


def addresses(count: int, seed: int = 7) -> Iterator[str]:
    """Street and number, and postcodes with letters."""
    rng = Random(seed)
    for _ in range(count):
        if rng.random() < 0.3:
            letters = rng.choice(["AB", "GD", "KL", "ab", "XT"])
            code = f"{rng.randrange(9000, 9999)}{rng.choice(['', ' '])}{letters}"
            yield rng.choice(["mijn postcode is {}", "ik woon op {}", "{} groningen"]).format(code)
        else:
            street = f"{rng.choice(_STREETS)} {rng.choice(_HOUSE)}"
            yield rng.choice(["{}", "ik woon op de {}", "kom langs, {}", "feestje op {} vanavond", "adres: {}"]).format(
                street
            )


def innocent_numbers(count: int, seed: int = 8) -> Iterator[str]:
    """Times, scores, years, amounts, dates, bus lines, ages, codes: numbers that reach nobody."""
    rng = Random(seed)
    months = ["januari", "maart", "mei", "juni", "september", "november", "december"]
    for _ in range(count):
        yield rng.choice(_INNOCENT).format(
            h=rng.randrange(7, 24), m=f"{rng.randrange(60):02}", h2=rng.randrange(7, 24), m2=f"{rng.randrange(60):02}",
            a=rng.randrange(1, 10), b=rng.randrange(1, 10), y=rng.randrange(1990, 2030), y2=rng.randrange(1990, 2030),
            c=rng.randrange(1, 900), d=rng.randrange(1, 29), mo=f"{rng.randrange(1, 13):02}",
            bus=rng.randrange(10, 700),
            age=rng.randrange(16, 99), stud=rng.randrange(1_000_000, 5_999_999), code=rng.randrange(1_000, 9_999_999),
            code2=rng.randrange(10, 99), maand=rng.choice(months),
        )  # fmt: skip
