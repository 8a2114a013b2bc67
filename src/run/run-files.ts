import { join } from "node:path";
import { isOnCluster } from "./choose-engine.ts";

/** The formats of base and scores. */
export type TableFormat = "csv" | "parquet";

/** The files of a run, by their contents. */
export type RunFiles = Readonly<Record<"base" | "model" | "scores" | "rejected" | "summary" | "report", string>>;

/** The folder of the files of a run: the name given, or, if tables go to a cluster, the beginning of their names. */
export function runFolder(output: string): string {
  return isOnCluster(output) ? output.split("/").at(-1) || "out" : output;
}

/** The paths of base and scores of a run, and of its files in its folder. */
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
