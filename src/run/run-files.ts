import { join } from "node:path";

/** How base and scores are written. */
export type TableFormat = "csv" | "parquet";

/** The files of a run, by their contents. */
export type RunFiles = Readonly<Record<"base" | "model" | "scores" | "rejected" | "summary" | "report", string>>;

/** Where the files of a run lie in its folder. */
export function runFiles(folder: string, format: TableFormat): RunFiles {
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
