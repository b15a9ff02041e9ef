"""Text in, a refusal out where it is not English: by script, then by the commonest words of languages.

Function words tell a language within a sentence or two (Grefenstette 1995, "Comparing two language
identification schemes"). What English shares ("in", "die", "was", "on") is left out of the lists.
"""

import re
from typing import Final

from kg.errors import ReadingError

MIN_LATIN_SHARE: Final = 0.7  # of letters
MIN_ENGLISH_SHARE: Final = 0.12  # of words; English news has 0.35 to 0.5
MIN_WORDS: Final = 40  # shorter texts may lack common words: headlines, lists of names
MIN_FOREIGN: Final = 3  # common words of another language, and more than of English
_ENGLISH: Final = frozenset(
    ["the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "with", "as", "was", "by", "at", "it", "be", "are", "from", "has", "have", "had", "an", "this", "which", "not", "were", "its", "said", "his", "their", "or", "will", "who", "been", "after", "but", "also", "more", "would", "they", "he", "she"]
)
_OTHERS: Final = {
    "French": "le la les de du des est et une dans qui que pour pas sur ont été avec sont cette ses aux leur ce plus ou où",
    "Spanish": "el la los las de del una que con por para está han sus según entre fue este esta como más pero y se lo ha",
    "Portuguese": "os uma de que com para não dos das foi são pelo pela entre ao mais também em e é seu sua no na do da",
    "Italian": "il la i di a gli che una con per sono stato della nel alla dei delle dal tra anche più ha è si di ed lo",
    "German": "der die das und den dem ein eine mit für auf sich ist nicht von zu des sind nach bei auch wurde im über",
    "Dutch": "het de een van en zijn met voor niet op dat te aan ook bij werd naar hebben door deze heeft er uit",
    "Swedish": "och att det som för är av med till den har inte ett om var från vid kan sig de en på",
    "Norwegian or Danish": "og det som er av til med ikke den har ved fra var et om af på mot etter",
    "Polish": "się nie jest oraz przez że dla po od ich został które w z na do o i jak był",
    "Czech or Slovak": "je se že jsou ve pro jako byl nebo které podle v na z a o k si po aby sa že",
    "Romanian": "și este pentru care din sunt fost prin ale cu în pe că mai sau o nu a fi au",
    "Hungarian": "az és hogy nem egy volt is szerint meg ez csak után vagy között a de mint",
    "Turkish": "ve bir bu için ile olarak da de olan daha sonra göre kadar çok var",
    "Indonesian or Malay": "yang dan di untuk dengan dari ini itu tidak pada akan telah oleh dalam ke juga",
    "Finnish": "ja on ei että se oli ovat mutta myös kun joka sekä tai olla mukaan",
    "Albanian": "dhe në të për që nga me një është janë ka se i e",
    "Vietnamese": "và của là có được các cho không trong một những đã với này người",
}
_SHARED: Final = _ENGLISH | frozenset(["in", "on", "an", "am", "so", "no", "do", "die", "we", "me", "one", "per", "son", "all", "men", "i", "e", "o", "si", "aby", "en"])
_FOREIGN: Final = {language: frozenset(words.split()) - _SHARED for language, words in _OTHERS.items()}


def check_english(body: str, name: str) -> None:
    """``ReadingError`` for another script, another language, or no words at all."""
    words = re.findall(r"[^\W\d_]+", body.lower())
    letters = sum(c.isalpha() for c in body)
    latin = sum(c.isalpha() and (ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00) for c in body)
    if letters and latin < MIN_LATIN_SHARE * letters:
        raise ReadingError(f"{name}: expected English, found mostly another script ({1 - latin / letters:.0%} of letters)")
    if not words:
        raise ReadingError(f"{name}: expected English, found no words")
    english = sum(w in _ENGLISH for w in words)
    language, foreign = _nearest(words)
    if foreign >= MIN_FOREIGN and foreign > english:
        raise ReadingError(f"{name}: expected English, found what reads like {language}")
    if len(words) >= MIN_WORDS and english < MIN_ENGLISH_SHARE * len(words):
        share = english / len(words)
        raise ReadingError(
            f"{name}: expected English, found {share:.0%} common English words (at least {MIN_ENGLISH_SHARE:.0%})"
        )


def _nearest(words: list[str]) -> tuple[str, int]:
    """The other language with the most common words here, and their number."""
    counts = {language: sum(w in common for w in words) for language, common in _FOREIGN.items()}
    language = max(counts, key=lambda name: counts[name])
    return language, counts[language]
