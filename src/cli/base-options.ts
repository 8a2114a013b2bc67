import type { BaseColumnNames } from "../data/base-columns.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { longName, type Options } from "./flags.ts";
import { given } from "./given.ts";

/** The flags with the model's unit and grain, which they may repeat but not contradict. */
export function asFitted(options: Options, { unit, grain }: FittedModel): Options {
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
  return { ...options, unit, grain };
}

/** Purchases that were merged can't be told apart again, nor merged without their dates: the grain must be the model's. */
export function inGrainOf<B extends Pick<CustomerBase, "grain">>({ grain }: FittedModel, base: B, options: Options): B {
  // A file with whole days may have been made by weeks or months: then its grain is taken to be the model's.
  if (base.grain === "day" && options.grain === undefined && (grain === "week" || grain === "month"))
    return { ...base, grain };
  if (base.grain === grain) return base;
  throw new ClvError("usage", {
    where: "customer base, grain",
    expected: `${grain}, as the model was fitted`,
    got: base.grain,
    wayOut: `Make the base again from the log with --grain ${grain}.`,
  });
}

/** The columns of a base as the flags name them. */
export function baseColumnNames({ frequency, recency, age, monetary }: Options): BaseColumnNames {
  return given({ frequency, recency, T: age, monetary_value: monetary });
}

/** Refuses flags that only a log can follow. */
export function refuseLogFlags(options: Options, name: string): void {
  for (const flag of ["date", "value", "from", "until", "split"] as const) {
    if (options[flag] === undefined) continue;
    throw new ClvError("usage", {
      where: `--${flag}`,
      expected: "a log to apply it to",
      got: `${name}, a customer base`,
      wayOut: "Give the log, or leave the flag out.",
    });
  }
}

/** Refuses flags that only a customer base can follow. */
export function refuseBaseFlags(options: Options, name: string): void {
  for (const flag of ["frequency", "recency", "age", "monetary", "frequencyCounts"] as const) {
    if (options[flag] === undefined) continue;
    throw new ClvError("usage", {
      where: `--${longName(flag)}`,
      expected: "a customer base to apply it to",
      got: `${name}, a log, or a base without some of these columns`,
      wayOut: "Leave it out for a log; for a base name the columns of frequency, recency and age.",
    });
  }
}
