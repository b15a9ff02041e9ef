"""Twenty queries that would never end, or take all memory, on a store of some ten thousand statements."""

_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_EVERY = "<urn:none>|!<urn:none>"  # any property


def _doubling(times: int, function: str) -> str:
    steps = " ".join(f"BIND({function.format(x=f'?x{n}')} AS ?x{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("norland" AS ?x0) {steps} }}'


QUERIES: dict[str, str] = {
    "cross product counted": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} . ?j ?k ?l }}",
    "cross product sent": f"SELECT * {{ {_CROSS} }}",
    "cross product sorted": f"SELECT * {{ {_CROSS} }} ORDER BY DESC(?i) ?a",
    "cross product made distinct": f"SELECT DISTINCT ?a ?d ?g {{ {_CROSS} }} ORDER BY ?g",
    "cross product grouped": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {_CROSS} }} GROUP BY ?a ?d",
    "huge CONSTRUCT": f"CONSTRUCT {{ ?a ?e ?i . ?d ?b ?c . ?g ?e ?f }} WHERE {{ {_CROSS} }}",
    "DESCRIBE of everything": f"DESCRIBE ?a ?d ?g {{ {_CROSS} }}",
    "paths between all things": f"SELECT (COUNT(*) AS ?n) {{ ?a ({_EVERY})* ?b . ?b ({_EVERY}|^({_EVERY}))* ?c . ?c ({_EVERY})+ ?d }}",
    "paths of paths": f"SELECT (COUNT(*) AS ?n) {{ ?a ((({_EVERY})+/^({_EVERY}))+|(^({_EVERY})/({_EVERY})*))* ?b }}",
    "regular expression over pairs": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*a){12}x", "i")) }',
    "REPLACE bomb": _doubling(34, 'REPLACE({x}, "(.)", "$1$1")'),
    "CONCAT bomb": _doubling(60, "CONCAT({x}, {x})"),
    "GROUP_CONCAT bomb": f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?all) {{ {_CROSS} }}",
    "deep groups": "SELECT * " + "{" * 30_000 + "?s ?p ?o" + "}" * 30_000,
    "deep expression": "ASK { FILTER(" + "(" * 30_000 + "1" + ")" * 30_000 + ") }",
    "optional within optional": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} OPTIONAL {{ ?j ?k ?l OPTIONAL {{ ?m ?n1 ?o OPTIONAL {{ ?p ?q ?r }} }} }} }}",
    "NOT EXISTS over pairs": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(STR(?g) > CONCAT(STR(?a), STR(?d))) } }",
    "product of VALUES": "SELECT (SUM(?a * ?b * ?c) AS ?n) {{ {} }}".format(" ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(2_000)))} }}" for name in "abc")),
    "unions of unions": "SELECT (COUNT(*) AS ?n) {{ {} }}".format(" ".join(f"{{ ?a{n} ?b{n} ?c{n} }} UNION {{ ?c{n} ?b{n} ?a{n} }}" for n in range(12))),
    "digests of pairs": "SELECT (MAX(SHA512(CONCAT(SHA512(STR(?c)), SHA512(STR(?f))))) AS ?m) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}  # fmt: skip
