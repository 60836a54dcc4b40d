"""E-mail, links, account names, addresses and postcodes in running text. Phone numbers live in ``contact_numbers``.

Every function looks in a "shadow": the text in lower case with plain digits, position for position (see ``masking``).
Patterns are bounded on purpose, so that no text makes them slow; and most messages hold nothing of the kind, so
each function first makes sure that its patterns can hold at all.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files

from community.safety.contact_numbers import Span

_DATA = tomllib.loads(files(__package__).joinpath("contacts.toml").read_text(encoding="utf-8"))
_WORD = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"\d")


def words_in(shadow: str) -> frozenset[str]:
    """The words of a shadow, by which one sees at a glance what it cannot hold."""
    return frozenset(_WORD.findall(shadow))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


# --- e-mail

_AT = (
    r"(?:\s?@\s?|\s?[(\[{<*_-]\s?(?:at|apenstaartje|@)\s?[)\]}>*_-]\s?"
    r"|\s(?:apenstaart(?:je)?|apestaart(?:je)?|aapje|at-teken|at)\s)"
)
_DOT = r"(?:\s?[(\[{<*_-]\s?(?:dot|punt|\.)\s?[)\]}>*_-]\s?|\s(?:dot|punt)\s|\s?\.\s?(?=\w))"
_MAIL_END = _any_of(_DATA["mail_endings"].split())
_MAIL_HOST = _any_of(_DATA["mail_hosts"].split())
_LOCAL = (
    r"[a-z0-9][a-z0-9_+%-]{0,30}"
    r"(?:(?:\.|\s(?:punt|dot|streepje|underscore)\s|\s?[(\[](?:punt|dot)[)\]]\s?)[a-z0-9_+%-]{1,30}){0,4}"
)
_MAIL = re.compile(
    rf"(?<![\w.]){_LOCAL}{_AT}(?:[a-z0-9-]{{1,40}}{_DOT}){{1,4}}(?:{_MAIL_END})(?![a-z0-9])"
    rf"|(?<![\w.]){_LOCAL}{_AT}(?:{_MAIL_HOST})(?![a-z0-9])"
    rf"|(?<![\w.]){_LOCAL}\s(?:bij|van|op|on)\s(?:{_MAIL_HOST}){_DOT}(?:com|nl|org|net)(?![a-z0-9])"
    r"|(?<![\w.])[a-z0-9._+%-]{1,40}@[a-z0-9-]{1,40}\.[a-z0-9.-]{1,40}[a-z0-9]"
)
_AT_WORDS = frozenset({"apenstaart", "apenstaartje", "apestaart", "apestaartje", "aapje", "at"})
_MAIL_HOST_WORDS = frozenset(_DATA["mail_hosts"].split())


def mail_spans(shadow: str, words: frozenset[str]) -> Iterator[Span]:
    """Find e-mail addresses, also with "apenstaartje", "(at)", "punt nl"."""
    if "a" not in shadow and "@" not in shadow:
        return
    has_at = "@" in shadow or not words.isdisjoint(_AT_WORDS)
    has_dot = "." in shadow or "punt" in words or "dot" in words
    if has_at + has_dot + (not words.isdisjoint(_MAIL_HOST_WORDS)) < 2:
        return
    for found in _MAIL.finditer(shadow):
        yield found.span()


# --- links and invitations

_LINK_END = _any_of(_DATA["link_endings"].split())
_WEAK_END = _any_of(_DATA["weak_link_endings"].split())
_PATH = r"(?:[/?#][^\s<>\"')\]]{0,200})?"
_LINK = re.compile(
    rf"(?:https?|hxxps?)\s?:\s?//\s?[^\s<>\"')\]]{{2,200}}"
    rf"|(?<![\w@.])www\s?\.\s?[a-z0-9-]{{1,60}}(?:\.[a-z0-9-]{{1,40}}){{1,4}}{_PATH}"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{1,40}}\.){{1,4}}(?:{_LINK_END})(?![\w@]|\.\w){_PATH}"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{1,40}}\.){{1,4}}(?:{_WEAK_END})/[^\s<>\"')\]]{{1,200}}"
    r"|(?<![\w@.-])[a-z0-9-]{2,40}\s?(?:\(dot\)|\[dot\]|\(punt\)|\sdot\s|\spunt\s)\s?"
    rf"(?:nl|com|gg|org|net)(?!\w){_PATH}"
)
_INVITE_HOSTS = tuple(_DATA["invite_hosts"].split())
_PUBLIC_HOSTS = frozenset(_DATA["public_hosts"].split())
_SPELLED_INVITE = re.compile(
    r"(?<!\w)(?:discord|dsc|t|telegram|wa|whatsapp)\s?(?:\.|punt|dot|\(dot\)|\(punt\))\s?"
    r"(?:gg|me)\s?(?:/|slash)\s?[\w-]{2,40}"
)
# Not every point: most of them end a sentence.
_MAY_HOLD_LINK = re.compile(r"\.(?:[a-z0-9-]|\s?(?:gg|me))|//|www|punt|dot")


def link_spans(shadow: str) -> Iterator[tuple[Span, bool]]:
    """Find links: ((start, end), whether it invites to a platform). Helplines and public services are left alone."""
    if not _MAY_HOLD_LINK.search(shadow):
        return
    for found in _SPELLED_INVITE.finditer(shadow):
        yield found.span(), True
    for found in _LINK.finditer(shadow):
        link = found.group().rstrip(".,;:!?")
        host, path = _host_and_path(link)
        if not _is_public(host, path):
            yield (found.start(), found.start() + len(link)), _is_invite(host)


def _host_and_path(link: str) -> tuple[str, str]:
    rest = re.sub(r"^h(?:tt|xx)ps?\s?:\s?//\s?", "", link)
    rest = re.sub(r"\s?(?:\(dot\)|\[dot\]|\(punt\)|\sdot\s|\spunt\s)\s?", ".", rest).replace(" ", "")
    host, slash, path = rest.partition("/")
    return host.split("?")[0].split("#")[0].split("@")[-1].split(":")[0].removeprefix("www."), slash + path


def _is_public(host: str, path: str) -> bool:
    """A public service: the host itself or a part of it. On video and music sites only the bare name."""
    names = {host, ".".join(host.split(".")[-2:])}
    if names & {"youtube.com", "spotify.com", "marktplaats.nl", "netflix.com"}:
        return path in ("", "/")
    return not names.isdisjoint(_PUBLIC_HOSTS)


def _is_invite(host: str) -> bool:
    return any(host == known or host.endswith("." + known) for known in _INVITE_HOSTS)


# --- account names

_PLAIN = _any_of(_DATA["platforms"]["plain"].split())
_DOUBTFUL = _any_of(_DATA["platforms"]["doubtful"].split())
_PLATFORM = rf"(?:{_PLAIN}|{_DOUBTFUL})"
_NO_NAMES = frozenset(_DATA["handles"]["no_names"].split())
# A name with something that no ordinary word has: a digit, underscore or dot inside, or a discord number.
_ODD_NAME = r"(?:[a-z0-9]+(?:[._][a-z0-9_]+)+|[a-z_]+\d[\w.]*|_+[a-z0-9][\w.]*|\w{2,30}\s?#\s?\d{4}|[a-z]+_)"
_ANY_NAME = r"[a-z0-9_][\w.]{1,30}\w"
_MINE = r"(?:mijn|mn|m'n|me|my|mine|m|onze)"
_ADD = (
    r"(?:voeg(?:\s\w+)?\stoe|add(?:\sme|\smij|en|je)?|adden|zoek(?:\s(?:me|mij))?|volg(?:\s(?:me|mij))?|follow(?:\sme)?"
    r"|find(?:\sme)?|vind(?:\s(?:me|mij|je|jullie))?|dm(?:\sme)?|hmu|hit me up|(?:stuur|app|bericht)\s(?:me|mij)"
    r"|bereik(?:en|baar)?|message\sme|msg\sme|text\sme|contact\sme|reach\sme|slide in)"
)
_LABEL = r"(?:\s?(?:naam|name|user|username|tag|id|acc(?:ount)?))?"
_CALLED = r"(?:heet ik|ben ik|ik heet|ik ben|heet|i'm|im|i am|als|as|onder|under)"
_I_AM = r"(?:ik heet|ik ben|ben|heet|i'm|im|i am|called|als|as|naam is|name is)"
_NAMED = r"(?:naam|name|username|user|gebruikersnaam|tag|handle)"
# discord: example#0001
_NUMBERED_HANDLE = re.compile(r"(?<![\w#])[a-z0-9_.]{2,32}\s?#\s?\d{4}(?!\d)")
# @someone
_AT_HANDLE = re.compile(r"(?<![\w@.])@[a-z0-9_](?:[\w.]{1,29}\w)")
# volg me: mees_2004
_ADDED_HANDLE = re.compile(rf"(?<!\w){_ADD}(?:\s?[:,]\s?|\s)(?:even\s|maar\s|gerust\s)?@?({_ODD_NAME})")
_PLATFORM_HANDLE = tuple(
    re.compile(pattern)
    for pattern in (
        # (mijn) insta: name · my snap = name · ig @name
        rf"(?<!\w){_PLATFORM}{_LABEL}\s?(?::|=|->|–|>)\s?@?({_ANY_NAME})",
        # mijn insta is name · op snap heet ik name · my ig's name
        rf"(?<!\w){_MINE}\s(?:\w+\s)?{_PLATFORM}{_LABEL}(?:\sis|'s|\sheet|\s-)\s(?:gewoon\s|just\s)?@?({_ANY_NAME})",
        rf"(?<!\w){_PLATFORM},?\s(?:mijn\s|mn\s|my\s|de\s)?{_NAMED}\s(?:is\s|=\s?|:\s?)?@?({_ANY_NAME})",
        rf"(?<!\w)(?:op|on)\s{_PLATFORM}\s{_CALLED}\s(?:de naam\s)?@?({_ANY_NAME})",
        # ik heet name op insta · i'm name on snap · name op tiktok
        rf"(?<!\w){_I_AM}\s@?({_ANY_NAME})\s(?:op|on|in)\s{_PLATFORM}(?!\w)",
        rf"(?<![\w.])({_ODD_NAME})\s(?:op|on|is\smijn|is\smn|is\smy|bij|via)\s(?:\w+\s)?{_PLATFORM}(?!\w)",
        # voeg me toe op snap: name · add me on discord name · zoek me op tiktok, naam is name
        rf"(?<!\w){_ADD}\s(?:\w+\s){{0,2}}(?:op|on|via|in)\s(?:\w+\s)?{_PLATFORM}(?:\s?[,:=(–-]\s?|\s)"
        rf"(?:(?:naam|name|user|ik heet|als|as|onder)\s(?:is\s)?)?@?({_ANY_NAME})",
        rf"(?<!\w){_ADD}\s@?({_ANY_NAME})\s(?:op|on|via|in)\s{_PLATFORM}(?!\w)",
        # insta mees_2004 · snap mees.x
        rf"(?<!\w){_PLATFORM}\s(?:is\s|heet\s|naam\s|@)?({_ODD_NAME})(?![\w@])",
    )
)
# A platform is a word by itself, perhaps with a label behind it ("instanaam"); of "tik-tok" the first part is a word.
_PLATFORM_WORDS = frozenset(
    _WORD.findall(platform + label)[0]
    for platform in " ".join(_DATA["platforms"].values()).split()
    for label in ("", "naam", "name", "user", "username", "tag", "id", "acc", "account")
)
_MAY_HOLD_ODD_NAME = re.compile(r"[\d_]|\.[a-z0-9_]")


def handle_spans(shadow: str, words: frozenset[str]) -> Iterator[Span]:
    """Find account names on other platforms; the name alone, not the platform."""
    for pattern in _handle_patterns(shadow, words):
        for found in pattern.finditer(shadow):
            start, end = found.span(1) if found.re.groups else found.span()
            if _is_account_name(shadow[start:end]):
                yield start, end


def _handle_patterns(shadow: str, words: frozenset[str]) -> Iterator[re.Pattern[str]]:
    """The patterns that can hold in a text with these words."""
    if "#" in shadow:
        yield _NUMBERED_HANDLE
    if "@" in shadow:
        yield _AT_HANDLE
    if not words.isdisjoint(_PLATFORM_WORDS):
        yield from _PLATFORM_HANDLE
    if _MAY_HOLD_ODD_NAME.search(shadow):
        yield _ADDED_HANDLE


# A participle ("gehackt") or a number ("3x").
_NO_NAME = re.compile(r"(?:ge|ver|be|ont)[a-z]{2,12}(?:d|t|en)|[\d.,]+(?:e|x|k|u|uur|min|st|nd|rd|th)?")


def _is_account_name(name: str) -> bool:
    plain = name.strip("@ ")
    return plain not in _NO_NAMES and not _NO_NAME.fullmatch(plain)


# --- addresses and postcodes

_STRONG = _any_of(_DATA["streets"]["strong"].split())
_WEAK = _any_of(_DATA["streets"]["weak"].split())
_NO_STREETS = frozenset(_DATA["streets"]["no_streets"].split())
_NUMBER_WORDS = (
    r"(?:(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)(?:en|ën)"
    r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|tien|elf|twaalf|dertien|veertien"
    r"|vijftien|zestien|zeventien|achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|twee|drie|vier|vijf|zes|zeven|acht|negen)"
)
# Each number word holds one of these.
_NUMBER_PARTS = (
    "tig",
    "tien",
    "elf",
    "twaalf",
    "honderd",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
)
_UNITS = (
    r"(?!\s?(?:km|kilometer|meter|m\b|uur|uren|u\b|min|minuten|dagen|dag|weken|week|jaar|maanden|keer|x\b|euro|eur|%"
    r"|graden|stappen|mensen|man\b|punten|rondes|hours?|days?|years?|times|people|minutes?|miles?|[.,:]\d|/\d|-\d))"
)
_HOUSE = (
    r"(?:(?:op\s)?(?:nummer|nr\.?|huisnummer|no\.?|number|,)\s?)?"
    r"(?:\d{1,4}(?!\d)(?:\s?[a-h](?![a-z])|\s?-\d{1,3}|\s?-[a-z](?![a-z])|\s?bis(?![a-z]))?"
    rf"|{_NUMBER_WORDS}(?![a-z])){_UNITS}"
)
_STREET = re.compile(
    rf"(?<![\w-])([a-zà-ÿ'.-]{{2,40}}(?:{_STRONG})|[a-zà-ÿ'.-]{{3,40}}(?:{_WEAK})"
    rf"|(?:grote|kleine|oude|nieuwe|korte|lange)\s[a-z]{{3,20}})\s?,?\s?({_HOUSE})"
)
_STRONG_END = re.compile(rf"(?:{_STRONG})$")
_EN_STREET = re.compile(
    r"(?<!\w)\d{1,4}[a-h]?,?\s[a-z]{3,20}\s(?:street|st|road|rd|avenue|ave|lane|drive|square|court|close)(?![a-z])"
)
_ADDRESS_CUE = re.compile(
    r"\b(?:woon|woont|wonen|adres|address|live|lives|langs|kom naar|come to|bij mij|huisnummer|thuis"
    r"|op de|aan de|aan het|in de|straat)\b"
)


def address_spans(shadow: str, original: str) -> Iterator[Span]:
    """Find a street with a house number, in digits or in Dutch words."""
    has_digit = _DIGIT.search(shadow)
    if not has_digit and not any(word in shadow for word in _NUMBER_PARTS):
        return
    for found in _STREET.finditer(shadow):
        word = found.group(1).split()[-1]
        if any(word.endswith(each) for each in _NO_STREETS):
            continue
        is_street = bool(_STRONG_END.search(word)) and " " not in found.group(1)
        before = shadow[max(0, found.start() - 40) : found.start()]
        if is_street or original[found.start()].isupper() or _ADDRESS_CUE.search(before):
            yield found.span()
    if has_digit:
        yield from (found.span() for found in _EN_STREET.finditer(shadow))


_POSTCODE = re.compile(r"(?<![\w.,-])([1-9]\d{3})(\s{0,2}|-)([a-z]{2})(?![\w])")
_POSTCODE_CUE = re.compile(r"\b(?:postcode|pc|woon|wonen|adres|address|postal|zip)\b")
_NO_LETTERS = frozenset(_DATA["postcodes"]["no_letters"].split())
_UNITS_IN_CAPITALS = frozenset(_DATA["postcodes"]["units"].split())


def postcode_spans(shadow: str, original: str) -> Iterator[Span]:
    """Find a Dutch postcode with its letters; the four digits alone are too coarse to find anybody."""
    if not _DIGIT.search(shadow):
        return
    for found in _POSTCODE.finditer(shadow):
        letters = found.group(3)
        if letters in {"sa", "sd", "ss"}:
            continue
        has_cue = bool(_POSTCODE_CUE.search(shadow[max(0, found.start() - 30) : found.start()]))
        is_capital = original[found.start(3) : found.end(3)].isupper()
        if has_cue or letters not in _NO_LETTERS or (is_capital and letters not in _UNITS_IN_CAPITALS):
            yield found.span()
