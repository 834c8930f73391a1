"use strict";
(() => {
  const base = document.currentScript.dataset.base;
  const byId = (id) => document.getElementById(id);
  const editor = byId("sparql");
  const MOST_ROWS_SHOWN = 2000;
  const MOST_NODES_DRAWN = 1000;
  let last = null;
  let view = "table";

  const make = (tag, text) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const link = (iri) => {
    if (iri.startsWith(base)) return "/id/" + iri.slice(base.length);
    return /^https?:/.test(iri) ? iri : null;
  };

  const shownTerm = (term, name) => {
    if (!term) return document.createTextNode(name ? name.value : "");
    if (term.type !== "uri") return document.createTextNode(typeof term.value === "string" ? term.value : JSON.stringify(term.value));
    const target = link(term.value);
    const text = name ? name.value : term.value.startsWith(base) ? decode(term.value.slice(base.length)) : term.value;
    if (!target) return document.createTextNode(text);
    const anchor = make("a", text);
    anchor.href = target;
    anchor.title = term.value;
    return anchor;
  };

  const decode = (text) => {
    try { return decodeURIComponent(text); } catch { return text; }
  };

  // a column ?xName holds the names of the column ?x
  const columnsOf = (variables) => {
    const all = new Set(variables);
    return variables
      .filter((v) => !(v.endsWith("Name") && all.has(v.slice(0, -4))))
      .map((v) => ({ variable: v, name: all.has(v + "Name") ? v + "Name" : null }));
  };

  const drawTable = () => {
    const place = byId("table");
    place.replaceChildren();
    if (last.boolean !== undefined) { place.append(make("p", last.boolean ? "Yes." : "No.")); return; }
    const columns = columnsOf(last.head.vars);
    const rows = last.results.bindings;
    const table = make("table");
    const head = table.createTHead().insertRow();
    for (const column of columns) { const cell = make("th", column.variable); cell.scope = "col"; head.append(cell); }
    const body = table.createTBody();
    for (const row of rows.slice(0, MOST_ROWS_SHOWN)) {
      const line = body.insertRow();
      for (const column of columns) {
        const cell = line.insertCell();
        cell.dir = "auto";
        cell.append(shownTerm(row[column.variable], column.name && row[column.name]));
      }
    }
    const more = rows.length > MOST_ROWS_SHOWN ? `, the first ${MOST_ROWS_SHOWN} shown; all are in the CSV` : "";
    const frame = make("div");
    frame.className = "scroll";
    frame.append(table);
    place.append(make("p", `${rows.length} ${rows.length === 1 ? "row" : "rows"}${more}`), frame);
  };

  const drawNetwork = () => {
    const place = byId("network");
    place.replaceChildren();
    if (!last.results) { place.append(make("p", "Yes or no has no network.")); return; }
    const nodes = new Map();
    const edges = new Map();
    const columns = columnsOf(last.head.vars);
    const triples = last.head.vars.join(" ") === "subject predicate object";
    const add = (term, name) => {
      if (!nodes.has(term.value)) {
        const text = name ? name.value : decode(term.value.replace(/^.*[/#]/, ""));
        nodes.set(term.value, { id: term.value, label: text.length > 40 ? text.slice(0, 39) + "…" : text });
      }
      return term.value;
    };
    for (const row of last.results.bindings) {
      if (nodes.size > MOST_NODES_DRAWN) break;
      if (triples) {
        if (row.object.type !== "uri") continue;
        const [from, to] = [add(row.subject), add(row.object)];
        edges.set(from + " " + row.predicate.value + " " + to, { from, to, label: row.predicate.value.replace(/^.*[/#]/, "") });
        continue;
      }
      let from = null;
      for (const { variable, name } of columns) {
        const term = row[variable];
        if (!term || term.type !== "uri") continue;
        const to = add(term, name && row[name]);
        if (from !== null && from !== to) edges.set(from + " " + variable + " " + to, { from, to, label: variable });
        from = to;
      }
    }
    if (!nodes.size) { place.append(make("p", "No column of this answer holds things of the graph.")); return; }
    const network = new vis.Network(place, { nodes: [...nodes.values()], edges: [...edges.values()] }, {
      nodes: { shape: "dot", size: 10 },
      edges: { arrows: "to", font: { size: 10 }, smooth: { enabled: true, type: "continuous" } },
      layout: { randomSeed: 1, improvedLayout: nodes.size < 150 },
      physics: { stabilization: { iterations: nodes.size < 300 ? 200 : 50 } },
    });
    network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
    network.on("doubleClick", ({ nodes: [chosen] }) => {
      const target = chosen && link(chosen);
      if (target && target.startsWith("/")) window.location.assign(target);
    });
  };

  const show = () => {
    byId("results").hidden = false;
    for (const tab of document.querySelectorAll("[data-view]")) tab.setAttribute("aria-selected", String(tab.dataset.view === view));
    byId("table").hidden = view !== "table";
    byId("network").hidden = view !== "network";
    if (view === "table") drawTable(); else drawNetwork();
  };

  const csvOf = () => {
    const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
    if (last.boolean !== undefined) return String(last.boolean) + "\r\n";
    const lines = [last.head.vars, ...last.results.bindings.map((row) => last.head.vars.map((v) => (row[v] ? String(row[v].value) : "")))];
    return lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  };

  const fail = (text) => {
    byId("error").textContent = text;
    editor.setAttribute("aria-invalid", "true");
    const where = /line (\d+), column (\d+)/.exec(text);
    if (!where) return;
    const lines = editor.value.split("\n");
    const start = lines.slice(0, where[1] - 1).reduce((sum, line) => sum + line.length + 1, 0) + Number(where[2]) - 1;
    editor.focus();
    editor.setSelectionRange(start, Math.min(start + 1, editor.value.length));
    const height = parseFloat(getComputedStyle(editor).lineHeight);
    editor.scrollTop = Math.max(0, (where[1] - 4) * height);
  };

  // Turtle's N-Triples, as an answer to CONSTRUCT and DESCRIBE, becomes rows of three
  const rowsOf = (text) => {
    const term = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<[^>]*>|@[\w-]+)?/g;
    const plain = (s) => s.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/g, (_, four, eight, one) =>
      four || eight ? String.fromCodePoint(parseInt(four || eight, 16)) : ({ n: "\n", r: "\r", t: "\t" }[one] ?? one));
    const bindings = text.split("\n").filter(Boolean).map((line) => {
      const terms = [...line.matchAll(term)].slice(0, 3).map(([, iri, blank, literal]) =>
        iri !== undefined ? { type: "uri", value: plain(iri) } : blank !== undefined ? { type: "bnode", value: blank } : { type: "literal", value: plain(literal) });
      return { subject: terms[0], predicate: terms[1], object: terms[2] };
    });
    return { head: { vars: ["subject", "predicate", "object"] }, results: { bindings } };
  };

  const run = async () => {
    byId("error").textContent = "";
    editor.removeAttribute("aria-invalid");
    byId("state").textContent = "asking …";
    const started = performance.now();
    try {
      const response = await fetch("/sparql", {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, application/n-triples;q=0.9" },
        body: editor.value,
      });
      const text = await response.text();
      if (!response.ok) { fail(text.trim()); return; }
      last = response.headers.get("Content-Type").startsWith("application/n-triples") ? rowsOf(text) : JSON.parse(text);
      URL.revokeObjectURL(byId("csv").href);
      byId("csv").href = URL.createObjectURL(new Blob([csvOf()], { type: "text/csv" }));
      show();
      byId("state").textContent = `${((performance.now() - started) / 1000).toFixed(2)} s`;
    } catch (error) {
      fail("The server doesn't answer: " + error.message);
    } finally {
      if (byId("state").textContent === "asking …") byId("state").textContent = "";
    }
  };

  byId("free-form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  editor.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
  for (const tab of document.querySelectorAll("[data-view]")) tab.addEventListener("click", () => { view = tab.dataset.view; if (last) show(); });
  byId("prefixes").addEventListener("click", (event) => {
    const { prefix, namespace } = event.target.dataset;
    const line = `PREFIX ${prefix}: <${namespace}>\n`;
    if (prefix && !editor.value.includes(line.trim())) editor.value = line + editor.value;
  });

  const names = new Map();
  const fillNames = async (classes) => {
    if (!names.has(classes)) {
      const query = classes ? "?" + classes.split(",").map((c) => "class=" + encodeURIComponent(c)).join("&") : "";
      const response = await fetch("/names" + query);
      names.set(classes, response.ok ? await response.json() : []);
    }
    return names.get(classes);
  };
  const options = (list, found) => list.replaceChildren(...found.map(([label, kind]) => { const o = make("option", kind); o.value = label; return o; }));
  document.addEventListener("focusin", async ({ target }) => {
    if (target.getAttribute("list") === "names") options(byId("names"), await fillNames(target.dataset.classes));
    if (target.getAttribute("list") === "topics") options(byId("topics"), await fillNames("Topic"));
  });

  byId("question").addEventListener("change", ({ target }) => {
    for (const form of document.querySelectorAll("form.parameters")) form.hidden = form.dataset.name !== target.value;
  });
  for (const form of document.querySelectorAll("form.parameters")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      for (const place of form.querySelectorAll(".error")) place.textContent = "";
      const response = await fetch(`/questions/${form.dataset.name}/query?` + new URLSearchParams(new FormData(form)));
      const text = await response.text();
      if (response.ok) { editor.value = text; run(); return; }
      let wrong = { error: text };
      try { wrong = JSON.parse(text); } catch { /* plain text */ }
      const input = wrong.parameter && form.elements.namedItem(wrong.parameter);
      if (!input) { fail(wrong.error); return; }
      input.closest(".field").querySelector(".error").textContent = wrong.error;
      input.focus();
    });
  }
})();
