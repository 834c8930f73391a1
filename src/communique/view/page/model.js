// The data of the page, looked up by number, and what is shown of it at the moment.
const data = JSON.parse(document.getElementById("data").textContent);
const {classes, acts: actStyles, properties, canvas: canvasColours} = data.style;

const nodes = new Map();
const links = new Map();
const acts = new Map(data.acts.map((act) => [act.id, act]));
const actsOf = new Map();
const linksOf = new Map();

data.nodes.forEach((drawn, at) => {
  nodes.set(drawn.id, {...data.entities[at], id: drawn.id, label: drawn.label, kind: drawn.group, drawn});
  actsOf.set(drawn.id, []);
  linksOf.set(drawn.id, []);
});
data.edges.forEach((drawn, at) => {
  const link = {...data.links[at], id: drawn.id, from: drawn.from, to: drawn.to, drawn};
  links.set(link.id, link);
  linksOf.get(link.from).push(link.id);
  if (link.to !== link.from) linksOf.get(link.to).push(link.id);
});
for (const act of acts.values()) {
  for (const node of new Set([...act.by, ...act.toward, ...act.concerns])) actsOf.get(node)?.push(act.id);
}

const nameOf = (number) => nodes.get(number)?.label ?? data.names[number] ?? "";
const documentOf = (quote) => data.quotes[quote][0];
const dateOf = (number) => data.documents[number]?.[1] ?? "";
const dates = [...new Set(data.documents.map((each) => each[1]).filter(Boolean))].sort();
const actDate = (act) => act.evidence.map(([quote]) => dateOf(documentOf(quote))).filter(Boolean).sort()[0] ?? "";

const state = {
  hidden: {classes: new Set(), acts: new Set(), properties: new Set()},
  from: 0,
  to: Math.max(0, dates.length - 1),
  hops: 0,
  chosen: null, // {kind: "node" | "link" | "act", id}
};

const allTime = () => state.from === 0 && state.to >= dates.length - 1;

function inTime(documents) {
  if (allTime() || !documents.length) return true;
  return documents.some((number) => {
    const date = dateOf(number);
    return !date || (date >= dates[state.from] && date <= dates[state.to]);
  });
}

const evidenceInTime = (evidence) => inTime(evidence.map(([quote]) => documentOf(quote)));
const actShown = (act) => !state.hidden.acts.has(act.act) && evidenceInTime(act.evidence);

function linkWanted(link) {
  if (link.act) return !state.hidden.acts.has(link.act) && link.acts.some((id) => evidenceInTime(acts.get(id).evidence));
  return !state.hidden.properties.has(link.property) && evidenceInTime(link.evidence);
}

const nodeWanted = (node) => !state.hidden.classes.has(node.kind) && inTime(node.documents);

// Nodes and links that pass the filters, within the hops around the chosen node where there are some.
function shown() {
  const shownNodes = new Set();
  for (const node of nodes.values()) if (nodeWanted(node)) shownNodes.add(node.id);
  const shownLinks = new Set();
  for (const link of links.values()) {
    if (shownNodes.has(link.from) && shownNodes.has(link.to) && linkWanted(link)) shownLinks.add(link.id);
  }
  const centre = state.chosen?.kind === "node" ? state.chosen.id : null;
  if (!state.hops || centre === null || !shownNodes.has(centre)) return {nodes: shownNodes, links: shownLinks};
  const near = new Set([centre]);
  let edge = [centre];
  for (let hop = 0; hop < state.hops; hop += 1) {
    const next = [];
    for (const node of edge) {
      for (const id of linksOf.get(node)) {
        if (!shownLinks.has(id)) continue;
        const link = links.get(id);
        const other = link.from === node ? link.to : link.from;
        if (!near.has(other)) {
          near.add(other);
          next.push(other);
        }
      }
    }
    edge = next;
  }
  for (const id of shownLinks) {
    const link = links.get(id);
    if (!near.has(link.from) || !near.has(link.to)) shownLinks.delete(id);
  }
  return {nodes: near, links: shownLinks};
}

const watchers = [];
const onChange = (watcher) => watchers.push(watcher);
const changed = (what) => watchers.forEach((watcher) => watcher(what));

function choose(kind, id) {
  const same = state.chosen && state.chosen.kind === kind && state.chosen.id === id;
  state.chosen = kind === null ? null : {kind, id};
  if (kind !== "node") state.hops = 0;
  if (!same) changed("choice");
}
