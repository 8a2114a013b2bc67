import { contractsOf, sbgDiscountedLifetime, sbgObjective } from "../../models/index.ts";
import { openCsv } from "../data/csv/table.ts";
import { ClvError } from "../errors.ts";
import { type ContractsFit, fitContracts } from "../fit/fit-contracts.ts";
import type { Notice } from "../fit/fit-result.ts";
import { given } from "../given.ts";
import { contractsCsv } from "../io/contracts-csv.ts";
import { openInput } from "../io/input.ts";
import { VERSION } from "../io/version.ts";
import { type Percentage, worthOf } from "../predict/worth.ts";
import { cohortsOf } from "./contracts/cohorts-of.ts";
import { type CurveRow, retentionCurve } from "./contracts/curve.ts";
import { inRun } from "./in-run.ts";
import { note } from "./notice.ts";
import type { MachineOptions, OutputOptions } from "./options.ts";

/** How contracts are read and written: `output` is a table, or the whole result if its name ends in .json. */
export interface ContractsOptions extends MachineOptions, OutputOptions {
  /** The input where the path is `-`. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Renewals in the curve, an integer ≥ 1; default five more than observed. */
  readonly renewals?: number;
  /** Discount per renewal, not per year; without it there are no discounted lifetimes. */
  readonly discountRate?: number | Percentage;
}

/** What contracts show: the fit of sBG, and the retention curve observed and fitted. */
export interface ContractsResult {
  readonly name: string;
  readonly fit: ContractsFit;
  readonly rows: readonly CurveRow[];
  /** Discounted expected lifetime of a new contract, in periods, with the first one. */
  readonly discountedLifetime?: number;
  readonly notices: readonly Notice[];
  readonly files: { readonly contracts?: string };
}

/** Renewals that the curve goes beyond those observed. */
const BEYOND = 5;

/**
 * Fits sBG to a table of contracts, whose end is observed: the retention curve, and future lifetimes.
 *
 * @param path a CSV file, or `-`. Either one row per cohort with its customers at the start and after each renewal
 * (columns `cohort, 0, 1, 2, …`; empty where not yet observed). Or rows of `renewals, churned` and perhaps `customers`.
 * @throws ClvError `usage` for an option that can't be used, `data` for any other table
 * @example
 * const bytes = new TextEncoder().encode("cohort,0,1,2,3\n2022,1000,869,743,653\n2023,800,690,597,\n");
 * const { rows, fit } = await contracts("-", { stdin: (async function* () { yield bytes; })() });
 * rows[0].due; // 1800
 * fit.converged; // true
 *
 * Fader & Hardie (2007), "How to project customer retention".
 */
export function contracts(path: string, options: ContractsOptions = {}): Promise<ContractsResult> {
  return inRun(options, async (run) => {
    const { output, renewals } = options;
    if (renewals !== undefined && !(Number.isInteger(renewals) && renewals >= 1 && renewals <= 1000)) {
      throw new ClvError("usage", { where: "--renewals", expected: "a whole number from 1 to 1000", got: renewals });
    }
    const { discountRate } = worthOf(given({ discountRate: options.discountRate }));
    const outputs = run.outputs([path]);
    const { name, bytes } = await openInput(path, undefined, options.stdin);
    const observed = contractsOf(await cohortsOf(await openCsv(bytes, { name })));
    const fit = fitContracts(sbgObjective(observed));
    const discounts = discountRate > 0;
    const rows = retentionCurve(
      observed,
      fit,
      renewals ?? observed.length + BEYOND,
      discounts ? discountRate : undefined,
    );
    const found = {
      ...{ name, fit, rows },
      ...(discounts && { discountedLifetime: sbgDiscountedLifetime(fit.parameters, discountRate) }),
      notices: [...fit.notices, ...(discounts ? [] : [UNDISCOUNTED])],
    };
    const result: ContractsResult = { ...found, files: given({ contracts: output }) };
    if (output !== undefined) {
      const document = { writtenBy: `clv ${VERSION}`, ...contractsInNumbers(result) };
      const text = output.endsWith(".json") ? [`${JSON.stringify(document, undefined, 2)}\n`] : contractsCsv(rows);
      await outputs.write(output, text);
    }
    run.signal?.throwIfAborted();
    await outputs.commit();
    return result;
  });
}

const UNDISCOUNTED = note(
  "no-discount",
  "Without --discount-rate there are no discounted lifetimes. Some contracts may never end, so the undiscounted sum may be infinite. The rate is per renewal.",
);

/** The result as written to files. */
export function contractsInNumbers({ name, fit, rows, discountedLifetime }: ContractsResult) {
  return { name, fit, ...given({ discountedLifetime }), curve: rows };
}
