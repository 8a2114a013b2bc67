import { bgNbd } from "../../models/bg-nbd/bg-nbd.ts";
import { cnbd } from "../../models/cnbd-k/cnbd-k.ts";
import { gammaGamma } from "../../models/gamma-gamma/gamma-gamma.ts";
import { paretoNbd } from "../../models/pareto-nbd/pareto-nbd.ts";
import { buildSpendHistories, countHistories } from "../../src/data/histories.ts";
import { fit } from "../../src/fit/fit.ts";
import type { Fit } from "../../src/fit/fit-result.ts";
import type { Histories } from "../../src/model.ts";
import type { Case } from "../support/measure.ts";
import { requireOptimum } from "../support/optima.ts";
import { simulatedBase } from "../support/simulated-base.ts";

/** How long a fit is, from columns and from histories, and what histories buy. */
export function fitSuite(customers: number): readonly Case<Fit>[] {
  const base = simulatedBase(customers);
  const histories = countHistories(base);
  // BG/NBD does not need litt, whose sums take as long as the rest of the count.
  const { litt: _, ...columns } = base;
  const runs = customers > 1_000_000 ? 3 : customers > 100_000 ? 7 : 15;
  const label = `${customers.toLocaleString("en")} customers`;
  const work = (name: string, run: () => Fit): Case<Fit> => ({
    name: `${name}, ${label}`,
    runs,
    run,
    check: (result) => requireOptimum(result, customers),
    counters: ({ iterations, evaluations, histories: rows }) => ({ histories: rows, iterations, evaluations }),
  });
  const cases = [
    work("BG/NBD from columns", () => fit(bgNbd, countHistories(columns))),
    work("BG/NBD from histories", () => fit(bgNbd, histories)),
    work("Pareto/NBD from histories", () => fit(paretoNbd, histories)),
    work("BG/CNBD-2 from histories", () => fit(cnbd(2, 0), histories)),
    work("Gamma-Gamma from columns", () => fit(gammaGamma, buildSpendHistories(base)!.histories)),
  ];
  if (customers > 1_000_000) return cases;
  const each: Histories = {
    length: customers,
    frequency: base.frequency,
    recency: base.recency,
    T: base.T,
    count: new Float64Array(customers).fill(1),
  };
  return [...cases, work("BG/NBD, every customer its own history", () => fit(bgNbd, each))];
}
