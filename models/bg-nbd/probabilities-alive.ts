import { type Distinct, distinct } from "../../src/math/distinct.ts";
import type { HistoryColumns, Parameters } from "../../src/model.ts";
import { requireHistories } from "../family/history.ts";
import { dropoutOdds } from "./dropout.ts";
import { requireParameters } from "./parameters.ts";
import { fillAlive } from "./probability-alive.ts";
import type { FirstCoins } from "./survival.ts";

/** Powers up to e^600 and their quotients are well within the range of a double. */
const LARGEST_EXPONENT = 600;

/** Distinct times, the least of them, and room for their powers. */
interface Times extends Distinct {
  readonly least: number;
  readonly power: Float64Array;
}

/** Neighbouring rows of equal x. */
interface Run {
  readonly x: number;
  readonly coins: number;
  readonly begin: number;
  readonly end: number;
  /** Distinct t_x and T of the run with the places of both by row; absent where there are too many for a table to pay. */
  readonly times?: Times;
}

/**
 * P(alive | x, t_x, T) of many histories under many sets of parameters; with `often` false, exactly as `probabilityAlive`.
 *
 *     P(alive) = (α + t_x)^(r+x) / [(α + t_x)^(r+x) + a/(b + c − 1)·(α + T)^(r+x)],  c = x coins, or x + 1 in MBG/NBD
 *
 * If neighbours have equal x and times recur, as on a grid of days, powers are tabulated by time, relative to the least
 * time. A history then takes one division. Elsewhere, and where a power would overflow, the odds are computed as for
 * one history. The relative difference from `probabilityAlive` is below 1e-12.
 *
 * @param histories x, t_x and T as columns; best sorted by x
 * @param firstCoins coins at the first purchase: 0 in BG/NBD
 * @param often whether many sets of parameters will follow, so that tables pay
 * @returns a function of the parameters and of room for as many probabilities
 * @throws ClvError when a history, and later when a parameter, is outside its domain
 * @example
 * const columns = { frequency: Float64Array.of(0, 2), recency: Float64Array.of(0, 30.43), T: Float64Array.of(38.86, 38.86) };
 * const alive = new Float64Array(2);
 * probabilitiesAlive({ length: 2, ...columns }, 0, true)({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, alive);
 * alive[1]; // 0.7266...
 */
export function probabilitiesAlive(
  histories: HistoryColumns,
  firstCoins: FirstCoins,
  often: boolean,
): (theta: Parameters, out: Float64Array) => void {
  const { length, frequency } = histories;
  requireHistories(histories);
  if (!often) {
    return (theta, out) => {
      requireParameters(theta);
      fillAlive(histories, theta, firstCoins, out);
    };
  }
  const runs: Run[] = [];
  for (let begin = 0, end = 0; begin < length; begin = end) {
    while (end < length && frequency[end] === frequency[begin]) end++;
    runs.push(layRun(histories, firstCoins, begin, end));
  }
  return (theta, out) => {
    requireParameters(theta);
    for (const run of runs) {
      if (run.coins === 0) out.fill(1, run.begin, run.end);
      else if (!fillFromTable(run, theta, out)) fillOneByOne(run, histories, theta, out);
    }
  };
}

function layRun({ frequency, recency, T }: HistoryColumns, firstCoins: FirstCoins, begin: number, end: number): Run {
  const rows = end - begin;
  const both = new Float64Array(2 * rows);
  both.set(recency.subarray(begin, end));
  both.set(T.subarray(begin, end), rows);
  const x = frequency[begin];
  const coins = x + firstCoins;
  const times = coins > 0 ? distinct(both, 2 * rows, rows / 2) : undefined;
  if (times === undefined) return { x, coins, begin, end };
  const least = times.values.reduce((low, time) => Math.min(low, time));
  return { x, coins, begin, end, times: { ...times, least, power: new Float64Array(times.values.length) } };
}

/** Returns whether there is a table and its powers are doubles. */
function fillFromTable({ x, coins, begin, end, times }: Run, theta: Parameters, out: Float64Array): boolean {
  if (times === undefined) return false;
  const { values, least, place, power } = times;
  const { r, alpha, a, b } = theta;
  for (let k = 0; k < values.length; k++) {
    const exponent = (r + x) * Math.log1p((values[k] - least) / (alpha + least));
    if (!(exponent < LARGEST_EXPONENT)) return false;
    power[k] = Math.exp(exponent);
  }
  const odds = dropoutOdds(a, b, coins);
  const rows = end - begin;
  for (let k = 0; k < rows; k++) {
    const atRecency = power[place[k]];
    out[begin + k] = atRecency / (atRecency + odds * power[place[rows + k]]);
  }
  return true;
}

function fillOneByOne(
  { x, coins, begin, end }: Run,
  { recency, T }: HistoryColumns,
  { r, alpha, a, b }: Parameters,
  out: Float64Array,
): void {
  const logOdds = Math.log(dropoutOdds(a, b, coins));
  for (let k = begin; k < end; k++) {
    const tx = recency[k];
    out[k] = 1 / (1 + Math.exp(logOdds + (r + x) * Math.log1p((T[k] - tx) / (alpha + tx))));
  }
}
