"""The order of the stages: an article and resources in, a conversion out. One line per stage."""

from dataclasses import fields, replace

from kg.confidence import set_doubtful_aside, weigh
from kg.extraction import extract_acts
from kg.extraction.stage import ExtractionResources
from kg.facts import state_facts
from kg.factuality import assess_factuality
from kg.inference import infer
from kg.merging import merge_acts
from kg.model import Analysis, Article, Conversion
from kg.predicates import predicates as find_predicates
from kg.quotation import assign_quotes, attribute_quotes, find_quotes
from kg.reattachment import reattach
from kg.recognition import recognise
from kg.resolution import resolve, with_implied
from kg.resources import Resources
from kg.segmentation import segment
from kg.simplification import restore, simplify
from kg.tagging import agreed
from kg.temporal import resolve_times


def convert(article: Article, resources: Resources) -> Conversion:
    """What an article tells. Pure: the same article and resources give the same conversion."""
    lexicon = resources.lexicon
    sentences = segment(article, lexicon)
    texts = [[t.text for t in s.tokens] for s in sentences]
    tags = agreed(texts, resources.analyser.tag_entities(texts))
    mentions = recognise(sentences, tags, article.body, resources.gazetteer, resources.offices, lexicon)
    times = resolve_times(sentences, article.body, on=article.published)
    simple = simplify(sentences, mentions, times)
    trees = resources.analyser.parse([[word.form for word in row] for row in simple])
    parses = restore(sentences, simple, trees)
    parses = reattach(parses, lexicon)
    predicates = find_predicates(parses, mentions, lexicon)
    quotes = find_quotes(sentences, article.body)
    resolution = resolve(article, sentences, mentions, parses, quotes, resources.gazetteer, lexicon)
    quotes = attribute_quotes(quotes, sentences, parses, predicates, resolution, mentions, lexicon)
    analysis = Analysis(
        article=article, sentences=sentences, mentions=mentions, times=times, parses=parses,
        predicates=predicates, resolution=resolution, quotes=quotes,
    )  # fmt: skip
    acts = extract_acts(
        analysis, ExtractionResources(catalogue=resources.catalogue, topics=resources.topics, lexicon=lexicon)
    )
    acts = assess_factuality(acts, analysis, lexicon)
    acts = assign_quotes(acts, analysis)
    acts = merge_acts(acts, analysis, resources.catalogue)
    acts = infer(acts, analysis, resources.catalogue)
    acts, doubtful = set_doubtful_aside(weigh(acts, analysis, resources.catalogue, resources.confidence), resources.catalogue)
    analysis = replace(analysis, resolution=with_implied(resolution, acts))
    facts = state_facts(analysis, acts, lexicon, resources.catalogue)
    known = {f.name: getattr(analysis, f.name) for f in fields(analysis)}
    return Conversion(**known, acts=acts, doubtful=doubtful, facts=facts)
