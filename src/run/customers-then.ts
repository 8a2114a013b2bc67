import { convertBase } from "../data/convert-base.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { buildHistories } from "../data/histories.ts";
import { type LogPeriods, periodClock } from "../data/periods.ts";
import { customersAt } from "../data/sample-customers.ts";
import { DAY, dayOf, inUnits } from "../data/time-unit.ts";
import { isoDay } from "../fit/fingerprint.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import type { ParameterDraw } from "../fit/parameter-draws.ts";
import type { CustomerStates } from "../segments/customer-states.ts";
import { depthOf } from "../segments/customer-states.ts";
import type { Moves } from "../segments/moves.ts";
import type { AheadQuestion, MovesAhead } from "../segments/moves-ahead.ts";
import { onePeriodAhead } from "../segments/one-period-ahead.ts";
import { orderOfFacts, statesAt } from "../segments/order-of-facts.ts";
import { periodsAhead } from "../segments/periods-ahead.ts";
import type { Scheme } from "../segments/scheme.ts";
import type { Log } from "./customers.ts";
import { jointDraws } from "./draws.ts";
import { fitModels } from "./fit-models.ts";
import type { Run } from "./in-run.ts";
import { summarizeOptions } from "./log-options.ts";
import type { ModelNames } from "./models.ts";
import type { ModelOptions, TimeOptions } from "./options.ts";

/** The customers of a log as they were known at the end of a period, in memory, in an order that does not depend on their ids. */
export interface CustomersThen {
  readonly base: CustomerBase;
  /** The period. */
  readonly now: number;
  readonly states: CustomerStates;
  /** Their states some periods later, where there is a holdout. */
  readonly later?: CustomerStates;
}

/** What decides the moments of a look ahead. */
export interface Moments {
  readonly options: TimeOptions;
  readonly scheme: Scheme;
  readonly periods: LogPeriods;
}

/** What a look ahead is asked for. */
export interface AheadAsked extends Moments {
  /** Periods ahead. */
  readonly ahead: number;
  readonly options: TimeOptions & ModelOptions;
  /** The number of the last complete period. */
  readonly last: number;
  /** Probability of the intervals. */
  readonly level: number;
  readonly seed: number;
  /** Whether the parameters are drawn from the covariance of the fits, instead of resampling the customers. */
  readonly quick?: boolean;
  /** The moves up to the period from whose end the model is tested. */
  readonly before: Moves;
}

/**
 * The customers known at the end of a period, and what they did until the end of another.
 *
 * @param until the last period of the holdout; none without it
 */
export async function customersAtEndOf(
  log: Log,
  { options, scheme, periods: { period } }: Moments,
  now: number,
  until?: number,
) {
  const clock = periodClock(period);
  const lastDayOf = (index: number): string => isoDay(clock.startOf(index + 1) - DAY);
  const split = until === undefined ? undefined : isoDay(clock.startOf(now + 1));
  const { customers, facts, reading } = await log.at(
    summarizeOptions({ ...options, until: lastDayOf(until ?? now) }, split),
  );
  const question = { period, grain: reading.grain, known: now, depth: depthOf(scheme) };
  const statesOf = (end: number) => facts!.states({ ...question, until: end });
  const data = await customers.fitData();
  const base = await customers.inMemory();
  const states = await statesOf(now);
  const later = until === undefined ? undefined : await statesOf(until);
  const order = orderOfFacts(base, states, ...(later ? [later] : []));
  const known: CustomersThen = {
    ...{ base: customersAt(base, order), now, states: statesAt(states, order) },
    ...(later && { later: statesAt(later, order) }),
  };
  return { data, known };
}

/** A model fitted to the customers of a moment, with joint draws of its parameters. */
export interface FittedThen {
  readonly fitted: FittedModel;
  readonly parameters: readonly ParameterDraw[];
}

/** Fits the models of these names to the customers of a moment. */
export async function fitThen(
  run: Run,
  { data, known: { base } }: Awaited<ReturnType<typeof customersAtEndOf>>,
  names: ModelNames,
  { seed, quick = false }: Pick<AheadAsked, "seed" | "quick">,
): Promise<FittedThen> {
  const fitted = await run.step("Fitting", () => fitModels(run.threads, data, names));
  const parameters = await run.step("Resampling", () =>
    jointDraws(run.threads.for(base.length), base, fitted, seed, !quick),
  );
  return { fitted, parameters };
}

/** The moves that the model expects of the customers of a moment in so many periods. */
export function movesExpected(
  { base, now, states }: CustomersThen,
  { fitted, parameters }: FittedThen,
  { scheme, periods: { period } }: Moments,
  ahead: number,
  seed: number,
): MovesAhead {
  const clock = periodClock(period);
  const { unit, purchase, spend, grain } = fitted;
  const { histories, index } = buildHistories(convertBase(base, unit));
  const { monetaryValue } = base;
  const byValue = scheme.valueCuts.length > 0;
  const question: AheadQuestion = {
    ...{ scheme, states, now, histories, index, parameters, seed },
    purchase: purchase.model,
    day: dayOf(grain, unit),
    ends: Array.from({ length: ahead }, (_, j) => inUnits(clock.startOf(now + 2 + j) - clock.startOf(now + 1), unit)),
    ...(byValue && spend && monetaryValue && { spend: { model: spend.model, monetaryValue } }),
  };
  return ahead === 1 && !byValue ? onePeriodAhead(question) : periodsAhead(question);
}
