import { ClvError } from "../errors.ts";
import { PLAN_VERSION, type Plan, readPlan } from "./plan.ts";

/** The three numbers of the simple case. */
export interface PlanFlags {
  readonly margin?: number | undefined;
  readonly costPerOrder?: number | undefined;
  readonly acquisitionCost?: number | undefined;
}

/**
 * The plan from flags, or the plan of a file. A number may be given once: in a flag or in the plan.
 *
 * @param document the parsed JSON of the plan; undefined without a file
 * @param where the name of the file, for error messages
 * @throws ClvError `usage` where both give the same number, and as {@link readPlan}
 * @example
 * planWith({ margin: 0.3 }).costs.margin; // 0.3
 */
export function planWith(flags: PlanFlags, document?: unknown, where = "plan"): Plan {
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  if (document === undefined) {
    return readPlan({ format: "clv-plan", formatVersion: PLAN_VERSION, ...Object.fromEntries(given) }, "plan");
  }
  // First read without the flags, so that an error names the file and not the flag.
  const plan = readPlan(document, where);
  const fields = document as Record<string, unknown>;
  for (const [name, value] of given) {
    const row = plan.groups?.find((group) => name in group);
    if (fields[name] === undefined && row === undefined) continue;
    const inPlan = fields[name] ?? (row as unknown as Record<string, unknown>)[name];
    const of = fields[name] === undefined ? ` for the group ${JSON.stringify(row!.group)}` : "";
    throw new ClvError("usage", {
      where: name,
      expected: "a number from only one source",
      got: `${value} beside ${inPlan} in ${where}${of}`,
      wayOut: "Leave out the flag, or remove the number from the plan.",
    });
  }
  return given.length === 0 ? plan : readPlan({ ...fields, ...Object.fromEntries(given) }, where);
}
