import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FittedModel } from "../fit/fitted-model.ts";
import { given } from "../given.ts";
import { modelToJson } from "../io/model-file.ts";
import type { Outputs } from "../io/outputs.ts";

/** The model that was fitted to the customers of a group. */
export interface GroupModel {
  readonly group: string;
  readonly model: FittedModel;
}

const LONGEST = 40;
const OUR_NAME = /^model-[a-z0-9-]+\.json$/;

/**
 * The names of the model files of groups. They have only letters and digits of the word, so that a word can't lead to
 * another folder or be an invalid name. Words with equal names are numbered.
 *
 * @example
 * groupModelNames(["Ads", "ads!", "", "広告"]); // ["model-ads.json", "model-ads-2.json", "model-none.json", "model-group.json"]
 */
export function groupModelNames(words: readonly string[]): string[] {
  const taken = new Set<string>();
  return words.map((word) => {
    const letters = word
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, LONGEST)
      .replace(/^-|-$/g, "");
    const name = letters || (word === "" ? "none" : "group");
    let free = name;
    for (let k = 2; taken.has(free); k++) free = `${name}-${k}`;
    taken.add(free);
    return `model-${free}.json`;
  });
}

/** Writes the models of the groups into the folder of a summary; returns the path of each by its group. */
export async function writeGroupModels(
  outputs: Outputs,
  summary: string,
  models: readonly GroupModel[],
): Promise<ReadonlyMap<string, string>> {
  const folder = dirname(summary);
  const names = groupModelNames(models.map(({ group }) => group));
  for (const [k, { model }] of models.entries()) await outputs.write(join(folder, names[k]!), [modelToJson(model)]);
  for (const stale of await namesOfLastRun(summary)) await outputs.dropOwn(join(folder, stale), "json");
  return new Map(models.map(({ group }, k) => [group, join(folder, names[k]!)]));
}

/** Groups with the paths of their models, where there are files. */
export function withModelFiles<G extends { readonly group: string }>(
  groups: readonly G[],
  files: ReadonlyMap<string, string> | undefined,
): (G & { readonly modelFile?: string })[] {
  return groups.map((group) => ({ ...group, ...given({ modelFile: files?.get(group.group) }) }));
}

/** The names of the group models listed in the summary of the previous run. */
async function namesOfLastRun(summary: string): Promise<string[]> {
  const text = await readFile(summary, "utf8").catch(() => "");
  // Most summaries have no groups, and need not be parsed.
  if (!text.includes('"modelFile"')) return [];
  try {
    const { groups } = JSON.parse(text) as { groups?: { groups?: { modelFile?: unknown }[] } };
    return (groups?.groups ?? []).flatMap(({ modelFile }) => {
      const name = typeof modelFile === "string" ? basename(modelFile) : "";
      return OUR_NAME.test(name) ? [name] : [];
    });
  } catch {
    return [];
  }
}
