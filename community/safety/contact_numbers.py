"""Phone numbers in running text: digits, words (Dutch, English), mixed, spaced, with helplines left alone."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from community.safety import crisis_lines

Span = tuple[int, int]

_UNITS = {
    "nul": "0", "zero": "0", "oh": "0", "een": "1", "één": "1", "eén": "1", "eentje": "1", "one": "1", "twee": "2",
    "two": "2", "drie": "3", "three": "3", "vier": "4", "four": "4", "vijf": "5", "five": "5", "zes": "6", "six": "6",
    "zeven": "7", "seven": "7", "acht": "8", "eight": "8", "negen": "9", "nine": "9",
}  # fmt: skip
_TEENS = {
    "tien": "10", "ten": "10", "elf": "11", "eleven": "11", "twaalf": "12", "twelve": "12", "dertien": "13",
    "thirteen": "13", "veertien": "14", "fourteen": "14", "vijftien": "15", "fifteen": "15", "zestien": "16",
    "sixteen": "16", "zeventien": "17", "seventeen": "17", "achttien": "18", "eighteen": "18", "negentien": "19",
    "nineteen": "19",
}  # fmt: skip
_TENS = {
    "twintig": "2", "twenty": "2", "dertig": "3", "thirty": "3", "veertig": "4", "forty": "4", "fourty": "4",
    "vijftig": "5", "fifty": "5", "zestig": "6", "sixty": "6", "zeventig": "7", "seventy": "7", "tachtig": "8",
    "eighty": "8", "negentig": "9", "ninety": "9",
}  # fmt: skip
_NL_TENS = [word for word in _TENS if word.endswith("tig")]
_EN_TENS = [word for word in _TENS if word.endswith("ty")]
_NL_UNITS = ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_EN_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _digits_by_word() -> dict[str, str]:
    words = dict(_UNITS) | _TEENS | {word: digit + "0" for word, digit in _TENS.items()}
    for unit in _NL_UNITS:
        for ten in _NL_TENS:
            for joint in ("en", "ën"):
                words[unit + joint + ten] = _TENS[ten] + _UNITS[unit]
    for ten in _EN_TENS:
        for unit in _EN_UNITS:
            words[ten + unit] = _TENS[ten] + _UNITS[unit]
    for unit in _NL_UNITS[1:]:
        words[unit + "honderd"] = _UNITS[unit] + "00"
    return words


_WORDS = _digits_by_word()
_LONGEST_FIRST = "|".join(sorted(_WORDS, key=len, reverse=True))
_ONE_WORD = re.compile(_LONGEST_FIRST)
_GLUED_WORDS = re.compile(f"(?:{_LONGEST_FIRST})+")
_TWICE = {"dubbel": 2, "dubbele": 2, "double": 2, "twee keer": 2, "drie keer": 3, "triple": 3}

# One piece of a number: digits (a letter o or l between or beside digits counts), or a run of letters.
_LOOKALIKES = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})
_ALMOST_DIGITS = re.compile(r"(?=[oli|]*\d)[oli|\d]+|[oli]{1,2}(?=[\s.-]*\d)")
_PIECE = re.compile(rf"(?=[^\W_])(?:{_ALMOST_DIGITS.pattern})|\d+|[^\W\d_]+")

# Words that people put between the parts of a number they spell out.
_FILLERS = frozenset(
    tomllib.loads(files(__package__).joinpath("contacts.toml").read_text(encoding="utf-8"))["numbers"][
        "fillers"
    ].split()
)
_MAX_FILLERS = 4
_MAX_GAP_CHARS = 6
_GAP_ENDS = frozenset("?!;")
# Every phone number holds a 0, a 6 or a country code, as digit or as word.
_MAY_HOLD_NUMBER = re.compile(r"\d|nul|zero|zes|six|plus|\boh\b")

_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!:?\d)")
_DOTTED_CLOCK = re.compile(
    r"(?<![\d.,:-])(?:[01]?\d|2[0-3])\.[0-5]\d(?=\s?(?:uur|u\b|h\b|am\b|pm\b))"
    r"|(?:\b(?:om|tot|van|vanaf|rond|voor|na|at|from|until|till)\s)(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.]|\s?\d{2}\b)"
    r"|(?<![\d.])(?:[01]?\d|2[0-3])\.[0-5]\d\s?(?:-|–|tot)\s?(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d.]|\s?\d{2}\b)"
)
_DATE = re.compile(
    r"(?<![\d-])(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d(?!\d|[-/.]\d)"
    r"|(?<![\d-])(?:19|20)\d\d([-/.])(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])(?!\d|[-/.]\d)"
)
_MONEY = re.compile(r"€\s?\d[\d.,]*|(?<!\d)\d+(?:[.,]\d+)?\s?(?:euro|eur|€|%|procent)(?!\w)")

_MOBILE = re.compile(r"(?:00316|0031 ?06|3106|316|06)\d{8}")
_LANDLINE = re.compile(r"(?:0031|31)?0?(?:[1-578]\d|9[1-9]|90[1-9])\d{7}")
_FOREIGN = re.compile(r"(?:00)?(?:49|32|33|44|48|34|39|90|212|380|1)\d{8,10}")
_BARE = re.compile(r"6\d{8}|31[1-9]\d{8}")
_AFTER_PLUS = re.compile(r"310?\d{9}|(?!31)\d{9,14}")
# Whatever cannot become a phone number by its digits alone need not be looked at further.
_MAY_BE_PHONE = re.compile("|".join(each.pattern for each in (_MOBILE, _LANDLINE, _FOREIGN, _BARE)))
_LEAST_DIGITS, _MOST_DIGITS = 9, 15
_SERVICE = re.compile(r"0?(?:800|900|906|909)\d{4,7}")
_HELPLINE_DIGITS = frozenset(
    re.sub(r"\D", "", number) for line in crisis_lines.all_lines() for _, number in line.numbers
)
_MAY_BE_SERVICE = re.compile(rf"0031|31|0?[89]0|{'|'.join(sorted(_HELPLINE_DIGITS))}")
_PREFIX = re.compile(r"(?:\bplus\s?|[+(]\s?)$")
_COUNTING = frozenset({"0123456789", "1234567890", "123456789", "12345678910"})
_CUES = r"bel|app|appen|bellen|sms|whatsapp\w*|nummer|nr|tel[.:]|telefoon\w*|mobiel|number|call|text|phone|bereik\w*|06"
_CALL_CUES = re.compile(rf"\b(?:{_CUES})\b")
_CUE_STARTS = re.compile(rf"\b(?={_CUES})")
_ZERO_IN_FRONT = re.compile(r"\b(?:nul|0|06|zero)\s(?:er)?\s?(?:voor|ervoor|in front|before)")
_CUE_REACH_CHARS, _ZERO_REACH_CHARS = 40, 60


class _Piece(NamedTuple):
    start: int
    end: int
    digits: str
    has_plus: bool


class _Clear:
    """A text without times, dates and amounts, and where it says that a number to call is near."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _cue_starts(self) -> list[int]:
        return [found.start() for found in _CUE_STARTS.finditer(self.text)]

    @cached_property
    def _zero_starts(self) -> list[int]:
        return [found.start() for found in _ZERO_IN_FRONT.finditer(self.text)]

    def has_call_cue(self, piece: _Piece) -> bool:
        first = max(0, piece.start - _CUE_REACH_CHARS)
        if _is_any_between(self._cue_starts, first, piece.start) and _CALL_CUES.search(self.text, first, piece.start):
            return True
        last = piece.end + _ZERO_REACH_CHARS
        is_near = _is_any_between(self._zero_starts, piece.end, last)
        return is_near and bool(_ZERO_IN_FRONT.search(self.text, piece.end, last))


def _is_any_between(positions: list[int], first: int, last: int) -> bool:
    at = bisect_left(positions, first)
    return at < len(positions) and positions[at] < last


def phone_spans(shadow: str) -> Iterator[Span]:
    """Find phone numbers in a text that is lower-cased and whose digits are plain (see ``masking``).

    Helplines (L9) and free or service numbers (0800, 0900) are left alone, also beside a phone number.
    """
    if not _MAY_HOLD_NUMBER.search(shadow):
        return
    clear = _without_times_and_dates(shadow)
    if clear != shadow:
        yield from _dressed_up(shadow)
    cues = _Clear(clear)
    for run in _runs(clear):
        yield from _phones_in(run, cues)


def _dressed_up(shadow: str) -> Iterator[Span]:
    """A number dressed up as times, "06:12 34.56 78": ten digits in a row that start with 06 are no coincidence."""
    for run in _runs(shadow):
        if _MOBILE.fullmatch("".join(piece.digits for piece in run)):
            yield _with_prefix(run[0].start, shadow), run[-1].end


def _without_times_and_dates(shadow: str) -> str:
    """Blank times, dates and amounts, keeping every position."""
    for pattern in (_DATE, _CLOCK, _DOTTED_CLOCK, _MONEY):
        shadow = pattern.sub(lambda found: "x" * len(found.group()), shadow)
    return shadow


def _runs(text: str) -> Iterator[list[_Piece]]:
    """Rows of number pieces with nothing between them but separators and a few filling words."""
    run: list[_Piece] = []
    fillers, factor, plus, at = 0, 1, False, 0
    for found in _PIECE.finditer(text):
        start, end = found.span()
        gap, word = text[at:start], found.group()
        if run and (start - at > _MAX_GAP_CHARS or fillers > _MAX_FILLERS or not _GAP_ENDS.isdisjoint(gap)):
            yield run
            run, fillers, factor, plus = [], 0, 1, False
        digits = word if word.isdigit() else _digits_of(word)
        plus = plus or ("+" in gap and gap.rstrip().endswith("+"))
        if digits is not None:
            run.append(_Piece(start, end, digits * factor, plus))
            fillers, factor, plus = 0, 1, False
        elif word in _TWICE:
            factor = _TWICE[word]
        elif word in _FILLERS:
            fillers, plus = fillers + 1, plus or word == "plus"
        elif run:
            yield run
            run, fillers, factor, plus = [], 0, 1, False
        else:
            plus, factor = False, 1
        at = end
    if run:
        yield run


@lru_cache(maxsize=5_000)
def _digits_of(word: str) -> str | None:
    if _ALMOST_DIGITS.fullmatch(word) or word in {"o", "l"}:
        return word.translate(_LOOKALIKES)
    if _GLUED_WORDS.fullmatch(word):
        return "".join(_WORDS[part] for part in _ONE_WORD.findall(word))
    return None


def _phones_in(run: list[_Piece], clear: _Clear) -> Iterator[Span]:
    digits = "".join(piece.digits for piece in run)
    first = at = 0
    while first < len(run) and len(digits) - at >= _LEAST_DIGITS:
        last = after = None
        if run[first].has_plus or _MAY_BE_PHONE.match(digits, at):
            last = _phone_end(run, first, clear)
        if last is not None:
            yield _with_prefix(run[first].start, clear.text), run[last].end
            after = last + 1
        elif _MAY_BE_SERVICE.match(digits, at):
            after = _service_end(run, first)
        for piece in run[first : after or first + 1]:
            at += len(piece.digits)
        first = after or first + 1


def _with_prefix(start: int, text: str) -> int:
    """Where the number begins with the sign in front of it: "+", "(", "plus"."""
    found = _PREFIX.search(text, max(0, start - 6), start)
    return found.start() if found else start


def _service_end(run: list[_Piece], first: int) -> int | None:
    """The piece after a helpline or service number that starts here, so that it is not half of a phone number."""
    digits, best = "", None
    if run[first].digits[0] not in "0389":
        return None
    for index in range(first, min(len(run), first + 14)):
        digits += run[index].digits
        if _is_service(_national(digits)):
            best = index + 1
    return best


def _is_service(national: str) -> bool:
    return national in _HELPLINE_DIGITS or _SERVICE.fullmatch(national) is not None


def _phone_end(run: list[_Piece], first: int, clear: _Clear) -> int | None:
    """The last piece of the phone number that starts at this piece, the longest that fits."""
    digits, best = "", None
    start = run[first]
    if not start.has_plus and start.digits[0] != "0" and not clear.has_call_cue(start):
        return None
    for index in range(first, min(len(run), first + 14)):
        digits += run[index].digits
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= _LEAST_DIGITS and digits not in _COUNTING and _is_phone(digits, start, clear):
            best = index
    return best


def _is_phone(digits: str, start: _Piece, clear: _Clear) -> bool:
    if _is_service(_national(digits)):
        return False
    if _MOBILE.fullmatch(digits):
        return True
    if start.start and clear.text[start.start - 1].isalpha():
        return False  # the end of an account or order number
    if digits[0] == "0" and _LANDLINE.fullmatch(digits):
        return True
    if start.has_plus:
        return bool(_AFTER_PLUS.fullmatch(digits))
    if digits.startswith("00") and _FOREIGN.fullmatch(digits):
        return True
    return bool(_BARE.fullmatch(digits) or _FOREIGN.fullmatch(digits)) and clear.has_call_cue(start)


def _national(digits: str) -> str:
    """The number as one dials it inside the country."""
    for prefix in ("0031", "31"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 6:
            return "0" + digits[len(prefix) :].lstrip("0")
    return digits
