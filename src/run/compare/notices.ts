import type { SampleRatio } from "../../compare/sample-ratio.ts";
import type { Notice } from "../../fit/fit-result.ts";
import { counted } from "../../number-words.ts";
import type { LogReading } from "../customers.ts";
import { note, warning } from "../notice.ts";
import { type CompareOptions, FEWEST } from "./asked.ts";
import type { Comparison } from "./compared.ts";
import type { Happened } from "./happened.ts";

/** Below this p the difference in sizes or in the past of groups is not chance. */
const SUSPICIOUS = 0.001;
/** With fewer customers than this an interval is rough. */
const FEW = 30;

/** The oddities of the groups, and the limits of what their differences show. */
export function compareNotices(
  { since, group }: CompareOptions,
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
    notices.push(warning("without-group", `${counted(without, "customer")} without a value in ${group}: left out.`));
  const young = lived ? lived.reduce((sum, alive) => sum + (alive === 0 ? 1 : 0), 0) : 0;
  if (young > 0)
    notices.push(
      note(
        "not-lived",
        `${counted(young, "customer")} made the first purchase less than ${days} days before the end of the log: left out.`,
      ),
    );
  const { newInHoldout } = summary;
  if (newInHoldout > 0 && since !== "first") {
    const text = `The comparison leaves out customers with a first purchase after ${since}, because there is no earlier forecast for them.`;
    notices.push(note("new-after-assignment", text));
  }
  if (ratio.p < SUSPICIOUS) {
    const text = `The sizes of the groups are not the intended ones (p < ${SUSPICIOUS}).`;
    notices.push(
      warning(
        "sample-ratio",
        text,
        "First find out whether one group has lost customers. If other sizes were intended, use --ratio.",
      ),
    );
  }
  const unlike = comparisons.filter(({ balance }) => Object.values(balance ?? {}).some(({ p }) => p < SUSPICIOUS));
  if (unlike.length > 0) {
    const text = `The groups differed even before the assignment: ${unlike.map((one) => one.group).join(", ")}.`;
    notices.push(
      warning("unbalanced", text, "A later difference may be the earlier one; use the adjusted difference."),
    );
  }
  if (comparisons.length > 1) {
    const text = `${comparisons.length} groups are compared with the control: by chance, one p in twenty is below .05.`;
    notices.push(note("several-groups", text));
  }
  const named = sizes.filter(({ group: name, customers: n }) => name !== "" && n > 0);
  const tiny = named.filter(({ customers: n }) => n < FEWEST);
  if (tiny.length > 0) {
    const text = `Groups with fewer than ${FEWEST} customers, not compared: ${namesOf(tiny)}.`;
    notices.push(warning("too-few-customers", text));
  }
  const few = named.filter(({ customers: n }) => n >= FEWEST && n < FEW);
  if (few.length > 0) {
    const text = `Groups with fewer than ${FEW} customers, whose intervals are rough: ${namesOf(few)}.`;
    notices.push(warning("few-customers", text));
  }
  return notices;
}

function namesOf(groups: readonly { readonly group: string }[]): string {
  return groups.map(({ group }) => group).join(", ");
}
