"""Names to keys under which spellings and forms of one name meet.

Transliteration differs by country, agency and decade: the key folds diacritics, the usual Latin
spellings of Cyrillic, Armenian and Arabic names, and doubled letters. It is for comparing two
names that are long enough, never for deciding alone. Names also differ in what they leave out
(initials, particles, further given names and surnames), in the order of their parts, and, in
Arabic ones, in their vowels: ``name_keys`` gives a key for each such form, graded.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import Final


class Form(IntEnum):
    """How much of a name a key keeps; the higher, the less it tells."""

    FULL = 0  # all parts, in whatever order
    PLAIN = 1  # without initials and particles, or written together
    CONSONANTS = 2  # the plain name without vowels behind the first letter of each part
    TWO_PARTS = 3  # two parts of a longer one


# Order matters: longer spellings first. Left the spelling met, right what it is folded to.
_FOLDED = (
    (r"(?m) +(?:jr|sr)(?= *$)", ""),
    (r"\b([a-z])\b", r"\1."),  # an initial, which shorter keys leave out
    (r"\babd(?:[ -]?(?:el|al|ul|ol|ur|ar|us|as|ud|ad|ur|er)\b[ -]?|[aeou][ldrsn](?=[a-z]))", "abdl"),  # "Abd al-Fattah", "Abdel Fattah"
    (r"\b(?:al|el|ul|as|ad|an|ar|at|az|ash)[- ](?=\w{3})", ""),  # the Arabic article
    (r"shch|sch|tsch|ch|tch|tj", "c"), (r"zh", "j"), (r"kh|ck", "k"), (r"sh", "s"), (r"ts|tz", "z"),
    (r"ph", "f"), (r"gh", "g"), (r"dj", "j"), (r"th", "t"), (r"dh", "d"), (r"oe", "o"), (r"ue", "u"), (r"aa", "a"), (r"ae", "e"),
    (r"x", "ks"), (r"q", "k"), (r"w", "v"), (r"ou|oo", "u"), (r"ee", "i"),
    (r"(?:iy|yi|ij|yj|yy|ii|ey|ei|ay(?=\w)|ai(?=\w)|i|y)(?:ia|ya|a)(?=n\b)", "ia"),
    (r"[yj]e", "e"), (r"[yj]o", "o"), (r"[yj]u", "u"), (r"[yj]a", "ia"),
    (r"(?:iy|yi|ij|yj|yy|ii|ey|ei|ej|ie|i|y)\b", "i"), (r"ai|ay|ei|ey|aj|ej", "e"), (r"[yj]", "i"),
)  # fmt: skip
# States whose people English news calls for short by the first part of the name: "Xi" of Xi Jinping, "Abiy" of
# Abiy Ahmed, "Prayut" of Prayut Chan-o-cha. Own compilation of usage, by ISO 3166-1 alpha-3 code.
FIRST_PART_STATES: Final = (
    "CHN", "ERI", "ETH", "HUN", "IDN", "JPN", "KHM", "KOR", "LAO", "MMR", "MYS", "PRK", "SGP", "THA", "TWN", "VNM",
)  # fmt: skip
# Parts that news often leaves out, by sound: "Hanana [Ould] Sidi", "Mohammed [bin] Salman".
_PARTICLES: Final = frozenset({"uld", "vld", "ag", "bin", "ben", "ibn", "bint", "bt", "de", "da", "do", "dos", "del", "van", "von", "der", "den"})
# English short forms of given names and the names that they stand for. Own compilation of usage.
_SHORT_FORMS: Final = (
    "al albert, andy andrew, ben benjamin, bill william, bob robert, chris christopher, chuck charles, dan daniel, dave david, dick richard, "
    "don donald, doug douglas, ed edward, frank francis, fred frederick, greg gregory, jack john, jake jacob, jeff jeffrey, jerry gerald, "
    "jim james, joe joseph, jon jonathan, josh joshua, kate katherine, ken kenneth, larry lawrence, liz elizabeth, matt matthew, mike michael, "
    "nick nicholas, pat patrick, pete peter, ray raymond, rick richard, rob robert, ron ronald, sam samuel, steve steven, stephen steven, "
    "sue susan, ted edward, tim timothy, tom thomas, tony anthony, antony anthony, will william"
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), repl) for pattern, repl in _FOLDED)


def fold(name: str) -> str:
    """Lower case without diacritics, apostrophes and stops; hyphens become blanks."""
    return " ".join(_folded(name).split())


def _folded(text: str) -> str:
    plain = unicodedata.normalize(
        "NFKD", text.lower().replace("ı", "i").replace("ə", "a").replace("ø", "o").replace("ł", "l")
    )
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w\s]", " ", re.sub(r"[’'`ʼ.]", "", plain))


@lru_cache(maxsize=16_384)  # an article compares its names and their parts again and again
def sound_key(name: str) -> str:
    """The key of a folded name under which its spellings meet."""
    return _sounded(fold(name))


def sound_keys(names: Iterable[str]) -> list[str]:
    """The keys of many names, each pattern run once over all of them, which takes less than half the time."""
    if not (names := list(names)):
        return []
    lines = _folded("\n".join(" ".join(name.split()) for name in names)).split("\n")
    return _sounded("\n".join(" ".join(line.split()) for line in lines)).split("\n")


def in_order(sound: str) -> str:
    """The parts of a sound key sorted: the key under which "Xi Jinping" and "Jinping Xi" meet."""
    return " ".join(sorted(sound.split()))


def name_keys(sound: str) -> dict[str, Form]:
    """The keys of a name by its sound key, each with the form that it keeps; of two that agree the fuller one.

    A name of one part has its full key only.
    """
    parts = sound.split()
    keys = {in_order(sound): Form.FULL}
    plain = [p for p in parts if not p.endswith(".") and p not in _PARTICLES]
    if len(plain) > 1:
        plain[0] = _LONG_FORMS.get(plain[0], plain[0])
        keys.setdefault(in_order(" ".join(plain)), Form.PLAIN)
        keys.setdefault("".join(plain), Form.PLAIN)
        keys.setdefault("~" + " ".join(sorted(map(_consonants, plain))), Form.CONSONANTS)
    if len(plain) > 2:
        for other in (plain[-1], plain[1], plain[-2]):
            keys.setdefault(in_order(f"{plain[0]} {other}"), Form.TWO_PARTS)
    return keys


def _consonants(part: str) -> str:
    first = "a" if part[0] in "aeiou" else part[0]
    return first + re.sub("[aeiou]", "", part[1:])


def _sounded(key: str) -> str:
    for pattern, repl in _COMPILED:
        key = pattern.sub(repl, key)
    return re.sub(r"([a-z])\1", r"\1", key)


def surname(name: str) -> str:
    """The last part of a folded name, without generation suffix."""
    parts = [p for p in fold(name).split() if p not in ("jr", "sr", "ii", "iii")]
    return parts[-1] if parts else ""


_LONG_FORMS: Final[dict[str, str]] = {sound_key(short): sound_key(long) for short, long in map(str.split, _SHORT_FORMS.split(", "))}
