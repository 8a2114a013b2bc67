import { fileColumns } from "../../predict/score-sheet.ts";
import type { OutputColumn } from "../output.ts";
import type { EngineBase } from "./engine-base.ts";
import type { EngineScores } from "./score-engine-base.ts";

/** A column of a base or of scores: its name in files and its name in the relation. */
function number(name: string, sql = name): OutputColumn {
  return { name, sql, kind: "number" };
}

const ID: OutputColumn = { name: "customer_id", sql: "customer_id", kind: "text" };

/** The columns of a base, as `customerBaseCsv` writes them. */
export function baseOutputColumns({ hasValues, hasLitt, dates, grain, holdout }: EngineBase): OutputColumn[] {
  const instants = grain === "hour" || grain === "none";
  const date = (name: string, sql: string): OutputColumn => {
    const tick = dates!.tick;
    return instants ? { name, sql: `${sql} * ${tick}`, kind: "instant" } : { name, sql, kind: "date" };
  };
  return [
    ID,
    number("frequency"),
    number("recency"),
    number("T", '"T"'),
    ...(hasValues ? [number("monetary_value")] : []),
    ...(hasLitt ? [number("litt")] : []),
    ...(dates ? [date("first_date", '"first"'), date("last_date", '"last"')] : []),
    ...(holdout ? [number("frequency_holdout")] : []),
    ...(holdout && hasValues ? [number("monetary_value_holdout")] : []),
    ...(holdout ? [number("duration_holdout", `CAST('${holdout.duration}' AS DOUBLE)`)] : []),
  ];
}

/** The existing columns of scores, as `scoresCsv` writes them. */
export function scoreOutputColumns({ columns, labels }: EngineScores): OutputColumn[] {
  return [
    ID,
    ...fileColumns(labels)
      .filter(({ name }) => columns.includes(name))
      .map(({ name }) => number(name)),
  ];
}
