import { DAY } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { VERSION } from "../io/version.ts";
import { asFitted, countsOpportunities, requireContinuous } from "./base-options.ts";
import type { Log, LogReading } from "./customers.ts";
import { fitModels } from "./fit-models.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { otherData, readModel, requirePrediction } from "./models.ts";
import { note } from "./notice.ts";
import { withLog } from "./open.ts";
import type { InputOptions, MachineOptions, OutputOptions, TimeOptions } from "./options.ts";
import { cutOf } from "./validation-of.ts";
import { sinceFit, WATCH_LEVEL, watched } from "./watch/findings.ts";
import { type WatchFindings, type WatchResult, watchInNumbers } from "./watch/result.ts";
import { writeRejected } from "./write-rejected.ts";

/** The options of a watch. `output` is a JSON file. */
export interface WatchOptions extends InputOptions, TimeOptions, MachineOptions, OutputOptions {
  /** The model that was fitted some time ago, or the path of its file. */
  readonly model: FittedModel | string;
  /** Probability that each test passes a model that holds; 0.99 when left out. */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
}

/**
 * Compares a model that was fitted some time ago with the later purchases.
 *
 * It makes three tests. The cumulative purchases since the fit are compared with limits from draws of parameters and
 * futures. The old parameters are compared with a fit to all purchases. The present scores of customers are compared
 * with those that the model itself expects by now.
 *
 * @param path the log, from before the fit to now; as in {@link summarize}
 * @throws ClvError `usage` where the log ends before the model's data, or the model has no dates; `data` for rows that
 * can't be read
 * @example
 * const { verdict } = await watch("datasets/cdnow-like/log.csv", { model: "models/bg-nbd/fitted/cdnow.json" });
 * ["holds", "totals off", "fit again"].includes(verdict); // true
 */
export function watch(path: string, options: WatchOptions): Promise<WatchResult> {
  return inRun(options, async (run) => {
    const { model, interval = WATCH_LEVEL, stdin } = options;
    requireLevel(interval);
    const old = await oldModel(model, stdin);
    const asked = asOld(options, old);
    return withLog(run, path, asked, { keep: true }, (opened, log) => watchLog(opened, log, asked, old));
  });
}

/** A model that was fitted some time ago, and the first day that it did not know. */
export interface OldModel {
  readonly fitted: FittedModel;
  readonly split: string;
}

/** Reads a model to be watched, and refuses one that can't be. */
export async function oldModel(model: FittedModel | string, stdin: WatchOptions["stdin"]): Promise<OldModel> {
  const fitted = requirePrediction(typeof model === "string" ? await readModel(model, stdin) : model);
  refuseSeason(fitted);
  requireContinuous(fitted, "clv watch");
  return { fitted, split: dayAfter(fitted) };
}

/** Options with the unit and the grain of an old model. */
function asOld<T extends TimeOptions>(options: T, { fitted }: OldModel): T {
  const { unit, grain } = asFitted(options, fitted);
  return { ...options, ...given({ unit, grain }) };
}

function dayAfter({ data: { until } }: FittedModel): string {
  if (until !== undefined) return isoDay(Date.parse(until) + DAY);
  throw new ClvError("usage", {
    where: "fitted model",
    expected: "the last day of its data",
    got: "none, because it was fitted to a base without dates",
    wayOut: "Fit it to the log: clv fit log.csv --until DATE -o model.json.",
  });
}

/** The season of a model is part of what may have changed, and is not watched. */
function refuseSeason({ season }: FittedModel): void {
  if (season === undefined) return;
  throw new ClvError("usage", {
    where: "fitted model",
    expected: "a model without a season",
    got: "one with a season, which clv watch does not test",
    wayOut:
      "Compare its forecast with the actual purchases with clv validate, or watch a model fitted without --season.",
  });
}

async function watchLog(run: Run, log: Log, options: WatchOptions, old: OldModel): Promise<WatchResult> {
  const { interval: level = WATCH_LEVEL, seed = 1, output, model } = options;
  const { fitted } = old;
  const outputs = run.outputs([...log.files, ...(typeof model === "string" ? [model] : [])]);
  const { reading, outcome, notices } = await heldAgainst(run, log, options, old, { level, seed });
  const found = {
    ...{ name: log.name, engine: log.engine, reading, model: fitted, fittedUntil: fitted.data.until! },
    ...{ ...outcome, notices: [...logNotices(reading), ...notices] },
  };
  if (output !== undefined) {
    const document = { writtenBy: `clv ${VERSION}`, ...watchInNumbers(found) };
    await outputs.write(output, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  const files = given({ watch: output, rejected: await writeRejected(outputs, options, log.rejected) });
  await outputs.commit();
  return { ...found, files };
}

/** Holds an old model against all of a log. */
async function heldAgainst(
  run: Run,
  log: Log,
  options: SummarizeAsked,
  { fitted, split }: OldModel,
  terms: { readonly level: number; readonly seed: number },
) {
  const present = await log.at(summarizeOptions(options));
  if (present.reading.summary.end < Date.parse(split)) {
    throw new ClvError("usage", {
      where: log.name,
      expected: `purchases after ${fitted.data.until}, up to which the model was fitted`,
      got: `a log that ends on ${isoDay(present.reading.summary.end)}`,
      wayOut: "Give a log that includes later purchases, or use clv validate.",
    });
  }
  const data = await present.customers.fitData();
  const refitted = await run.step("Fitting again", () =>
    fitModels(run.threads, data, { model: fitted.purchase.model.name, spendModel: fitted.spend?.model.name }),
  );
  const then = await log.at(summarizeOptions(options, split));
  const known = await then.customers.histories();
  const other = await otherData(known, () => undefined, fitted);
  const since = await sinceFit(run, await cutOf(then), fitted, terms);
  return {
    reading: present.reading,
    outcome: await watched(run, since, data, refitted, terms),
    notices: other.filter(() => known.about.customers !== fitted.data.customers),
  };
}

type SummarizeAsked = Parameters<typeof summarizeOptions>[0];

/** Whether a log goes on after the data of a model that `clv watch` would not refuse. */
export function goesOn({ summary: { end } }: LogReading, fitted: FittedModel): boolean {
  if (fitted.season !== undefined || countsOpportunities(fitted) || fitted.data.until === undefined) return false;
  return end >= Date.parse(dayAfter(fitted));
}

/** The same for a page of such a log; undefined where it has too few purchases. */
export async function watchedOnPage(
  run: Run,
  log: Log,
  options: Parameters<typeof watchedInRun>[2],
  fitted: FittedModel,
): Promise<Awaited<ReturnType<typeof watchedInRun>> | undefined> {
  try {
    return await watchedInRun(run, log, options, { fitted, split: dayAfter(fitted) });
  } catch (error) {
    if (error instanceof ClvError && error.kind === "data") return undefined;
    throw error;
  }
}

/** The same for a run, whose unit and grain may be others: what `clv watch` finds, and a notice where the model no longer holds. */
export async function watchedInRun(
  run: Run,
  log: Log,
  { unit: _, grain: __, ...options }: SummarizeAsked & TimeOptions & { readonly seed?: number },
  old: OldModel,
): Promise<{ readonly watch: WatchFindings; readonly split: string; readonly notices: readonly Notice[] }> {
  const terms = { level: WATCH_LEVEL, seed: options.seed ?? 1 };
  const { outcome, notices } = await heldAgainst(run, log, asOld(options, old), old, terms);
  const { verdict, sentence } = outcome;
  const drifted = note("model-drifted", `The model fitted up to ${old.fitted.data.until} is watched: ${sentence}`);
  return {
    watch: { fittedUntil: old.fitted.data.until!, ...outcome },
    split: old.split,
    notices: [...notices, ...(verdict === "holds" ? [] : [drifted])],
  };
}
