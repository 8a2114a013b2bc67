import { models } from "../../../models/index.ts";
import type { Outcome } from "../outcome.ts";
import { section, table } from "../text/format.ts";

/** `clv models`: the models that can be fitted, by the name that `--model` and `--spend-model` take. */
export async function listModels(): Promise<Outcome> {
  const rows = models.map(({ name, kind, title, source, parameters }) => [
    name,
    kind,
    title,
    parameters.map(({ symbol }) => symbol).join(", "),
    source,
  ]);
  const summary = models.map(({ name, kind, title, source, parameters }) => ({
    name,
    kind,
    title,
    source,
    parameters: parameters.map(({ name, symbol, meaning }) => ({ name, symbol, meaning })),
  }));
  return {
    report: section(
      "Models; of each kind the first is the default",
      table(["name", "of", "", "parameters", "source"], rows, []),
    ),
    summary: { models: summary },
    notices: [],
  };
}
