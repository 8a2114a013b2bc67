/**
 * A log without a split. Which choice of the model is better: BIC on all of it, or BIC on the first part and the log
 * score of the last quarter? The chosen model is fitted to all of the log either way, and forecasts the 39 weeks after
 * it.
 *
 *     made [--sets 25] [--customers 1500]     worlds of each model
 */
import { parseArgs } from "node:util";
import { tournamentData } from "../../src/validate/actual-by-history.ts";
import { tournament } from "../../src/validate/tournament.ts";
import { COMPETING, drawWorld, TRUE_MODELS } from "./worlds.ts";

const { values: flags } = parseArgs({
  options: { sets: { type: "string", default: "25" }, customers: { type: "string", default: "1500" } },
});

const RULES = ["all", "last quarter"] as const;
const total = tallies();
console.log(
  "| true model | repeat purchases, in the last quarter | BIC on all | BIC and the last quarter |\n|---|---|---|---|",
);
for (const truth of TRUE_MODELS) {
  const own = tallies();
  const purchases = { all: 0, last: 0 };
  for (let set = 0; set < Number(flags.sets); set++) {
    const { theta, base, early } = drawWorld(truth, Number(flags.customers), set);
    const data = tournamentData(base);
    const onAll = tournament(data, COMPETING);
    const byAll = tournament({ histories: data.histories }, COMPETING).chosen.fit.model.name;
    const byLast = tournament(tournamentData(early), COMPETING).chosen.fit.model.name;
    const find = (name: string) => onAll.contenders.find(({ fit }) => fit.model.name === name)!;
    const best = find(truth.model.name);
    const future = truth.model.future(data.histories)(theta).expected(data.holdout!.duration);
    const expected = future.reduce((sum, n, k) => sum + n * data.histories.count[k]!, 0);
    purchases.all += base.frequency.reduce((sum, n) => sum + n, 0);
    purchases.last += early.holdout!.frequency.reduce((sum, n) => sum + n, 0);
    for (const [rule, name] of [["all", byAll] as const, ["last quarter", byLast] as const]) {
      const chosen = find(name);
      const asGood =
        Math.abs(chosen.expected! / best.expected! - 1) <= 0.02 && chosen.forecast!.rmse <= best.forecast!.rmse * 1.01;
      for (const tally of [own[rule], total[rule]]) {
        tally.sets++;
        if (chosen === best) tally.found++;
        if (chosen === best || asGood) tally.asGood++;
        tally.off += Math.abs(chosen.expected! / expected - 1);
      }
    }
  }
  const mean = (n: number): string => (n / Number(flags.sets)).toFixed(0);
  console.log(`| ${truth.model.title} | ${mean(purchases.all)}, ${mean(purchases.last)} | ${cells(own)} |`);
}
console.log(`| all | | ${cells(total)} |`);

function tallies() {
  const none = () => ({ sets: 0, found: 0, asGood: 0, off: 0 });
  return { all: none(), "last quarter": none() };
}

function cells(of: ReturnType<typeof tallies>): string {
  return RULES.map((rule) => {
    const { sets, found, asGood, off } = of[rule];
    return [found, asGood, off].map((n) => ((100 * n) / sets).toFixed(1)).join(" · ");
  }).join(" | ");
}
