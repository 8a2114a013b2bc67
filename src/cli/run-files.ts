import { join } from "node:path";
import type { Options } from "./flags.ts";

/** Where `clv run` puts what. */
export function runFiles(folder: string, { format }: Pick<Options, "format">) {
  const place = (name: string): string => join(folder, name);
  return {
    base: place(`base.${format}`),
    model: place("model.json"),
    scores: place(`scores.${format}`),
    rejected: place("rejected.csv"),
    summary: place("summary.json"),
    report: place("report.html"),
  };
}
