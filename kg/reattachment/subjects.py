"""Nouns behind a verb that the parser took for its subject or object.

* A verb has one subject: a second one behind it is its object ("X told ministers").
* The noun between a verb of saying and a finite clause that has no subject is that subject, "that" being left out
  ("N reported X, the premier, urged Y to leave": Quirk et al. 1985, §15.4).
* A verb of saying at the end of a sentence, behind a comma and who is told between commas, is said by him
  ("A and B will meet, the premier, X, announced"), not by the subject of what is said.
* A past tense without an auxiliary is active: its subject is no object, and "by X" belongs to the noun before it
  ("[Norland] denied on Monday charges by X": Quirk et al. 1985, §3.63, the passive needs "be" or "get").
* Who is told right before a verb of saying at the end says it; who stands in front of what is said is the subject of that
  ("[A] today released a ship, port officials said").
* Names behind the comma of an adverbial in front, right before a verb without a subject, are its subject, not joined to the
  last noun of the adverbial ("Amid rising tensions, [A, B and C] held talks").
* A name set off before a verb without a subject is its subject, not somebody called upon ("The secretary of state, X, met Y").
"""

from dataclasses import replace
from typing import Final

from kg.lexicon import Lexicon
from kg.model import Node, Parse

SUBJECTS: Final = ("nsubj", "nsubj:pass")


def clause_of_subject(parse: Parse, node: Node, lexicon: Lexicon) -> int | None:
    """The finite clause without a subject of its own behind a verb of saying, whose subject the noun between them is."""
    verb = parse.nodes[node.head] if node.head >= 0 else None
    if verb is None or node.index < verb.index or verb.lemma not in lexicon.words("speech", "verbs") - lexicon.words("predicates", "telling_verbs"):
        return None
    if any(parse.children(node.index, "case")):
        return None
    for clause in parse.children(verb.index, "ccomp"):
        finite = clause.xpos in ("VBD", "VBP", "VBZ") or any(c.xpos in ("MD", "VBD", "VBP", "VBZ") for c in parse.children(clause.index, "aux"))
        bare = not any(parse.children(clause.index, "nsubj", "nsubj:pass", "mark", "expl"))
        if clause.index > node.index and clause.upos == "VERB" and finite and bare:
            return clause.index
    return None


def closing_speaker(parse: Parse, lexicon: Lexicon) -> dict[int, Node]:
    """The last verb of a sentence with its speaker, where the parser hung both on what is said."""
    main = parse.root
    for verb in parse.children(main.index, "advcl", "conj") if main is not None else ():
        said = verb.index > main.index and verb.xpos in ("VBD", "VBN") and verb.lemma in lexicon.words("speech", "verbs") if main is not None else False
        row = parse.nodes[: verb.index]
        if not said or any(parse.children(verb.index, *SUBJECTS, "mark", "cc", "obj", "ccomp")) or not row or row[-1].form != ",":
            continue
        name = next((n for n in reversed(row[:-1]) if n.mention is not None), None)
        if name is not None and name.index == verb.index - 2 and name.deprel in ("appos", "conj", "nmod"):
            return {
                verb.index: replace(verb, deprel="parataxis"),
                name.index: replace(name, head=verb.index, deprel="nsubj"),
            }
    return {}


def called_upon(parse: Parse) -> dict[int, Node]:
    """Names taken for somebody called upon, where the verb behind them has no subject."""
    vocatives = (n for n in parse.nodes if n.deprel == "vocative" and n.mention is not None and n.index < n.head)
    return {n.index: replace(n, deprel="nsubj") for n in vocatives if not any(parse.children(n.head, *SUBJECTS))}


def is_second_subject(parse: Parse, node: Node) -> bool:
    """Whether a noun right behind an active verb is called its subject where one stands before it."""
    verb = parse.nodes[node.head] if node.head >= 0 else None
    if verb is None or verb.upos != "VERB" or node.index < verb.index or any(parse.children(node.index, "case")):
        return False
    return any(s.index < verb.index and (s.mention is not None or s.upos == "PRON") for s in parse.children(verb.index, "nsubj"))


def active_past(parse: Parse) -> dict[int, Node]:
    """The subject, object and agent of a past tense that the parser took for a passive without "be"."""
    for subject in parse.nodes:
        verb = parse.nodes[subject.head] if subject.deprel == "nsubj:pass" else subject
        past = verb is not subject and verb.xpos in ("VBD", "VBN") and verb.deprel in ("root", "ccomp", "conj") and subject.index < verb.index
        if not past or any(parse.children(verb.index, "aux", "aux:pass")):
            continue
        bare = (c for c in parse.children(verb.index, "obj", "obl") if c.index > verb.index and c.upos == "NOUN" and c.time is None and not any(parse.children(c.index, "case")))
        noun = next(bare, None)
        if noun is None:
            continue
        agents = [c for c in parse.children(verb.index, "obl:agent") if c.index > noun.index]
        moved = {c.index: replace(c, head=noun.index, deprel="nmod") for c in agents}
        return moved | {subject.index: replace(subject, deprel="nsubj"), noun.index: replace(noun, deprel="obj")}
    return {}


def subject_of_what_is_said(parse: Parse) -> dict[int, Node]:
    """The first of two subjects of a verb of saying, in front of a clause without one that is said."""
    for clause in parse.nodes:
        saying = parse.nodes[clause.head] if clause.deprel == "ccomp" and clause.index < clause.head else clause
        subjects = list(parse.children(saying.index, *SUBJECTS)) if saying is not clause else []
        fitting = len(subjects) == 2 and subjects[0].index < clause.index < subjects[1].index
        if fitting and clause.upos == "VERB" and not any(parse.children(clause.index, *SUBJECTS)):
            return {subjects[0].index: replace(subjects[0], head=clause.index, deprel="nsubj")}
    return {}


def subject_behind_adverbial(parse: Parse) -> dict[int, Node]:
    """The names between an adverbial in front and a finite verb without a subject, joined by the parser to a noun of the adverbial."""
    verb = parse.root
    if verb is None or verb.upos != "VERB" or verb.xpos == "VBG" or any(parse.children(verb.index, *SUBJECTS, "csubj", "expl", "aux:pass")):
        return {}
    fronts = [n for n in parse.children(verb.index, "obl", "advcl") if n.index < verb.index and any(parse.children(n.index, "case", "mark"))]
    for name in parse.nodes[: verb.index]:
        joined = name.deprel == "conj" and name.mention is not None and name.index > 0 and parse.nodes[name.index - 1].form == ","
        if not joined or parse.nodes[name.head].mention is not None or not fronts or fronts[0].index > name.index:
            continue
        row = [n for n in parse.nodes[name.index + 1 : verb.index] if n.deprel not in ("punct", "cc", "det", "aux", "advmod")]
        if all(n.deprel == "conj" and n.mention is not None for n in row):
            others = {n.index: replace(n, head=name.index) for n in row}
            return others | {name.index: replace(name, head=verb.index, deprel="nsubj")}
    return {}
