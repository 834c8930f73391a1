// The legend, which is the filters too; the neighbourhood; the time.
const legend = document.getElementById("legend");

function counted(items, key) {
  const counts = new Map();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function lineIcon(shade, act) {
  const icon = make("span", {class: act ? "line act" : "line", "aria-hidden": "true"});
  if (act) icon.style.setProperty("--chip", colour(shade));
  return icon;
}

function legendGroup(title, kind, entries, counts, icon, name) {
  const present = Object.keys(entries).filter((key) => counts.has(key));
  if (!present.length) return null;
  const boxes = present.map((key) => {
    const box = make("input", {type: "checkbox", value: key, "data-filter": kind, onchange: () => {
      state.hidden[kind][box.checked ? "delete" : "add"](key);
      changed("filter");
      say(`${plural(shown().nodes.size, "entity", "entities")} shown`);
    }});
    box.checked = !state.hidden[kind].has(key);
    return make("label", {class: "filter"}, box, icon(entries[key], key), make("span", {}, name(entries[key])), make("span", {class: "count"}, counts.get(key).toLocaleString("en")));
  });
  const all = button({class: "all", onclick: () => {
    const every = present.every((key) => !state.hidden[kind].has(key));
    for (const key of present) state.hidden[kind][every ? "add" : "delete"](key);
    changed("filter");
    showLegend();
    legend.querySelector(`[data-group="${kind}"] .all`).focus();
  }}, present.every((key) => !state.hidden[kind].has(key)) ? "None" : "All");
  all.setAttribute("aria-label", `${all.textContent} of the ${title.toLowerCase()}`);
  return make("fieldset", {"data-group": kind}, make("legend", {}, title), all, ...boxes);
}

const factCounts = counted([...links.values()].filter((link) => link.property), (link) => link.property);
const groups = [
  ["Entities", "classes", classes, counted(nodes.values(), (node) => node.kind), (entry) => shapeIcon(entry.path, colour(entry)), (entry) => entry.many],
  ["Acts", "acts", actStyles, counted(acts.values(), (act) => act.act), (entry) => lineIcon(entry, true), (entry) => entry.label],
  ["Facts", "properties", properties, factCounts, (entry) => lineIcon(entry, false), (entry) => entry.label],
];

function showLegend() {
  const reset = button({class: "more", "data-reset": true}, "Reset filters");
  const filtered = Object.values(state.hidden).some((hidden) => hidden.size) || !allTime();
  legend.replaceChildren(...groups.map((each) => legendGroup(...each)).filter(Boolean), filtered ? reset : "");
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-reset]")) return;
  for (const hidden of Object.values(state.hidden)) hidden.clear();
  [state.from, state.to, state.hops] = [0, Math.max(0, dates.length - 1), 0];
  changed("filter");
  showLegend();
  showTime();
  fit();
});

onChange((what) => {
  if (what === "theme") showLegend();
  else if (what === "filter") {
    const reset = legend.querySelector("[data-reset]");
    const filtered = Object.values(state.hidden).some((hidden) => hidden.size) || !allTime();
    if (filtered !== Boolean(reset)) {
      if (reset) reset.remove();
      else legend.append(button({class: "more", "data-reset": true}, "Reset filters"));
    }
  }
});

const filtersButton = document.getElementById("filters-button");
function openLegend(open) {
  document.body.classList.toggle("with-legend", open);
  filtersButton.setAttribute("aria-expanded", String(open));
}
filtersButton.addEventListener("click", () => openLegend(!document.body.classList.contains("with-legend")));

const focusBar = document.getElementById("focus");
function setHops(hops) {
  state.hops = hops;
  changed("hops");
  fit();
  say(hops ? `${plural(visible.nodes.size, "entity", "entities")} within ${plural(hops, "hop")}` : "Everything is shown");
}
for (const each of focusBar.querySelectorAll("[data-hops]")) {
  each.addEventListener("click", () => setHops(Number(each.dataset.hops)));
}
onChange(() => {
  const node = state.chosen?.kind === "node";
  focusBar.hidden = !node;
  if (node) document.getElementById("focus-name").replaceChildren(isolated(nameOf(state.chosen.id)));
  for (const each of focusBar.querySelectorAll("[data-hops]")) {
    each.setAttribute("aria-pressed", String(Number(each.dataset.hops) === state.hops));
  }
});

// The time: two sliders over the days on which documents are dated, above how many there are.
const time = document.getElementById("time");
function showTime() {
  time.hidden = dates.length < 2;
  if (time.hidden) return;
  const last = dates.length - 1;
  const spans = Array.from({length: Math.min(64, dates.length)}, () => 0);
  for (const [, date] of data.documents) {
    if (date) spans[Math.min(spans.length - 1, Math.floor((dates.indexOf(date) / dates.length) * spans.length))] += 1;
  }
  const bars = make("div", {class: "bars", "aria-hidden": "true"});
  const highest = Math.max(...spans);
  const drawn = spans.map((count) => {
    const bar = make("span");
    bar.style.height = `${Math.round((count / highest) * 100)}%`;
    bars.append(bar);
    return bar;
  });
  const words = make("output", {});
  const tell = () => {
    words.textContent = allTime()
      ? `All dates: ${readableDate(dates[0])} to ${readableDate(dates[last])}`
      : `${readableDate(dates[state.from])} to ${readableDate(dates[state.to])}`;
    drawn.forEach((bar, at) => {
      const day = (at / drawn.length) * dates.length;
      bar.classList.toggle("off", day + dates.length / drawn.length <= state.from || day > state.to);
    });
  };
  let waiting = 0;
  const slider = (which, label) => {
    const input = make("input", {type: "range", min: 0, max: last, step: 1, "aria-label": label, "data-time": which});
    input.value = state[which];
    input.addEventListener("input", () => {
      const value = Number(input.value);
      state[which] = which === "from" ? Math.min(value, state.to) : Math.max(value, state.from);
      input.value = state[which];
      input.setAttribute("aria-valuetext", readableDate(dates[state[which]]));
      tell();
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => changed("filter"));
    });
    input.setAttribute("aria-valuetext", readableDate(dates[state[which]]));
    return input;
  };
  time.replaceChildren(words, make("div", {class: "range"}, bars, slider("from", "From"), slider("to", "Until")));
  tell();
}
