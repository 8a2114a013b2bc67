/**
 * How often does a rule choose the true model, or one that forecasts as well? Worlds are drawn from every model, all models compete on
 * each, and several rules choose from the same table.
 *
 *     study [--sets 200] [--first 0] [--customers 1500] [--out part.json]     runs and prints
 *     study --join part1.json part2.json                                      joins parts and prints
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { tournamentData } from "../../src/validate/actual-by-history.ts";
import { tournament } from "../../src/validate/tournament.ts";
import type { Contender } from "../../src/validate/tournament-result.ts";
import { RULES } from "./rules.ts";
import { COMPETING, drawWorld, TRUE_MODELS } from "./worlds.ts";

/**
 * The models that a rule chose in the worlds of one model. How often it was the true one or one as good, and the error
 * of the totals.
 */
interface Tally {
  sets: number;
  found: number;
  asGood: number;
  /** Σ |total of the choice/total under the true parameters − 1|. */
  off: number;
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sets: { type: "string", default: "200" },
    first: { type: "string", default: "0" },
    customers: { type: "string", default: "1500" },
    out: { type: "string" },
    join: { type: "boolean", default: false },
  },
});

/** A forecast is as good as the true model's if it is within 2 % of its total and 1 % of its RMSE. */
const TOTAL = 0.02;
const SINGLE = 0.01;

const tallies = flags.join ? joined(positionals) : run(Number(flags.first), Number(flags.sets));
if (flags.out) writeFileSync(flags.out, JSON.stringify(tallies));
print(tallies);

function run(first: number, sets: number): Record<string, Record<string, Tally>> {
  const result: Record<string, Record<string, Tally>> = {};
  for (const truth of TRUE_MODELS) {
    const rows: Record<string, Tally> = {};
    result[truth.model.title] = rows;
    for (let set = first; set < first + sets; set++) {
      const { theta, base } = drawWorld(truth, Number(flags.customers), set);
      const data = tournamentData(base);
      const { contenders } = tournament(data, COMPETING);
      const own = contenders.find(({ fit }) => fit.model.name === truth.model.name)!;
      const future = truth.model.future(data.histories)(theta).expected(data.holdout!.duration);
      const total = future.reduce((sum, purchases, k) => sum + purchases * data.histories.count[k]!, 0);
      for (const [rule, choose] of Object.entries(RULES)) {
        const chosen = choose(contenders);
        rows[rule] ??= { sets: 0, found: 0, asGood: 0, off: 0 };
        rows[rule].sets++;
        if (chosen === own) rows[rule].found++;
        if (chosen === own || foretellsAsWell(chosen, own)) rows[rule].asGood++;
        rows[rule].off += Math.abs(chosen.expected! / total - 1);
      }
    }
  }
  return result;
}

function foretellsAsWell(chosen: Contender, own: Contender): boolean {
  return (
    Math.abs(chosen.expected! / own.expected! - 1) <= TOTAL &&
    chosen.forecast!.rmse <= own.forecast!.rmse * (1 + SINGLE)
  );
}

function joined(paths: readonly string[]): Record<string, Record<string, Tally>> {
  const result: Record<string, Record<string, Tally>> = {};
  for (const path of paths) {
    const part = JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, Tally>>;
    for (const [world, rules] of Object.entries(part)) {
      result[world] ??= {};
      for (const [rule, tally] of Object.entries(rules)) {
        const sum = (result[world][rule] ??= { sets: 0, found: 0, asGood: 0, off: 0 });
        for (const key of ["sets", "found", "asGood", "off"] as const) sum[key] += tally[key];
      }
    }
  }
  return result;
}

/**
 * A Markdown table with a row for each true model. Each cell has the counts of the true one and of one as good, and the
 * mean error of the total.
 */
function print(all: Record<string, Record<string, Tally>>): void {
  const rules = Object.keys(RULES);
  console.log(`| true model | worlds | ${rules.join(" | ")} |\n|---|---|${rules.map(() => "---|").join("")}`);
  for (const [world, tally] of Object.entries(all)) {
    const cells = rules.map((rule) => {
      const { sets, found, asGood, off } = tally[rule]!;
      const percent = (n: number): string => ((100 * n) / sets).toFixed(1);
      return `${percent(found)} · ${percent(asGood)} · ${percent(off)}`;
    });
    console.log(`| ${world} | ${tally[rules[0]!]!.sets} | ${cells.join(" | ")} |`);
  }
}
