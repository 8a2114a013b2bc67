import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fit } from "../../src/fit/fit-result.ts";

/** An optimum to 30 digits, as `bench/optimum/` computed it: decimal strings, because a double would not hold them. */
interface Optimum {
  readonly parameters: Readonly<Record<string, string>>;
  readonly logLikelihood: string;
}

/** Parameters and log-likelihood agree with the optimum to this, relatively. */
const AGREEMENT = 1e-9;
/** Largest gradient component per customer. */
const STATIONARY = 1e-9;

let optima: Record<string, Record<string, Optimum>> | undefined;

/** Throws unless a fit to the simulated base is stationary and, where the 30-digit optimum is known, agrees with it. */
export function requireOptimum(fit: Fit, customers: number): void {
  optima ??= JSON.parse(readFileSync(join(process.cwd(), "bench/optimum/optima.json"), "utf8"));
  const label = `${fit.model.name}, ${customers} customers`;
  if (!(fit.gradientNorm <= STATIONARY))
    throw new Error(`${label}: expected a gradient ≤ ${STATIONARY}, got ${fit.gradientNorm}`);
  const known = optima?.[fit.model.name]?.[customers];
  if (!known) return;
  requireClose(`${label}, log-likelihood`, fit.logLikelihood, Number(known.logLikelihood));
  for (const [name, value] of Object.entries(known.parameters)) {
    requireClose(`${label}, ${name}`, fit.parameters[name], Number(value));
  }
}

function requireClose(where: string, got: number, expected: number): void {
  if (!(Math.abs(got - expected) <= AGREEMENT * Math.abs(expected))) {
    throw new Error(`${where}: expected ${expected}, got ${got}`);
  }
}
