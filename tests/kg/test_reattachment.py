"""Attachments put right, on trees written by hand as a parser gives them: ``word/UPOS/relation/head``, * for a mention."""

from collections.abc import Callable

import pytest

from kg.lexicon import Lexicon
from kg.model import Conversion, Node, Parse, Span
from kg.reattachment import reattach

LEXICON = Lexicon.load()
TAGS = {"VERB": "VBD", "NOUN": "NN", "PROPN": "NNP", "VBG": "VBG", "VB": "VB"}


def parse(rows: str) -> Parse:
    """The tree of a row of words; * is a mention, ! a time."""
    nodes, at = [], 0
    for i, row in enumerate(rows.split()):
        form, upos, deprel, head = row.strip("*!").split("/")
        nodes.append(Node(
            index=i, span=Span(at, at + len(form)), form=form, lemma=form, upos="VERB" if upos in ("VBG", "VB") else upos,
            xpos=TAGS.get(upos, "XX"), head=int(head), deprel=deprel, mention=0 if row.endswith("*") else None,
            time=0 if row.endswith("!") else None,
        ))  # fmt: skip
        at += len(form) + 1
    return Parse(sentence=0, nodes=tuple(nodes))


def attached(rows: str, word: str) -> tuple[str, str]:
    """What a word hangs on after the stage, and how."""
    (after,) = reattach([parse(rows)], LEXICON)
    node = next(n for n in after.nodes if n.form == word)
    return after.nodes[node.head].form, node.deprel


CLASH = "clash/NOUN/nsubj/1 led/VERB/root/-1 to/ADP/case/3 war/NOUN/obl/1 {0} killing/VBG/acl/3 many/NOUN/obj/5"


def test_a_participle_behind_a_comma_belongs_to_the_clause() -> None:
    assert attached(CLASH.format(",/PUNCT/punct/5"), "killing") == ("led", "advcl")


def test_a_participle_without_a_comma_stays_with_its_noun() -> None:
    assert attached(CLASH.format("then/ADV/advmod/5"), "killing") == ("war", "acl")


def test_a_participle_of_the_subject_stays_with_it() -> None:
    rows = "minister/NOUN/nsubj/5 ,/PUNCT/punct/2 speaking/VBG/acl/0 here/ADV/advmod/2 ,/PUNCT/punct/2 agreed/VERB/root/-1"
    assert attached(rows, "speaking") == ("minister", "acl")


@pytest.mark.parametrize(("word", "case"), [("margin", "on"), ("wake", "in"), ("aftermath", "in")])
def test_what_an_act_is_beside_is_no_part_of_who_does_it(word: str, case: str) -> None:
    rows = f"A/PROPN/nsubj/1* met/VERB/root/-1 B/PROPN/obj/1* {case}/ADP/case/4 {word}/NOUN/nmod/2 of/ADP/case/6 summit/NOUN/nmod/4"
    assert attached(rows, word) == ("met", "obl")


def test_another_noun_behind_somebody_stays_with_him() -> None:
    rows = "A/PROPN/nsubj/1* met/VERB/root/-1 B/PROPN/obj/1* from/ADP/case/4 opposition/NOUN/nmod/2"
    assert attached(rows, "opposition") == ("B", "nmod")


def test_an_of_phrase_belongs_to_the_noun_right_before() -> None:
    rows = "A/PROPN/nsubj/1* met/VERB/root/-1 B/PROPN/obj/1* at/ADP/case/4 opening/NOUN/obl/1 of/ADP/case/6 summit/NOUN/nmod/2"
    assert attached(rows, "summit") == ("opening", "nmod")


def test_an_of_phrase_behind_a_name_stays_where_it_is() -> None:
    rows = "talks/NOUN/root/-1 with/ADP/case/2 B/PROPN/nmod/0* of/ADP/case/4 today/NOUN/nmod/0"
    assert attached(rows, "today") == ("talks", "nmod")


def test_an_agent_behind_by_belongs_to_the_deed() -> None:
    rows = "demolition/NOUN/root/-1 of/ADP/case/2 churches/NOUN/nmod/0 by/ADP/case/4 troops/NOUN/nmod/2*"
    assert attached(rows, "troops") == ("demolition", "nmod")


def test_coordination_joins_likes() -> None:
    rows = (
        "discussed/VERB/root/-1 issues/NOUN/obj/0 relating/VBG/acl/1 to/SCONJ/mark/4 ensuring/VBG/advcl/2 peace/NOUN/obj/4 "
        "and/CCONJ/cc/7 prospects/NOUN/conj/4"
    )
    assert attached(rows, "prospects") == ("issues", "conj")


def test_a_second_subject_behind_the_verb_is_its_object() -> None:
    rows = "A/PROPN/nsubj/1* told/VERB/root/-1 ministers/NOUN/nsubj/1*"
    assert attached(rows, "ministers") == ("told", "obj")


def test_a_verb_put_before_its_subject_keeps_it() -> None:
    rows = "Hallelujah/NOUN/obj/1 exclaimed/VERB/root/-1 A/PROPN/nsubj/1*"
    assert attached(rows, "A") == ("exclaimed", "nsubj")


def test_the_name_of_a_source_does_not_speak_beside_the_speaker() -> None:
    rows = "according/ADP/case/1 agency/NOUN/obl/5 N/PROPN/nsubj/5* ,/PUNCT/punct/1 X/PROPN/nsubj/5* said/VERB/root/-1"
    assert attached(rows, "N") == ("agency", "appos")
    assert attached(rows, "X") == ("said", "nsubj")


def test_a_day_between_subject_and_verb_dates_the_verb() -> None:
    rows = "A/PROPN/nsubj/4* and/CCONJ/cc/3 B/PROPN/compound/3* Friday/PROPN/conj/0! joined/VERB/root/-1 C/PROPN/obj/4*"
    assert attached(rows, "Friday") == ("joined", "obl:unmarked")
    assert attached(rows, "B") == ("A", "conj")


def test_a_day_behind_the_verb_of_saying_dates_the_saying() -> None:
    rows = "A/PROPN/nsubj/1* said/VERB/root/-1 on/ADP/case/3 Monday/PROPN/obl/5! they/PRON/nsubj/5* met/VERB/ccomp/1"
    assert attached(rows, "Monday") == ("said", "obl")


def test_a_day_inside_what_is_said_stays_there() -> None:
    rows = "A/PROPN/nsubj/1* said/VERB/root/-1 they/PRON/nsubj/3* met/VERB/ccomp/1 on/ADP/case/5 Monday/PROPN/obl/3!"
    assert attached(rows, "Monday") == ("met", "obl")


def test_names_told_alike_are_joined_alike() -> None:
    rows = "A/PROPN/nsubj/6* of/ADP/case/2 X/PROPN/nmod/0* and/CCONJ/cc/4 B/PROPN/conj/2* of/ADP/case/7 met/VERB/root/-1 Y/PROPN/nmod/4*"
    assert attached(rows, "B") == ("A", "conj")


def test_a_participle_with_its_agent_belongs_to_the_noun_before_it() -> None:
    rows = "A/PROPN/nsubj/1* agreed/VERB/root/-1 to/ADP/case/5 a/DET/det/5 truce/NOUN/compound/5 brokered/VERB/xcomp/1 by/ADP/case/7 X/PROPN/obl:agent/5*"
    assert attached(rows, "truce") == ("agreed", "obl")
    assert attached(rows, "brokered") == ("truce", "acl")


def test_what_stands_behind_an_inserted_verb_of_saying_belongs_to_it() -> None:
    rows = "lifted/VERB/ccomp/2 A/PROPN/nsubj/2* told/VERB/root/-1 reporters/NOUN/iobj/2 after/SCONJ/mark/5 meeting/VBG/advcl/0 B/PROPN/obj/5*"
    assert attached(rows, "meeting") == ("told", "advcl")


def test_and_joins_a_verb_to_a_verb() -> None:
    rows = "A/PROPN/nsubj/1* rejected/VERB/root/-1 charge/NOUN/obj/1 and/CCONJ/cc/4 accused/VERB/amod/5 B/PROPN/conj/2*"
    assert attached(rows, "accused") == ("rejected", "conj")
    assert attached(rows, "B") == ("accused", "obj")


def test_the_infinitive_behind_somebody_told_is_what_he_is_told() -> None:
    rows = "A/PROPN/nsubj/1* {0}/VERB/root/-1 envoy/NOUN/obj/1* to/PART/mark/4 leave/VERB/acl/2"
    assert attached(rows.format("order"), "leave") == ("order", "xcomp")
    assert attached(rows.format("see"), "leave") == ("envoy", "acl")


def test_of_behind_somebody_who_is_assured_belongs_to_the_verb() -> None:
    rows = "A/PROPN/nsubj/1* {0}/VERB/root/-1 B/PROPN/iobj/1* of/ADP/case/4 support/NOUN/nmod/2"
    assert attached(rows.format("assure"), "support") == ("assure", "obl")
    assert attached(rows.format("visit"), "support") == ("B", "nmod")


def test_a_participle_between_a_name_and_a_noun_is_the_verb(converted: Callable[..., Conversion]) -> None:
    (act,) = converted("The EU suspended aid to Norland.").acts
    assert act.type.endswith("#Sanction")
    assert {p.role for p in act.participations} == {"agent", "addressee"}


SAID = "agency/NOUN/nsubj/1 {0}/VERB/root/-1 Lund/PROPN/{1}/1* urged/VERB/ccomp/1 Sudria/PROPN/obj/3*"


@pytest.mark.parametrize("relation", ["obj", "nsubj"])
def test_the_noun_between_a_verb_of_saying_and_a_bare_finite_clause_is_its_subject(relation: str) -> None:
    assert attached(SAID.format("report", relation), "Lund") == ("urged", "nsubj")


def test_who_is_told_stays_so() -> None:
    assert attached(SAID.format("tell", "obj"), "Lund") == ("tell", "obj")
    assert attached(SAID.format("report", "obj").replace("urged/VERB", "urging/VBG"), "Lund") == ("report", "obj")


def test_the_last_verb_of_saying_has_the_name_before_it_as_its_subject() -> None:
    rows = "A/PROPN/nsubj/2* will/AUX/aux/2 meet/VERB/root/-1 ,/PUNCT/punct/4 minister/NOUN/appos/0 ,/PUNCT/punct/6 X/PROPN/appos/4* ,/PUNCT/punct/2 announce/VERB/advcl/2"
    assert attached(rows, "X") == ("announce", "nsubj")
    assert attached(rows, "announce") == ("meet", "parataxis")


def test_a_name_set_off_before_its_verb_is_its_subject() -> None:
    rows = "X/PROPN/vocative/2* ,/PUNCT/punct/0 met/VERB/root/-1 Y/PROPN/obj/2*"
    assert attached(rows, "X") == ("met", "nsubj")


def test_what_is_attended_is_the_meeting_not_those_who_meet() -> None:
    rows = "meeting/NOUN/nsubj/5 of/ADP/case/2 ministers/NOUN/nmod/0* {0}/VERB/acl/2 Lund/PROPN/obl:agent/3* ended/VERB/root/-1"
    assert attached(rows.format("attend"), "attend") == ("meeting", "acl")
    assert attached(rows.format("appoint"), "appoint") == ("ministers", "acl")


def test_a_place_behind_a_time_belongs_to_what_is_dated() -> None:
    rows = "talks/NOUN/root/-1 in/ADP/case/2 weeks/NOUN/nmod/0! in/ADP/case/4 Ostburg/PROPN/nmod/2*"
    assert attached(rows, "Ostburg") == ("talks", "nmod")


def test_a_past_tense_between_two_names_is_their_verb() -> None:
    flat = "A/PROPN/nsubj/6* phoned/X/flat/0 B/PROPN/flat/0* on/ADP/case/4 Monday/PROPN/nmod/0! agency/NOUN/nsubj/6 said/VERB/root/-1"
    assert attached(flat, "phoned") == ("said", "ccomp")
    assert attached(flat, "A") == attached(flat.replace("phoned/X/flat/0", "phoned/VERB/ccomp/6"), "A") == ("phoned", "nsubj")
    assert attached(flat, "B") == ("phoned", "obj")
    assert attached(flat, "Monday") == ("phoned", "obl")
    assert attached("A/PROPN/compound/2* phoned/VERB/amod/2 B/PROPN/root/-1*", "B") == ("phoned", "obj")


def test_words_between_names_that_are_no_clause_stay() -> None:
    assert attached("A/PROPN/nsubj/3* backed/VERB/amod/2 B/PROPN/appos/0* met/VERB/root/-1", "backed") == ("B", "amod")
    assert attached("A/PROPN/root/-1* and/CCONJ/flat/0 B/PROPN/flat/0*", "and") == ("A", "flat")


def test_a_verb_with_a_subject_is_no_attribute_of_its_object() -> None:
    rows = "N/PROPN/nsubj:pass/1* denied/VERB/amod/2 charges/NOUN/obj/6 that/SCONJ/mark/6 it/PRON/nsubj/6 is/AUX/aux/6 arming/VERB/root/-1"
    assert attached(rows, "charges") == ("denied", "obj")
    assert attached(rows, "N") == ("denied", "nsubj")
    assert attached(rows, "arming") == ("charges", "acl")


def test_a_past_tense_without_an_auxiliary_is_active() -> None:
    rows = "N/PROPN/nsubj:pass/1* denied/VERB/root/-1 on/ADP/case/3 Monday/PROPN/obl/1! charges/NOUN/obl/1 by/ADP/case/6 S/PROPN/obl:agent/1*"
    assert attached(rows, "N") == ("denied", "nsubj")
    assert attached(rows, "charges") == ("denied", "obj")
    assert attached(rows, "S") == ("charges", "nmod")
    assert attached("N/PROPN/nsubj:pass/1* shot/VERB/root/-1 by/ADP/case/3 S/PROPN/obl:agent/1*", "N") == ("shot", "nsubj:pass")


def test_who_is_told_in_front_of_what_is_said_is_its_subject() -> None:
    rows = "A/PROPN/nsubj/5* release/VERB/ccomp/5 ship/NOUN/obj/1 ,/PUNCT/punct/1 B/PROPN/nsubj/5* said/VERB/root/-1"
    assert attached(rows, "A") == ("release", "nsubj")
    assert attached(rows, "B") == ("said", "nsubj")


def test_a_participle_behind_a_noun_that_is_told_of_the_subject_is_done_by_it() -> None:
    rows = "N/PROPN/nsubj/3* was/AUX/cop/3 the/DET/det/3 donor/NOUN/root/-1 ,/PUNCT/punct/5 {0}/VBG/acl/3 much/NOUN/obj/5"
    assert attached(rows.format("giving"), "giving") == ("donor", "advcl")
    assert attached(rows.format("include"), "include") == ("donor", "acl")


def test_a_base_form_goes_on_with_the_infinitive_not_with_a_past_tense() -> None:
    rows = "is/AUX/aux/1 due/VERB/root/-1 to/PART/mark/3 greet/VB/xcomp/1 guests/NOUN/obj/3 who/PRON/nsubj/6 came/VERB/acl:relcl/4 and/CCONJ/cc/8 meet/{0}/conj/6"
    assert attached(rows.format("VB"), "meet") == ("greet", "conj")
    assert attached(rows.format("VERB"), "meet") == ("came", "conj")


def test_a_clause_behind_that_with_a_subject_tells_what_a_noun_says() -> None:
    rows = "sent/VERB/root/-1 signals/NOUN/obj/0 that/{0}/{1}/4 Lund/PROPN/nsubj/4* leaves/VERB/acl:relcl/1"
    assert attached(rows.format("SCONJ", "mark"), "leaves") == ("signals", "acl")
    assert attached(rows.format("PRON", "obj"), "leaves") == ("signals", "acl:relcl")


def test_a_name_behind_a_time_is_the_object() -> None:
    rows = "Norland/PROPN/nsubj/1* summoned/VERB/root/-1 on/ADP/case/3 Friday/PROPN/obl/1! Lund/PROPN/obl:unmarked/1*"
    assert attached(rows, "Lund") == ("summoned", "obj")


SAYS = "Lund/PROPN/nsubj/1* said/VERB/root/-1 that/SCONJ/mark/5 Bran/PROPN/nsubj/5* {0} {1}/VERB/ccomp/1 ,/PUNCT/punct/8 and/CCONJ/cc/8 {2}/VERB/conj/5"


@pytest.mark.parametrize(
    ("auxiliary", "reported", "joined", "head"),
    [
        ("had/AUX/aux/5", "left", "call", "said"),
        ("also/ADV/advmod/5", "left", "call", "said"),
        ("had/AUX/aux/5", "left", "flew", "left"),
        ("also/ADV/advmod/5", "warn", "call", "warn"),
    ],
    ids=["another tense", "a comma", "no verb of saying", "both verbs of saying"],
)
def test_who_speaks_goes_on_behind_what_was_reported(auxiliary: str, reported: str, joined: str, head: str) -> None:
    rows = SAYS.format(auxiliary, reported, joined).replace("said/", "say/")
    assert attached(rows, joined) == ("say" if head == "said" else head, "conj")


@pytest.mark.parametrize("relation", ["mark/2", "case/3"])
def test_a_participle_between_preposition_and_noun_is_an_attribute(relation: str) -> None:
    rows = "A/PROPN/nsubj/1* spoke/VERB/root/-1 renewed/VERB/advcl/1 fighting/NOUN/obj/2"
    head, deprel = relation.split("/")[1], relation.split("/")[0]
    rows = rows.replace("renewed/VERB/advcl/1 fighting/NOUN/obj/2", f"after/ADP/{deprel}/{int(head) + 1} renewed/VERB/advcl/1 fighting/NOUN/obj/3")
    assert attached(rows, "fighting") == ("spoke", "obl")
    assert attached(rows, "renewed") == ("fighting", "amod")


def test_a_noun_behind_a_preposition_is_no_subject() -> None:
    rows = "A/PROPN/nsubj/1* launched/VERB/root/-1 strikes/NOUN/obj/1 on/ADP/case/4 B/PROPN/nsubj/5* {0}/advcl/1"
    assert attached(rows.format("holding/VBG"), "B") == ("strikes", "nmod")
    assert attached(rows.format("holding/VBG"), "holding") == ("B", "acl")
    assert attached(rows.format("held/VERB"), "B") == ("held", "nsubj")


@pytest.mark.parametrize(("auxiliary", "head"), [("had", "attack"), ("did", "say")])
def test_a_participle_may_share_had_but_no_past_tense_shares_did(auxiliary: str, head: str) -> None:
    rows = "Lund/PROPN/nsubj/1* say/VERB/root/-1 that/SCONJ/mark/5 Bran/PROPN/nsubj/5* {0}/AUX/aux/5 attack/VERB/ccomp/1 and/CCONJ/cc/7 threaten/VERB/conj/5"
    assert attached(rows.replace("{0}", "have" if auxiliary == "had" else "do"), "threaten") == (head, "conj")


@pytest.mark.parametrize(("comma", "head"), [(",", "held"), ("and", "tensions")])
def test_names_behind_an_adverbial_in_front_are_the_subject(comma: str, head: str) -> None:
    rows = f"amid/ADP/case/1 tensions/NOUN/obl/6 {comma}/PUNCT/punct/3 A/PROPN/conj/1* and/CCONJ/cc/5 B/PROPN/conj/1* held/VERB/root/-1 talks/NOUN/obj/6"
    assert attached(rows, "A") == (head, "nsubj" if head == "held" else "conj")
    assert attached(rows, "B") == ("A" if head == "held" else head, "conj")
