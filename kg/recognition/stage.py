"""The stage itself: per sentence names, bodies, people, nominals; then one row of mentions."""

from collections.abc import Iterator, Sequence
from typing import Final

from kg.concepts import ConceptScheme
from kg.gazetteer import Gazetteer
from kg.lexicon import Lexicon
from kg.model import EntityKind, Mention, MentionForm, RolePhrase, Sentence, Span
from kg.recognition.acronyms import find_acronyms
from kg.recognition.bodies import find_bodies
from kg.recognition.drafts import Draft, RoleDraft, Words
from kg.recognition.holders import find_people
from kg.recognition.names import find_names
from kg.recognition.nominals import find_nominals

_STOPS: Final = (".", "!", "?", '"', "”", ")")


def recognise(
    sentences: Sequence[Sentence],
    tags: Sequence[Sequence[str]],
    body: str,
    gazetteer: Gazetteer,
    offices: ConceptScheme,
    lexicon: Lexicon,
) -> tuple[Mention, ...]:
    """The mentions of all sentences in text order, longer before shorter; they may nest.

    ``tags`` holds one BIO tag a token ("B-PER", "O"), as the language model gives them.
    """
    mentions: list[Mention] = []
    acronyms = find_acronyms(sentences)
    for sentence, row in zip(sentences, tags, strict=True):
        texts = tuple(token.text for token in sentence.tokens)
        letters = [t for t in texts if t.isalpha() and len(t) > 2]
        words = Words(
            sentence=sentence, tags=tuple(row), body=body, gazetteer=gazetteer, offices=offices, lexicon=lexicon,
            acronyms=acronyms, texts=texts, lower=tuple(t.lower() for t in texts),
            all_caps=len(letters) > 3 and all(t.isupper() for t in letters),
            title_case=texts[-1] not in _STOPS and _title_case(letters),
        )  # fmt: skip
        mentions.extend(_mentions(words, _drafts(words), len(mentions)))
    return tuple(mentions)


def _title_case(words: list[str]) -> bool:
    """Whether capitals tell nothing of names: nearly all words of three letters and more have one."""
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 4 and capitals >= 0.85 * len(words)


def _drafts(words: Words) -> list[Draft]:
    drafts = find_people(words, find_bodies(words, find_names(words)))
    drafts += find_nominals(words, drafts)
    unique: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        kept = unique.get((draft.start, draft.end))
        if kept is None or (not kept.roles and draft.roles) or (kept.of is None and draft.of is not None) or _organ_of_same_words(kept, draft):
            unique[draft.start, draft.end] = draft
    ordered = sorted(unique.values(), key=lambda d: (d.start, -d.end))
    return _without_crossings(_without_parts(ordered))


def _organ_of_same_words(kept: Draft, draft: Draft) -> bool:
    """ "[Norlandic] and Sudrian forces": the adjective stands for the forces, its state is their owner."""
    return kept.form is MentionForm.ADJECTIVE and draft.kind is EntityKind.ORGANISATION and bool(draft.candidates)


def _without_parts(drafts: list[Draft]) -> list[Draft]:
    """Without pieces of a longer name that name nothing themselves: "Oblast", the "X" of "ethnic X"."""

    def is_part(draft: Draft, whole: Draft) -> bool:
        if draft is whole or not (whole.start <= draft.start and draft.end <= whole.end):
            return False
        if whole.kind is EntityKind.GROUP:
            return draft.kind is EntityKind.GROUP
        if whole.kind is EntityKind.ORGANISATION and whole.of is not draft and not draft.candidates:
            return draft.kind is EntityKind.ORGANISATION and draft.form is MentionForm.NAME and not whole.roles
        return whole.kind is EntityKind.POLITY and draft.kind is EntityKind.PLACE and draft is not whole.of

    return [d for d in drafts if not any(is_part(d, whole) for whole in drafts)]


def _without_crossings(drafts: list[Draft]) -> list[Draft]:
    """Of two drafts that overlap without nesting the longer stays."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start - d.end, d.start)):
        crosses = any(
            (k.start < draft.start < k.end < draft.end) or (draft.start < k.start < draft.end < k.end)
            for k in kept
        )
        if not crosses:
            kept.append(draft)
    return sorted(kept, key=lambda d: (d.start, -d.end))


def _mentions(words: Words, drafts: list[Draft], first: int) -> Iterator[Mention]:
    number = {id(d): first + i for i, d in enumerate(drafts)}
    by_range = {(d.start, d.end): first + i for i, d in enumerate(drafts)}
    by_head = {d.head: first + i for i, d in enumerate(drafts)}

    def index(draft: Draft) -> int | None:
        return number.get(id(draft), by_range.get((draft.start, draft.end), by_head.get(draft.head)))

    for i, draft in enumerate(drafts):
        yield Mention(
            index=first + i,
            sentence=words.sentence.index,
            span=_span(words, draft.start, draft.end),
            head=_span(words, *draft.head),
            kind=draft.kind,
            form=draft.form,
            name=draft.name,
            plural=draft.plural,
            roles=tuple(_role(words, role, [index(o) for o in role.of]) for role in draft.roles),
            candidates=draft.candidates,
            of=index(draft.of) if draft.of is not None else None,
        )


def _role(words: Words, role: RoleDraft, of: list[int | None]) -> RolePhrase:
    return RolePhrase(
        span=_span(words, role.start, role.end),
        title=role.title,
        office=role.office,
        of=tuple(i for i in of if i is not None),
        rank=role.rank,
        former=role.former,
        counterpart_of=role.counterpart,
    )


def _span(words: Words, start: int, end: int) -> Span:
    tokens = words.sentence.tokens
    return Span(tokens[start].span.start, tokens[end - 1].span.end)
