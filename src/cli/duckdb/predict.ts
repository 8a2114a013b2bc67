import { addIntervals } from "../../engine/add-intervals.ts";
import { beginArranging } from "../../engine/arrange.ts";
import { fetchHistories, fetchSpendHistories } from "../../engine/histories.ts";
import { scoreBaseHistories, scoreEngineBase } from "../../engine/score-engine-base.ts";
import { openOutputs } from "../../io/outputs.ts";
import type { Horizon } from "../../predict/horizon.ts";
import { intervalsOf, jointDraws } from "../draw.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { intervalNotices, intervalsInNumbers, reportIntervals } from "../intervals.ts";
import { type ModelInUse, otherHistories } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { reportFiles } from "../report-files.ts";
import { reportScores } from "../report-scores.ts";
import { workersFor } from "../workers.ts";
import { writeRejected } from "../write-rejected.ts";
import { inDuckdb, uncheckedBaseFromFile } from "./base.ts";
import { bringOver } from "./bring-over.ts";
import { beginScores } from "./scores.ts";

/** `clv predict` of files of any size. */
export function predictInDuckdb(
  path: string,
  modelPath: string,
  model: ModelInUse,
  horizon: Horizon,
  options: Options,
): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    const { fitted } = model;
    const reading = withoutColumns(options);
    const read = await uncheckedBaseFromFile(session, steps, path, reading, fitted);
    const { base, files, log, report, rejected, notices } = read;
    const outputs = openOutputs([...files, modelPath]);
    const data = await steps.step("Grouping histories", () => fetchHistories(session, base));
    const arranging = await beginArranging(session, base);
    const { output, margin, discountRate, interval: level, seed } = options;
    const terms = { horizon, margin, discountRate };
    const byHistory = scoreBaseHistories(base, data.histories, fitted, model.purchase, model.spend, terms);
    const arranged = await steps.step("Sorting", () => arranging.done);
    const values = async () => (base.hasValues ? fetchSpendHistories(session, arranged, data.histories) : undefined);
    const other = await otherHistories(data, values, fitted);
    const own = other.length === 0;
    const over = level === undefined ? undefined : await bringOver(session, steps, read, arranged);
    const intervals =
      over &&
      (await steps.step("Drawing intervals", async () => {
        const workers = workersFor(over.base.length, options);
        const parameters = await jointDraws(workers, over.base, model, seed, own);
        return intervalsOf(workers, over.base, model, { ...terms, level: level!, seed, parameters });
      }));
    const scored = await steps.step("Scoring", () => scoreEngineBase(session, arranged, byHistory));
    const handed = over && intervals ? await addIntervals(session, scored, over.base.customers, intervals) : scored;
    const scoring = await beginScores(session, steps, outputs, output, arranged, handed, fitted, options);
    const scores = await scoring.done;
    const written = given({ scores: output, rejected: await writeRejected(outputs, output, rejected) });
    await outputs.commit();
    return {
      report: [report, reportScores(scores.numbers), intervals && reportIntervals(intervals), reportFiles(written)]
        .filter(Boolean)
        .join("\n"),
      summary: {
        ...given({ log }),
        model: { unit: fitted.unit, data: fitted.data },
        scores: scores.numbers,
        ...given({ intervals: intervals && intervalsInNumbers(intervals) }),
        files: written,
      },
      notices: [...notices, ...other, ...scores.notices, ...intervalNotices(intervals, model, own)],
    };
  });
}

/** Of a file with a header `--columns` names what to write, not what to read. */
function withoutColumns({ columns, ...options }: Options): Options {
  return options.noHeader && columns !== undefined ? { ...options, columns } : options;
}
