// The query page: examples, results as a table, errors in words. Talks to this server only.
"use strict";
const form = document.getElementById("query-form"), query = document.getElementById("query");
const status = document.getElementById("status"), results = document.getElementById("results");
const base = "https://w3id.org/demarche/id/", terms = "https://w3id.org/demarche/ontology#";

function link(value) {
  const cell = document.createElement("a");
  cell.textContent = value.replace(base, "id:").replace(terms, "dem:").replace("http://www.wikidata.org/entity/", "wd:");
  cell.href = value.startsWith(base) ? "/page/" + value.slice(base.length) : value.startsWith(terms) ? "/ontology#" + value.slice(terms.length) : value;
  return cell;
}

function table(answer) {
  if ("boolean" in answer) { const p = document.createElement("p"); p.textContent = answer.boolean ? "yes" : "no"; return p; }
  const made = document.createElement("table"), head = made.createTHead().insertRow(), body = made.createTBody();
  for (const name of answer.head.vars) { const th = document.createElement("th"); th.scope = "col"; th.textContent = name; head.append(th); }
  for (const row of answer.results.bindings) {
    const line = body.insertRow();
    for (const name of answer.head.vars) {
      const cell = line.insertCell(), value = row[name];
      if (!value) continue;
      if (value.type === "uri") cell.append(link(value.value)); else cell.textContent = value.value;
      if (value.value.length > 60) cell.className = "long";
    }
  }
  return made;
}

const MEDIA = { json: "application/sparql-results+json", csv: "text/csv", tsv: "text/tab-separated-values", xml: "application/sparql-results+xml" };

async function run() {
  const text = query.value, form = document.getElementById("format").value;
  const triples = /^\s*(?:(?:PREFIX|BASE)[^\n]*\n|#[^\n]*\n|\s)*(?:CONSTRUCT|DESCRIBE)\b/i.test(text);
  const accept = triples ? "text/turtle" : MEDIA[form] || MEDIA.json;
  status.className = "note"; status.textContent = "Asking …"; results.replaceChildren();
  history.replaceState(null, "", "/sparql?query=" + encodeURIComponent(text));
  document.getElementById("share").href = location.href;
  const began = performance.now();
  try {
    const reply = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: text });
    const content = await reply.text(), time = Math.round(performance.now() - began);
    if (!reply.ok) {
      let words = content; try { words = JSON.parse(content).error; } catch { /* plain words */ }
      status.className = "bad"; status.textContent = words; markError(words); return;
    }
    if (!triples && form === "table") {
      const answer = JSON.parse(content); results.append(table(answer));
      status.textContent = "boolean" in answer ? time + " ms" : answer.results.bindings.length + " rows, " + time + " ms";
    } else {
      const pre = document.createElement("pre"); pre.textContent = content; results.append(pre); status.textContent = time + " ms";
    }
  } catch (error) { status.className = "bad"; status.textContent = "The server did not answer: " + error.message; }
}

function markError(words) {
  const at = /at (\d+):(\d+)/.exec(words);
  if (!at) return;
  const lines = query.value.split("\n"), line = Math.min(+at[1], lines.length) - 1;
  const start = lines.slice(0, line).reduce((n, l) => n + l.length + 1, 0) + +at[2] - 1;
  query.focus(); query.setSelectionRange(start, start + 1);
}

form.addEventListener("submit", event => { event.preventDefault(); run(); });
document.getElementById("example").addEventListener("change", event => { query.value = event.target.value; run(); });
query.addEventListener("keydown", event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
if (new URLSearchParams(location.search).has("query")) run();
