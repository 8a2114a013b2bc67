import { endOf, type Season, type SeasonClock, seasonClock } from "../data/season.ts";
import { type Grain, inMilliseconds, inUnits, type TimeUnit, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { distinct, spread } from "../math/distinct.ts";
import type { Future } from "../model/future.ts";
import type { DataObjective, Evaluation, Objective } from "../model/objective.ts";
import type { HistoryColumns, Parameters, PurchaseModel } from "../model.ts";
import { calendarDiscount } from "./calendar-discount.ts";

/** When and how customers were observed. */
export interface Observed {
  /** End of observation: the start of the last grain, in milliseconds since 1970. */
  readonly until: number;
  readonly unit: TimeUnit;
  readonly grain: Grain;
}

/** A purchase model on the clock of a season; its ages and horizons are calendar time. */
export interface SeasonalModel extends PurchaseModel {
  /** The model itself, whose ages and horizons are τ. */
  readonly plain: PurchaseModel;
  readonly season: Season;
  readonly calendar: SeasonClock;
  /** τ of a time ahead, both in time units, under parameters that may include factors. */
  ahead(theta: Parameters): (t: number) => number;
  /** The same histories with ages in τ; `now` are the ages at the end of observation, where T are earlier ones. */
  inTau<H extends HistoryColumns>(histories: H, now?: Float64Array): H;
}

/** What a season adds to the likelihood of the data it was estimated on. */
export interface SeasonOfData {
  /** Σ ln s(d) over the repeat purchases, which does not depend on the parameters. */
  logFactors(): number;
  /** The number of estimated parameters of the index. */
  readonly estimated: number;
}

/** The name of a factor among the parameters of a draw. */
export function factorName(index: number, period: number): string {
  return `season ${index + 1}, ${period + 1}`;
}

/**
 * A model on the clock of a season, observed until a given time: the same interface, with t_x, T and horizons in
 * calendar time.
 *
 *     ln L = ln L(θ; x, τ(t_x), τ(T)) + Σ ln s(d),   E[Y(t)] = E[Y(τ(t))],   discounted: ∫₀^t e^(−δu) dG(τ(u))
 *
 * At the end of observation, a history determines the days of the customer's first and last purchase. So (x, t_x, T)
 * and (x, τ(t_x), τ(T)) distinguish the same customers. A draw of the parameters may include factors ({@link
 * factorName}). Horizons then use these factors, and the past uses the estimates.
 *
 * @param model - One with `rateAlive`; others throw.
 * @throws ClvError `usage` for a model that is not exact on a clock.
 * @example
 * const twice = [{ by: "day", days: [Date.UTC(2024, 0, 2) / 86_400_000], factors: [2] }];
 * const observed = { until: Date.UTC(2024, 0, 1), unit: "day", grain: "day" };
 * const [frequency, recency, T] = [Float64Array.of(1), Float64Array.of(3), Float64Array.of(9)];
 * const histories = { length: 1, frequency, recency, T };
 * const future = seasonalModel(bgNbd, twice, observed).future(histories)(bgNbd.example);
 * future.expected(1)[0] === bgNbd.future(histories)(bgNbd.example).expected(2)[0]; // true
 *
 * Watanabe (1964): a Poisson process has a constant rate on the clock of its intensity.
 */
export function seasonalModel(
  model: PurchaseModel,
  season: Season,
  { until, unit, grain }: Observed,
  ofData?: SeasonOfData,
): SeasonalModel {
  requireClock(model);
  const clock = seasonClock(season, grain, until);
  const ageOf = (age: number): number => {
    const first = until - Math.round(inMilliseconds(age, unit));
    return inUnits(clock.between(first, until), unit);
  };
  const measured = new WeakMap<HistoryColumns, Pick<HistoryColumns, "recency" | "T">>();
  const tau = (from: number, to: number): number => inUnits(clock.at(to) - clock.at(from), unit);
  const inTau = <H extends HistoryColumns>(histories: H, now = histories.T): H => {
    if (now !== histories.T) return { ...histories, ...earlier(histories, { until, unit, grain }, now, tau) };
    let ages = measured.get(histories);
    if (ages === undefined) {
      const spans = spansOf(histories, { until, unit, grain });
      const of = ({ from, to, place }: Spans): Float64Array =>
        spread({ values: from.map((begin, k) => tau(begin, to[k])), place });
      ages = { recency: of(spans.recency), T: of(spans.T) };
      measured.set(histories, ages);
    }
    return { ...histories, ...ages };
  };
  const drawn = new WeakMap<Parameters, SeasonClock>();
  const clockOf = (theta: Parameters): SeasonClock => {
    let its = drawn.get(theta);
    if (its === undefined) {
      const own = seasonOf(season, theta);
      its = own === season ? clock : seasonClock(own, grain, until);
      drawn.set(theta, its);
    }
    return its;
  };
  const ahead = (theta: Parameters): ((t: number) => number) => {
    const its = clockOf(theta);
    return (t) => inUnits(its.ahead(until, t * UNIT_MILLISECONDS[unit]), unit);
  };
  return {
    ...model,
    plain: model,
    season,
    calendar: clock,
    ahead,
    inTau,
    ...(ofData && { estimatedBeside: ofData.estimated }),
    start: (data) => model.start(inTau(data)),
    ...(model.limitOf && { limitOf: (data) => model.limitOf!(inTau(data)) }),
    objective: (data) => withConstant(model.objective(inTau(data)), ofData?.logFactors() ?? 0),
    future(histories, often) {
      const of = model.future(inTau(histories), often);
      return (theta) => onClock(of(theta), ahead(theta), unit);
    },
    newcomer(theta) {
      const of = model.newcomer(theta);
      return {
        expected: (t) => of.expected(ageOf(t)),
        discounted: (t, delta) => of.discounted(ageOf(t), delta),
        counts: (t, nMax) => of.counts(ageOf(t), nMax),
      };
    },
  };
}

/** Spans of the calendar, in milliseconds since 1970: the distinct ones, and the place of each history among them. */
interface Spans {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly place: Int32Array;
}

/** The spans of t_x and T of each history. */
type SpansOfAges = Readonly<Record<"recency" | "T", Spans>>;

/** The spans of histories whose ages end with the observation. Each season measures the same ones again. */
const SPANS = new WeakMap<HistoryColumns, { readonly of: Observed; readonly spans: SpansOfAges }>();

function spansOf(histories: HistoryColumns, observed: Observed): SpansOfAges {
  const { until, unit, grain } = observed;
  const kept = SPANS.get(histories);
  if (kept?.of.until === until && kept.of.unit === unit && kept.of.grain === grain) return kept.spans;
  const { length } = histories;
  const [ages, recencies] = [distinct(histories.T, length), distinct(histories.recency, length)];
  // Histories with the same t_x and T share both spans.
  const pair = new Float64Array(length);
  for (let k = 0; k < length; k++) pair[k] = ages.place[k] * recencies.values.length + recencies.place[k];
  const pairs = distinct(pair, length);
  const moment = momentAt(observed);
  const begins = ages.values.map((T) => moment(T, 0));
  const ageOf = (one: number): number => Math.floor(one / recencies.values.length);
  const recencyOf = (one: number): number => recencies.values[one % recencies.values.length];
  const spans: SpansOfAges = {
    T: { from: begins, to: ages.values.map((T) => moment(T, T)), place: ages.place },
    recency: {
      from: pairs.values.map((one) => begins[ageOf(one)]),
      to: pairs.values.map((one) => moment(ages.values[ageOf(one)], recencyOf(one))),
      place: pairs.place,
    },
  };
  SPANS.set(histories, { of: observed, spans });
  return spans;
}

/**
 * The moment, in milliseconds since 1970, at which a customer had a given age: the end of the grain of that age.
 *
 * @returns a function of the age at the end of observation and of the earlier age
 */
function momentAt({ until, unit, grain }: Observed): (now: number, age: number) => number {
  const end = endOf(grain);
  const milliseconds = (age: number): number => Math.round(inMilliseconds(age, unit));
  return (now, age) => end(until - milliseconds(now) + milliseconds(age));
}

/** The ages in τ of histories that end before the observation, at whose end the customers are `now` old. */
function earlier(
  { length, recency, T }: HistoryColumns,
  observed: Observed,
  now: Float64Array,
  tau: (from: number, to: number) => number,
): Pick<HistoryColumns, "recency" | "T"> {
  const moment = momentAt(observed);
  const at = (ages: Float64Array): Float64Array =>
    Float64Array.from({ length }, (_, k) => tau(moment(now[k], 0), moment(now[k], ages[k])));
  return { recency: at(recency), T: at(T) };
}

/** Throws unless a model is exact on the clock of a season. */
export function requireClock(model: PurchaseModel): void {
  if (model.rateAlive !== undefined) return;
  throw new ClvError("usage", {
    where: "--season",
    expected: "a model with Poisson purchases and dropout at purchases: bg-nbd, mbg-nbd or nbd",
    got: model.name,
    wayOut: whyNoSeason(model),
  });
}

/** Why a model has no season, and the way out. */
export function whyNoSeason({ title, name }: Pick<PurchaseModel, "title" | "name">): string {
  const why = /cnbd/.test(name)
    ? "its regular purchases follow calendar time, so a December at twice the rate would also be twice as regular"
    : "its customers leave in calendar time, so a seasonal clock does not give its likelihood";
  return `${title} has no season: ${why}. Leave out --season, or choose --model mbg-nbd.`;
}

/** The season with the factors that a draw of the parameters holds; the same where it holds none. */
function seasonOf(season: Season, theta: Parameters): Season {
  let own = false;
  const drawn = season.map((index, i) => {
    if (index.logCovariance === undefined || theta[factorName(i, 0)] === undefined) return index;
    own = true;
    return { ...index, factors: index.factors.map((_, k) => theta[factorName(i, k)]) };
  });
  return own ? drawn : season;
}

function onClock(future: Future, tau: (t: number) => number, unit: TimeUnit): Future {
  const discount = calendarDiscount(future, tau, UNIT_MILLISECONDS.day / UNIT_MILLISECONDS[unit]);
  return {
    ...future,
    expected: (t) => future.expected(tau(t)),
    ...discount,
    some: (t) => future.some(tau(t)),
    someOf: (k, t) => future.someOf(k, tau(t)),
    none: (t) => future.none(tau(t)),
    counts: (k, state, t, nMax) => future.counts(k, state, tau(t), nMax),
  };
}

/** Adds a constant to a log-likelihood. */
function withConstant(objective: DataObjective, constant: number): DataObjective {
  if (constant === 0) return objective;
  const added = <O extends Objective>(one: O): O => ({
    ...one,
    value: (phi: Float64Array) => one.value(phi) + constant,
    evaluate(phi: Float64Array, out: Evaluation) {
      one.evaluate(phi, out);
      out.value += constant;
    },
  });
  return { ...added(objective), reweighted: (count) => objective.reweighted(count) };
}
