/**
 * How far from the truth are the formulas people use? Customers are drawn from known worlds, joining evenly over a log.
 * Each formula's value of a customer in three years from the first purchase is compared with the truth.
 *
 *     study [--sets 40] [--customers 3000] [--out FILE]     runs and prints a table
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bgNbd, gammaGamma } from "../../models/index.ts";
import type { CustomerBase } from "../../src/data/customer-base.ts";
import { fitBase } from "../../src/fit/fit-base.ts";
import type { Parameters } from "../../src/model.ts";
import { type ClassicalCounts, classicalCounts } from "../../src/value/classical-baselines.ts";
import { type Classical, orderOverChurn, orderTimesLifespan } from "../../src/value/classical-formulas.ts";
import { drawLog, type Population } from "./draw-log.ts";

const POPULATIONS: readonly Population[] = [
  { name: "CDNOW parameters", purchase: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 } },
  { name: "frequent, loyal", purchase: { r: 1.2, alpha: 20, a: 0.3, b: 6 } },
  { name: "frequent, leaky", purchase: { r: 1.2, alpha: 5, a: 0.8, b: 2.5 } },
];
const SPEND = { p: 6.25, q: 3.744, v: 15.44 };
const YEAR = 365.25 / 7;
const AHEAD = 3;

const { values: flags } = parseArgs({
  options: {
    sets: { type: "string", default: "40" },
    customers: { type: "string", default: "3000" },
    out: { type: "string" },
  },
});

const rows: Record<string, unknown>[] = [];
for (const population of POPULATIONS) {
  for (const years of [1, 2]) {
    const truth = worth(population.purchase, SPEND);
    const biases: Record<string, number[]> = {};
    for (let set = 0; set < Number(flags.sets); set++) {
      const { base, revenue, halves } = drawLog(population, SPEND, {
        customers: Number(flags.customers),
        years,
        seed: set,
      });
      const counts = classicalCounts({ ...base, revenue }, 1 / YEAR, halves);
      const values = { ...classicalValues(counts, years), "BG/NBD + Gamma-Gamma": await modelValue(base) };
      for (const [name, value] of Object.entries(values)) {
        if ("value" in value) (biases[name] ??= []).push(value.value / truth - 1);
      }
    }
    const table = Object.entries(biases).map(([name, of]) => ({ name, sets: of.length, ...spread(of) }));
    rows.push({ population: population.name, logYears: years, truth, table });
    console.log(`\n${population.name}, log of ${years} ${years === 1 ? "year" : "years"}, truth ${truth.toFixed(1)}\n`);
    console.log("| formula | bias | sd over sets | sets |\n|---|---|---|---|");
    for (const { name, mean, sd, sets } of table) {
      console.log(`| ${name} | ${(100 * mean).toFixed(1)} % | ${(100 * sd).toFixed(1)} | ${sets} |`);
    }
  }
}
if (flags.out) writeFileSync(flags.out, `${JSON.stringify(rows, undefined, 2)}\n`);

/** The truth: expected value of the first purchase and those of three years. */
function worth(purchase: Parameters, spend: Parameters): number {
  return gammaGamma.expectedSpend(spend, 0)!.constant * (1 + bgNbd.newcomer(purchase).expected(AHEAD * YEAR));
}

/** Each formula twice: with the years of the log, as most tutorials have it, and with the years that customers have lived. */
function classicalValues(counts: ClassicalCounts, years: number): Record<string, Classical> {
  const { customers, orders, revenue, yearsLived, repeat, halves } = counts;
  const averageOrder = revenue / orders;
  const lifespan = repeat.customers > 0 ? repeat.lifespans / repeat.customers : undefined;
  const churn = 1 - halves!.both / halves!.first;
  const [perLogYear, perYearLived] = [orders / (customers * years), orders / yearsLived];
  return {
    "order × frequency × lifespan, per year of the log": orderTimesLifespan(averageOrder, perLogYear, lifespan),
    "order × frequency × lifespan, per year lived": orderTimesLifespan(averageOrder, perYearLived, lifespan),
    "order × frequency / churn, per year of the log": orderOverChurn(averageOrder, perLogYear * halves!.years, churn),
    "order × frequency / churn, per year lived": orderOverChurn(averageOrder, perYearLived * halves!.years, churn),
    "repeat buyers × 3 years, per year of the log": { value: (repeat.revenue / repeat.customers / years) * AHEAD },
    "repeat buyers × 3 years, per year lived": { value: (repeat.revenue / repeat.yearsLived) * AHEAD },
    "revenue per customer so far": { value: revenue / customers },
  };
}

/** What the model gives for a new customer; absent where no mean exists. */
async function modelValue(base: CustomerBase): Promise<Classical> {
  const { purchase, spend } = await fitBase(base, bgNbd, gammaGamma);
  const mean = spend && gammaGamma.expectedSpend(spend.parameters, 0)?.constant;
  if (mean === undefined) return { absent: "the mean does not exist" };
  return { value: worth(purchase.parameters, spend!.parameters) };
}

function spread(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) };
}
