import { ClvError } from "../errors.ts";
import { readText } from "../io/input.ts";
import { worthOf } from "../predict/worth.ts";
import { costsBy } from "../value/assign-costs.ts";
import type { Plan } from "../value/plan.ts";
import { planWith } from "../value/plan-flags.ts";
import type { KeptFacts } from "./log-options.ts";
import type { PlanOptions, TermOptions } from "./options.ts";

/** A plan of costs from the user. */
export interface PlanAsked {
  readonly plan: Plan;
  /** Its name in errors: the path of its file. */
  readonly where: string;
}

/** A plan has about a page of numbers. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * The plan of a file or a document, with the numbers from options; undefined if there is neither. A margin alone is not
 * a plan.
 *
 * @throws ClvError `usage` where a number is given twice or is outside its domain, `data` where the file is not JSON
 */
export async function planAsked({
  plan,
  margin,
  costPerOrder,
  acquisitionCost,
}: PlanOptions & TermOptions): Promise<PlanAsked | undefined> {
  if (plan === undefined && costPerOrder === undefined && acquisitionCost === undefined) return undefined;
  const where = typeof plan === "string" ? plan : "plan";
  const numbers = {
    margin: margin === undefined ? undefined : worthOf({ margin }).margin,
    ...{ costPerOrder, acquisitionCost },
  };
  const document = typeof plan === "string" ? await parsed(plan) : plan;
  return { plan: planWith(numbers, document, where), where };
}

/** The plan as {@link planAsked} finds it; a margin alone is a plan here, too. */
export async function planOrMargin(options: PlanOptions & TermOptions): Promise<PlanAsked | undefined> {
  const { margin } = options;
  const asked = await planAsked(options);
  if (asked !== undefined || margin === undefined) return asked;
  return { plan: planWith({ margin: worthOf({ margin }).margin }), where: "plan" };
}

async function parsed(path: string): Promise<unknown> {
  const text = await readText(path, MOST_BYTES);
  try {
    return JSON.parse(text);
  } catch (error) {
    const wayOut = 'The smallest plan is {"format": "clv-plan", "formatVersion": 1, "margin": 0.3}.';
    throw new ClvError("usage", { where: path, expected: "a plan in JSON", got: (error as Error).message, wayOut });
  }
}

/**
 * The options with the demands of the plan: its margin, the columns that it needs, and whether the log must be kept.
 */
export function withPlan<O extends TermOptions & PlanOptions>(options: O, asked: PlanAsked | undefined): O & KeptFacts {
  if (asked === undefined) return options;
  const { plan } = asked;
  return {
    ...options,
    margin: plan.costs.margin,
    firstValue: true,
    words: [...(costsBy(plan).word ? [plan.groupBy!] : [])],
  };
}
