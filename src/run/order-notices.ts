import type { Notice } from "../fit/fit-result.ts";
import { note } from "./notice.ts";
import type { InputOptions, TimeOptions } from "./options.ts";

/** Says what lines of an order count as where no grain joins them. */
export function orderNotices({ order, grain }: Pick<InputOptions, "order"> & Pick<TimeOptions, "grain">): Notice[] {
  if (order === undefined || grain !== "none") return [];
  return [
    note(
      "order-lines",
      "With --grain none the lines of an order are one purchase only where they have the same time.",
      "Lines at different times count as purchases each: --grain hour or day joins them.",
    ),
  ];
}
