/** The limits of a model in a file: the quantities that a fit keeps there, and the parameters that stand for the limits. */

import {
  arrayOf,
  type Field,
  nonNegative,
  oneOf,
  optional,
  positive,
  type Read,
  readObject,
  text,
  unexpected,
} from "../data/json-fields.ts";
import { standAt } from "../fit/at-limits.ts";
import type { Estimate, Fit, FitLimit, KeptEstimate } from "../fit/fit-result.ts";
import type { Limit, Parameters } from "../model.ts";

/** Reads the limits at which a fit ended, each with the quantity that it keeps. */
export function limitsOf(limits: readonly Limit[]): Read<FitLimit[]> {
  return arrayOf((field) => {
    const read = readObject<FitLimit>(field, {
      name: oneOf(limits.map(({ name }) => name)),
      kept: optional(readKept) as Read<KeptEstimate>,
    });
    const { keeps } = limits.find(({ name }) => name === read.name)!;
    const { kept } = read;
    const where = `${field.where}: kept`;
    if (kept?.name !== keeps?.name) {
      throw unexpected({ where: `${where}: name`, value: kept?.name }, keeps ? `"${keeps.name}"` : "nothing");
    }
    if (kept && !(kept.value <= keeps!.upper)) {
      throw unexpected({ where: `${where}: value`, value: kept.value }, `a number of at most ${keeps!.upper}`);
    }
    return { ...read, ...(kept && { kept: { ...kept, standardError: kept.standardError } }) };
  });
}

const readKept: Read<KeptEstimate> = (field) =>
  readObject<KeptEstimate>(field, { name: text, value: positive, standardError: optional(nonNegative) });

/** An estimate in a file: without a value where the parameter is at a limit. */
export type EstimateFields = Omit<Estimate, "value"> & { readonly value?: number };

/** The written part of an estimate. A number that stands for a limit is not written. */
export function estimateFields({ limits }: Pick<Fit, "limits">, { value, ...estimate }: Estimate): EstimateFields {
  const { name, ...rest } = estimate;
  return limits && !estimate.identified ? estimate : { name, value, ...rest };
}

/**
 * The parameters of a fit from its file. An older file without limits names them in its notices, and has values near the limits for every
 * parameter.
 */
export function parametersOf(
  field: Field,
  model: { readonly limits: readonly Limit[] },
  { estimates, limits, notices }: Pick<Fit, "limits" | "notices"> & { readonly estimates: readonly EstimateFields[] },
): Parameters {
  const stands: Record<string, number> = {};
  for (const { name, kept } of limits ?? []) {
    const { standFor } = model.limits.find((limit) => limit.name === name)!;
    Object.assign(stands, standFor(kept?.value ?? Number.NaN));
  }
  const parameters = Object.fromEntries(
    estimates.map(({ name, value, identified }, k) => {
      const stand = limits && !identified ? stands[name] : value;
      if (stand === undefined || (limits && !identified && value !== undefined)) {
        const expected = stand === undefined ? "a value, or a limit that stands for it" : "no value at a limit";
        throw unexpected({ where: `${field.where}: estimates[${k}]: value`, value }, expected);
      }
      return [name, stand] as const;
    }),
  );
  if (limits) return parameters;
  const named = (name: string): boolean => notices.some((notice) => notice.name === name);
  return standAt(
    model.limits.filter(({ name }) => named(name)),
    parameters,
  );
}
