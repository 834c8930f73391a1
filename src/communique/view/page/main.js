// The page as a whole: heading, theme, first sight.
const facts = [...links.values()].filter((link) => link.property).length
  + [...nodes.values()].reduce((sum, node) => sum + node.values.length, 0);
const documentsShown = new Set([...nodes.values()].flatMap((node) => node.documents)).size;
document.getElementById("counts").textContent = [
  plural(nodes.size, "entity", "entities"), plural(facts, "fact"), plural(acts.size, "act"), plural(documentsShown, "document"),
].join(" · ");
if (data.leftOut) {
  const note = document.getElementById("left-out");
  note.textContent = data.leftOut;
  note.hidden = false;
}
canvas.setAttribute("aria-label", `Network of ${plural(nodes.size, "entity", "entities")}`);

const themeButton = document.getElementById("theme");
function setTheme(name) {
  theme = name;
  document.documentElement.dataset.theme = name;
  themeButton.setAttribute("aria-pressed", String(name === "dark"));
}
setTheme(theme);
themeButton.addEventListener("click", () => {
  setTheme(theme === "dark" ? "light" : "dark");
  changed("theme");
});
dark.addEventListener("change", () => {
  setTheme(dark.matches ? "dark" : "light");
  changed("theme");
});

showLegend();
showTime();
document.getElementById("empty").hidden = nodes.size > 0;
network.once("afterDrawing", () => requestAnimationFrame(() => {
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}));
fit(false);

// What tests and curious readers may ask of the picture; it changes no data.
window.communique = Object.freeze({
  labels: () => placed.map((box) => ({...box})),
  visible: () => ({nodes: [...visible.nodes], links: [...visible.links]}),
  chosen: () => state.chosen && {...state.chosen},
  open: (kind, id) => choose(kind, id),
  at: (id) => network.canvasToDOM(network.getPosition(id)),
  between: (id) => {
    const point = pointOf(links.get(id), 0.5);
    return network.canvasToDOM(point);
  },
  physics: () => network.physics.physicsEnabled,
});
