import { join } from "node:path";
import { isOnCluster } from "./choose-engine.ts";

/** How base and scores are written. */
export type TableFormat = "csv" | "parquet";

/** The files of a run, by their contents. */
export type RunFiles = Readonly<Record<"base" | "model" | "scores" | "rejected" | "summary" | "report", string>>;

/** The folder of the files of a run: as named, or, where its tables go to a cluster, by what these names begin with. */
export function runFolder(output: string): string {
  return isOnCluster(output) ? output.split("/").at(-1) || "out" : output;
}

/** Where base and scores of a run lie, and its files in its folder. */
export function runFiles(output: string, format: TableFormat): RunFiles {
  const place = (name: string): string => join(runFolder(output), name);
  const table = (name: string): string => (isOnCluster(output) ? `${output}_${name}` : place(`${name}.${format}`));
  return {
    base: table("base"),
    model: place("model.json"),
    scores: table("scores"),
    rejected: place("rejected.csv"),
    summary: place("summary.json"),
    report: place("report.html"),
  };
}
