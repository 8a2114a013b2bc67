import type { Contender } from "../../src/validate/tournament-result.ts";

/** A rule by which one of the contenders is chosen. */
type Rule = (contenders: readonly Contender[]) => Contender;

/** The rules that were held against each other; the first is that of `tournament`. */
export const RULES: Readonly<Record<string, Rule>> = {
  "BIC and holdout": least(({ fit, forecast }) => fit.bic - 2 * forecast!.logScore),
  BIC: least(({ fit }) => fit.bic),
  "log score of holdout": least(({ forecast }) => -forecast!.logScore),
  RMSE: least(({ forecast }) => forecast!.rmse),
  MAE: least(({ forecast }) => forecast!.mae),
};

function least(cost: (contender: Contender) => number): Rule {
  return (contenders) =>
    contenders.filter(({ behind }) => behind !== undefined).toSorted((a, b) => cost(a) - cost(b))[0]!;
}
