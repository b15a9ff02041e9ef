"""How a user's gazetteer grows: from a Wikidata dump, from Wikidata itself, from a table of the user's own.

``entity`` reads Wikidata's entity JSON and ``facts`` keeps of it what the gazetteer needs; ``dump``, ``closure`` and
``building`` serve ``demarche gazetteer build``, ``client`` and ``refreshing`` serve ``demarche gazetteer refresh``,
``table`` serves ``demarche gazetteer add``. What they gather are layers (``layers``), of which ``assembly`` makes the
rows of an index. Only ``http`` opens a connection.
"""
