// The side panel: what the graph says of the chosen node, line or act, each with its quotation.
const panel = document.getElementById("panel");
const FIRST = 6; // items of a group that are shown before "Show all"

function quotation([quote, ...marks]) {
  const [number, text] = data.quotes[quote];
  const [title, date, publisher, author, url] = data.documents[number];
  const words = make("p", {dir: "auto"});
  let at = Math.min(text.length - text.trimStart().length, marks[0] ?? Infinity);
  for (let mark = 0; mark < marks.length; mark += 2) {
    words.append(text.slice(at, marks[mark]), make("mark", {}, text.slice(marks[mark], marks[mark + 1])));
    at = marks[mark + 1];
  }
  words.append(text.slice(at));
  const source = make("footer", {}, outside(url, title || "Untitled document"));
  for (const part of [publisher, author]) if (part) source.append(", ", isolated(part));
  if (date) source.append(", ", make("time", {datetime: date}, readableDate(date)));
  return make("blockquote", {}, words, source);
}

function listed(items, render) {
  const list = make("ul");
  const grow = (count) => {
    for (const item of items.slice(list.children.length, count)) list.append(make("li", {}, render(item)));
  };
  grow(FIRST);
  if (items.length <= FIRST) return list;
  const more = button({class: "more", onclick: () => {
    const at = list.children.length;
    grow(at + 100);
    if (list.children.length >= items.length) more.remove();
    else more.textContent = `Show more (${items.length - list.children.length})`;
    list.children[at].querySelector("button, a")?.focus();
  }}, `Show all ${items.length}`);
  return make("div", {}, list, more);
}

const quotations = (evidence, first = 1) => {
  const inTimeFirst = allTime() ? evidence : evidence.filter((each) => evidenceInTime([each]));
  const some = make("div", {class: "quotes"}, ...inTimeFirst.slice(0, first).map(quotation));
  const rest = inTimeFirst.slice(first);
  if (rest.length) {
    const more = button({class: "more", onclick: () => {
      more.replaceWith(...rest.map(quotation));
    }}, `${plural(rest.length, "more quotation")}`);
    some.append(more);
  }
  return some;
};

function entityButton(number) {
  const node = nodes.get(number);
  if (!node) return make("span", {class: "entity"}, isolated(nameOf(number)));
  return button({class: "entity", onclick: () => choose("node", number)},
    shapeIcon(classes[node.kind].path, colour(classes[node.kind]), 12), isolated(node.label));
}

const series = (numbers) => numbers.flatMap((number, at) => (at ? [", ", entityButton(number)] : [entityButton(number)]));
const actChip = (act) => {
  const chip = make("span", {class: "chip"}, actStyles[act].label);
  chip.style.setProperty("--chip", colour(actStyles[act]));
  return chip;
};

const doubt = (confidence) => (confidence < 0.995 ? make("span", {class: "sure"}, `${Math.round(confidence * 100)}% sure`) : null);

function actItem(act, from) {
  const line = make("p", {class: "statement"});
  if (!from || !act.by.includes(from) || act.by.length > 1) line.append(...series(act.by), " ");
  line.append(actChip(act.act), " ");
  if (act.toward.length) line.append("toward ", ...series(act.toward), ": ");
  line.append(make("q", {dir: "auto"}, act.content));
  const about = make("p", {class: "about"});
  const date = actDate(act);
  if (date) about.append(make("time", {datetime: date}, readableDate(date)));
  const add = (...parts) => about.append(...(about.childNodes.length ? [" · "] : []), ...parts);
  if (act.concerns.length) add("about ", ...series(act.concerns));
  if (act.at !== null) add("at ", entityButton(act.at));
  if (act.topics.length) add(act.topics.join(", "));
  const sure = doubt(act.confidence);
  if (sure) add(sure);
  return make("div", {class: "item"}, line, about, quotations(act.evidence));
}

function factItem(link, from) {
  const other = link.from === from ? link.to : link.from;
  const line = make("p", {class: "statement"}, entityButton(other));
  if (link.property === "holdsOffice" && link.from === from) {
    const of = linksOf.get(link.to).map((id) => links.get(id)).filter((each) => each.property === "officeOf" && each.from === link.to);
    if (of.length) line.append(", ", ...series(of.map((each) => each.to)));
  }
  line.append(" ", ...[doubt(link.confidence)].filter(Boolean));
  return make("div", {class: "item"}, line, quotations(link.evidence));
}

const group = (title, count, body) => make("section", {}, make("h3", {}, title, make("span", {class: "count"}, String(count))), body);

function nodePanel(id) {
  const node = nodes.get(id);
  const parts = [];
  if (node.names.length) {
    parts.push(make("p", {class: "names"}, "Also named ", ...node.names.slice(0, 30).flatMap((name, at) => [at ? ", " : "", isolated(name)])));
  }
  for (const address of node.same) parts.push(make("p", {class: "names"}, "Same as ", outside(address, address.replace(/^https?:\/\/(www\.)?/, ""))));
  for (const [name, text, evidence] of node.values) {
    if (!evidenceInTime(evidence)) continue;
    parts.push(group(properties[name].out, readableDate(text), quotations(evidence)));
  }
  const shownLinks = linksOf.get(id).map((each) => links.get(each)).filter((link) => link.property && linkWanted(link));
  const addFacts = (direction) => {
    for (const property of Object.keys(properties)) {
      const items = shownLinks.filter((link) => link.property === property && (direction === "out" ? link.from : link.to) === id);
      if (items.length) parts.push(group(properties[property][direction], items.length, listed(items, (link) => factItem(link, id))));
    }
  };
  addFacts("out");
  const own = actsOf.get(id).map((each) => acts.get(each)).filter(actShown)
    .sort((a, b) => (actDate(a) < actDate(b) ? 1 : actDate(a) > actDate(b) ? -1 : a.id - b.id));
  const roles = [
    ["Acts", own.filter((act) => act.by.includes(id))],
    ["Acts toward it", own.filter((act) => !act.by.includes(id) && act.toward.includes(id))],
    ["Acts about it", own.filter((act) => !act.by.includes(id) && !act.toward.includes(id))],
  ];
  for (const [title, items] of roles) {
    if (items.length) parts.push(group(title, items.length, listed(items, (act) => actItem(act, id))));
  }
  addFacts("in");
  const mentions = node.mentions.filter((each) => evidenceInTime([each]));
  if (mentions.length) {
    const documents = plural(node.documents.length, "document");
    parts.push(group("Named in", documents, quotations(mentions, parts.length > 2 ? 0 : 3)));
  }
  if (!parts.length) parts.push(make("p", {class: "names"}, "The graph says nothing more of it."));
  return {kind: classes[node.kind].one, icon: classes[node.kind], title: node.label, parts};
}

function linkPanel(id) {
  const link = links.get(id);
  if (link.act) {
    const items = link.acts.map((each) => acts.get(each)).filter(actShown);
    const line = make("p", {class: "ends"}, entityButton(link.from), " → ", entityButton(link.to));
    return {kind: plural(items.length, "act"), title: actStyles[link.act].label + (link.about ? " about" : ""), parts: [line, listed(items, (act) => actItem(act))]};
  }
  const line = make("p", {class: "ends"}, entityButton(link.from), " → ", entityButton(link.to), " ", doubt(link.confidence));
  return {kind: "Fact", title: properties[link.property].label, parts: [line, quotations(link.evidence, 12)]};
}

function actPanel(id) {
  const act = acts.get(id);
  return {kind: "Act", title: actStyles[act.act].label, parts: [actItem(act)]};
}

function showPanel() {
  document.body.classList.toggle("with-panel", Boolean(state.chosen));
  panel.hidden = !state.chosen;
  panel.replaceChildren();
  if (!state.chosen) return;
  const {kind, id} = state.chosen;
  const {kind: overline, icon, title, parts} = {node: nodePanel, link: linkPanel, act: actPanel}[kind](id);
  const heading = make("h2", {tabindex: "-1", id: "panel-title", dir: "auto"}, title);
  const over = make("p", {class: "overline"}, icon ? shapeIcon(icon.path, colour(icon), 13) : "", overline);
  const close = button({class: "close", "aria-label": "Close the panel", onclick: () => {
    choose(null);
    canvas.focus();
  }}, "×");
  panel.append(make("div", {class: "panel-head"}, make("div", {}, over, heading), close), ...parts);
  panel.scrollTop = 0;
  say(`${overline}: ${title}`);
}

function focusPanel() {
  document.getElementById("panel-title")?.focus();
}

onChange((what) => {
  if (what !== "hops") showPanel();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.chosen && document.activeElement?.id !== "search") {
    const within = panel.contains(document.activeElement);
    choose(null);
    if (within) canvas.focus();
  }
});
