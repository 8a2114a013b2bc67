import { join } from "node:path";
import { type LogPeriods, type Period, periodClock } from "../data/periods.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { makeFolder, type Outputs } from "../io/outputs.ts";
import {
  flowsCsv,
  movesCsv,
  nextCsv,
  ratesCsv,
  signsCsv,
  snapshotsCsv,
  totalsCsv,
  twoMomentsCsv,
  valuesCsv,
} from "../io/segments-csv.ts";
import { VERSION } from "../io/version.ts";
import { seeded } from "../random/seeded.ts";
import { homogeneity } from "../segments/homogeneity.ts";
import { pooledRates } from "../segments/move-rates.ts";
import { type Moves, movesOfRuns } from "../segments/moves.ts";
import type { Scheme, SegmentRules } from "../segments/scheme.ts";
import { BLOCKS } from "../segments/state.ts";
import { competing, forModels } from "./competing.ts";
import type { CustomersOfLog, Log } from "./customers.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { summarizeOptions } from "./log-options.ts";
import { type LookAhead, lookAhead, requireAhead } from "./look-ahead.ts";
import { chosenModels } from "./models.ts";
import { note } from "./notice.ts";
import { withLog } from "./open.ts";
import type { InputOptions, MachineOptions, ModelOptions, OutputOptions, TimeOptions } from "./options.ts";
import { schemeAsked } from "./scheme-asked.ts";
import { LEVEL } from "./score-options.ts";
import { requireValuesFor } from "./segment-column.ts";
import { type SegmentsFiles, type SegmentsResult, segmentsInNumbers } from "./segments-result.ts";
import { TIER_SCHEME, tiersThroughTime } from "./tiers-through-time.ts";
import { writeRejected } from "./write-rejected.ts";

/** The options of segments over time. `output` is the folder of the files. */
export interface SegmentsOptions extends InputOptions, TimeOptions, ModelOptions, MachineOptions, OutputOptions {
  /** `micro` when left out, `recency`, `rfm`, `tiers` by the model of each time, or the path of a JSON file of rules. */
  readonly scheme?: string;
  /**
   * Cut points of `rfm`, by default `0,1,3,6/1,2,3,5`. They are the most periods since the last purchase for R 5 to 2,
   * and the most orders for F 1 to 4.
   */
  readonly cuts?: string;
  /** `month` when left out. */
  readonly period?: Period;
  /**
   * A number of periods. A model is fitted, and its expected moves are tested on the last periods of this number. The
   * moves of equally many future periods are forecast.
   */
  readonly ahead?: number;
  /** With `ahead`, whether the ids of customers are left out of the files. */
  readonly anonymous?: boolean;
  /** Probability of the intervals; 0.9 when left out. */
  readonly interval?: number;
  /** 1 when left out. */
  readonly seed?: number;
}

/**
 * Cuts the customers of a log of any size into segments at the end of each complete period, from purchases up to then
 * only. Counts how they move between them.
 *
 * The moves into a segment and the customers new in it add up to its next snapshot.
 *
 * @param path as in {@link summarize}
 * @throws ClvError `usage` for a scheme that leaves a customer without a segment, `data` for a log without two complete periods
 * @example
 * const { labels, moves } = await segments("datasets/cdnow-like/log.csv", { scheme: "recency" });
 * labels.length; // 18
 * moves.snapshots.slice(-7).reduce((sum, n) => sum + n, 0); // 2357
 */
export function segments(path: string, options: SegmentsOptions = {}): Promise<SegmentsResult> {
  return inRun(options, async (run) => {
    if (options.interval !== undefined) requireLevel(options.interval);
    const tiers = options.scheme === TIER_SCHEME.name;
    if (tiers) requireNoRules(options);
    const scheme = tiers ? TIER_SCHEME : await schemeAsked(options.scheme ?? "micro", options.cuts);
    const asked = options.ahead === undefined && !tiers ? options : withModel(options);
    // A forecast writes a row for each customer; tiers are compared customer by customer.
    const ids = tiers || (options.ahead !== undefined && options.output !== undefined && options.anonymous !== true);
    return withLog(run, path, asked, { keep: true, ids }, (opened, log) => segmentsOfLog(opened, log, asked, scheme));
  });
}

/** Throws where options concern rules: tiers have none. */
function requireNoRules({ ahead, cuts }: SegmentsOptions): void {
  const flag = ahead === undefined ? (cuts === undefined ? undefined : "--cuts") : "--ahead";
  if (flag === undefined) return;
  throw new ClvError("usage", {
    where: flag,
    expected: "a scheme of rules",
    got: `--scheme ${TIER_SCHEME.name}`,
    wayOut: "With --ahead, by-model.csv has the moves between tiers for every scheme.",
  });
}

/** The options as the model needs them. */
function withModel(options: SegmentsOptions): SegmentsOptions {
  const { purchase } = chosenModels(options);
  const read = forModels(options);
  if (purchase.clock === "continuous" && read.discrete !== true && competing(options.model) === undefined) return read;
  throw new ClvError("usage", {
    where: options.ahead === undefined ? `--scheme ${TIER_SCHEME.name}` : "--ahead",
    expected: "one model in continuous time",
    got: options.model ?? "--discrete",
    wayOut: "Name one, such as --model bg-nbd; clv models lists them.",
  });
}

async function segmentsOfLog(
  run: Run,
  log: Log,
  options: SegmentsOptions,
  scheme: Scheme | typeof TIER_SCHEME,
): Promise<SegmentsResult> {
  const { period = "month", interval: level = LEVEL, seed = 1, output } = options;
  const outputs = run.outputs(log.files);
  const present = await log.at(summarizeOptions(options));
  const { reading } = present;
  const periods = present.facts!.periods(period);
  const from = periods.complete.indexOf(true);
  const length = periods.complete.lastIndexOf(true) - from + 1;
  if (from < 0 || length < 2) {
    throw new ClvError("data", {
      where: log.name,
      expected: `at least two complete ${period}s`,
      got: from < 0 ? 0 : length,
      wayOut: "Use a shorter --period. If you know that the log reaches further, use --until.",
    });
  }
  const bounds = { first: periods.first + from, last: periods.first + from + length - 1 };
  if (options.ahead !== undefined) requireAhead(options.ahead, length, period, log.name);
  const { moves, notices, ahead }: Moved =
    "segmentOf" in scheme
      ? await movesByRules(run, log, present, options, periods, bounds, scheme)
      : await tiersThroughTime(run, log, options, periods, bounds);
  const size = scheme.segments.length;
  const random = seeded(seed);
  const rates = pooledRates(moves.byBlock, size, level, random);
  const clock = periodClock(period);
  const found = {
    ...{ name: log.name, engine: log.engine, reading, period, scheme, level },
    labels: Array.from({ length: moves.length }, (_, k) => clock.labelOf(moves.first + k)),
    ...{ moves, rates, homogeneity: homogeneity(moves.counts, size, random) },
    ...given({ lookAhead: ahead }),
    notices: [...logNotices(reading), ...segmentNotices(moves, scheme, period), ...notices],
  };
  const paths = output === undefined ? undefined : segmentsFiles(output, ahead !== undefined);
  if (paths) {
    await makeFolder(output!);
    await writeTables(outputs, paths, found, options.anonymous ?? false);
  }
  const rejected = await writeRejected(outputs, paths ? { ...options, output: paths.numbers } : options, log.rejected);
  const result: SegmentsResult = { ...found, files: given({ ...paths, rejected }) };
  if (paths) {
    const document = { writtenBy: `clv ${VERSION}`, ...segmentsInNumbers(result) };
    await outputs.write(paths.numbers, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  run.signal?.throwIfAborted();
  await outputs.commit();
  return result;
}

/** The moves between segments, with the forecast of a model. */
interface Moved {
  readonly moves: Moves;
  readonly ahead?: LookAhead;
  readonly notices: readonly Notice[];
}

/** The moves between segments that rules over purchases give. */
async function movesByRules(
  run: Run,
  log: Log,
  { customers, reading, facts }: CustomersOfLog,
  { ahead, ...options }: SegmentsOptions,
  periods: LogPeriods,
  { first, last }: { readonly first: number; readonly last: number },
  scheme: Scheme,
): Promise<Moved> {
  const { window, orderCuts, valueCuts } = scheme;
  await requireValuesFor(customers, scheme);
  const { period } = periods;
  const runs = await facts!.runs({ period, grain: reading.grain, window, orderCuts, valueCuts, until: last });
  const length = last - first + 1;
  const moves = movesOfRuns(runs, scheme, first, length, BLOCKS);
  if (ahead === undefined) return { moves, notices: [] };
  const { interval: level = LEVEL, seed = 1 } = options;
  const found = await lookAhead(run, log, {
    ...{ ahead, options, scheme, periods, last, level, seed },
    before: movesOfRuns(runs, scheme, first, length - ahead, BLOCKS),
  });
  return { moves, ahead: found, notices: found.notices };
}

/** The paths of the files of the segments in their folder. */
function segmentsFiles(folder: string, ahead: boolean): Partial<SegmentsFiles> & Pick<SegmentsFiles, "numbers"> {
  const place = (file: string): string => join(folder, file);
  const always = { snapshots: place("snapshots.csv"), moves: place("moves.csv"), rates: place("rates.csv") };
  const ofModel = {
    flows: place("flows.csv"),
    next: place("next.csv"),
    values: place("values.csv"),
    totals: place("totals.csv"),
    byModel: place("by-model.csv"),
    signs: place("signs.csv"),
  };
  return { ...always, ...(ahead && ofModel), numbers: place("segments.json") };
}

type Found = Omit<SegmentsResult, "files">;

/** Writes the tables. */
async function writeTables(
  outputs: Outputs,
  paths: Partial<SegmentsFiles>,
  found: Found,
  anonymous: boolean,
): Promise<void> {
  const { scheme, lookAhead } = found;
  await outputs.write(paths.snapshots!, snapshotsCsv(found));
  await outputs.write(paths.moves!, movesCsv(found));
  await outputs.write(paths.rates!, ratesCsv(found));
  if (lookAhead === undefined) return;
  await outputs.write(paths.flows!, flowsCsv(lookAhead, scheme));
  await outputs.write(paths.next!, nextCsv(lookAhead, scheme, anonymous));
  await outputs.write(paths.values!, valuesCsv(lookAhead, scheme));
  await outputs.write(paths.totals!, totalsCsv(lookAhead));
  await outputs.write(paths.byModel!, twoMomentsCsv(lookAhead));
  await outputs.write(paths.signs!, signsCsv(lookAhead, anonymous));
}

function segmentNotices({ snapshots, counts, segments: size }: Moves, scheme: SegmentRules, period: Period): Notice[] {
  const left = new Set<number>();
  counts.forEach((n, k) => {
    const [from, to] = [Math.floor(k / size) % size, k % size];
    if (n > 0 && from !== to) left.add(from);
  });
  const stuck = scheme.segments.filter((_, k) => !left.has(k) && snapshots.some((n, at) => n > 0 && at % size === k));
  if (stuck.length === 0) return [];
  const names = stuck.map(({ name }) => name).join(", ");
  const text = `No customer was observed to leave ${names}. This does not mean that a customer there will stay for another ${period}.`;
  return [note("never-left", text)];
}
