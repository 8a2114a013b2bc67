import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { given } from "../given.ts";
import { csvText } from "../io/csv-text.ts";
import { requireReplaceable } from "../io/own-file.ts";
import { VERSION } from "../io/version.ts";
import { figureSvg, figuresOf, figureTable } from "../report/lone-figure.ts";
import type { PlainTable } from "../report/plain-table.ts";
import { inRun } from "./in-run.ts";
import { type ReportOptions, report } from "./report.ts";

/** The figure of the page to render. `output` is a file, `.svg` or `.csv`, or `-` for SVG on standard output. */
export interface PlotOptions extends ReportOptions {
  /** The anchor of a figure on the page, such as `tracking`; `history` for one customer over time, as with `history` alone. */
  readonly figure?: string;
}

/** A single figure of the page. */
export interface PlotResult {
  readonly figure: string;
  /** The finding, as a sentence, and a note on how to read the figure. */
  readonly title: string;
  readonly note: string;
  /** Every figure available with this log and these options. */
  readonly figures: readonly string[];
  readonly svg: string;
  /** Its numbers, unrounded; absent if the page has them in a table beside it. */
  readonly table?: PlainTable;
  /** For the figure `history`: the customer's days with a purchase, ISO. */
  readonly purchases?: readonly string[];
  readonly notices: readonly Notice[];
  readonly files: { readonly figure?: string; readonly rejected?: string };
}

const HISTORY = { name: "history", id: "path-figure" };

/**
 * Renders one figure of the page as SVG, or gives its numbers.
 *
 * @param path as in {@link report}
 * @throws ClvError `usage` where there is no such figure; else as {@link report}
 * @example
 * const { title, table } = await plot("datasets/cdnow-like/log.csv", { unit: "week", figure: "repeats" });
 * table.rows.length > 3; // true
 */
export async function plot(path: string, options: PlotOptions = {}): Promise<PlotResult> {
  const { figure: asked, output, ...rest } = options;
  const name = asked ?? (options.history === undefined ? undefined : HISTORY.name);
  if (name === undefined) {
    const wayOut = "For example --figure repeats; an unknown name lists all figures.";
    throw new ClvError("usage", { where: "--figure", expected: "the name of a figure", got: undefined, wayOut });
  }
  if (output !== undefined) await requireReplaceable(output, options.force ?? false);
  // Ids occur only in the tables of the page and in the title of a history.
  const { page, notices, files } = await report(path, { ...rest, anonymous: rest.anonymous ?? name !== HISTORY.name });
  const figures = figuresOf(page);
  const names = figures.map(({ id }) => (id === HISTORY.id ? HISTORY.name : id));
  const found = figures[names.indexOf(name)];
  if (found === undefined) {
    const needs = /tracking|calibration|gain|returns/.test(name) ? "Figures of a holdout need --split." : undefined;
    throw new ClvError("usage", {
      where: "--figure",
      expected: `one of ${names.join(", ")}`,
      got: name,
      ...given({ wayOut: needs }),
    });
  }
  const svg = figureSvg(found, `clv ${VERSION}`);
  const table = figureTable(found);
  const asCsv = output !== undefined && /\.csv$/i.test(output);
  if (asCsv && table === undefined) {
    const wayOut = "Use -o FILE.svg.";
    throw new ClvError("usage", { where: "--figure", expected: "a figure with numbers", got: name, wayOut });
  }
  if (output !== undefined) {
    const csv = () =>
      csvText(
        ["figure", ...table!.head],
        table!.rows.map((row) => [name, ...row]),
      );
    await inRun(options, async (run) => {
      const outputs = run.outputs([path]);
      await outputs.write(output, asCsv ? csv() : [svg]);
      await outputs.commit();
    });
  }
  return {
    ...{ figure: name, title: found.title, note: found.note, figures: names, svg, notices },
    ...given({ table, purchases: name === HISTORY.name ? page.path?.purchases : undefined }),
    files: given({ figure: output, rejected: files.rejected }),
  };
}
