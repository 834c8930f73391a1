// Commitments and entities as tables: sorted by any column, copied as CSV.
const ROWS = 200;

function table(place, {caption, columns, rows, tools}) {
  let sorted = {column: 0, down: false};
  let count = ROWS;
  const draw = () => {
    const values = rows();
    const {column, down} = sorted;
    const key = columns[column].sort ?? columns[column].text;
    const order = (a, b) => {
      const [first, second] = [key(a), key(b)];
      if (typeof first === "number") return first - second;
      return first === "" ? 1 : second === "" ? -1 : first.localeCompare(second, "en");
    };
    values.sort((a, b) => (down ? order(b, a) : order(a, b)));
    const head = make("tr", {}, ...columns.map((each, at) => make("th", {scope: "col", "aria-sort": at !== column ? "none" : down ? "descending" : "ascending"},
      button({onclick: () => {
        // Numbers begin with the largest.
        sorted = {column: at, down: at === sorted.column ? !sorted.down : Boolean(each.sort)};
        draw();
        place.querySelectorAll("th button")[at].focus();
      }}, each.title, make("span", {class: "arrow", "aria-hidden": "true"}, at !== column ? "↕" : down ? "↓" : "↑")))));
    const body = make("tbody", {}, ...values.slice(0, count).map((row) => make("tr", {}, ...columns.map((each) => make("td", {"data-title": each.title}, make("div", {}, ...[each.cell(row)].flat()))))));
    const bar = make("div", {class: "bar"}, make("h2", {}, caption()), ...(tools?.(draw) ?? []), make("span", {class: "count"}, plural(values.length, "row")),
      button({class: "copy", disabled: !values.length, onclick: async () => {
        const text = csv([columns.map((each) => each.title), ...values.map((row) => columns.map((each) => (each.csv ?? each.text)(row)))]);
        await copy(text);
        say(`${plural(values.length, "row")} copied as CSV`);
        place.querySelector(".copy").textContent = "Copied";
      }}, "Copy as CSV"));
    const content = values.length
      ? make("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption()}, make("table", {}, make("thead", {}, head), body))
      : make("p", {class: "empty"}, "Nothing to show with these filters. ", button({"data-reset": true}, "Reset filters"));
    place.replaceChildren(bar, content);
    if (values.length > count) {
      content.append(button({class: "more", onclick: () => {
        count += 1000;
        draw();
      }}, `Show more (${(values.length - count).toLocaleString("en")})`));
    }
  };
  return draw;
}

const named = (numbers) => numbers.map(nameOf).join("; ");
const sourceOf = (act) => (act.evidence.length ? data.documents[documentOf(act.evidence[0][0])] : ["", "", "", "", ""]);
let kindShown = "commit";

const drawActs = table(document.getElementById("acts-view"), {
  caption: () => (kindShown === "commit" ? "Commitments" : kindShown ? `Acts: ${actStyles[kindShown].label}` : "All acts"),
  columns: [
    {title: "Who", text: (act) => named(act.by), cell: (act) => series(act.by)},
    {title: "Act", text: (act) => act.act, cell: (act) => actChip(act.act)},
    {title: "Toward whom", text: (act) => named(act.toward), cell: (act) => series(act.toward)},
    {title: "What", text: (act) => act.content, cell: (act) => button({class: "what", dir: "auto", onclick: () => {
      choose("act", act.id);
      focusPanel();
    }}, act.content)},
    {title: "When", text: actDate, cell: (act) => make("time", {datetime: actDate(act) || null}, readableDate(actDate(act)))},
    {title: "Source", text: (act) => sourceOf(act)[0], cell: (act) => outside(sourceOf(act)[4], sourceOf(act)[0] || "Untitled document"),
      csv: (act) => [sourceOf(act)[0], sourceOf(act)[4]].filter(Boolean).join(" ")},
  ],
  rows: () => [...acts.values()].filter((act) => (!kindShown || act.act === kindShown) && evidenceInTime(act.evidence)),
  tools: (draw) => {
    const choice = make("select", {"aria-label": "Acts to list", onchange: () => {
      kindShown = choice.value;
      draw();
      document.querySelector("#acts-view select").focus();
    }}, make("option", {value: ""}, "All acts"), ...Object.keys(actStyles).map((act) => make("option", {value: act}, act)));
    choice.value = kindShown;
    return [choice];
  },
});

const drawEntities = table(document.getElementById("entities-view"), {
  caption: () => "Entities",
  columns: [
    {title: "Name", text: (node) => node.label, cell: (node) => entityButton(node.id)},
    {title: "Class", text: (node) => classes[node.kind].one, cell: (node) => classes[node.kind].one},
    {title: "Other names", text: (node) => node.names.join("; "), cell: (node) => isolated(node.names.slice(0, 6).join(", "))},
    {title: "Links", text: (node) => String(linksOf.get(node.id).length), sort: (node) => linksOf.get(node.id).length, cell: (node) => String(linksOf.get(node.id).length)},
    {title: "Documents", text: (node) => String(node.documents.length), sort: (node) => node.documents.length, cell: (node) => String(node.documents.length)},
  ],
  rows: () => [...nodes.values()].filter((node) => visible.nodes.has(node.id)),
});

const views = {network: null, acts: drawActs, entities: drawEntities};
function show(view) {
  document.body.dataset.view = view;
  for (const name of Object.keys(views)) document.getElementById(`${name}-view`).hidden = name !== view;
  for (const each of document.querySelectorAll("nav [data-show]")) each.setAttribute("aria-pressed", String(each.dataset.show === view));
  views[view]?.();
  if (view === "network") revealChosen();
}
for (const each of document.querySelectorAll("nav [data-show]")) each.addEventListener("click", () => show(each.dataset.show));
onChange((what) => {
  if (what !== "choice") views[document.body.dataset.view]?.();
});
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  show("entities");
  document.getElementById("entities-view").focus();
});
