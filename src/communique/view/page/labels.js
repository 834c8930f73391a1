// Names beside the nodes and on the lines, as large on the screen at any zoom, and never one over another: the more
// central node comes first, and a name without a free place waits until there is one. Zooming in makes room.
const FONT = 'SIZE system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const sized = (size, weight = "") => FONT.replace("SIZE", `${weight}${Math.round(size * 4) / 4}px`);
const LINE = 14;
const SHARES = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8];
const [MOST_NAMES, MOST_LINKS] = [220, 160];

const byWeight = [...nodes.values()].sort((a, b) => b.drawn.size - a.drawn.size || a.id - b.id).map((node) => node.id);
const widths = new Map();
let placed = [];

function wrap(text) {
  const words = text.split(/\s+/).flatMap((word) => word.match(/[^-]{1,20}-?|-/gu) ?? []);
  const lines = [];
  for (const word of words) {
    const last = lines[lines.length - 1];
    const joined = last === undefined ? word : last.endsWith("-") && text.includes(last + word) ? last + word : `${last} ${word}`;
    if (last !== undefined && joined.length <= 20) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2].slice(0, 19)}…`] : lines;
}

const wrappedLines = new Map();
function linesOf(id) {
  if (!wrappedLines.has(id)) wrappedLines.set(id, wrap(nodes.get(id).label));
  return wrappedLines.get(id);
}

function measured(ctx, font, text) {
  const key = font + text;
  if (!widths.has(key)) {
    ctx.font = font;
    widths.set(key, ctx.measureText(text).width);
  }
  return widths.get(key);
}

// Boxes on the screen, found again by the squares that they touch.
function occupancy() {
  const squares = new Map();
  const side = 64;
  const touched = (box, visit) => {
    for (let column = Math.floor(box.left / side); column <= Math.floor(box.right / side); column += 1) {
      for (let row = Math.floor(box.top / side); row <= Math.floor(box.bottom / side); row += 1) {
        if (visit(column * 100003 + row)) return true;
      }
    }
    return false;
  };
  return {
    free: (box, own, overNodes = false) => !touched(box, (key) => (squares.get(key) ?? []).some((other) => other.owner !== own && !(overNodes && other.body)
      && other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom)),
    take: (box) => touched(box, (key) => {
      if (!squares.has(key)) squares.set(key, []);
      squares.get(key).push(box);
      return false;
    }),
  };
}

function nodeBoxes(x, y, radius, width, height) {
  const gap = radius + 3;
  const far = gap + 14;
  return [
    {left: x - width / 2, top: y + gap},
    {left: x - width / 2, top: y - gap - height},
    {left: x + gap, top: y - height / 2},
    {left: x - gap - width, top: y - height / 2},
    {left: x + gap * 0.7, top: y + gap * 0.5},
    {left: x - gap * 0.7 - width, top: y + gap * 0.5},
    {left: x + gap * 0.7, top: y - gap * 0.5 - height},
    {left: x - gap * 0.7 - width, top: y - gap * 0.5 - height},
    {left: x - width / 2, top: y + far},
    {left: x - width / 2, top: y - far - height},
  ].map(({left, top}) => ({left, top, right: left + width, bottom: top + height}));
}

function linkLabel(link) {
  if (!link.act) return properties[link.property].label;
  const many = link.acts.filter((id) => actShown(acts.get(id))).length;
  return actStyles[link.act].label + (link.about ? " about" : "") + (many > 1 ? ` ×${many}` : "");
}

// A point of a line, at a share of its way, as vis draws it.
function pointOf(link, share) {
  const edge = network.body.edges[link.id];
  return edge?.edgeType?.getPoint(share);
}

network.on("afterDrawing", (ctx) => {
  const at = ctx.getTransform();
  const ratio = canvas.querySelector("canvas").width / canvas.clientWidth;
  const onScreen = ({x, y}) => ({x: (x * at.a + at.e) / ratio, y: (y * at.d + at.f) / ratio});
  const scale = at.a / ratio;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const inside = ({x, y}) => x > -40 && y > -40 && x < width + 40 && y < height + 40;
  // A little smaller when seen from a little further away.
  const shrink = Math.max(0.88, Math.min(1, scale));
  const small = sized(10.5 * shrink);
  const taken = occupancy();
  const names = [];
  const first = [hovered?.node, state.chosen?.kind === "node" ? state.chosen.id : undefined].filter((id) => id !== undefined);
  placed = [];

  for (const id of first.concat(byWeight)) {
    if (!visible.nodes.has(id) || names.some((name) => first.includes(id) && name.id === id)) continue;
    const body = network.body.nodes[id];
    const centre = onScreen(body);
    if (!inside(centre)) continue;
    const radius = radiusOf(id, scale) * scale;
    if (radius > 2.5) taken.take({left: centre.x - radius, right: centre.x + radius, top: centre.y - radius, bottom: centre.y + radius, owner: id, body: true});
    if (names.length < 700 && !(lit && !lit.nodes.has(id))) names.push({id, centre, radius});
  }

  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  const {ground, ink, soft} = palette();
  const write = (lines, font, box, fill) => {
    ctx.font = font;
    ctx.textAlign = "center";
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = ground;
    ctx.fillStyle = fill;
    lines.forEach((line, row) => {
      const [x, y] = [(box.left + box.right) / 2, box.top + row * LINE * shrink + 1];
      ctx.strokeText(line, x, y);
      ctx.fillText(line, x, y);
    });
    placed.push({text: lines.join(" "), ...box});
  };

  let written = 0;
  for (const {id, centre, radius} of names) {
    if (written >= MOST_NAMES) break;
    const strong = first.includes(id) || nodes.get(id).kind === "State";
    const font = strong ? sized(13 * shrink, "600 ") : sized(12 * shrink);
    const lines = linesOf(id);
    const wide = Math.max(...lines.map((line) => measured(ctx, font, line))) + 4;
    // The chosen and the most central ones may cover a smaller node, if they must.
    const boxes = nodeBoxes(centre.x, centre.y, radius, wide, lines.length * LINE * shrink)
      .filter((each) => each.left > 0 && each.right < width && each.top > 0 && each.bottom < height);
    let box = boxes.find((each) => taken.free(each, id));
    if (!box && (strong || written < 12 || names.length < 60)) box = boxes.find((each) => taken.free(each, id, true));
    if (!box) continue;
    box.owner = id;
    box.node = id;
    taken.take(box);
    write(lines, font, box, ink);
    written += 1;
  }

  const wanted = lit ? [...lit.links].filter((id) => visible.links.has(id)) : [...visible.links];
  if (hovered?.link !== undefined) wanted.unshift(hovered.link);
  let marks = 0;
  if (scale > 0.28 || wanted.length < 400) {
    for (const id of wanted) {
      if (marks >= MOST_LINKS) break;
      const link = links.get(id);
      const [from, to] = [onScreen(network.body.nodes[link.from]), onScreen(network.body.nodes[link.to])];
      if (Math.hypot(from.x - to.x, from.y - to.y) < 34 || (!inside(from) && !inside(to))) continue;
      const text = linkLabel(link);
      const half = measured(ctx, small, text) / 2 + 2;
      for (const share of SHARES) {
        const point = pointOf(link, share);
        if (!point) break;
        const {x, y} = onScreen(point);
        const box = {left: x - half, right: x + half, top: y - 6.5, bottom: y + 6.5, owner: `link ${id}`, link: id};
        if (!taken.free(box)) continue;
        taken.take(box);
        write([text], small, box, link.act ? colour(actStyles[link.act]) : soft);
        marks += 1;
        break;
      }
    }
  }
  ctx.restore();
});
