import type { Horizon } from "../../predict/horizon.ts";
import type { Options } from "../flags.ts";
import type { Outcome } from "../outcome.ts";
import { inDuckdb, uncheckedBaseFromFile } from "./base.ts";

/** `clv predict` of files of any size. */
export function predictInDuckdb(path: string, modelPath: string, horizon: Horizon, options: Options): Promise<Outcome> {
  return inDuckdb(options, async (session, steps) => {
    // The models and what comes after are loaded while DuckDB reads a base; a log is read as the model's was, so that must be known first.
    const rest = import("./predict-from-base.ts");
    const model = import("../models.ts").then(({ readModelToPredict }) => readModelToPredict(modelPath));
    // Whoever awaits it sees the error; until then it is nobody's fault.
    model.catch(() => {});
    const read = await uncheckedBaseFromFile(session, steps, path, withoutColumns(options), model);
    const { predictFromBase } = await rest;
    return predictFromBase(session, steps, read, await model, modelPath, horizon, options);
  });
}

/** Of a file with a header `--columns` names what to write, not what to read. */
function withoutColumns({ columns, ...options }: Options): Options {
  return options.noHeader && columns !== undefined ? { ...options, columns } : options;
}
