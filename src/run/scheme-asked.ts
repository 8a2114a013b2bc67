import { ClvError } from "../errors.ts";
import { readText } from "../io/input.ts";
import { builtInScheme, SCHEMES } from "../segments/built-in-schemes.ts";
import { TIERS_NAME } from "../segments/model-segments.ts";
import { readScheme } from "../segments/read-scheme.ts";
import { readRfmCuts } from "../segments/rfm.ts";
import type { Scheme } from "../segments/scheme.ts";

/** A scheme by name, or from a file of rules. */
export async function schemeAsked(name: string, cuts: string | undefined, where = "--scheme"): Promise<Scheme> {
  if (cuts !== undefined && name !== "rfm") {
    throw new ClvError("usage", { where: "--cuts", expected: `${where} rfm beside it`, got: name });
  }
  const known = SCHEMES.find((one) => one === name);
  if (known !== undefined) return builtInScheme(known, cuts === undefined ? undefined : readRfmCuts(cuts));
  if (!name.endsWith(".json")) {
    throw new ClvError("usage", {
      where,
      expected: `one of ${SCHEMES.join(", ")}, or a file of rules whose name ends in .json`,
      got: name,
      ...(name === TIERS_NAME && {
        wayOut: "Tiers need a model for each time: use clv segments --scheme tiers, or clv value.",
      }),
    });
  }
  const text = await readText(name);
  try {
    return readScheme(JSON.parse(text), name);
  } catch (error) {
    if (error instanceof ClvError) throw error;
    throw new ClvError("usage", { where: name, expected: "JSON", got: (error as Error).message });
  }
}
