// The query page: examples, answers as a table, errors in words. It talks to this server only.
"use strict";

const form = document.getElementById("query-form");
const query = document.getElementById("query");
const status = document.getElementById("status");
const results = document.getElementById("results");
const downloads = document.getElementById("downloads");
const examples = document.getElementById("examples");
const endpoint = form.getAttribute("action");
const ROWS = { CSV: "csv", TSV: "tsv", JSON: "json", XML: "xml" };
const TRIPLES = { Turtle: "turtle", "N-Triples": "ntriples", "JSON-LD": "jsonld", "RDF/XML": "rdfxml" };
const SHOWN = 1000; // rows in the table; downloads have all
const NAMED = 400; // things in the table that are shown by name
const PREFIXES = {
  "https://w3id.org/demarche/ontology#": "dem:", "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:", "http://www.w3.org/2004/02/skos/core#": "skos:",
  "http://purl.org/dc/terms/": "dcterms:", "http://www.w3.org/ns/oa#": "oa:", "http://www.w3.org/ns/prov#": "prov:",
  "https://schema.org/": "schema:", "http://www.wikidata.org/entity/": "wd:",
};
const NUMBER = /#(?:integer|decimal|double|float|nonNegativeInteger|int|long)$/;
let asked = 0; // number of the newest question: an older answer that comes late is not shown

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  if (text !== undefined) made.textContent = text;
  return made;
}

function address(iri) {
  const { base, page, terms, concepts } = form.dataset;
  if (iri.startsWith(base)) return page + iri.slice(base.length);
  if (iri.startsWith("https://w3id.org/demarche/ontology#")) return terms + iri.slice(iri.indexOf("#"));
  const concept = /^https:\/\/w3id\.org\/demarche\/((?:offices|topics)\/.+)$/.exec(iri);
  if (concept) return concepts + concept[1];
  return /^https?:/.test(iri) ? iri : null;
}

function shortened(iri) {
  if (iri.startsWith(form.dataset.base)) return iri.slice(form.dataset.base.length);
  const space = Object.keys(PREFIXES).find(s => iri.startsWith(s));
  return space ? PREFIXES[space] + iri.slice(space.length) : iri;
}

function fill(cell, value) {
  if (!value) return;
  if (value.type === "uri") {
    const href = address(value.value);
    cell.append(href ? element("a", shortened(value.value), { href, title: value.value, rel: "noreferrer" }) : value.value);
  } else {
    cell.textContent = value.value;
    if (value["xml:lang"]) cell.lang = value["xml:lang"];
    cell.className = NUMBER.test(value.datatype || "") ? "number" : value.value.length > 60 ? "long" : value.value.length < 14 ? "short" : "";
  }
}

// The names of the things in the table, asked for in one more query; the table is complete without them.
async function nameLinks(mine) {
  const links = [...results.querySelectorAll("td a[title]")].filter(a => a.title.startsWith("https://w3id.org/demarche/") || a.title.startsWith(form.dataset.base));
  const iris = [...new Set(links.map(a => a.title))].slice(0, NAMED).filter(iri => !/[<>"{}|^`\\\s]/.test(iri));
  if (!iris.length) return;
  const text = `SELECT ?thing (SAMPLE(?l) AS ?label) { VALUES ?thing { ${iris.map(i => "<" + i + ">").join(" ")} }
    ?thing <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://purl.org/dc/terms/title> ?l } GROUP BY ?thing`;
  const reply = await ask(text);
  if (!reply.ok || mine !== asked) return;
  const labels = new Map((await reply.json()).results.bindings.map(row => [row.thing.value, row.label.value]));
  for (const link of links) if (labels.has(link.title)) link.textContent = labels.get(link.title);
}

function table(answer) {
  const made = element("table"), head = made.createTHead().insertRow(), body = made.createTBody();
  for (const name of answer.head.vars) head.append(element("th", name, { scope: "col" }));
  for (const row of answer.results.bindings.slice(0, SHOWN)) {
    const line = body.insertRow();
    for (const name of answer.head.vars) fill(line.insertCell(), row[name]);
  }
  return made;
}

function offer(forms) {
  downloads.replaceChildren("Download: ");
  for (const [name, format] of Object.entries(forms)) {
    const href = endpoint + "?" + new URLSearchParams({ query: query.value, format });
    downloads.append(element("a", name, { href, download: "answer." + ({ turtle: "ttl", ntriples: "nt", rdfxml: "rdf" }[format] || format) }), " ");
  }
  downloads.append(element("a", "Link to this query", { href: location.href }));
  downloads.hidden = false;
}

function say(words, bad = false) {
  status.textContent = words;
  status.className = bad ? "bad" : "note";
}

function counted(number, time) {
  const rows = number === 1 ? "1 row" : number.toLocaleString("en") + " rows";
  return rows + (number > SHOWN ? ", the first " + SHOWN + " shown" : "") + ", " + time + " ms";
}

function show(kind, content, time) {
  if (kind.startsWith("application/sparql-results+json")) {
    const answer = JSON.parse(content);
    if ("boolean" in answer) {
      results.append(element("p", answer.boolean ? "yes" : "no", { className: "lead" }));
      say(time + " ms");
    } else {
      if (answer.results.bindings.length) results.append(table(answer));
      say(counted(answer.results.bindings.length, time));
    }
    offer(ROWS);
  } else {
    results.append(element("pre", content));
    say(time + " ms");
    offer(TRIPLES);
  }
}

function fail(content, code) {
  let error = { error: "The server answered " + code + "." };
  try { error = JSON.parse(content); } catch { /* no words from the server */ }
  say(error.error, true);
  if (!error.line) return;
  const lines = query.value.split("\n").slice(0, error.line - 1);
  const start = Math.min(lines.reduce((n, l) => n + l.length + 1, 0) + error.column - 1, query.value.length);
  query.focus();
  query.setSelectionRange(start, Math.min(start + 1, query.value.length));
}

function ask(text) {
  return fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle" },
    body: text,
  });
}

async function run() {
  const mine = ++asked, text = query.value, began = performance.now();
  say("Asking …");
  results.replaceChildren();
  downloads.hidden = true;
  history.replaceState(null, "", "?" + new URLSearchParams({ query: text }));
  try {
    const reply = await ask(text);
    const content = await reply.text();
    if (mine !== asked) return;
    if (!reply.ok) return fail(content, reply.status);
    show(reply.headers.get("Content-Type"), content, Math.round(performance.now() - began));
    await nameLinks(mine);
  } catch (error) {
    if (mine === asked) say("The server did not answer: " + error.message, true);
  }
}

form.addEventListener("submit", event => { event.preventDefault(); run(); });
examples.addEventListener("click", event => {
  const chosen = event.target.closest("button");
  if (!chosen) return;
  for (const button of examples.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === chosen));
  query.value = chosen.dataset.query;
  run();
});
query.addEventListener("keydown", event => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
if (new URLSearchParams(location.search).has("query")) run();
