"""Who speaks as "we" or "I" outside quotations: those who issued the text.

"We, the ministers of X and Y, ..." says it itself; a text that only tells its outlet ("Norlandic
Ministry of Foreign Affairs") is issued by the state of that outlet, if it is an organ of one.
"""

from collections.abc import Iterator, Mapping, Sequence

from kg.lexicon import Lexicon
from kg.model import Parse
from kg.resolution.registry import Registry

_PRONOUNS = frozenset({"we", "i"})


def find_issuers(
    parses: Sequence[Parse], found: Mapping[int, tuple[str, ...]], registry: Registry, lexicon: Lexicon
) -> tuple[str, ...]:
    """The IRIs of those who speak; () for a text that nobody is known to speak in."""
    return _beside_pronoun(parses, found) or outlet_state(registry, lexicon)


def _beside_pronoun(parses: Sequence[Parse], found: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    for parse in parses:
        for node in parse.nodes:
            if node.upos == "PRON" and node.form.lower() in _PRONOUNS:
                beside = [iri for number in _apposed(parse, node.index) for iri in found.get(number, ())]
                if beside:
                    return tuple(dict.fromkeys(beside))
    return ()


def _apposed(parse: Parse, index: int) -> Iterator[int]:
    """The mentions beside a pronoun: "we, the ministers of X and Y"."""
    for child in parse.children(index, "appos"):
        for node in (child, *parse.children(child.index, "conj", "nmod")):
            if node.mention is not None:
                yield node.mention


def outlet_state(registry: Registry, lexicon: Lexicon) -> tuple[str, ...]:
    """The IRI of the state for which the outlet of the article speaks: a ministry, a presidency."""
    outlet = (registry.article.outlet or "").replace(".", " ").replace("'s", "").replace("’s", "")
    words = outlet.split()
    if not words or not set(outlet.lower().split()) & lexicon.words("resolution", "issuing_words"):
        return ()
    for start in range(len(words)):
        for match in registry.gazetteer.match(words, start):
            for entry in match.entries[:1]:
                record = registry.known(entry.key)
                state = registry.state_behind(record.iri) or record.iri
                return (state,)
    return ()
