import type { FittedModel } from "../../fit/fitted-model.ts";
import type { ParameterIntervals } from "../../fit/interval.ts";
import { significant } from "../../number-words.ts";
import { section, table } from "./format.ts";

/** Intervals of parameters as text. */
export function reportParameterIntervals(
  intervals: readonly ParameterIntervals[],
  { purchase, spend }: FittedModel,
): string {
  const end = (value: number | undefined): string => (value === undefined ? "no bound" : significant(value));
  const rows = intervals.flatMap(({ parameters }, k) =>
    parameters.map(({ low, high }, i) => [
      (k === 0 ? purchase : spend!).model.parameters[i].symbol,
      end(low),
      end(high),
    ]),
  );
  const level = significant(100 * intervals[0].level, 3);
  return section(
    `Intervals of the parameters at ${level} %, by profile likelihood`,
    table(["", "low", "high"], rows, [1, 2]),
  );
}
