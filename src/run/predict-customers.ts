import { sumRepeatSpend } from "../data/repeat-spend.ts";
import type { FittedModel } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import { scoreNotices } from "../predict/score-notices.ts";
import { worthOf } from "../predict/worth.ts";
import { scoreBaseHistories } from "../sql/steps/score-engine-base.ts";
import { countsOpportunities } from "./base-options.ts";
import type { CustomersFromFile } from "./customers.ts";
import { finiteHistories, finiteNotices } from "./finite-scores.ts";
import type { Run } from "./in-run.ts";
import { endlessOf, intervalNotices } from "./interval-notices.ts";
import { intervalTotals } from "./interval-totals.ts";
import { type DrawnIntervals, drawIntervals } from "./intervals.ts";
import { keptNotices } from "./kept-columns.ts";
import { logNotices } from "./log-notices.ts";
import { otherData } from "./models.ts";
import { netInNumbers, netNotices, requireValued } from "./net-in-numbers.ts";
import type { PredictOptions } from "./options.ts";
import type { PlanAsked } from "./plan.ts";
import type { PredictResult } from "./results.ts";
import { horizonsOf } from "./score-options.ts";
import { type SegmentsAsked, segmentsAtEnd, segmentsInNumbers, segmentWords } from "./segment-column.ts";
import { writeRejected } from "./write-rejected.ts";

/** Scores customers, in memory or in a database, and writes the scores. */
export async function predictCustomers(
  run: Run,
  source: CustomersFromFile,
  fitted: FittedModel,
  options: PredictOptions,
  plan: PlanAsked | undefined,
  segments: SegmentsAsked | undefined,
): Promise<PredictResult> {
  const { customers, reading } = source;
  const { model, output, margin = 1, discountRate = 0, interval: level, seed = 1 } = options;
  const outputs = run.outputs([...source.files, ...(typeof model === "string" ? [model] : [])]);
  const data = await customers.histories();
  await customers.sort();
  const terms = {
    ...horizonsOf(customers.about, options.horizon, countsOpportunities(fitted)),
    margin,
    discountRate,
  };
  const finite = finiteHistories(scoreBaseHistories(data, fitted, terms));
  const scored = await run.step("Scoring", () => customers.score(fitted, finite.byHistory, plan));
  requireValued(plan, scored, reading !== undefined);
  const { spent } = data;
  const other = () => otherData(data, () => spent && sumRepeatSpend(data.histories.frequency, spent), fitted);
  let drawn: DrawnIntervals | undefined;
  const costs = plan && (level !== undefined || segments) ? await customers.costs(plan) : undefined;
  if (level !== undefined) {
    const base = await customers.inMemory();
    const own = (await other()).length === 0;
    drawn = await drawIntervals(run, base, fitted, { ...terms, level, seed, ...given({ costs }) }, own);
    await scored.addIntervals(drawn.intervals, base.customers);
  }
  const cut = segments && (await segmentsAtEnd(customers, source.facts, segments));
  if (cut) await scored.addWords(segmentWords(cut));
  const writing = await scored.write(outputs, output, options.scoreColumns);
  // While the file is written.
  const others = await other();
  const totals = finite.totals();
  const missing = totals.value ? totals.customers - totals.value.customers : 0;
  const best = await writing.best;
  const net = await netInNumbers(plan, scored, writing);
  const own = others.length === 0;
  const asked = { ...terms, seed, own, ...given({ level, costs, draws: drawn?.draws }) };
  const bySegment = cut && (await segmentsInNumbers(run, customers, fitted, cut, asked));
  const scores = { horizon: terms.horizon, ...worthOf(options), ...totals, best, ...given({ net }) };
  const files = given({ scores: output, rejected: await writeRejected(outputs, options, source.rejected) });
  await outputs.commit();
  return {
    ...{
      name: source.name,
      engine: source.engine,
      ...given({ reading }),
      model: fitted,
      scores,
      ...given({ intervals: drawn && intervalTotals(drawn.intervals), segments: bySegment }),
    },
    notices: [
      ...(reading ? logNotices(reading) : []),
      ...keptNotices(options.keep, options.attributes),
      ...others,
      ...scoreNotices(customers.about, fitted, missing),
      ...finiteNotices(finite),
      ...netNotices(plan, scored, net, reading),
      ...(drawn ? [...drawn.notices, ...intervalNotices(endlessOf(drawn.intervals), fitted, own)] : []),
      ...(cut?.notices ?? []),
    ],
    files,
  };
}
