import { ClvError } from "../errors.ts";
import { requireReplaceable } from "../io/own-file.ts";
import { AUTO } from "../validate/choose-model.ts";
import { isOnCluster } from "./choose-engine.ts";
import { inRun } from "./in-run.ts";
import { requireKept } from "./kept-columns.ts";
import { withLog } from "./open.ts";
import type { RunOptions } from "./options.ts";
import { makesHoldout } from "./own-holdout.ts";
import { planAsked, withPlan } from "./plan.ts";
import type { RunResult } from "./results.ts";
import { runFiles } from "./run-files.ts";
import { requireTop, worthAsked } from "./score-options.ts";
import { type SegmentsAsked, segmentsAsked } from "./segment-column.ts";

/**
 * Runs the whole pipeline, from a log of any size to scored customers: base, models, scores, and a test of the forecast on a holdout.
 *
 * Without `model` all purchase models in continuous time compete. Without `split` the last quarter of a log is their
 * holdout, if there are enough purchases before it and in it.
 *
 * Long computations run in threads, and DuckDB reads files in place. The results do not depend on either. With `output`
 * the base, the model, the scores, a page and a summary are written into a folder: all together, or none.
 *
 * @param path a file (CSV, also gzip or zstd; Parquet; JSON lines; `.duckdb`), a folder, a pattern such as `logs/*.parquet`, or `-`
 * @throws ClvError `usage` for a path or an option that can't be used, `data` for rows that can't be read or a fit
 * without a maximum. The reason of the signal when the run is stopped
 * @example
 * const steps = [];
 * const { base, model, scores, holdout } = await run("datasets/cdnow-like/log.csv", {
 *   unit: "week",
 *   split: "1997-10-01",
 *   onStep: ({ name }) => steps.push(name),
 *   signal: AbortSignal.timeout(60_000),
 * });
 * base.until; // "1998-06-30"
 * model.data.until; // "1998-06-30"
 * scores.customers; // 2357
 * holdout.fittedUntil; // "1997-09-30"
 * steps.includes("Fitting"); // true
 */
export function run(path: string, asked: RunOptions = {}): Promise<RunResult> {
  const { output, format = "csv", model, spendModel, discrete, split, scoreAt = "end" } = asked;
  const files = output === undefined ? undefined : runFiles(output, format);
  const withPage = files !== undefined && asked.noReport !== true && asked.by === undefined;
  return inRun(asked, async (begun) => {
    const plan = await planAsked(asked);
    const planned = withPlan(withGroups(path, asked), plan);
    worthAsked(planned);
    requireTop(asked);
    requireSplit(asked);
    const segments = await segmentsOfRun(asked);
    requireKept(planned.keep, segments !== undefined);
    if (model !== undefined || spendModel !== undefined) (await import("./models.ts")).chosenModels(asked);
    // Without a name all models in continuous time compete.
    const { forModels } = await import("./competing.ts");
    const options = forModels(model === undefined && !discrete ? { ...planned, model: AUTO } : planned);
    for (const file of Object.values(files ?? {})) await requireReplaceable(file, options.force ?? false);
    if (withPage || options.interval !== undefined) begun.threads.warmUp();
    const twice = split !== undefined && scoreAt === "end";
    // Modules for later steps are loaded while the log is read.
    const rest = import("./run-customers.ts");
    rest.catch(() => {});
    const season = asked.season === undefined ? undefined : await (await import("./season.ts")).seasonAsked(options);
    const old =
      asked.watch === undefined ? undefined : await (await import("./watch.ts")).oldModel(asked.watch, asked.stdin);
    const named = withPage && asked.anonymous !== true;
    const how = {
      output: files?.scores,
      ...(files && { outputs: [files.base, files.scores] }),
      keep:
        withPage ||
        twice ||
        season !== undefined ||
        segments !== undefined ||
        old !== undefined ||
        makesHoldout(options),
      named,
    };
    return withLog(begun, path, options, how, async (opened, log) =>
      (await rest).runCustomers(opened, path, log, options, { files, withPage, twice, season, segments, old }, plan),
    );
  });
}

/**
 * Throws where scores as of a split are requested without a split: the automatic holdout only serves the choice of the
 * model.
 */
function requireSplit({ split, scoreAt }: RunOptions): void {
  if (scoreAt !== "split" || split !== undefined) return;
  throw new ClvError("usage", {
    where: "--score-at split",
    expected: "a split",
    got: undefined,
    wayOut: "Add --split DATE, or leave out --score-at to score customers at the end of the log.",
  });
}

/** The requested segments, if a run can make them. */
async function segmentsOfRun({ by, split, scoreAt, ...options }: RunOptions): Promise<SegmentsAsked | undefined> {
  const segments = await segmentsAsked(options);
  const other = by !== undefined ? "--by" : split !== undefined && scoreAt === "split" ? "--score-at split" : undefined;
  if (segments === undefined || other === undefined) return segments;
  throw new ClvError("usage", {
    where: "--segments",
    expected: "one model, and scores at the end of the log",
    got: other,
    wayOut: "Leave one of them out.",
  });
}

/** The options with the column of the groups added to the kept columns. */
function withGroups(path: string, asked: RunOptions): RunOptions {
  const { by, keep = [], season, output } = asked;
  if (by === undefined) return asked;
  const refuse = (got: string, wayOut: string): never => {
    throw new ClvError("usage", {
      where: "--by",
      expected: "a log in files, and models without a season",
      got,
      wayOut,
    });
  };
  if (season !== undefined && season !== "none") refuse(`--season ${season}`, "Leave one of them out.");
  if (isOnCluster(path) || (output !== undefined && isOnCluster(output)))
    refuse("a table on a cluster", "Run each group separately with --where.");
  return { ...asked, keep: [...new Set([...keep, by])] };
}
