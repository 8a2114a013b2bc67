import type { Objective } from "../model/objective.ts";
import { maximize } from "../optimize/newton.ts";
import type { StopReason } from "../optimize/stop-reason.ts";
import { leastInformation, logCovariance } from "./covariance.ts";
import type { Notice } from "./fit-result.ts";

/** A fit to contracts: the chance to churn at a renewal is Beta(α, β) between customers. */
export interface ContractsFit {
  readonly parameters: { readonly alpha: number; readonly beta: number };
  /** Standard errors of α and β; NaN where the data do not determine them. */
  readonly standardErrors: { readonly alpha: number; readonly beta: number };
  /** Covariance of ln α and ln β; absent where the data do not tell them. */
  readonly logCovariance?: readonly [readonly [number, number], readonly [number, number]];
  /** α/(α+β): the share that churns at the first renewal, which is known at a limit too. */
  readonly firstChurn: number;
  readonly logLikelihood: number;
  readonly customers: number;
  readonly stop: StopReason;
  /** Whether α and β are a maximum; a notice says why not. */
  readonly converged: boolean;
  readonly notices: readonly Notice[];
}

/** Information below this in some direction of ln α and ln β counts as none: a standard error above 100. */
const NO_INFORMATION = 1e-4;
/**
 * From this α+β on, customers count as alike: the chances to churn vary by less than 0.1 % of the largest possible
 * variance.
 */
const ALIKE = 1e6;
/** A search that ended without a maximum beyond this α+β was on its way to the limit at which customers are alike. */
const TOWARDS_ALIKE = 1000;

/**
 * Fits the chance to churn to contracts by maximum likelihood, with Newton's method from α = β = 1: Fader & Hardie (2007).
 *
 * @param objective of contracts in (ln α, ln β), such as `sbgObjective(contractsOf(cohorts))`
 * @returns a maximum; or the end of the search with a notice, where all customers are alike (α, β → ∞) or α and β are not identified
 * @example
 * const { parameters } = fitContracts(sbgObjective(contractsOf([[1000, 869, 743, 653, 593, 551, 517, 491]])));
 * parameters.alpha; // 0.668...
 */
export function fitContracts(objective: Objective): ContractsFit {
  const { point, value, hessian, stop } = maximize(objective, new Float64Array(2));
  const [alpha, beta] = [Math.exp(point[0]!), Math.exp(point[1]!)];
  const converged = stop === "stationary" && alpha + beta < ALIKE && leastInformation(hessian, 2) > NO_INFORMATION;
  const covariance = logCovariance(hessian, 2);
  const known = covariance as unknown as NonNullable<ContractsFit["logCovariance"]>;
  const error = (k: number, of: number): number => (converged ? of * Math.sqrt(covariance[k]![k]!) : Number.NaN);
  return {
    parameters: { alpha, beta },
    standardErrors: { alpha: error(0, alpha), beta: error(1, beta) },
    ...(converged && { logCovariance: known }),
    firstChurn: alpha / (alpha + beta),
    logLikelihood: value,
    customers: objective.observations,
    ...{ stop, converged },
    notices: converged ? [] : [whyNot(alpha, beta)],
  };
}

function whyNot(alpha: number, beta: number): Notice {
  const share = `${((100 * alpha) / (alpha + beta)).toPrecision(3)} %`;
  if (alpha + beta > TOWARDS_ALIKE) {
    return {
      name: "contracts-alike",
      severity: "warning",
      message: `No difference between customers is visible: α, β → ∞, and every customer churns at a renewal with a probability of ${share}.`,
      advice: "The predictions are well determined; do not interpret α or β alone.",
    };
  }
  return {
    name: "contracts-not-identified",
    severity: "warning",
    message: `The data identify only the share that churns at the first renewal, ${share}: other values of α and β describe them equally well.`,
    advice: "Observe more renewals: predictions for later renewals depend on values that the data do not determine.",
  };
}
