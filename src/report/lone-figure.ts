import { heightOf, s, swatch, WIDE } from "./chart.ts";
import { h } from "./dom.ts";
import { type Figure, figureBehind, withoutCharts } from "./figure.ts";
import type { PlainTable } from "./plain-table.ts";
import { chaptersOf } from "./render-report.ts";
import type { ReportData } from "./report-data.ts";
import { STYLE } from "./style.ts";
import type { Cell, Table } from "./table.ts";

/** The figures of a page, in its order. */
export function figuresOf(data: ReportData): Figure[] {
  const contents = withoutCharts(() => chaptersOf(data).map(({ content }) => content));
  const page = h("div", {}, contents);
  return Array.from(page.querySelectorAll("figure")).flatMap((element) => figureBehind(element) ?? []);
}

/** Below the chart, the legend: a row of samples with their text. */
const LEGEND = { height: 28, sample: 32, letter: 7, gap: 24 };

/**
 * A figure as a self-contained SVG file.
 *
 * @param writtenBy the name of the program, which marks the file as one that it may replace
 */
export function figureSvg(figure: Figure, writtenBy: string): string {
  const svg = figure.draw(WIDE);
  const height = heightOf(svg);
  const tall = figure.legend.length > 0 ? height + LEGEND.height : height;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    height: tall,
    viewBox: `0 0 ${WIDE.width} ${tall}`,
    role: "img",
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, String(value));
  svg.removeAttribute("class");
  const title = s("title", {});
  title.textContent = figure.title;
  const note = s("desc", {});
  note.textContent = figure.note;
  const style = s("style", {});
  style.textContent = looks();
  for (const element of [style, note, title]) svg.insertBefore(element, svg.firstChild);
  let x = 46;
  for (const [mark, text] of figure.legend) {
    const sample = swatch(mark);
    sample.setAttribute("x", String(x));
    sample.setAttribute("y", String(height + 4));
    const label = s("text", { x: x + LEGEND.sample, y: height + 14, fill: "currentColor" });
    label.textContent = text;
    svg.appendChild(sample);
    svg.appendChild(label);
    x += LEGEND.sample + LEGEND.letter * text.length + LEGEND.gap;
  }
  // The tree is written as HTML, which has named characters that XML lacks.
  const text = svg.outerHTML.replaceAll("&nbsp;", "&#160;");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ${writtenBy} -->\n${text}\n`;
}

/** The colours of the page by day, and the type of its charts. */
function looks(): string {
  const [, colours = ""] = /:root \{([^}]*)\}/.exec(STYLE) ?? [];
  const light = colours.replace("color-scheme: light dark;", "").trim();
  return `svg { ${light} background: var(--card); color: var(--ink); font: 12px system-ui, sans-serif; } text { white-space: pre; }`;
}

/** The numbers of a figure; undefined where the page has them in a table of its own. */
export function figureTable({ table }: Figure): PlainTable | undefined {
  if (table === undefined) return undefined;
  const ranged = table.head.map((_, column) => table.rows.some((row) => isRange(row[column])));
  const head = table.head.flatMap((name, column) => (ranged[column] ? [`${name} low`, `${name} high`] : [name]));
  return { head, rows: table.rows.map((row) => fieldsOf(table, row, ranged)) };
}

function fieldsOf(table: Table, row: readonly Cell[], ranged: readonly boolean[]): (string | number | undefined)[] {
  return table.head.flatMap((_, column) => {
    const cell = row[column];
    if (isRange(cell)) return [cell.bounds.low, cell.bounds.high];
    const field = fieldOf(cell);
    return ranged[column] ? [field, field] : [field];
  });
}

function isRange(cell: Cell): cell is Extract<Cell, { readonly bounds: unknown }> {
  return typeof cell === "object" && "bounds" in cell;
}

function fieldOf(cell: Cell): string | number | undefined {
  if (cell === undefined) return undefined;
  if (typeof cell === "string") return cell;
  if ("day" in cell) return cell.day;
  if ("value" in cell) return cell.value;
  return "textContent" in cell ? (cell.textContent ?? undefined) : undefined;
}
