import type { Options } from "./flags.ts";

/** Throws when a model that is named is none, before a log is read. The models are loaded only then. */
export async function requireModels({ model, spendModel }: Pick<Options, "model" | "spendModel">): Promise<void> {
  if (model === undefined && spendModel === undefined) return;
  (await import("./models.ts")).chosenModels({ model, spendModel });
}
