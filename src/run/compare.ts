import { type SampleRatio, sampleRatio } from "../compare/sample-ratio.ts";
import type { Notice } from "../fit/fit-result.ts";
import { requireLevel } from "../fit/interval.ts";
import { given } from "../given.ts";
import { VERSION } from "../io/version.ts";
import { worthOf } from "../predict/worth.ts";
import type { OrderTerms } from "../predict/worth-formula.ts";
import type { Engine } from "./choose-engine.ts";
import {
  type CompareOptions,
  costsAsked,
  coversNone,
  FEWEST,
  meantSizes,
  requireGroups,
  windowDays,
} from "./compare/asked.ts";
import { type Comparison, compared } from "./compare/compared.ts";
import { atAssignment, kept, sinceDay, sinceFirst } from "./compare/happened.ts";
import { compareNotices } from "./compare/notices.ts";
import type { Log, LogReading } from "./customers.ts";
import { inRun, type Run } from "./in-run.ts";
import { logNotices } from "./log-notices.ts";
import { withLog } from "./open.ts";
import { LEVEL } from "./score-options.ts";
import { writeRejected } from "./write-rejected.ts";

/** Groups of customers compared. Differences, not effects, unless the assignment was random. */
export interface CompareResult {
  readonly name: string;
  readonly engine: Engine;
  readonly reading: LogReading;
  readonly group: string;
  readonly since: string;
  readonly days: number;
  readonly level: number;
  readonly control: string;
  readonly groups: readonly { readonly group: string; readonly customers: number }[];
  readonly sampleRatio: SampleRatio;
  readonly comparisons: readonly Comparison[];
  readonly notices: readonly Notice[];
  readonly files: { readonly comparison?: string; readonly rejected?: string };
}

/**
 * Compares groups of customers: orders, value and contribution after the assignment, and the value of new customers.
 *
 * @param path as in {@link summarize}
 * @throws ClvError `usage` where a group, a day or a window can't be used, `data` for rows that can't be read
 * @example
 * const { comparisons } = await compare("datasets/cdnow-like/log.csv", {
 *   query: "SELECT *, CASE WHEN CAST(customer_id AS INT) % 2 = 0 THEN 'even' ELSE 'odd' END AS half FROM log",
 *   group: "half",
 *   since: "1997-10-01",
 * });
 * comparisons[0].outcomes.orders.difference.p > 0.1; // true
 */
export function compare(path: string, options: CompareOptions): Promise<CompareResult> {
  return inRun(options, async (run) => {
    const { interval = LEVEL, group } = options;
    requireLevel(interval);
    const days = windowDays(options);
    const costs = await costsAsked(options);
    const reading = { ...options, firstValue: true, words: [group] };
    return withLog(run, path, reading, { keep: true }, (opened, log) => compareLog(opened, log, options, days, costs));
  });
}

async function compareLog(
  run: Run,
  log: Log,
  options: CompareOptions,
  days: number | undefined,
  terms: OrderTerms | undefined,
): Promise<CompareResult> {
  const { group, since, interval: level = LEVEL, seed = 1, output } = options;
  const outputs = run.outputs(log.files);
  const known = await (since === "first" ? log.at(kept(options)) : atAssignment(log, options, days));
  const { customers, reading } = known;
  const words = await customers.words(group);
  const base = await customers.inMemory();
  const happened = since === "first" ? await sinceFirst(known, days!) : await sinceDay(run, base, days);
  const sizes = words.names.map((name) => ({ group: name, customers: 0 }));
  const places = words.names.map((): number[] => []);
  for (let k = 0; k < base.length; k++) {
    if (happened.lived && happened.lived[k] === 0) continue;
    sizes[words.of[k]!]!.customers++;
    places[words.of[k]!]!.push(k);
  }
  if (happened.lived?.every((alive) => alive === 0)) throw coversNone(happened.days);
  const named = sizes.filter(({ group: name, customers: n }) => name !== "" && n > 0);
  requireGroups(named, options);
  const control = options.control ?? named[0]!.group;
  const placesOf = (name: string): number[] => places[words.names.indexOf(name)]!;
  const asked = {
    terms,
    level,
    seed,
    discountRate: worthOf(given({ discountRate: options.discountRate })).discountRate,
  };
  const comparisons: Comparison[] = [];
  for (const { group: name, customers: n } of named) {
    if (name === control || n < FEWEST) continue;
    const sides = [placesOf(control), placesOf(name)] as const;
    comparisons.push(await run.step(`Comparing ${name}`, () => compared(run, base, happened, sides, name, asked)));
  }
  const ratio = sampleRatio(
    named.map(({ customers: n }) => n),
    meantSizes(options, named.length),
  );
  const notices = [
    // The assignment is not a split of the user's.
    ...logNotices(reading).filter(({ name }) => name !== "split"),
    ...compareNotices(options, happened, sizes, ratio, reading, comparisons),
  ];
  const found = {
    ...{ name: log.name, engine: log.engine, reading, group, since, days: happened.days, level, control },
    ...{ groups: named, sampleRatio: ratio, comparisons, notices },
  };
  if (output !== undefined) {
    const document = { writtenBy: `clv ${VERSION}`, ...compareInNumbers({ ...found, files: {} }) };
    await outputs.write(output, [`${JSON.stringify(document, undefined, 2)}\n`]);
  }
  const files = given({ comparison: output, rejected: await writeRejected(outputs, options, log.rejected) });
  await outputs.commit();
  return { ...found, files };
}

/** A comparison as plain data: the content of its file. */
export function compareInNumbers(result: CompareResult) {
  const { name: _, engine: __, reading: ___, files: ____, ...numbers } = result;
  return numbers;
}
