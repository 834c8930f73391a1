// The picture: vis-network draws nodes and lines where Python placed them; labels.js writes the names.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
let theme = dark.matches ? "dark" : "light";
const colour = (entry) => entry[theme];
const palette = () => canvasColours[theme];

const canvas = document.getElementById("canvas");
const paths = Object.fromEntries(Object.entries(classes).map(([name, each]) => [name, new Path2D(each.path)]));
const sharp = links.size <= 3000; // only then lines are dimmed one by one
let visible = shown();
let lit = null; // the nodes and links that stand out beside the chosen one
let hovered = null;
let network = null;

function neighbourhood() {
  if (!state.chosen) return null;
  const {kind, id} = state.chosen;
  if (kind === "node") {
    const around = {nodes: new Set([id]), links: new Set()};
    for (const number of linksOf.get(id)) {
      if (!visible.links.has(number)) continue;
      around.links.add(number);
      around.nodes.add(links.get(number).from).add(links.get(number).to);
    }
    return around;
  }
  if (kind === "link") return {nodes: new Set([links.get(id).from, links.get(id).to]), links: new Set([id])};
  const act = acts.get(id);
  const around = {nodes: new Set([...act.by, ...act.toward, ...act.concerns]), links: new Set()};
  for (const link of links.values()) if (link.acts?.includes(id)) around.links.add(link.id);
  return around;
}

// Far away, nodes shrink less than the distances between them, so that classes stay to be told apart.
const radiusOf = (id, scale) => nodes.get(id).drawn.size * (scale < 1 ? Math.min(2.4, scale ** -0.55) : 1);

function drawNode({ctx, id, x, y, state: how}) {
  const node = nodes.get(id);
  const size = radiusOf(id, network ? network.getScale() : 1);
  return {
    drawNode() {
      ctx.translate(x, y);
      ctx.scale(size, size);
      ctx.globalAlpha = lit && !lit.nodes.has(id) ? 0.16 : 1;
      ctx.lineWidth = (how.selected || how.hover ? 5 : 2.5) / size;
      ctx.strokeStyle = how.selected || how.hover ? palette().mark : palette().ground;
      ctx.stroke(paths[node.kind]);
      ctx.fillStyle = colour(classes[node.kind]);
      ctx.fill(paths[node.kind], "evenodd");
    },
    nodeDimensions: {width: size * 2, height: size * 2},
  };
}

function linkColour(link) {
  const base = link.act ? colour(actStyles[link.act]) : palette().line;
  const faint = lit && sharp && !lit.links.has(link.id);
  const opacity = faint ? 0.08 : link.act ? (sharp ? 0.75 : 0.5) : sharp ? 0.9 : 0.4;
  return {color: base, highlight: link.act ? base : palette().mark, hover: link.act ? base : palette().mark, opacity};
}

const drawnNode = ({drawn}) => ({
  id: drawn.id, x: drawn.x, y: drawn.y, size: drawn.size, shape: drawn.shape, ctxRenderer: drawNode,
});
const drawnLink = (link) => {
  const {id, from, to, arrows, dashes, width, smooth} = link.drawn;
  return {id, from, to, arrows, dashes: dashes ? [5, 5] : false, width, smooth: smooth ?? false, color: linkColour(link)};
};

const nodeSet = new vis.DataSet([...nodes.values()].map(drawnNode));
const linkSet = new vis.DataSet([...links.values()].map(drawnLink));
network = new vis.Network(canvas, {nodes: nodeSet, edges: linkSet}, {
  physics: {
    enabled: false,
    stabilization: false,
    barnesHut: {gravitationalConstant: -9000, springLength: 110, springConstant: 0.03, avoidOverlap: 0.4},
  },
  layout: {improvedLayout: false},
  nodes: {font: {size: 0}},
  edges: {smooth: false, arrows: {to: {scaleFactor: 0.45}}, selectionWidth: 1.5, hoverWidth: 0.8, font: {size: 0}},
  interaction: {hover: true, hideEdgesOnDrag: !sharp, hideEdgesOnZoom: !sharp, keyboard: false, multiselect: false},
});

canvas.firstElementChild.tabIndex = -1; // the canvas around it takes the keys

function recolour() {
  if (sharp || state.recolourAll) linkSet.update([...links.values()].map((link) => ({id: link.id, color: linkColour(link)})));
  state.recolourAll = false;
  network.redraw();
}

function applyVisible() {
  visible = shown();
  const nodeChanges = [];
  for (const item of nodes.values()) {
    const hidden = !visible.nodes.has(item.id);
    if (hidden !== Boolean(item.off)) {
      item.off = hidden;
      nodeChanges.push({id: item.id, hidden});
    }
  }
  const linkChanges = [];
  for (const item of links.values()) {
    const hidden = !visible.links.has(item.id);
    if (hidden !== Boolean(item.off)) {
      item.off = hidden;
      linkChanges.push({id: item.id, hidden});
    }
  }
  if (linkChanges.length) linkSet.update(linkChanges);
  if (nodeChanges.length) nodeSet.update(nodeChanges);
  document.getElementById("empty").hidden = visible.nodes.size > 0;
}

const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const moving = () => (still.matches || !sharp ? false : {duration: 260, easingFunction: "easeInOutQuad"});

// Everything shown, with room for the names, whose size on the screen stays; never larger than life, so that few nodes
// don't become giants.
function fit(animation = moving()) {
  const ids = [...visible.nodes];
  if (!ids.length) return;
  const positions = network.getPositions(ids);
  const tools = document.getElementById("time").hidden ? 48 : 112;
  const room = {width: canvas.clientWidth - 16, height: canvas.clientHeight - tools};
  let scale = 1.4;
  let middle = {x: 0, y: 0};
  for (let round = 0; round < 4; round += 1) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const id of ids) {
      const {x, y} = positions[id];
      const radius = radiusOf(id, scale);
      const lines = ids.length > 1500 ? [""] : linesOf(id);
      const half = ids.length > 1500 ? radius : Math.max(radius, (Math.max(...lines.map((line) => line.length)) * 3.5 + 4) / scale);
      left = Math.min(left, x - half);
      right = Math.max(right, x + half);
      top = Math.min(top, y - radius - 8 / scale);
      bottom = Math.max(bottom, y + radius + (lines.length * LINE + 6) / scale);
    }
    const wanted = Math.min(room.width / (right - left), room.height / (bottom - top), 1.4);
    middle = {x: (left + right) / 2, y: (top + bottom) / 2};
    scale = Math.max(0.01, round < 3 ? (scale + wanted) / 2 : Math.min(scale, wanted));
  }
  network.moveTo({position: {x: middle.x, y: middle.y + (tools - 8) / 2 / scale}, scale, animation});
}

function reveal(ids) {
  if (!canvas.clientWidth) return;
  if (canvas.querySelector("canvas").clientWidth !== canvas.clientWidth) network.redraw();
  const box = canvas.getBoundingClientRect();
  const sheet = document.getElementById("panel").getBoundingClientRect();
  // On a phone the panel lies over the lower part of the picture.
  const covered = sheet.height && sheet.left < box.right && sheet.right > box.left ? Math.max(0, box.bottom - sheet.top) : 0;
  const outOfSight = ids.some((id) => {
    if (!visible.nodes.has(id)) return false;
    const at = network.canvasToDOM(network.getPosition(id));
    return at.x < 40 || at.y < 40 || at.x > box.width - 40 || at.y > box.height - covered - 60;
  });
  if (outOfSight && ids.length) {
    const points = ids.map((id) => network.getPosition(id));
    const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    const y = mean("y") + covered / 2 / network.getScale();
    network.moveTo({position: {x: mean("x"), y}, animation: moving()});
  }
}

// Not before panel and picture have taken their room.
function revealChosen() {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (state.chosen?.kind === "node") reveal([state.chosen.id]);
  }));
}

function showChoice() {
  lit = neighbourhood();
  const chosen = state.chosen;
  if (chosen?.kind === "node") network.selectNodes([chosen.id], false);
  else if (chosen?.kind === "link") network.setSelection({nodes: [], edges: [chosen.id]}, {highlightEdges: false});
  else network.unselectAll();
  recolour();
}

network.on("click", ({nodes: [node], edges: [link]}) => {
  if (node !== undefined) choose("node", node);
  else if (link !== undefined) choose("link", link);
  else choose(null);
});
network.on("hoverNode", ({node}) => {
  hovered = {node};
  canvas.classList.add("pointing");
});
network.on("hoverEdge", ({edge}) => {
  hovered = {link: edge};
  canvas.classList.add("pointing");
});
for (const event of ["blurNode", "blurEdge"]) {
  network.on(event, () => {
    hovered = null;
    canvas.classList.remove("pointing");
  });
}

const steps = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1]};
function step([dx, dy]) {
  const ids = [...visible.nodes];
  if (!ids.length) return;
  if (state.chosen?.kind !== "node" || !visible.nodes.has(state.chosen.id)) {
    choose("node", byWeight.find((id) => visible.nodes.has(id)));
    return;
  }
  const positions = network.getPositions(ids);
  const here = positions[state.chosen.id];
  let best = null;
  for (const id of ids) {
    const [x, y] = [positions[id].x - here.x, positions[id].y - here.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = {id, far};
  }
  if (best) choose("node", best.id);
}

const zoom = (factor) => network.moveTo({scale: Math.min(6, network.getScale() * factor), animation: moving()});

canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (steps[event.key]) step(steps[event.key]);
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else if (event.key === "Enter" && state.chosen) focusPanel();
  else return;
  event.preventDefault();
});

document.getElementById("zoom-in").addEventListener("click", () => zoom(1.4));
document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
document.getElementById("fit").addEventListener("click", () => fit());
document.getElementById("physics").addEventListener("click", ({currentTarget}) => {
  const on = currentTarget.getAttribute("aria-pressed") !== "true";
  currentTarget.setAttribute("aria-pressed", String(on));
  network.setOptions({physics: {enabled: on}});
  if (on) network.startSimulation();
});

onChange((what) => {
  if (what !== "theme") applyVisible();
  if (what === "theme") state.recolourAll = true;
  showChoice();
  if (what === "choice") revealChosen();
});
