import { type Mark, NARROW, type Size, swatch, WIDE } from "./chart.ts";
import { h } from "./dom.ts";
import { renderTable, type Table } from "./table.ts";

/** A chart with its title, its caption and its numbers. */
export interface Figure {
  /** Anchor on the page. */
  readonly id: string;
  /** The finding, as a sentence. */
  readonly title: string;
  /** The contents of the chart and how to read it. */
  readonly note: string;
  readonly legend: readonly (readonly [Mark, string])[];
  draw(size: Size): SVGSVGElement;
  /** The same numbers as a table, for readers who do not use the chart. Absent if a table follows anyway. */
  readonly table?: Table;
}

/** The figures behind elements of a page. */
const BEHIND = new WeakMap<Element, Figure>();

/** The figure that an element of a page shows. */
export function figureBehind(element: Element): Figure | undefined {
  return BEHIND.get(element);
}

let drawsCharts = true;

/** Renders something in which each figure is an empty element: its charts take most of the time of a page. */
export function withoutCharts<Result>(render: () => Result): Result {
  drawsCharts = false;
  try {
    return render();
  } finally {
    drawsCharts = true;
  }
}

/** The figure as it stands on the page. */
export function renderFigure(figure: Figure): HTMLElement {
  const element = drawsCharts ? drawn(figure) : h("figure");
  BEHIND.set(element, figure);
  return element;
}

function drawn(figure: Figure): HTMLElement {
  const noteId = `${figure.id}-note`;
  const charts = [WIDE, NARROW].map((size) => {
    const svg = figure.draw(size);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", figure.title);
    svg.setAttribute("aria-describedby", noteId);
    return svg;
  });
  return h(
    "figure",
    { id: figure.id },
    h("figcaption", {}, h("h3", {}, figure.title), h("p", { id: noteId }, figure.note)),
    figure.legend.length > 0 &&
      h(
        "ul",
        { class: "legend" },
        figure.legend.map(([mark, text]) => h("li", {}, swatch(mark), text)),
      ),
    ...charts,
    figure.table && h("details", {}, h("summary", {}, "The numbers"), renderTable(figure.table)),
  );
}
