import type { Notice } from "../fit/fit-result.ts";
import { roundDigits } from "../math/round-digits.ts";
import { count, counted } from "../number-words.ts";
import { beaten } from "./beaten.ts";
import { evidenceBefore, groupAtFault } from "./cause.ts";
import type { Comparison, Validation } from "./validation.ts";

/** A larger relative error of a total matters for decisions, not only for the test. */
const MATTERS = 0.05;
/** Coverage that is lower than its level by more than this matters. */
const SHORTFALL = 0.03;

/** The notices of a validation: each fault, its size and a remedy. Faults of totals come first, those of single customers last. */
export function diagnose(validation: Omit<Validation, "notices">): Notice[] {
  const { purchases, value, returns, tracking } = validation;
  return [
    ...totalOff("purchases", purchases, () => [groupAtFault(purchases), evidenceBefore(tracking)]),
    ...(value ? totalOff("value", value, () => [ofPurchases(value, purchases), groupAtFault(value)]) : []),
    ...beaten("purchases", purchases),
    ...(value ? beaten("value", value) : []),
    ...goneCameBack(returns),
    ...tooNarrow("purchases", purchases),
    ...(value ? tooNarrow("value", value) : []),
    ...newcomers(validation),
  ];
}

/** Below this P(alive) a customer counts as gone. */
const GONE = 0.2;

/**
 * Whether more of the customers with a low P(alive) came back than the model expects. The bins are tested together: a
 * share above the interval of the count is not chance.
 */
function goneCameBack(returns: Validation["returns"]): Notice[] {
  const gone = returns.filter(({ to }) => to <= GONE);
  const customers = gone.reduce((sum, bin) => sum + bin.customers, 0);
  const returned = gone.reduce((sum, bin) => sum + bin.returned, 0);
  const mean = (of: "expected" | "alive") => gone.reduce((sum, bin) => sum + bin.customers * bin[of], 0) / customers;
  // The normal deviate of a count against its expectation, at one in a hundred.
  const [expected, alive] = [mean("expected"), mean("alive")];
  if (!(returned - customers * expected > 2.326 * Math.sqrt(customers * expected * (1 - expected)))) return [];
  return [
    {
      name: "gone-came-back",
      severity: "warning",
      message: `Of ${counted(customers, "repeat buyer")} with P(alive) below ${percent(GONE)}, ${percent(returned / customers)} bought after the split. The model expected ${percent(expected)}; their mean P(alive) is ${percent(alive)}.`,
      advice:
        returned > customers * alive
          ? "P(alive) is too low at its low end: do not write a customer off because of it."
          : "Customers with a low P(alive) buy more than the model expects: do not write a customer off because of P(alive).",
    },
  ];
}

/** The notice of a total, with the clauses of its cause if the error is large. */
function totalOff(
  what: "purchases" | "value",
  { total, coverage }: Comparison,
  causes: () => readonly (string | undefined)[],
): Notice[] {
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
        ? [...causes(), "Expect similar errors in future totals, and validate at other splits (--folds 4)"]
            .filter((clause) => clause !== undefined)
            .map((clause) => `${clause}.`)
            .join(" ")
        : "With this many customers even a small error is visible. Expect similar errors in future totals.",
    },
  ];
}

/** Whether a value is off because of the number of purchases or because of the value of a purchase, as a clause. */
function ofPurchases({ total: value }: Comparison, { total: purchases }: Comparison): string {
  if (purchases.actual === 0) return "The number of purchases accounts for it";
  const each = value.actual / value.expected / (purchases.actual / purchases.expected) - 1;
  if (Math.abs(each) <= MATTERS) {
    return "The number of purchases accounts for it: the value of a purchase was as expected";
  }
  const brought = `purchase brought ${percent(Math.abs(each))} ${each > 0 ? "more" : "less"} than expected`;
  const alike = each * (purchases.actual - purchases.expected) > 0;
  return alike && Math.abs(purchases.actual - purchases.expected) > MATTERS * purchases.actual
    ? `The number of purchases accounts for a part of it, and a ${brought}`
    : `A ${brought}`;
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
      message: `${counted(newCustomers, "customer")} first bought after the split; ${count(customers)} were known before it.`,
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
