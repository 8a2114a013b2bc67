import { DAY, type Grain, HOUR } from "../../data/time-unit.ts";
import type { Dialect } from "../dialect.ts";
import type { ZoneSql } from "./zone-sql.ts";

const MONDAY = -3; // 1970-01-01 was a Thursday.

/** Start of the grain that holds an instant, in ticks since 1970: `grainClock` in SQL. */
export function startSql(dialect: Dialect, grain: Grain, instant: string, { toCalendar }: ZoneSql): string {
  const { integer, long } = dialect.types;
  // A double holds both operands. The quotient of the last millisecond of a day is 1e-8 below the next day, far more than a rounding error.
  const day = `CAST(floor(${toCalendar(instant)} / ${dialect.double(DAY)}) AS ${integer})`;
  switch (grain) {
    case "none":
      return instant;
    case "hour": {
      const calendar = toCalendar(instant);
      const hours = `CAST(floor(${calendar} / ${dialect.double(HOUR)}) AS ${long})`;
      return `(${instant} - (${calendar} - ${hours} * ${HOUR}))`;
    }
    case "day":
      return day;
    case "week":
      return `(${day} - ((${day} - ${MONDAY}) % 7 + 7) % 7)`;
    case "month":
    case "year":
      return dialect.firstDay(grain, day);
  }
}
