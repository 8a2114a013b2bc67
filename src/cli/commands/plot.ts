import { given } from "../../given.ts";
import { plot } from "../../run/plot.ts";
import type { Options } from "../flags.ts";
import { libraryOptions, refuseStdinTwice, type Surroundings } from "../library-options.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../text/files.ts";
import { section, table } from "../text/format.ts";

/** `clv plot LOG|BASE --figure NAME [-o FIGURE.svg|.csv]`: one figure of the page; its numbers as text without a file. */
export async function plotFigure([path]: readonly string[], options: Options, around: Surroundings): Promise<Outcome> {
  const { model, split, horizon, margin, discountRate, interval, seed, currency, history, figure } = options;
  refuseStdinTwice("plot", path!, model);
  const found = await plot(path!, {
    ...libraryOptions(options, around),
    ...given({ model, split, horizon, margin, discountRate, interval, seed, currency, history, figure }),
  });
  const { title, note, notices, files, purchases, svg: _, table: numbers, ...rest } = found;
  const rows = numbers?.rows.map((row) => row.map((field) => String(field ?? ""))) ?? [];
  const right = rows[0]?.flatMap((_, k) => (typeof numbers!.rows[0]![k] === "number" ? [k] : [])) ?? [];
  const shown = options.output === undefined && numbers ? [table(numbers.head, rows, right)] : [];
  const bought = purchases ? [`  Purchases: ${purchases.map((day) => day.slice(0, 10)).join(", ")}`] : [];
  return {
    report: [section(title, `  ${note}`, ...bought, ...shown), reportFiles(files)].filter(Boolean).join("\n"),
    summary: { ...rest, title, note, ...given({ purchases, table: numbers }), files },
    notices,
  };
}
