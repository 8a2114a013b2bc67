import { fixed } from "../../number-words.ts";
import { BAND } from "../../run/contracts/curve.ts";
import type { ContractsResult } from "../../run/contracts.ts";
import { list, section, table, withError } from "./format.ts";

const percent = (share: number | undefined): string => (share === undefined ? "" : `${fixed(100 * share, 1)} %`);
const between = (low: number | undefined, high: number | undefined): string =>
  low === undefined || high === undefined ? "" : `${fixed(100 * low, 1)} to ${fixed(100 * high, 1)}`;
const count = (n: number | undefined): string => (n === undefined ? "" : n.toLocaleString("en"));

/** The fit of contracts and their retention curve. */
export function reportContracts({ name, fit, rows, discountedLifetime }: ContractsResult): string {
  const { parameters, standardErrors, converged, customers, firstChurn, logLikelihood } = fit;
  const estimates = (["alpha", "beta"] as const).map((key) => {
    const symbol = key === "alpha" ? "α" : "β";
    return converged ? [symbol, ...withError(parameters[key], standardErrors[key])] : [symbol, "not identified", ""];
  });
  const facts: [string, string][] = [
    ["contracts", count(customers)],
    ["churn at the first renewal", percent(firstChurn)],
    ["log-likelihood", fixed(logLikelihood, 4)],
  ];
  if (discountedLifetime !== undefined) {
    facts.push([
      "discounted lifetime of a new contract",
      `${fixed(discountedLifetime, 3)} periods, including the first`,
    ]);
  }
  const lifetimes = discountedLifetime === undefined ? [] : ["discounted residual lifetime"];
  const curve = rows.map((row) => [
    ...[String(row.renewal), count(row.due), percent(row.observed)],
    ...[percent(row.retention), between(row.retentionLow, row.retentionHigh)],
    ...[percent(row.survival), between(row.survivalLow, row.survivalHigh)],
    ...(row.residual === undefined ? [] : [fixed(row.residual, 3)]),
  ]);
  const band = `${100 * BAND} % band`;
  const head = ["renewal", "due", "observed retention", "retention", band, "still customers", band, ...lifetimes];
  return [
    section(`Contracts of ${name}: sBG model, churn probability at a renewal ~ Beta(α, β)`, list(facts)),
    section("The chance to churn", table(["", "estimate", "std. error"], estimates, [1, 2])),
    section(
      "Retention rises because customers with a high chance to churn leave first",
      table(head, curve, [0, 1, 2, 3, 4, 5, 6, 7]),
    ),
  ].join("\n");
}
