"""The network as an SVG picture, with names where they have room and a legend."""

from collections import Counter
from collections.abc import Iterable
from xml.etree import ElementTree

from .drawing import Drawing, style
from .network import Link
from .wording import wrapped

__all__ = ["svg"]

FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
NAME, SMALL, LINE = 12.0, 10.0, 14.5
WIDTH_OF_CHARACTER = 0.56
"""Mean width of a letter, as a share of the font size, on the safe side."""

MARGIN = 90.0
COLUMN = 210.0
SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)
"""Where on a line its label may stand, the best first."""

Box = tuple[float, float, float, float]


def svg(drawing: Drawing, title: str, theme: str = "light") -> bytes:
    """The picture as an SVG file in UTF-8, without scripts, links or anything loaded.

    Args:
        drawing: what to show.
        title: heading of the picture.
        theme: ``light`` or ``dark``.
    """
    return _Picture(drawing, theme).file(title)


class _Picture:
    def __init__(self, drawing: Drawing, theme: str) -> None:
        self.drawing = drawing
        self.theme = theme
        self.colours = style()["canvas"][theme]
        self.taken: dict[tuple[int, int], list[Box]] = {}

    def file(self, title: str) -> bytes:
        places = self.drawing.places.values()
        left, right = min((x for x, _ in places), default=0) - MARGIN, max((x for x, _ in places), default=0) + MARGIN
        top, bottom = min((y for _, y in places), default=0) - MARGIN, max((y for _, y in places), default=0) + MARGIN
        legend = self._legend()
        bottom += 20
        width = max(right - left, 420.0)
        columns = max(1, int((width - 48) // COLUMN))
        height = 20.0 * -(-len(legend) // columns) + 12
        root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": _number(width),
                "height": _number(bottom - top + height),
                "viewBox": " ".join(map(_number, (left, top, width, bottom - top + height))),
                "font-family": FONT,
                "role": "img",
            },
        )
        ElementTree.SubElement(root, "title").text = title
        frame = {"x": _number(left), "y": _number(top), "width": "100%", "height": "100%"}
        ElementTree.SubElement(root, "rect", {**frame, "fill": self.colours["ground"]})
        self._text(root, left + 24, top + 34, title, 17, self.colours["ink"], anchor="start", weight="600")
        lines = ElementTree.SubElement(root, "g", {"fill": "none"})
        names = ElementTree.Element("g", {"text-anchor": "middle", "paint-order": "stroke", "stroke-linejoin": "round"})
        for number, (x, y) in self.drawing.places.items():
            size = self.drawing.sizes[number]
            self._take((x - size, y - size, x + size, y + size))
        self._nodes(root)
        self._names(names)
        for number, link in self.drawing.network.links.items():
            self._link(lines, names, number, link)
        root.append(names)
        for position, (path, colour, words) in enumerate(legend):
            start = left + position % columns * COLUMN
            line_y = bottom + 20.0 * (position // columns)
            if path:
                place = f"translate({_number(start + 31)} {_number(line_y)}) scale(6)"
                ElementTree.SubElement(
                    root, "path", {"d": path, "fill": colour, "fill-rule": "evenodd", "transform": place}
                )
            else:
                ends = {"x1": start + 23, "x2": start + 39, "y1": line_y, "y2": line_y}
                attributes = {name: _number(value) for name, value in ends.items()}
                ElementTree.SubElement(root, "line", {**attributes, "stroke": colour, "stroke-width": "3"})
            self._text(root, start + 48, line_y + 4, words, NAME, self.colours["ink"], anchor="start")
        ElementTree.indent(root)
        file: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        return file + b"\n"

    def _legend(self) -> list[tuple[str, str, str]]:
        network = self.drawing.network
        kinds = Counter(entity.kind for entity in network.entities.values())
        acts = Counter(act.act for act in network.acts.values())
        return [
            (each["path"], each[self.theme], f"{each['many']} ({kinds[kind]})")
            for kind, each in style()["classes"].items()
            if kinds[kind]
        ] + [
            ("", each[self.theme], f"{each['label']} ({acts[act]})")
            for act, each in style()["acts"].items()
            if acts[act]
        ]

    def _nodes(self, root: ElementTree.Element) -> None:
        group = ElementTree.SubElement(root, "g", {"stroke": self.colours["ground"], "fill-rule": "evenodd"})
        for number in sorted(self.drawing.places, key=lambda number: (self.drawing.sizes[number], number)):
            entity = self.drawing.network.entities[number]
            (x, y), size = self.drawing.places[number], self.drawing.sizes[number]
            shape = style()["classes"][entity.kind]
            node = ElementTree.SubElement(
                group,
                "path",
                {
                    "d": shape["path"],
                    "fill": shape[self.theme],
                    "stroke-width": _number(2 / size),
                    "transform": f"translate({x} {y}) scale({_number(size)})",
                },
            )
            ElementTree.SubElement(node, "title").text = entity.label

    def _names(self, group: ElementTree.Element) -> None:
        """Under each node or beside it, the most central first; without a free place, none."""
        order = sorted(self.drawing.places, key=lambda number: (-self.drawing.sizes[number], number))
        for number in order:
            entity = self.drawing.network.entities[number]
            lines = wrapped(entity.label)
            (x, y), size = self.drawing.places[number], self.drawing.sizes[number]
            weight = "600" if entity.kind == "State" else "400"
            half = max(map(len, lines)) * NAME * WIDTH_OF_CHARACTER / 2 + 2
            high = LINE * len(lines)
            for middle, start in ((x, y + size + 2), (x, y - size - 2 - high), (x + size + half + 3, y - high / 2)):
                box = (middle - half, start, middle + half, start + high)
                # A node's own square touches the name by less than this gap.
                if self._free(box):
                    self._take(box)
                    for row, line in enumerate(lines):
                        baseline = start + LINE * row + NAME * 0.9
                        self._text(group, middle, baseline, line, NAME, self.colours["ink"], weight=weight, halo=True)
                    break

    def _link(self, lines: ElementTree.Element, names: ElementTree.Element, number: int, link: Link) -> None:
        (x1, y1), (x2, y2) = self.drawing.places[link.source], self.drawing.places[link.target]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        if not length:
            return
        bend = self.drawing.bends.get(number, 0.0)
        away_x, away_y = (y2 - y1) * bend, -(x2 - x1) * bend
        middle_x, middle_y = (x1 + x2) / 2 + away_x, (y1 + y2) / 2 + away_y
        if link.kind == "act":
            words = style()["acts"][link.name]
            colour, text = words[self.theme], words["label"] + (" about" if link.about else "")
            text += f" ×{len(link.acts)}" if len(link.acts) > 1 else ""
        else:
            colour, text = self.colours["line"], style()["properties"][link.name]["label"]
        # The arrow ends at the node's edge, along the line's last stretch.
        end_x, end_y = x2 - middle_x, y2 - middle_y
        far = (end_x**2 + end_y**2) ** 0.5 or 1.0
        gap = self.drawing.sizes[link.target] + 2
        tip_x, tip_y = x2 - end_x / far * gap, y2 - end_y / far * gap
        back_x, back_y = tip_x - end_x / far * 7, tip_y - end_y / far * 7
        side_x, side_y = -end_y / far * 2.6, end_x / far * 2.6
        through = _number(middle_x + away_x), _number(middle_y + away_y)
        line = {
            "d": f"M{x1},{y1}Q{through[0]},{through[1]} {_number(tip_x)},{_number(tip_y)}",
            "stroke": colour,
            "stroke-width": _number(1 + min(3.0, len(link.acts) ** 0.5 / 2) if link.acts else 1),
        }
        if link.about:
            line["stroke-dasharray"] = "5 4"
        ElementTree.SubElement(lines, "path", line)
        corners = ((tip_x, tip_y), (back_x + side_x, back_y + side_y), (back_x - side_x, back_y - side_y))
        points = " ".join(f"{_number(x)},{_number(y)}" for x, y in corners)
        ElementTree.SubElement(lines, "polygon", {"points": points, "fill": colour})
        half = len(text) * SMALL * WIDTH_OF_CHARACTER / 2 + 2
        ink = colour if link.kind == "act" else self.colours["soft"]
        for share in SHARES if length > half else ():
            # A point of the quadratic curve through the bent middle.
            x = x1 + share * (x2 - x1) + 4 * share * (1 - share) * away_x
            y = y1 + share * (y2 - y1) + 4 * share * (1 - share) * away_y
            box = (x - half, y - 6, x + half, y + 6)
            if self._free(box):
                self._take(box)
                self._text(names, x, y + 3.5, text, SMALL, ink, halo=True)
                break

    def _text(
        self,
        parent: ElementTree.Element,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        anchor: str = "",
        weight: str = "400",
        halo: bool = False,
    ) -> None:
        attributes = {"x": _number(x), "y": _number(y), "font-size": _number(size), "fill": colour}
        if anchor:
            attributes["text-anchor"] = anchor
        if weight != "400":
            attributes["font-weight"] = weight
        if halo:
            attributes |= {"stroke": self.colours["ground"], "stroke-width": "3"}
        ElementTree.SubElement(parent, "text", attributes).text = text

    def _squares(self, box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int(box[0] // 64), int(box[2] // 64) + 1):
            for row in range(int(box[1] // 64), int(box[3] // 64) + 1):
                yield column, row

    def _free(self, box: Box) -> bool:
        return not any(
            other[0] < box[2] and box[0] < other[2] and other[1] < box[3] and box[1] < other[3]
            for square in self._squares(box)
            for other in self.taken.get(square, ())
        )

    def _take(self, box: Box) -> None:
        for square in self._squares(box):
            self.taken.setdefault(square, []).append(box)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
