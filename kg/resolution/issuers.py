"""Who speaks as "we" or "I" outside quotations: those who issued the text.

"We, the ministers of X and Y, ..." says it itself; a text that only tells its outlet ("Norlandic
Ministry of Foreign Affairs") is issued by the state of that outlet, if it is an organ of one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from kg.lexicon import Lexicon
from kg.model import Node, Parse
from kg.resolution.registry import Registry

_FIRST: Final = 3  # sentences: who released a text is told above it
_PRONOUNS: Final = frozenset({"we", "i"})
_RELEASING: Final = frozenset({"release", "issue", "publish", "adopt"})
_TEXTS: Final = frozenset({"text", "statement", "communique", "communiqué", "declaration"})


def find_issuers(
    parses: Sequence[Parse], found: Mapping[int, tuple[str, ...]], registry: Registry, lexicon: Lexicon
) -> tuple[str, ...]:
    """The IRIs of those who speak; () for a text that nobody is known to speak in."""
    return (
        _named(parses, found, _beside_pronoun)
        or _named(parses[:_FIRST], found, _by_whom_released)
        or outlet_state(registry, lexicon)
    )


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


def _named(
    parses: Sequence[Parse], found: Mapping[int, tuple[str, ...]], mentions: Callable[[Parse], Iterator[int]]
) -> tuple[str, ...]:
    """Who is named in the first sentence that names somebody in the place that ``mentions`` looks at."""
    for parse in parses:
        named = [iri for number in mentions(parse) for iri in found.get(number, ())]
        if named:
            return tuple(dict.fromkeys(named))
    return ()


def _beside_pronoun(parse: Parse) -> Iterator[int]:
    """ "We, the ministers of X and Y, condemn ..."."""
    for node in parse.nodes:
        if node.upos == "PRON" and node.form.lower() in _PRONOUNS:
            for child in parse.children(node.index, "appos", "conj"):
                yield from _joined(parse, child)


def _by_whom_released(parse: Parse) -> Iterator[int]:
    """ "The following statement was released by X and Y"."""
    for node in parse.nodes:
        if node.lemma in _RELEASING and any(c.lemma in _TEXTS for c in parse.children(node.index, "nsubj:pass")):
            for child in parse.children(node.index, "obl:agent", "obl"):
                if any(c.lemma.lower() == "by" for c in parse.children(child.index, "case")):
                    yield from _joined(parse, child)


def _joined(parse: Parse, node: Node) -> Iterator[int]:
    """The mentions of a node, of what is joined to it, and of whose it is ("the governments of X and Y")."""
    if node.mention is not None:
        yield node.mention
    for child in parse.children(node.index, "conj", "nmod"):
        yield from _joined(parse, child)
