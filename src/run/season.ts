import { repeatsUntil } from "../data/repeats-by-day.ts";
import { CYCLES, type Cycle, type Season } from "../data/season.ts";
import { readSeason } from "../data/season-file.ts";
import type { SummarizeOptions } from "../data/summarize.ts";
import { DAY, type Grain } from "../data/time-unit.ts";
import { timeZone } from "../data/time-zone.ts";
import { ClvError } from "../errors.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { Notice } from "../fit/fit-result.ts";
import { requireClock, whyNoSeason } from "../fit/seasonal-model.ts";
import { readText } from "../io/input.ts";
import { judgeSeason, type SeasonFinding, type SeasonTrial, tooShort } from "../validate/try-season.ts";
import { competing } from "./competing.ts";
import type { CustomersOfLog, Log } from "./customers.ts";
import type { Run } from "./in-run.ts";
import { summarizeOptions } from "./log-options.ts";
import { chosenModels, type ModelNames } from "./models.ts";
import { note } from "./notice.ts";
import type { InputOptions, ModelOptions, SeasonOptions, TimeOptions } from "./options.ts";

/** The cycles that `auto` tries, in this order. */
const TRIED: readonly Cycle[] = ["month", "weekday"];
/** The number of holdouts from which the last two are used; in a longer log, one for each year. */
const FOLDS = 4;
const HOLDOUTS = 2;
/** The user's index has at most a line for each day. */
const LARGEST = 4 * 2 ** 20;

/** A requested season. */
export interface SeasonAsked {
  readonly cycles: readonly Cycle[];
  readonly known: Season;
  /** Whether the log decides. */
  readonly auto: boolean;
}

/** The findings on the season of a log. */
export interface SeasonFound {
  /** The request: `auto`, or the indices. */
  readonly asked: string;
  /** The cycles of the index in the fitted models. */
  readonly cycles: readonly Cycle[];
  /** For `auto`: for each cycle, whether it is used and why. */
  readonly findings?: readonly SeasonFinding[];
  /** For `auto`: the holdouts of the decision. */
  readonly trials?: readonly SeasonTrial[];
}

/** The season of the fit, and its notices. */
export interface SeasonChoice {
  readonly asked: SeasonAsked;
  readonly found: SeasonFound;
}

/** The season that options ask for; undefined for none. Reads the files they name. */
export async function seasonAsked(
  options: SeasonOptions & ModelOptions & Pick<TimeOptions, "grain"> & Pick<InputOptions, "timeZone">,
): Promise<SeasonAsked | undefined> {
  const text = options.season?.trim() ?? "none";
  if (text === "none") return undefined;
  const auto = text === "auto";
  const parts = auto ? [] : text.split(/[,×]/).map((part) => part.trim());
  const cycles = parts.filter((part): part is Cycle => CYCLES.includes(part as Cycle));
  const files = parts.filter((part) => !CYCLES.includes(part as Cycle));
  if (new Set(parts).size < parts.length || files.includes("auto") || files.includes("none") || files.includes("")) {
    throw new ClvError("usage", {
      where: "--season",
      expected: "none, auto, or a list of month, week, weekday and index files, each once, separated by commas",
      got: text,
    });
  }
  if (cycles.includes("month") && cycles.includes("week")) {
    throw new ClvError("usage", {
      where: "--season",
      expected: "one index of the year",
      got: text,
      wayOut: "Choose month or week, because a week implies its month.",
    });
  }
  requireGrain(cycles, options.grain ?? "day");
  requireDays(options.grain ?? "day", options.timeZone ?? "UTC");
  if (!auto && competing(options.model) === undefined) requireClock(chosenModels(options).purchase);
  const known: Season[] = [];
  for (const file of files) {
    if (!/[./\\]/.test(file)) {
      throw new ClvError("usage", {
        where: "--season",
        expected: "none, auto, month, week, weekday or the path of a CSV file",
        got: file,
      });
    }
    known.push(readSeason(await readText(file, LARGEST), file));
  }
  return { cycles, known: known.flat(), auto };
}

/** Purchases merged by week or month have no day. */
function requireGrain(cycles: readonly Cycle[], grain: Grain): void {
  if (grain === "year") {
    throw new ClvError("usage", {
      where: "--season",
      expected: "a grain shorter than a year, because a whole year has no season",
      got: "--grain year",
      wayOut: "Leave out --season, or use a finer --grain.",
    });
  }
  const coarse = cycles.find((cycle) => !fits(cycle, grain));
  if (coarse === undefined) return;
  throw new ClvError("usage", {
    where: "--season",
    expected: `an index that purchases by ${grain} allow`,
    got: coarse,
    wayOut: `Choose --season month, or a finer --grain.`,
  });
}

/** Hours and single instants are kept in UTC, so the days of a season are those of UTC too. */
function requireDays(grain: Grain, zone: string): void {
  if ((grain !== "hour" && grain !== "none") || timeZone(zone).name === "UTC") return;
  throw new ClvError("usage", {
    where: "--season",
    expected: `days of UTC if the grain is ${grain}`,
    got: `--time-zone ${zone}`,
    wayOut: "Use --grain day, which takes days in the zone.",
  });
}

function fits(cycle: Cycle, grain: Grain): boolean {
  if (cycle === "weekday") return grain !== "week" && grain !== "month";
  return cycle === "month" || grain !== "month";
}

/**
 * Decides the season of a log: as requested, or for `auto` with holdouts in its last year, or last quarter where that
 * is shorter.
 *
 * @param bounds - The part of the log that may be used.
 */
export async function chooseSeason(
  run: Run,
  log: Log,
  bounds: SummarizeOptions,
  asked: SeasonAsked | undefined,
  options: SeasonOptions & ModelOptions,
): Promise<SeasonChoice | undefined> {
  if (asked === undefined) return undefined;
  const text = options.season!.trim();
  if (!asked.auto) return { asked, found: { asked: text, cycles: asked.cycles } };
  const { findings, trials } = await tryCycles(run, log, bounds, options);
  const cycles = findings.filter(({ accepted }) => accepted).map(({ cycle }) => cycle);
  return { asked: { ...asked, cycles }, found: { asked: text, cycles, findings, trials } };
}

async function tryCycles(run: Run, log: Log, bounds: SummarizeOptions, names: ModelNames) {
  const findings: SeasonFinding[] = [];
  const trials: SeasonTrial[] = [];
  const entered = competing(names.model) ?? [chosenModels(names).purchase];
  const model = entered.find(({ rateAlive }) => rateAlive !== undefined);
  const [whole] = (await log.origins(1, bounds)) as [{ split: string; until: string }];
  const [middle, end] = [Date.parse(whole.split) / DAY, Date.parse(whole.until) / DAY];
  const days = Math.max(1, Math.round(2 * (end + 1 - middle)));
  const grain = bounds.grain ?? "day";
  const folds = Math.max(FOLDS, Math.round(days / 365.25));
  for (const cycle of TRIED.filter((one) => fits(one, grain))) {
    if (model === undefined) {
      findings.push({ cycle, accepted: false, reason: whyNoSeason(entered[0]!) });
      continue;
    }
    const short = tooShort(cycle, days);
    if (short !== undefined) {
      findings.push(short);
      continue;
    }
    const before = findings.filter(({ accepted }) => accepted).map((finding) => finding.cycle);
    const ofCycle: SeasonTrial[] = [];
    for (const origin of (await log.origins(folds, bounds)).slice(-HOLDOUTS)) {
      ofCycle.push(await trial(run, log, { ...bounds, ...origin }, model.name, before, cycle));
    }
    trials.push(...ofCycle);
    findings.push(judgeSeason(cycle, ofCycle));
  }
  return { findings, trials };
}

async function trial(
  run: Run,
  log: Log,
  bounds: SummarizeOptions,
  model: string,
  before: readonly Cycle[],
  cycle: Cycle,
): Promise<SeasonTrial> {
  const { customers, facts } = await log.at(bounds);
  const { histories, about, unit, grain } = await customers.histories();
  const repeats = await facts!.repeats();
  const data = { histories, observed: { until: about.until!, unit, grain }, repeats };
  const workers = run.threads.for(histories.count.length);
  return run.step(`Trying the season by ${cycle}`, () => workers.run("season", { model, data, before, cycle }));
}

/** The part of a log that a season may use: the time before the split, if there is one. */
export function beforeSplit(
  options: Parameters<typeof summarizeOptions>[0] & { readonly split?: string },
): SummarizeOptions {
  const { split } = options;
  return { ...summarizeOptions(options), ...(split !== undefined && { until: dayBefore(split) }) };
}

/** The last day before another, both ISO. */
function dayBefore(day: string): string {
  return isoDay(Date.parse(day) - DAY);
}

/** The data of a fit, with the season. */
export async function withSeason<D extends FitData>(
  data: D,
  { facts }: Pick<CustomersOfLog, "facts">,
  choice: SeasonChoice | undefined,
): Promise<D> {
  if (choice === undefined) return data;
  const { cycles, known } = choice.asked;
  if (cycles.length === 0 && known.length === 0) return data;
  return { ...data, season: { cycles, known, repeats: repeatsUntil(await facts!.repeats(), data.about.until!) } };
}

/** The decision of `auto`, cycle by cycle. */
export function seasonNotices(choice: SeasonChoice | undefined): Notice[] {
  return (choice?.found.findings ?? []).map(({ cycle, reason }) => note(`season-${cycle}`, reason));
}
