import type { SampleRatio } from "../../compare/sample-ratio.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import type { Notice } from "../../fit/fit-result.ts";
import { counted } from "../../number-words.ts";
import type { LogReading } from "../customers.ts";
import { note, warning } from "../notice.ts";
import type { CompareOptions } from "./asked.ts";
import type { Comparison } from "./compared.ts";
import type { Happened } from "./happened.ts";

/** Below this p the difference in sizes or in the past of groups is not chance. */
const SUSPICIOUS = 0.001;
/** With fewer customers than this an interval is rough. */
const FEW = 30;

/** The oddities of the groups, and the limits of what their differences show. */
export function compareNotices(
  { since, group }: CompareOptions,
  base: CustomerBase,
  { days, lived }: Happened,
  sizes: readonly { readonly group: string; readonly customers: number }[],
  ratio: SampleRatio,
  { summary }: LogReading,
  comparisons: readonly Comparison[],
): Notice[] {
  const notices: Notice[] = [
    note(
      "difference",
      "These are differences between groups. They are effects only if customers were assigned at random.",
    ),
  ];
  const without = sizes.find(({ group: name }) => name === "")?.customers ?? 0;
  if (without > 0)
    notices.push(warning("without-group", `${counted(without, "customer")} without a word in ${group}: left out.`));
  const young = lived ? lived.reduce((sum, alive) => sum + (alive === 0 ? 1 : 0), 0) : 0;
  if (young > 0)
    notices.push(
      note("not-lived", `${counted(young, "customer")} had not lived ${days} days by the end of the log: left out.`),
    );
  const { newInHoldout } = summary;
  if (newInHoldout > 0 && since !== "first") {
    const text = `Customers first seen after ${since} are left out: nothing was known of them before.`;
    notices.push(note("new-after-assignment", text));
  }
  if (ratio.p < SUSPICIOUS) {
    const text = `The sizes of the groups are not those that were meant (p ${ratio.p.toExponential(1)}).`;
    notices.push(
      warning("sample-ratio", text, "Look for customers lost on one side before anything else; or say --ratio."),
    );
  }
  const unlike = comparisons.filter(({ balance }) => Object.values(balance ?? {}).some(({ p }) => p < SUSPICIOUS));
  if (unlike.length > 0) {
    const text = `The groups differed before the assignment already: ${unlike.map((one) => one.group).join(", ")}.`;
    notices.push(warning("unbalanced", text, "A difference after it may be the old one; look at the adjusted one."));
  }
  if (comparisons.length > 1) {
    const text = `${comparisons.length} groups are compared with the control: one p in twenty is below .05 by chance.`;
    notices.push(note("several-groups", text));
  }
  if (base.length > 0 && sizes.some(({ customers: n }) => n > 0 && n < FEW)) {
    notices.push(warning("few-customers", `A group has fewer than ${FEW} customers: intervals are rough.`));
  }
  return notices;
}
