import { requireNonNegative, requirePositive } from "../../src/errors.ts";
import type { Parameter, Parameters } from "../../src/model.ts";

const parameter = (name: string, symbol: string, meaning: string): Parameter => ({
  ...{ name, symbol, meaning, link: "log" as const },
  ...{ timePower: 0, moneyPower: 0 },
});

/** The parameters of BG/BB, in the order of every gradient, Hessian and covariance. */
export const parameters: readonly Parameter[] = [
  parameter("alpha", "α", "first shape of the purchase probability p ~ Beta(α, β)"),
  parameter("beta", "β", "second shape of p ~ Beta(α, β)"),
  parameter("gamma", "γ", "first shape of the dropout probability θ ~ Beta(γ, δ)"),
  parameter("delta", "δ", "second shape of θ ~ Beta(γ, δ)"),
];

/** Throws unless α, δ > 0 and β, γ ≥ 0; β or γ = 0 stands for a limit of the model. */
export function requireParameters({ alpha, beta, gamma, delta }: Parameters): void {
  requirePositive("alpha", alpha);
  requireNonNegative("beta", beta);
  requireNonNegative("gamma", gamma);
  requirePositive("delta", delta);
}
