import type { SummarizeOptions } from "../../data/summarize.ts";
import { tickOf } from "../../data/time-unit.ts";
import type { CustomerStates, StatesQuestion } from "../../segments/customer-states.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import { stepOf } from "./base-step.ts";
import { type BaseStep, grainsSql } from "./grains-sql.ts";
import type { KeptLog } from "./log-reader.ts";
import { periodSql } from "./period-sql.ts";

/** `statesOf` the customers of a kept log under these bounds. */
export async function keptStates(
  session: Session,
  { reader, rows }: KeptLog,
  question: StatesQuestion,
  bounds: SummarizeOptions,
): Promise<CustomerStates[]> {
  const columns = await session.doubles(statesSql(session.dialect, stepOf(reader, rows, bounds), question));
  const width = 3 + question.depth;
  return question.until.map((_, k) => {
    const [last, orders, spent, ...slots] = columns.slice(k * width, (k + 1) * width) as Triple;
    // A column of doubles has no NULL here.
    return {
      ...{ length: last.length, last, orders, spent },
      slots: slots.map((slot) => slot.map((at) => (at === NONE ? Number.NaN : at))),
    };
  });
}

type Triple = [Float64Array, Float64Array, Float64Array, ...Float64Array[]];

/** Before every period. */
const NONE = -1_000_000_000;

function statesSql(dialect: Dialect, step: BaseStep, question: StatesQuestion): string {
  const { period, grain, known, until, depth } = question;
  const { double, long } = dialect.types;
  const { sql, kept } = grainsSql(dialect, step, tickOf(grain) === 1);
  const where = kept === undefined ? "" : ` WHERE ${kept}`;
  const net = step.hasValues ? "net" : dialect.double(0);
  const days = `SELECT customer, start, ${step.day("start")} AS day, ${net} AS net FROM (${sql})${where}`;
  const dated = `SELECT customer, start, ${periodSql(dialect, period, "day")} AS slot, net FROM (${days})`;
  const whole = until[until.length - 1]!;
  const backs = until.map((end, k) => {
    const apart = end === whole ? "" : `, CASE WHEN slot <= ${end} THEN 0 ELSE 1 END`;
    return `, row_number() OVER (PARTITION BY customer${apart} ORDER BY start DESC) AS back${k || ""}`;
  });
  const placed = `SELECT customer, slot, net${depth === 0 ? "" : backs.join("")} FROM (${dated}) WHERE slot <= ${whole}`;
  const columns = until
    .flatMap((end, k) => {
      const filter = end === whole ? "" : ` FILTER (WHERE slot <= ${end})`;
      const back = (place: number) => `max(CASE WHEN back${k || ""} = ${place} THEN slot ELSE ${NONE} END)${filter}`;
      return [
        `max(slot)${filter}`,
        `count(*)${filter}`,
        `sum(CAST(net AS ${long}))${filter}`,
        ...Array.from({ length: depth }, (_, place) => back(place + 1)),
      ];
    })
    .map((column, k) => `CAST(${column} AS ${double}) AS c${k}`);
  return (
    `SELECT ${columns.join(", ")} FROM (${placed}) GROUP BY customer ` +
    `HAVING min(slot) <= ${known} ORDER BY customer`
  );
}
