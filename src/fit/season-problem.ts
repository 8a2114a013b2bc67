/**
 * The estimate of a season as a problem: actual and expected purchases by period, over all histories or some of them.
 */
import { Matrix } from "ml-matrix";
import type { RepeatsByDay } from "../data/repeats-by-day.ts";
import { type Cycle, endOf, PERIODS, type Season, type SeasonIndex, seasonClock } from "../data/season.ts";
import { DAY } from "../data/time-unit.ts";
import type { Histories, Parameters, PurchaseModel } from "../model.ts";
import { fit } from "./fit.ts";
import type { Fit } from "./fit-result.ts";
import { byPeriod, daysOf, exposuresOf, overGrains } from "./season-exposures.ts";
import { type Observed, type SeasonalModel, seasonalModel } from "./seasonal-model.ts";

/** ln s of each cycle. */
export type Logs = readonly Float64Array[];

/** An index on the way to its estimate, and the fit on its clock. */
export interface Estimate {
  readonly logs: Logs;
  readonly fitted: Fit<PurchaseModel>;
}

/** The inputs of the estimate of a season. */
export interface SeasonProblem {
  readonly cycles: readonly Cycle[];
  /** Repeat purchases of the data by period of each cycle. */
  readonly counts: readonly Float64Array[];
  seasonAt(logs: Logs): Season;
  /** The same problem with the exposures of these histories. */
  over(histories: Histories): ProblemOver;
}

/** A problem over some histories, which stand for all. */
export interface ProblemOver extends Omit<SeasonProblem, "over"> {
  /** The fit on the clock of an index; the search starts at the parameters of a fit near by. */
  fitAt(logs: Logs, near?: Fit<PurchaseModel>): Fit<PurchaseModel>;
  /** Purchases expected given the histories, by period of each cycle. */
  expectedAt(logs: Logs, theta: Parameters): Float64Array[];
}

/** Sets up the estimate of the indices of some cycles, beside other indices from the user. */
export function seasonProblem(
  model: PurchaseModel,
  observed: Observed,
  repeats: RepeatsByDay,
  cycles: readonly Cycle[],
  known: Season,
): SeasonProblem {
  const days = daysOf(repeats, cycles);
  const spread = overGrains(repeats, observed);
  const seasonAt = (logs: Logs): Season => [
    ...cycles.map((by, i): SeasonIndex => ({ by, factors: Array.from(logs[i], Math.exp) })),
    ...known,
  ];
  // One less than the factors of a cycle, because their mean is 1.
  const estimated = cycles.reduce((sum, cycle) => sum + PERIODS[cycle] - 1, 0);
  const counts = cycles.map((cycle, i) => byPeriod(spread, days[i], PERIODS[cycle]));
  return {
    ...{ cycles, counts, seasonAt },
    over(histories) {
      const exposures = exposuresOf(model, histories, observed, repeats);
      let last: { readonly logs: Logs; readonly model: SeasonalModel } | undefined;
      const onClock = (logs: Logs): SeasonalModel => {
        if (last?.logs !== logs) {
          const season = seasonAt(logs);
          // Only a likelihood needs it, and no expectation.
          const ofData = { estimated, logFactors: () => logFactorsOf(season, observed, repeats) };
          last = { logs, model: seasonalModel(model, season, observed, ofData) };
        }
        return last.model;
      };
      return {
        ...{ cycles, counts, seasonAt },
        fitAt(logs, near) {
          const own = onClock(logs);
          return { ...fit(startingAt(own, near), histories), model: own };
        },
        expectedAt(logs, theta) {
          const daily = exposures(onClock(logs), theta);
          return cycles.map((cycle, i) => byPeriod(daily, days[i], PERIODS[cycle]));
        },
      };
    },
  };
}

/** What a season adds to the likelihood of purchases: Σ ln of the mean of s over the grain of each. */
function logFactorsOf(season: Season, { until, grain }: Observed, { from, counts }: RepeatsByDay): number {
  const clock = seasonClock(season, grain, until);
  const end = endOf(grain === "week" || grain === "month" ? grain : "day");
  let logFactors = 0;
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] === 0) continue;
    const start = (from + k) * DAY;
    logFactors += counts[k] * Math.log((clock.at(end(start)) - clock.at(start)) / (end(start) - start));
  }
  return logFactors;
}

/** The same model, whose search begins at the parameters of a fit near by, unless that is at a limit. */
function startingAt(model: PurchaseModel, near: Fit<PurchaseModel> | undefined): PurchaseModel {
  return near === undefined || near.limits !== undefined ? model : { ...model, start: () => near.parameters };
}

/** The columns of all cycles as one. */
export function joined(columns: readonly Float64Array[]): Matrix {
  return Matrix.columnVector(columns.flatMap((column) => [...column]));
}

/**
 * The number of customers in the sample for a first estimate, and for the errors of an index. Scaled up, their
 * information is that of all customers within a percent.
 */
const SAMPLE = 20_000;

/** A sample of the histories: one history for every so many customers, with their number as its count. */
export function sampled(all: Histories): Histories {
  if (all.length <= SAMPLE) return all;
  const customers = all.count.reduce((sum, n) => sum + n, 0);
  const step = customers / SAMPLE;
  const [places, counts]: [number[], number[]] = [[], []];
  let [passed, next] = [0, step / 2];
  for (let k = 0; k < all.length; k++) {
    passed += all.count[k];
    if (passed <= next) continue;
    const hits = Math.ceil((passed - next) / step);
    places.push(k);
    counts.push(hits * step);
    next += hits * step;
  }
  const of = (column: Float64Array): Float64Array => Float64Array.from(places, (k) => column[k]);
  const { frequency, recency, T } = all;
  return {
    length: places.length,
    ...{ frequency: of(frequency), recency: of(recency), T: of(T), count: Float64Array.from(counts) },
  };
}
