"""Who speaks as "we" or "I" outside quotations: those who issued the text.

"We, the ministers of X and Y, ..." says it itself; a text that only tells its outlet ("Norlandic
Ministry of Foreign Affairs") is issued by the state of that outlet, if it is an organ of one.
"""

from collections.abc import Mapping, Sequence

from kg.lexicon import Lexicon
from kg.model import Parse
from kg.resolution.registry import Registry

_PRONOUNS = frozenset({"we", "i"})


def find_issuers(
    parses: Sequence[Parse], found: Mapping[int, tuple[str, ...]], registry: Registry, lexicon: Lexicon
) -> tuple[str, ...]:
    """The IRIs of those who speak; () for a text that nobody is known to speak in."""
    return _beside_pronoun(parses, found) or _of_outlet(registry, lexicon)


def _beside_pronoun(parses: Sequence[Parse], found: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    for parse in parses:
        for node in parse.nodes:
            if node.upos == "PRON" and node.form.lower() in _PRONOUNS:
                beside = [
                    iri
                    for child in parse.children(node.index, "appos")
                    for below in (child.index, *(c.index for c in parse.children(child.index, "conj", "nmod")))
                    for iri in found.get(parse.nodes[below].mention if parse.nodes[below].mention is not None else -1, ())
                ]
                if beside:
                    return tuple(dict.fromkeys(beside))
    return ()


def _of_outlet(registry: Registry, lexicon: Lexicon) -> tuple[str, ...]:
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
