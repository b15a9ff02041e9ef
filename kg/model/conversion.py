"""All that is known of one article: before its acts are told, and with them."""

from dataclasses import dataclass

from kg.model.acts import Act, Quote
from kg.model.entities import Mention, Resolution
from kg.model.facts import Facts
from kg.model.syntax import Parse, Predicate
from kg.model.text import Article, Sentence
from kg.model.times import TimeMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What is known of an article before its acts are told."""

    article: Article
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    times: tuple[TimeMention, ...]
    parses: tuple[Parse, ...]  # one per sentence, same order
    predicates: tuple[Predicate, ...]
    resolution: Resolution
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(Analysis):
    """What an article tells, beside what the stages before the acts found; ``acts`` are the merged ones."""

    acts: tuple[Act, ...]
    doubtful: tuple[Act, ...] = ()  # found, but too unsure to be told
    facts: Facts
