import { sumRepeatSpend } from "../../data/repeat-spend.ts";
import type { FittedModel } from "../../fit/fitted-model.ts";
import { openOutputs } from "../../io/outputs.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { Session } from "../../sql/session.ts";
import { addIntervals } from "../../sql/steps/add-intervals.ts";
import { beginArranging } from "../../sql/steps/arrange.ts";
import { fetchHistories } from "../../sql/steps/histories.ts";
import { scoreBaseHistories, scoreEngineBase } from "../../sql/steps/score-engine-base.ts";
import { intervalsOf, jointDraws } from "../draw.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { intervalNotices, intervalsInNumbers, reportIntervals } from "../intervals.ts";
import { otherHistories } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import type { BaseFromFile } from "../read-base.ts";
import { reportFiles } from "../report-files.ts";
import { reportScores } from "../report-scores.ts";
import { workersFor } from "../workers.ts";
import { writeRejected } from "../write-rejected.ts";
import type { BaseInDuckdb } from "./base.ts";
import { bringOver } from "./bring-over.ts";
import { beginScores } from "./scores.ts";
import type { Steps } from "./steps.ts";

/** The rest of `clv predict` once the customers lie in DuckDB: scores and whatever is written. */
export async function predictFromBase(
  session: Session,
  steps: Steps,
  read: BaseInDuckdb,
  fitted: FittedModel,
  modelPath: string,
  horizon: Horizon,
  options: Options,
): Promise<Outcome> {
  const { base, files, log, report, rejected, notices } = read;
  const outputs = openOutputs([...files, modelPath], options);
  const data = await steps.step("Grouping histories", () => fetchHistories(session, base));
  const arranging = await beginArranging(session, base);
  const { output, margin, discountRate, interval: level, seed } = options;
  const terms = { horizon, margin, discountRate };
  const byHistory = scoreBaseHistories(data, fitted, terms);
  const { spent } = data;
  const repeatSpend = () => spent && sumRepeatSpend(data.histories.frequency, spent);
  const other = () => otherHistories(data, repeatSpend, fitted);
  const intervals = async (over: BaseFromFile) => {
    const workers = workersFor(over.base.length, options);
    const parameters = await jointDraws(workers, over.base, fitted, seed, (await other()).length === 0);
    return intervalsOf(workers, over.base, fitted, { ...terms, level: level!, seed, parameters });
  };
  const scored = await steps.step("Scoring", () => scoreEngineBase(session, arranging, byHistory));
  const arranged = await arranging.done;
  const over = level === undefined ? undefined : await bringOver(session, steps, read, arranged);
  const ends = over && (await steps.step("Drawing intervals", () => intervals(over)));
  const handed = over && ends ? await addIntervals(session, scored, over.base.customers, ends) : scored;
  const scoring = await beginScores(session, steps, outputs, output, arranged, handed, fitted, options);
  // While DuckDB writes.
  const others = await other();
  const scores = await scoring.done;
  const written = given({ scores: output, rejected: await writeRejected(outputs, options, rejected) });
  await outputs.commit();
  return {
    report: [report, reportScores(scores.numbers), ends && reportIntervals(ends), reportFiles(written)]
      .filter(Boolean)
      .join("\n"),
    summary: {
      ...given({ log }),
      model: { unit: fitted.unit, data: fitted.data },
      scores: scores.numbers,
      ...given({ intervals: ends && intervalsInNumbers(ends) }),
      files: written,
    },
    notices: [...notices, ...others, ...scores.notices, ...intervalNotices(ends, fitted, others.length === 0)],
  };
}
