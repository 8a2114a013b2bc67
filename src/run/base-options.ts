import type { BaseColumnNames } from "../data/base-columns.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import type { BaseOptions } from "../data/read-customer-base.ts";
import { COUNTED, type TimeUnit } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import type { Notice } from "../fit/fit-result.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import type { AboutCustomers } from "./customers.ts";
import { note } from "./notice.ts";
import type { InputOptions, TimeOptions } from "./options.ts";

/** Whether a fitted model counts opportunities, so that ages must be counted. */
export function countsOpportunities({ purchase }: Pick<FittedModel, "purchase">): boolean {
  return purchase.model.clock === "periods";
}

/** Throws where a model counts opportunities, but the command needs a model in continuous time. */
export function requireContinuous(fitted: FittedModel, command: string): void {
  if (!countsOpportunities(fitted)) return;
  throw new ClvError("usage", {
    where: "fitted model",
    expected: `a model in continuous time, because ${command} forecasts days within a ${fitted.unit}`,
    got: `${fitted.purchase.model.name}, which counts every ${fitted.unit} as one opportunity`,
    wayOut: "Fit another model to the log: clv fit log.csv --model auto -o model.json.",
  });
}

/** The options with the unit and grain of the model, which they may repeat but not contradict. */
export function asFitted<O extends TimeOptions>(options: O, fitted: FittedModel): O {
  const { unit, grain, purchase } = fitted;
  const counts = countsOpportunities(fitted);
  if (options.discrete && !counts) {
    throw new ClvError("usage", {
      where: "--discrete",
      expected: "a model that counts opportunities",
      got: purchase.model.name,
      wayOut: "Leave out --discrete: the model was fitted in continuous time.",
    });
  }
  for (const [flag, its] of [
    ["unit", unit],
    ["grain", grain],
  ] as const) {
    const asked = options[flag];
    if (asked !== undefined && asked !== its) {
      throw new ClvError("usage", {
        where: `--${flag}`,
        expected: `${its}, as the model was fitted`,
        got: asked,
        wayOut: "Leave it out, or fit a model with it.",
      });
    }
  }
  return { ...options, unit, grain, ...(counts && { discrete: true }) };
}

/** The time from one opportunity to the next in a base without dates, where no option gives it. */
const UNDATED_OPPORTUNITY: TimeUnit = "year";

/** The note on a base without dates whose opportunities count as years. */
export function undatedNotices(
  { unit, grain, discrete }: TimeOptions,
  { until }: Pick<AboutCustomers, "until">,
  isBase: boolean,
): Notice[] {
  if (!isBase || until !== undefined || !discrete || (unit ?? grain) !== undefined) return [];
  return [
    note(
      "undated-opportunities",
      `The base has no dates: clv takes every opportunity as one ${UNDATED_OPPORTUNITY}. The parameters do not depend on this; horizons and discount rates do.`,
      "If the time between opportunities is different, use --grain day, week or month.",
    ),
  ];
}

/** The options that the reader of a base knows, with the unit and grain of the model. */
export function baseReading(options: InputOptions & TimeOptions, fitted: FittedModel | undefined): BaseOptions {
  const { unit, grain, customer, anyId, frequencyCounts, discrete } = options;
  const counts = fitted ? countsOpportunities(fitted) : discrete;
  const undatedUnit = counts ? (fitted?.unit ?? UNDATED_OPPORTUNITY) : undefined;
  return {
    ...given({ unit, undatedUnit, grain, customer, anyId, frequencyCounts, discrete: counts || undefined }),
    columns: baseColumnNames(options),
  };
}

/**
 * Merged purchases can't be separated, and without dates none can be merged. So the grain of a base must be that of its
 * model.
 */
export function inGrainOf<B extends Pick<CustomerBase, "grain">>(
  { grain }: FittedModel,
  base: B,
  options: TimeOptions,
): B {
  // A file with whole days may have been made with weeks, months or years. Then its grain is taken to be the model's.
  if (base.grain === "day" && options.grain === undefined && COUNTED.includes(grain)) return { ...base, grain };
  if (base.grain === grain) return base;
  throw new ClvError("usage", {
    where: "customer base, grain",
    expected: `${grain}, as the model was fitted`,
    got: base.grain,
    wayOut: `Make the base again from the log with --grain ${grain}.`,
  });
}

/** The columns of a base as the options name them. */
export function baseColumnNames({ frequency, recency, age, monetary }: InputOptions): BaseColumnNames {
  return given({ frequency, recency, T: age, monetary_value: monetary });
}

/** Refuses options that need a log. */
export function refuseLogFlags(options: InputOptions & TimeOptions & { readonly split?: string }, name: string): void {
  for (const flag of ["date", "value", "from", "until", "split", "keep"] as const) {
    if (options[flag] === undefined) continue;
    throw new ClvError("usage", {
      where: `--${flag}`,
      expected: "a log to apply it to",
      got: `${name}, a customer base`,
      wayOut: "Give the log, or leave out the flag.",
    });
  }
}

const BASE_FLAGS = [
  ["frequency", "--frequency"],
  ["recency", "--recency"],
  ["age", "--age"],
  ["monetary", "--monetary"],
  ["frequencyCounts", "--frequency-counts"],
] as const;

/** Refuses options that need a customer base. */
export function refuseBaseFlags(options: InputOptions, name: string): void {
  for (const [option, flag] of BASE_FLAGS) {
    if (options[option] === undefined) continue;
    throw new ClvError("usage", {
      where: flag,
      expected: "a customer base to apply it to",
      got: `${name}, a log, or a base without some of these columns`,
      wayOut: "Leave it out for a log; for a base name the columns of frequency, recency and age.",
    });
  }
}
