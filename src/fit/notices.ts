import type { Histories, Limit, Parameters, PurchaseModel, SpendHistories, SpendModel } from "../model.ts";
import type { Estimate, Notice } from "./fit-result.ts";
import { spendCorrelation } from "./spend-correlation.ts";

/** With fewer repeat buyers per parameter, estimates depend on single customers (Peduzzi et al. 1996). */
const FEW_PER_PARAMETER = 10;
/** With this standard error of ln θ or a larger one, the estimate is good to a factor of e at best. */
const WEAK = 1;

/** The notices on a fit, most important first. */
export function noticesOf(
  model: PurchaseModel | SpendModel,
  data: Histories | SpendHistories,
  parameters: Parameters,
  estimates: readonly Estimate[],
  limits: readonly Limit[],
): Notice[] {
  const notices: Notice[] = limits.map(({ name, message, advice }) => ({ name, severity: "warning", message, advice }));
  const symbol = (name: string) => model.parameters.find((parameter) => parameter.name === name)?.symbol ?? name;
  const weak = estimates.filter(({ logStandardError }) => logStandardError !== undefined && logStandardError > WEAK);
  if (weak.length > 0) {
    notices.push({
      name: "weakly-identified",
      severity: "warning",
      message: `The data hardly determine ${weak.map(({ name }) => symbol(name)).join(", ")}: the standard error is as large as the estimate or larger.`,
      advice: "Use intervals instead of estimates; predictions are affected much less than single parameters.",
    });
  }
  if (model.kind === "spend" && model.expectedSpend(parameters, 0) === undefined) {
    notices.push({
      name: "no-population-mean",
      severity: "warning",
      message: "The estimated distribution of mean values between customers has no mean.",
      advice:
        "The results omit the population mean, and expected values that depend on it. A few extreme values may be the cause.",
    });
  }
  if (model.kind === "spend") notices.push(...correlated(data as SpendHistories));
  const needed = FEW_PER_PARAMETER * model.parameters.length;
  const buyers = repeatBuyers(data);
  if (buyers > 0 && buyers < needed) {
    notices.push({
      name: "few-repeat-buyers",
      severity: "warning",
      message: `Few customers have bought again: ${buyers}, for ${model.parameters.length} parameters.`,
      advice: `Estimates from fewer than ${needed} repeat buyers depend on a few customers. Observe a longer time or more customers.`,
    });
  }
  return notices;
}

/** Sizes of a correlation and their words (Cohen 1988). */
const SIZES = [
  { least: 0.5, word: "strongly", severity: "warning" },
  { least: 0.3, word: "clearly", severity: "warning" },
  { least: 0.1, word: "slightly", severity: "note" },
] as const;
/** A notice needs a correlation that chance alone exceeds less than once in a hundred times: |ρ|√(n−1) above this. */
const CHANCE = 2.576;

/** The notice where mean value and frequency are correlated: the spend model assumes that they are independent. */
function correlated(data: SpendHistories): Notice[] {
  const rho = spendCorrelation(data) ?? 0;
  const size = SIZES.find(({ least }) => Math.abs(rho) >= least);
  if (!size || !(Math.abs(rho) * Math.sqrt(repeatBuyers(data) - 1) > CHANCE)) return [];
  const more = rho > 0 ? "more" : "less";
  return [
    {
      name: "spend-correlated",
      severity: size.severity,
      message: `Customers who buy more often spend ${size.word} ${more} per purchase: rank correlation ${rho.toFixed(2)}.`,
      advice: `The spend model assumes that the two are independent. It tends to ${rho > 0 ? "under" : "over"}estimate the values of frequent buyers, and to ${rho > 0 ? "over" : "under"}estimate those of rare buyers.`,
    },
  ];
}

function repeatBuyers({ length, frequency, count }: Histories | SpendHistories): number {
  let buyers = 0;
  for (let i = 0; i < length; i++) if (frequency[i] > 0) buyers += count[i];
  return buyers;
}
