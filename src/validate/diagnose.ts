import type { Notice } from "../fit/fit-result.ts";
import { roundDigits } from "../math/round-digits.ts";
import { beaten } from "./beaten.ts";
import type { Comparison, Validation } from "./validation.ts";

/** A total that is off by a larger share matters for decisions, not only for the test. */
const MATTERS = 0.05;
/** Coverage below its level by more than this matters. */
const SHORTFALL = 0.03;

/** What a validation says in words: what is off, how much, what to try; worst first. */
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
      message: `Of total ${what}, ${short(expected)} ${what === "value" ? "was" : "were"} expected (${range} at ${percent(coverage.level)}) and ${short(actual)} came${actual > 0 ? `, ${share((expected - actual) / actual)}` : ""}: more than chance and uncertain parameters allow.`,
      advice: matters
        ? "Buying changed after the split, or the model is too simple for these customers: look at the tracking plot for a season or a trend, validate at other splits (--folds 4), and expect totals ahead to be off by as much."
        : "So many customers show even what is small: expect totals ahead to be off by as much.",
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
      message: `The ${percent(level)} outcome intervals of ${what} held ${percent(actualAtLevel)} of the customers (ends weighed for whole numbers).`,
      advice: `Customers are less predictable than the model says: read a ${percent(level)} interval as one of ${percent(actualAtLevel)}, or ask for a higher level.`,
    },
  ];
}

function newcomers({ newCustomers, customers }: Omit<Validation, "notices">): Notice[] {
  if (newCustomers === 0) return [];
  return [
    {
      name: "new-customers",
      severity: "note",
      message: `${newCustomers} customers first bought after the split, beside ${customers} known before it.`,
      advice: "They are in no number here: the model speaks of customers it knows.",
    },
  ];
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(roundDigits(value, 3));
}

function percent(probability: number): string {
  return `${roundDigits(100 * probability, 3)} %`;
}
