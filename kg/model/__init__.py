"""The values that flow between the stages of a conversion.

All are frozen, slotted, keyword-only dataclasses with tuples inside. A span is ``[start, end)`` in
code points of ``Article.body``; ``body[span.start:span.end]`` are the words it stands for. Absence
is a value: nothing found is ``()`` or ``None``, never an exception.
"""

from kg.model.acts import Act, ActRelation, Evidentiality, Factuality, Participation, Quote, Role, Topic
from kg.model.conversion import Analysis, Conversion
from kg.model.entities import (
    AGENT_KINDS,
    PLACE_KINDS,
    STATE_KINDS,
    Entity,
    EntityKind,
    Link,
    Mention,
    MentionForm,
    NearMatch,
    Resolution,
    RolePhrase,
    Tenure,
)
from kg.model.facts import Claim, Estimate, Facts
from kg.model.syntax import Argument, Node, Parse, Predicate, Relation, Word
from kg.model.text import Article, Part, PartKind, Sentence, Span, Token
from kg.model.times import TimeMention, TimeValue

__all__ = [
    "AGENT_KINDS", "PLACE_KINDS", "STATE_KINDS", "Act", "ActRelation", "Analysis", "Argument", "Article", "Claim", "Conversion", "Entity", "EntityKind",
    "Estimate", "Evidentiality", "Facts", "Factuality", "Link", "Mention", "MentionForm", "NearMatch", "Node",
    "Parse", "Part", "PartKind", "Participation", "Predicate", "Quote", "Relation", "Resolution", "Role",
    "RolePhrase", "Sentence", "Span", "Tenure", "TimeMention", "TimeValue", "Token", "Topic", "Word",
]  # fmt: skip
