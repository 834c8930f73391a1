// Finding an entity by any of its names.
const search = document.getElementById("search");
const found = document.getElementById("found");
let searchable = null; // made at the first search, not before the page is ready
let active = -1;

function matches(query) {
  const wanted = folded(query.trim());
  if (!wanted) return [];
  searchable ??= byWeight.map((id) => {
    const node = nodes.get(id);
    return {id, names: [node.label, ...node.names].map((name) => [name, folded(name)])};
  });
  const ranked = [];
  for (const {id, names} of searchable) {
    let best = null;
    for (const [name, text] of names) {
      const at = text.indexOf(wanted);
      if (at < 0) continue;
      const rank = text === wanted ? 0 : at === 0 ? 1 : text[at - 1] === " " ? 2 : 3;
      if (!best || rank < best.rank) best = {id, name, rank};
    }
    if (best) ranked.push(best);
  }
  return ranked.sort((a, b) => a.rank - b.rank).slice(0, 12);
}

function closeSearch() {
  found.hidden = true;
  active = -1;
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
}

function take(id) {
  closeSearch();
  search.value = "";
  const node = nodes.get(id);
  if (!visible.nodes.has(id)) {
    state.hidden.classes.delete(node.kind);
    state.hops = 0;
    if (!inTime(node.documents)) [state.from, state.to] = [0, dates.length - 1];
    changed("filter");
    showLegend();
    showTime();
  }
  openLegend(false);
  choose("node", id);
  focusPanel();
}

function showFound() {
  const results = matches(search.value);
  active = results.length ? 0 : -1;
  found.replaceChildren(...results.map(({id, name}, at) => {
    const node = nodes.get(id);
    const option = make("li", {role: "option", id: `found-${at}`, "data-id": id, "aria-selected": String(at === 0), onmousedown: (event) => {
      event.preventDefault();
      take(id);
    }}, shapeIcon(classes[node.kind].path, colour(classes[node.kind])), isolated(node.label));
    if (name !== node.label) option.append(make("span", {class: "alias"}, isolated(name)));
    return option;
  }));
  const wanted = search.value.trim() !== "";
  if (wanted && !results.length) found.append(make("li", {class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false"}, "No entity has such a name"));
  found.hidden = !wanted;
  search.setAttribute("aria-expanded", String(wanted));
  if (results.length) search.setAttribute("aria-activedescendant", "found-0");
  else search.removeAttribute("aria-activedescendant");
}

search.addEventListener("input", showFound);
search.addEventListener("blur", closeSearch);
search.addEventListener("keydown", (event) => {
  const options = [...found.querySelectorAll("[data-id]")];
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
    active = (active + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    options[active].scrollIntoView({block: "nearest"});
    search.setAttribute("aria-activedescendant", options[active].id);
    event.preventDefault();
  } else if (event.key === "Enter" && options[active]) {
    take(Number(options[active].dataset.id));
    event.preventDefault();
  } else if (event.key === "Escape") {
    search.value = "";
    closeSearch();
  }
});
