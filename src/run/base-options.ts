import type { BaseColumnNames } from "../data/base-columns.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { ClvError } from "../errors.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import type { InputOptions, TimeOptions } from "./options.ts";

/** The options with the unit and grain of the model, which they may repeat but not contradict. */
export function asFitted<O extends TimeOptions>(options: O, { unit, grain }: FittedModel): O {
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

/** Merged purchases can't be parted, and without dates none can be merged: the grain of a base must be that of its model. */
export function inGrainOf<B extends Pick<CustomerBase, "grain">>(
  { grain }: FittedModel,
  base: B,
  options: TimeOptions,
): B {
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

/** The columns of a base as the options name them. */
export function baseColumnNames({ frequency, recency, age, monetary }: InputOptions): BaseColumnNames {
  return given({ frequency, recency, T: age, monetary_value: monetary });
}

/** Refuses options that need a log. */
export function refuseLogFlags(options: InputOptions & TimeOptions & { readonly split?: string }, name: string): void {
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
