-- The index of the gazetteer: kg/gazetteer/compilation.py writes it, kg/gazetteer/index.py reads it.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

CREATE TABLE entity (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, label TEXT NOT NULL, wikidata TEXT, iso2 TEXT, iso3 TEXT,
    types TEXT NOT NULL, organ_of TEXT, capital_of TEXT NOT NULL, source INTEGER NOT NULL REFERENCES source
);
CREATE INDEX entity_iso2 ON entity (iso2) WHERE iso2 IS NOT NULL;
CREATE INDEX entity_iso3 ON entity (iso3) WHERE iso3 IS NOT NULL;
-- text: cut into words as the tokeniser cuts running text; folded: without case and diacritics, for whole names typed by hand
CREATE TABLE name (
    text TEXT NOT NULL, use TEXT NOT NULL, entity INTEGER NOT NULL REFERENCES entity, strong INTEGER NOT NULL, folded TEXT NOT NULL,
    PRIMARY KEY (text, use, entity)
) WITHOUT ROWID;
CREATE INDEX name_folded ON name (folded);
-- how many words the longest name has that begins with a word (upper case)
CREATE TABLE beginning (word TEXT PRIMARY KEY, longest INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE person (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, gender TEXT, wikidata TEXT,
    source INTEGER NOT NULL REFERENCES source
);
-- sound: a key of the name by names.name_keys, under which spellings and forms of it meet; form: how much of it the key keeps
CREATE TABLE person_name (
    sound TEXT NOT NULL, person INTEGER NOT NULL REFERENCES person, folded TEXT NOT NULL, form INTEGER NOT NULL,
    PRIMARY KEY (sound, person, folded)
) WITHOUT ROWID;
-- sound: of the part by which news calls the person for short
CREATE TABLE short_name (sound TEXT NOT NULL, person INTEGER NOT NULL REFERENCES person, PRIMARY KEY (sound, person)) WITHOUT ROWID;
CREATE TABLE given_name (name TEXT PRIMARY KEY, male INTEGER NOT NULL, female INTEGER NOT NULL) WITHOUT ROWID;
-- certainly in office on days with certain_from <= day < certain_until, certainly not outside possible_from <= day < possible_until
CREATE TABLE tenure (
    person INTEGER NOT NULL REFERENCES person, office TEXT NOT NULL, of TEXT NOT NULL, title TEXT NOT NULL, "start" TEXT, "end" TEXT,
    true_on TEXT, statement TEXT, office_wikidata TEXT, source INTEGER NOT NULL REFERENCES source, ident TEXT NOT NULL,
    certain_from TEXT NOT NULL, certain_until TEXT NOT NULL, possible_from TEXT NOT NULL, possible_until TEXT NOT NULL,
    PRIMARY KEY (of, office, certain_from, person, ident)
) WITHOUT ROWID;
CREATE UNIQUE INDEX tenure_person ON tenure (person, office, of, ident);
