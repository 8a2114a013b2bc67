import type { CsvTable } from "../../data/csv/table.ts";
import { ClvError } from "../../errors.ts";
import { count } from "../../number-words.ts";

const ROWS = "rows of renewals, churned (and customers)";
const COHORTS =
  "a first column with the name of the cohort, then columns 0, 1, 2, … with the customers after that many renewals";

/** The cohorts of a table of contracts, in either of its two forms. */
export async function cohortsOf(table: CsvTable): Promise<number[][]> {
  const names = table.columns.map((name) => name.trim().toLowerCase());
  const [renewals, churned, customers] = ["renewals", "churned", "customers"].map((name) => names.indexOf(name));
  const isRows = renewals! >= 0 && churned! >= 0;
  const isCohorts = names.length >= 3 && names.slice(1).every((name, t) => name === String(t));
  if (!isRows && !isCohorts) {
    throw new ClvError("data", {
      where: table.name,
      expected: `${COHORTS}; or ${ROWS}`,
      got: table.columns.join(","),
      wayOut:
        "Name the columns like this: cohort,0,1,2 with a row such as 2022,1000,869,743; or renewals,churned with a row such as 3,yes.",
    });
  }
  const cohorts: number[][] = [];
  // The customers who churned at their t-th renewal, and those who remain after it.
  const [churnedAt, activeAt] = [new Map<number, number>(), new Map<number, number>()];
  for await (const { records, rowOf, broken } of table.batches) {
    for (const [k, record] of records.entries()) {
      const where = `${table.name}, row ${rowOf(k)}`;
      if (broken.has(k)) throw new ClvError("data", { where, expected: "whole quotes", got: record.join(",") });
      if (record.every((field) => field.trim() === "")) continue;
      if (isCohorts) cohorts.push(cohortOf(record, where));
      else {
        const t = wholeNumber(record[renewals!], `${where}, renewals`, 1, MOST_RENEWALS);
        const n = customers! >= 0 ? wholeNumber(record[customers!], `${where}, customers`, 0) : 1;
        const at = isYes(record[churned!], `${where}, churned`) ? churnedAt : activeAt;
        at.set(t, (at.get(t) ?? 0) + n);
      }
    }
  }
  for (const [t, n] of churnedAt) cohorts.push([...Array<number>(t).fill(n), 0]);
  for (const [t, n] of activeAt) cohorts.push(Array<number>(t + 1).fill(n));
  return cohorts;
}

/** The customers of a cohort: numbers up to the first empty field. All later fields must be empty. */
function cohortOf(record: readonly string[], where: string): number[] {
  const fields = record.slice(1).map((field) => field.trim());
  const end = fields.findLastIndex((field) => field !== "") + 1;
  const counts = fields.slice(0, end).map((field, t) => wholeNumber(field, `${where}, column ${t}`, 0));
  const falls = counts.every((n, t) => t === 0 || n <= counts[t - 1]!);
  if (counts.length >= 2 && falls) return counts;
  throw new ClvError("data", {
    where,
    expected: "customers at the start and after at least one renewal, in numbers that never rise",
    got: fields.join(","),
    wayOut:
      counts.length < 2
        ? "Leave out a cohort that has had no renewal yet."
        : "A customer who comes back is a new contract.",
  });
}

/** The longest plausible contract: each renewal is a step of the likelihood. */
const MOST_RENEWALS = 10_000;

function wholeNumber(text: string | undefined, where: string, least: number, most?: number): number {
  const field = (text ?? "").trim();
  const value = Number(field);
  if (/^\d+(\.0+)?$/.test(field) && value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER)) return value;
  throw new ClvError("data", {
    where,
    expected:
      most === undefined ? `a whole number of at least ${least}` : `a whole number from ${least} to ${count(most)}`,
    got: field === "" ? "nothing" : field,
  });
}

const YES = new Set(["1", "true", "yes", "y"]);
const NO = new Set(["0", "false", "no", "n"]);

function isYes(text: string | undefined, where: string): boolean {
  const field = (text ?? "").trim().toLowerCase();
  if (YES.has(field)) return true;
  if (NO.has(field)) return false;
  throw new ClvError("data", {
    where,
    expected: "yes or no, true or false, 1 or 0",
    got: field === "" ? "nothing" : field,
  });
}
