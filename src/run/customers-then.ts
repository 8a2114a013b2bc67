import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { indexHistories } from "../data/histories.ts";
import { type LogPeriods, periodClock } from "../data/periods.ts";
import { customersAt } from "../data/sample-customers.ts";
import { DAY, dayOf, inUnits } from "../data/time-unit.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { FitData } from "../fit/fit-base.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { CustomerStates } from "../segments/customer-states.ts";
import { depthOf } from "../segments/customer-states.ts";
import type { Moves } from "../segments/moves.ts";
import type { AheadQuestion, FlowsAhead, MovesAhead } from "../segments/moves-ahead.ts";
import { flowsInOnePeriod, onePeriodAhead } from "../segments/one-period-ahead.ts";
import { orderOfFacts, statesAt } from "../segments/order-of-facts.ts";
import { periodsAhead } from "../segments/periods-ahead.ts";
import type { Scheme } from "../segments/scheme.ts";
import type { Customers, Log, LogReading } from "./customers.ts";
import { jointDraws } from "./draws.ts";
import { fitModels } from "./fit-models.ts";
import type { Run } from "./in-run.ts";
import { summarizeOptions } from "./log-options.ts";
import type { ModelNames } from "./models.ts";
import type { ModelOptions, TimeOptions } from "./options.ts";

/** The customers of a log as known at the end of a period, in memory. */
export interface CustomersThen {
  readonly base: CustomerBase;
  /** The period. */
  readonly now: number;
  readonly states: CustomerStates;
  /** Their states some periods later, if there is a holdout. */
  readonly later?: CustomerStates;
}

/** The options that decide the moments of a forecast of segments. */
export interface Moments {
  readonly options: TimeOptions;
  readonly scheme: Scheme;
  readonly periods: LogPeriods;
}

/** The options of a forecast of segments. */
export interface AheadAsked extends Moments {
  /** Periods ahead. */
  readonly ahead: number;
  readonly options: TimeOptions & ModelOptions;
  /** The number of the last complete period. */
  readonly last: number;
  /** Probability of the intervals. */
  readonly level: number;
  readonly seed: number;
  /** The moves up to the period at whose end the test of the model begins. */
  readonly before: Moves;
}

/**
 * The customers known at the end of a period, their purchases until the end of another, and the facts that determine
 * their segments.
 *
 * @param until the last period of the holdout; none without it
 * @param named whether the ids are needed, which take longest to fetch; see also {@link recognised}
 * @returns the customers in the order of their ids
 */
export async function customersAtEndOf(log: Log, moments: Moments, now: number, until?: number, named = true) {
  const { scheme, periods } = moments;
  const { customers, facts, reading } = await logAtEndOf(log, moments, now, until);
  const data = await customers.fitData();
  const base = await recognised(customers, reading, named);
  const [states, later] = await facts!.states({
    ...{ period: periods.period, grain: reading.grain, known: now, depth: depthOf(scheme) },
    until: until === undefined ? [now] : [now, until],
  });
  const inLog: CustomersThen = { base, now, states: states!, ...(later && { later }) };
  return { data, inLog };
}

/** The places of these customers in an order that does not depend on their ids. */
export function orderOfThen({ base, states, later }: CustomersThen): Uint32Array {
  return orderOfFacts(base, states, ...(later ? [later] : []));
}

/** These customers at some places. */
export function customersThenAt({ base, now, states, later }: CustomersThen, places: Uint32Array): CustomersThen {
  return {
    ...{ base: customersAt(base, places), now, states: statesAt(states, places) },
    ...(later && { later: statesAt(later, places) }),
  };
}

/** The same customers without the facts that determine their segments. */
export async function baseAtEndOf(log: Log, moments: Moments, now: number, until?: number, named = true) {
  const { customers, reading } = await logAtEndOf(log, moments, now, until);
  const data = await customers.fitData();
  return { data, base: await recognised(customers, reading, named), customers };
}

/**
 * The customers with what recognises them on another day: as columns, the days of their first purchases. A return
 * matched to an earlier purchase may cancel the first one, so such a log needs the ids.
 */
function recognised(customers: Customers, { read }: LogReading, named: boolean): Promise<CustomerBase> {
  return named || read.matchedReturns ? customers.inMemory() : customers.columns();
}

/**
 * The customers one step before the moment of the test, with their purchases until then; undefined where the log begins
 * too late.
 */
export async function baseBefore(log: Log, asked: AheadAsked, named = true): Promise<CustomerBase | undefined> {
  const { ahead, last, periods } = asked;
  const split = last - ahead;
  if (split - ahead < periods.first) return undefined;
  const { customers, reading } = await logAtEndOf(log, asked, split - ahead, split);
  return recognised(customers, reading, named);
}

/** The customers of a log at the end of a period, with a holdout up to the end of another period, if given. */
export function logAtEndOf(
  log: Log,
  { options, periods }: Pick<Moments, "options" | "periods">,
  now: number,
  until?: number,
) {
  const clock = periodClock(periods.period);
  const split = until === undefined ? undefined : isoDay(clock.startOf(now + 1));
  const last = isoDay(clock.startOf((until ?? now) + 1) - DAY);
  return log.at(summarizeOptions({ ...options, until: last }, split));
}

/** A model fitted to the customers of a moment, with joint draws of its parameters. */
export interface FittedThen {
  readonly fitted: FittedModel;
  readonly parameters: readonly ParameterDraw[];
}

/**
 * Fits the models of these names to the customers of a moment.
 *
 * @param resample whether the parameters are drawn with resamples of the customers, instead of from the covariance of
 * the fit, which takes no time
 */
export async function fitThen(
  run: Run,
  data: FitData,
  base: CustomerBase,
  names: ModelNames,
  seed: number,
  resample: boolean,
): Promise<FittedThen> {
  const fitted = await run.step("Fitting", () => fitModels(run.threads, data, names));
  const parameters = await run.step("Resampling", () =>
    jointDraws(run.threads.for(base.length), base, fitted, seed, resample),
  );
  return { fitted, parameters };
}

/** The moves that the model expects of each customer of a moment within some periods. */
export function movesExpected(known: CustomersThen, fitted: FittedThen, asked: AheadAsked): MovesAhead {
  const question = questionOf(known, fitted, asked);
  return isOnePeriod(question) ? onePeriodAhead(question) : periodsAhead(question);
}

/** The flows alone. */
export function flowsExpectedOf(known: CustomersThen, fitted: FittedThen, asked: AheadAsked): FlowsAhead {
  const question = questionOf(known, fitted, asked);
  return isOnePeriod(question) ? flowsInOnePeriod(question) : periodsAhead(question);
}

/** Whether the segment depends on the number of purchases in one period alone. */
function isOnePeriod({ ends, scheme }: AheadQuestion): boolean {
  return ends.length === 1 && scheme.valueCuts.length === 0;
}

function questionOf(
  { base, now, states }: CustomersThen,
  { fitted, parameters }: FittedThen,
  { scheme, periods: { period }, ahead, seed }: AheadAsked,
): AheadQuestion {
  const clock = periodClock(period);
  const { unit, purchase, spend, grain } = fitted;
  const { histories, index } = indexHistories(convertBase(base, unit));
  const { monetaryValue } = base;
  const byValue = scheme.valueCuts.length > 0;
  return {
    ...{ scheme, states, now, histories, index, parameters, seed },
    purchase: purchase.model,
    day: dayOf(grain, unit),
    ends: Array.from({ length: ahead }, (_, j) => inUnits(clock.startOf(now + 2 + j) - clock.startOf(now + 1), unit)),
    ...(byValue && spend && monetaryValue && { spend: { model: spend.model, monetaryValue } }),
  };
}
