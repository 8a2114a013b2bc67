import { beginArranging } from "../../engine/arrange.ts";
import { fetchHistories, fetchSpendHistories } from "../../engine/histories.ts";
import { openOutputs } from "../../io/outputs.ts";
import type { Horizon } from "../../predict/horizon.ts";
import type { Options } from "../flags.ts";
import { given } from "../given.ts";
import { type ModelInUse, otherHistories } from "../models.ts";
import type { Outcome } from "../outcome.ts";
import { writeRejected } from "../read-log.ts";
import { reportFiles } from "../report-files.ts";
import { reportScores } from "../report-scores.ts";
import { inDuckdb, uncheckedBaseFromFile } from "./base.ts";
import { writeScores } from "./scores.ts";

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
    const { base, files, log, report, rejected, notices } = await uncheckedBaseFromFile(
      session,
      steps,
      path,
      reading,
      fitted,
    );
    const outputs = openOutputs([...files, modelPath]);
    const data = await steps.step("Grouping histories", () => fetchHistories(session, base));
    const arranging = await beginArranging(session, base);
    const { output } = options;
    const scores = await writeScores(session, steps, outputs, output, base, arranging, data, model, horizon, options);
    const values = async () => (base.hasValues ? fetchSpendHistories(session, base, data.histories) : undefined);
    const written = given({ scores: output, rejected: await writeRejected(outputs, output, rejected) });
    await outputs.commit();
    return {
      report: [report, reportScores(scores.numbers), reportFiles(written)].filter(Boolean).join("\n"),
      summary: {
        ...given({ log }),
        model: { unit: fitted.unit, data: fitted.data },
        scores: scores.numbers,
        files: written,
      },
      notices: [...notices, ...(await otherHistories(data, values, fitted)), ...scores.notices],
    };
  });
}

/** Of a file with a header `--columns` names what to write, not what to read. */
function withoutColumns({ columns, ...options }: Options): Options {
  return options.noHeader && columns !== undefined ? { ...options, columns } : options;
}
