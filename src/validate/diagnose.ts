import type { Notice } from "../fit/fit-result.ts";
import { roundDigits } from "../math/round-digits.ts";
import { beaten } from "./beaten.ts";
import type { Comparison, Validation } from "./validation.ts";

/** A larger relative error of a total matters for decisions, not only for the test. */
const MATTERS = 0.05;
/** Coverage that is lower than its level by more than this matters. */
const SHORTFALL = 0.03;

/** The notices of a validation: each fault, its size and a remedy; worst first. */
export function diagnose(validation: Omit<Validation, "notices">): Notice[] {
  const { purchases, value } = validation;
  return [
    ...totalOff("purchases", purchases),
    ...beaten("purchases", purchases),
    ...tooNarrow("purchases", purchases),
    ...(value ? [...totalOff("value", value), ...beaten("value", value), ...tooNarrow("value", value)] : []),
    ...newcomers(validation),
  ];
}

function totalOff(what: "purchases" | "value", { total, coverage }: Comparison): Notice[] {
  const { actual, expected, outcome } = total;
  if (actual >= outcome.low && actual <= outcome.high) return [];
  const share = (number: number): string => `${number > 0 ? "+" : "−"}${Math.abs(100 * number).toFixed(1)} %`;
  const range = `${short(outcome.low)} to ${short(outcome.high)}`;
  const matters = !(Math.abs(expected - actual) <= MATTERS * actual);
  return [
    {
      name: `${what}-total-off`,
      severity: matters ? "warning" : "note",
      message: `Total ${what}: expected ${short(expected)} (${range} at ${percent(coverage.level)}), actual ${short(actual)}${actual > 0 ? `, error ${share((expected - actual) / actual)}` : ""}. The difference is larger than chance and uncertain parameters explain.`,
      advice: matters
        ? "Buying changed after the split, or the model is too simple for these customers. Look for a season or a trend in the tracking plot, validate at other splits (--folds 4), and expect similar errors in future totals."
        : "With this many customers even a small error is visible. Expect similar errors in future totals.",
    },
  ];
}

function tooNarrow(what: "purchases" | "value", { coverage }: Comparison): Notice[] {
  const { level, actualAtLevel } = coverage;
  if (actualAtLevel >= level - SHORTFALL) return [];
  return [
    {
      name: `${what}-intervals-too-narrow`,
      severity: "warning",
      message: `The ${percent(level)} outcome intervals of ${what} cover the actual number of ${percent(actualAtLevel)} of the customers (ends weighted for whole numbers).`,
      advice: `Customers are less predictable than the model assumes: read a ${percent(level)} interval as one of ${percent(actualAtLevel)}, or choose a higher level.`,
    },
  ];
}

function newcomers({ newCustomers, customers }: Omit<Validation, "notices">): Notice[] {
  if (newCustomers === 0) return [];
  return [
    {
      name: "new-customers",
      severity: "note",
      message: `${newCustomers} customers first bought after the split; ${customers} were known before it.`,
      advice: "The numbers here leave them out, because the model forecasts known customers only.",
    },
  ];
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(roundDigits(value, 3));
}

function percent(probability: number): string {
  return `${roundDigits(100 * probability, 3)} %`;
}
