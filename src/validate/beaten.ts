import type { Notice } from "../fit/fit-result.ts";
import { roundDigits } from "../math/round-digits.ts";
import type { Comparison, PredictorResult } from "./validation.ts";

/** A smaller advantage in the Gini coefficient, or in the share of the top decile, counts as chance. */
const RANKS_BETTER = 0.02;
/** A larger relative error of a total matters for decisions. */
const TOTAL_MATTERS = 0.05;

/**
 * Whether a rule competes: it must expect some purchase. The rule that no customer ever comes back has the least squared error where
 * purchases are rare, but it helps no decision.
 */
export function competes({ total }: PredictorResult): boolean {
  return total > 0;
}

/**
 * The rules that did better than the model. Each question has its own measure: Gini coefficient and top decile for the order of
 * customers, the error for the total, the squared error for the number of a single customer.
 */
export function beaten(what: "purchases" | "value", { predictors }: Comparison): Notice[] {
  const [model, ...others] = predictors;
  const rules = others.filter(competes);
  const ranking = best(
    rules.filter((rule) => ranksBetter(rule, model)),
    (rule) => -rule.gini!,
  );
  return [
    ...(ranking ? [beatenInRanking(what, model, ranking)] : []),
    ...beatenInTotal(what, model, rules),
    ...beatenByCustomer(what, model, rules, ranking !== undefined),
  ];
}

/** Both measures of ranking must agree, and one must matter. A rule that gives all customers the same number has no order. */
function ranksBetter(rule: PredictorResult, model: PredictorResult): boolean {
  if (rule.rankCorrelation === undefined || rule.gini === undefined || rule.topDecileFound === undefined) return false;
  const [gini, found] = [rule.gini - (model.gini ?? 0), rule.topDecileFound - (model.topDecileFound ?? 0)];
  return gini > 0 && found > 0 && Math.max(gini, found) > RANKS_BETTER;
}

function beatenInRanking(what: string, model: PredictorResult, rule: PredictorResult): Notice {
  return {
    name: `${what}-ranking-beaten`,
    severity: "warning",
    message: `The rule "${rule.title}" ranked the customers by ${what} better than the model: Gini ${two(rule.gini)} against ${two(model.gini)}, ${share(rule.topDecileFound)} of the true top decile found, against ${share(model.topDecileFound)}.`,
    advice:
      "Do not rank or target customers with the model before you know the reason: check grain, customer ids, returns and the split.",
  };
}

function beatenInTotal(what: string, model: PredictorResult, rules: readonly PredictorResult[]): Notice[] {
  const off = ({ totalError }: PredictorResult): number => Math.abs(totalError ?? Number.POSITIVE_INFINITY);
  if (!(off(model) > TOTAL_MATTERS && off(model) < Number.POSITIVE_INFINITY)) return [];
  const rule = best(
    rules.filter((other) => off(other) < off(model) / 2),
    off,
  );
  if (!rule) return [];
  return [
    {
      name: `${what}-total-beaten`,
      severity: "note",
      message: `The rule "${rule.title}" came closer to the total of ${what} than the model: ${signed(rule.totalError!)} against ${signed(model.totalError!)}.`,
      advice: "One total is one observation: validate at other splits (--folds 4) before you take the rule's total.",
    },
  ];
}

function beatenByCustomer(
  what: string,
  model: PredictorResult,
  rules: readonly PredictorResult[],
  ranksWorse: boolean,
): Notice[] {
  const rule = best(
    rules.filter(({ rmse }) => rmse < model.rmse),
    ({ rmse }) => rmse,
  );
  if (!rule) return [];
  const ranks = model.gini !== undefined && model.gini > 0 && !ranksWorse;
  return [
    {
      name: `${what}-beaten`,
      severity: "warning",
      message: `The rule "${rule.title}" came closer to the ${what} of single customers than the model: RMSE ${three(rule.rmse)} against ${three(model.rmse)}.`,
      advice: ranks
        ? `The model still ranks the customers best (Gini ${two(model.gini)}, ${share(model.topDecileFound)} of the true top decile found, where chance finds 10 %). Rank with it, but do not rely on the number of a single customer.`
        : "Do not rely on the number of a single customer before you know the reason: check grain, customer ids, returns and the split.",
    },
  ];
}

/** The element with the least `cost`; undefined for an empty list. */
function best(rules: readonly PredictorResult[], cost: (rule: PredictorResult) => number): PredictorResult | undefined {
  return rules.toSorted((a, b) => cost(a) - cost(b))[0];
}

function two(value: number | undefined): string {
  return value === undefined ? "none" : value.toFixed(2).replace("-", "−");
}

function three(value: number): string {
  return String(roundDigits(value, 3));
}

function share(value: number | undefined): string {
  return value === undefined ? "none" : `${(100 * value).toFixed(0)} %`;
}

function signed(error: number): string {
  return `${error > 0 ? "+" : "−"}${Math.abs(100 * error).toFixed(1)} %`;
}
