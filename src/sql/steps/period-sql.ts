import type { Period } from "../../data/periods.ts";
import type { Dialect } from "../dialect.ts";

/** Days from 1970-01-01 back to a Monday. */
const MONDAY = -3;

/** The number of the period that holds a day, which must be a column: `periodClock` in SQL. */
export function periodSql(dialect: Dialect, period: Period, day: string): string {
  switch (period) {
    case "week":
      return below(dialect, `(${day} - (${MONDAY}))`, 7);
    case "month":
      return dialect.monthNumber(day);
    case "quarter":
      return below(dialect, dialect.monthNumber(day), 3);
  }
}

/** The quotient of whole numbers, rounded down below 0 too. */
function below(dialect: Dialect, dividend: string, divisor: number): string {
  return `(${dialect.quotient(`(${dividend} - (${dividend} % ${divisor} + ${divisor}) % ${divisor})`, divisor)})`;
}
