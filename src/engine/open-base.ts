import { baseColumns } from "../data/base-columns.ts";
import { type DatedAges, type Ruler, rulerOf, SLACK } from "../data/base-ruler.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { type BaseOptions, readCustomerBase } from "../data/read-customer-base.ts";
import { DAY, type TimeUnit, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { type Anchor, checkSql } from "./check-base-sql.ts";
import { dateSql } from "./date-sql.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";
import { engineFailure } from "./engine-failure.ts";
import { type HistoryKey, historySql, keyInTicks, keyOfAges } from "./history-key.ts";
import { tablesOf } from "./load-transactions.ts";
import { isAboutRows } from "./log-reader.ts";
import { logRelation } from "./log-relation.ts";
import type { OpenedSource } from "./open-source.ts";
import type { SourceColumn } from "./source.ts";
import { requireStructure } from "./structure.ts";
import { ANY_VALUE, UNCLEAR } from "./transactions-sql.ts";

const BASE = "base";
const { double, text: TEXT } = DUCKDB.types;
const ALWAYS = ["customer_id", "frequency", "recency", DUCKDB.identifier("T")];
const DATES = ["first", "last"].map(DUCKDB.identifier);

/**
 * Opens a customer base where it lies: its numbers are checked by one query over all customers, and where one is off or in doubt
 * the memory way's reader says what and where.
 */
export async function openBase(session: Session, opened: OpenedSource, options: BaseOptions): Promise<EngineBase> {
  const { source } = opened;
  const where = source.files[0]!;
  const names = source.columns.map(({ name }) => name);
  const columns = baseColumns(names, options.customer, where);
  const typeOf = (at: number): SourceColumn["type"] => source.columns[at]!.type;
  const relation = logRelation(source, names[columns.customer]!, [], opened.quoted);
  const sqlOf = (at: number): string => relation.column(names[at]!);
  const idType = typeOf(columns.customer);
  if (idType !== "text" && idType !== "integer") {
    throw new ClvError("data", {
      where: `${where}, column ${names[columns.customer]}`,
      expected: "ids as text or whole numbers",
      got: idType,
    });
  }
  const customer = `CAST(${sqlOf(columns.customer)} AS ${TEXT})`;
  const conditions = relation.conditions.length === 0 ? "true" : relation.conditions.join(" AND ");
  const numbers = columns.numbers.map(
    ({ name, at }) => `${numberSql(sqlOf(at), typeOf(at))} AS ${DUCKDB.identifier(name)}`,
  );
  const tick = columns.dates.every(({ at }) => typeOf(at) === "date") ? DAY : 1;
  const dates = columns.dates.map(
    ({ name, at }) => `${timeSql(sqlOf(at), typeOf(at), tick)} AS ${DUCKDB.identifier(name)}`,
  );
  const id = `CASE WHEN ${conditions} THEN ${customer} ELSE ${DUCKDB.raise(UNCLEAR)} END AS customer_id`;
  // One Parquet file is read again as it is needed, by column; text is parsed once.
  const inPlace =
    source.kind === "parquet" && source.files.length === 1 && !names.some((name) => /^file_row_number$/i.test(name));
  const place = inPlace ? ["file_row_number AS place"] : [];
  const selected = `SELECT ${[id, ...numbers, ...dates, ...place].join(", ")} FROM ${relation.from}`;
  const has = (name: string): boolean => [...columns.numbers, ...columns.dates].some((column) => column.name === name);
  const dated = has("first_date") && has("last_date");
  const mean = (x: string, m: string): string => `CASE WHEN ${x} > 0 AND NOT isnan(${m}) THEN ${m} END AS ${m}`;
  const view = [
    ...ALWAYS,
    ...(has("monetary_value") ? [mean("frequency", "monetary_value")] : []),
    ...(dated ? [`first_date AS ${DATES[0]}`, `last_date AS ${DATES[1]}`] : []),
    ...(inPlace ? ["place"] : [`${DUCKDB.rowNumber} AS place`]),
  ];
  const file = inPlace ? "base_columns" : "base_rows";
  let numbersOfAll: Record<string, number>;
  let anchor: Anchor | undefined;
  try {
    if (opened.obstacle !== undefined) throw new Error(`Structure: ${opened.obstacle}`);
    await session.run(`CREATE OR REPLACE ${inPlace ? "VIEW" : "TABLE"} ${file} AS ${selected}`);
    await requireStructure(source, opened.quoted);
    anchor = dated ? await anchorOf(session, file, tick) : undefined;
    numbersOfAll = await session.numbers(checkSql(columns, anchor, file));
  } catch (error) {
    if (!isAboutRows(error)) throw engineFailure(error, where);
    return fromMemory(session, opened, options);
  }
  if (numbersOfAll["flaws"]! > 0 || numbersOfAll["customers"] === 0) return fromMemory(session, opened, options);
  const fitting = anchor?.units.filter((unit) => numbersOfAll[`fits ${unit}`] === 1);
  const ages: DatedAges | undefined = anchor && { fitting: fitting!, untilIn: anchor.untilIn };
  let ruler: Ruler;
  try {
    ruler = rulerOf(where, options.unit, ages);
  } catch {
    // A customer that comes twice is complained of first.
    return fromMemory(session, opened, options);
  }
  const { unit, until } = ruler;
  const wholeDays = numbersOfAll["times"] === 0;
  // Where ages are those of the dates to the last bit, as in our own files, a history is a whole number.
  const exact = tick === DAY && numbersOfAll[`exact ${unit}`] === 1;
  const ticks = exact && {
    ...{ tick, ruler: UNIT_MILLISECONDS[unit] },
    ...{ from: numbersOfAll["from"]!, until: Math.round(until! / tick) },
  };
  const key = ticks ? keyInTicks(ticks, numbersOfAll["most"]) : undefined;
  const history = ticks && key ? [historySql(DUCKDB, ticks, "frequency")] : [];
  const under = `SELECT ${view.join(", ")} FROM ${file}`;
  await session.run(`CREATE OR REPLACE VIEW ${BASE} AS SELECT ${["*", ...history].join(", ")} FROM (${under})`);
  return {
    ...asItLies([...(has("monetary_value") ? ["monetary_value"] : []), ...(dated ? DATES : [])], key),
    tables: inPlace ? [] : ["base_rows"],
    complain: () => complain(session, opened, options),
    customers: numbersOfAll["customers"]!,
    repeatPurchases: numbersOfAll["repeat"]!,
    hasValues: has("monetary_value"),
    ...(dated ? { dates: { tick }, from: numbersOfAll["from"]! * tick } : {}),
    unit,
    grain: options.grain ?? (wholeDays ? "day" : numbersOfAll["odd"] === 0 ? "hour" : "none"),
    ...(until === undefined ? {} : { until }),
  };
}

/** A view whose columns have the field's names already: these, and some more. */
function asItLies(
  more: readonly string[],
  historyKey: HistoryKey = keyOfAges(DUCKDB),
): Pick<EngineBase, "relation" | "stored" | "historyKey"> {
  const columns = [...new Set([...ALWAYS, ...more, ...historyKey.columns])];
  const viewSql = (table: string): string => `SELECT ${columns.join(", ")}, ${DUCKDB.rowNumber} AS place FROM ${table}`;
  return { relation: BASE, stored: { from: BASE, columns, id: "customer_id", viewSql }, historyKey };
}

/** A number of a base; NULL where there is none. */
function numberSql(column: string, type: SourceColumn["type"]): string {
  // From 0, so that −0 is 0.
  if (type !== "text") return `CAST(${column} AS ${double}) + ${DUCKDB.double(0)}`;
  return (
    `CASE WHEN ${column} = '' THEN NULL WHEN ${DUCKDB.fullMatch(column, ANY_VALUE.point)} ` +
    `THEN CAST(${column} AS ${double}) + ${DUCKDB.double(0)} ELSE ${DUCKDB.raise(UNCLEAR)} END`
  );
}

function timeSql(column: string, type: SourceColumn["type"], tick: number): string {
  if (type === "text") return dateSql(DUCKDB, column, "iso", false, (clock) => clock, UNCLEAR);
  return type === "date" ? `(CAST(${column} AS DATE) - DATE '1970-01-01') * ${DAY / tick}` : `epoch_ms(${column})`;
}

async function anchorOf(session: Session, file: string, tick: number): Promise<Anchor> {
  const columns = `first_date * ${tick} AS "first", last_date * ${tick} AS "last", recency, ${DUCKDB.identifier("T")} FROM ${file}`;
  const first = await session.numbers(
    `SELECT count(*) AS customers, any_value("first") AS "first", any_value("T") AS "T" FROM (SELECT ${columns} LIMIT 1)`,
  );
  const back = await session.numbers(
    `SELECT any_value("first") AS "first", any_value("last") AS "last", any_value(recency) AS recency FROM (SELECT ${columns} WHERE recency > 0 LIMIT 1)`,
  );
  const off = (unit: TimeUnit): number => back["first"]! + back["recency"]! * UNIT_MILLISECONDS[unit] - back["last"]!;
  return {
    units: (Object.keys(UNIT_MILLISECONDS) as TimeUnit[]).filter((unit) => !(Math.abs(off(unit)) > SLACK)),
    untilIn: (unit) => first["first"]! + first["T"]! * UNIT_MILLISECONDS[unit],
    tick,
  };
}

/** A column without its NaNs. */
function whereNumber(column: string): string {
  return `CASE WHEN NOT isnan(${column}) THEN ${column} END AS ${column}`;
}

/** Has the memory way's reader complain of a base with customers that come twice. */
async function complain(session: Session, opened: OpenedSource, options: BaseOptions): Promise<never> {
  const { customers } = await fromMemory(session, opened, options);
  throw new ClvError("data", { where: opened.source.files[0]!, expected: "each customer once", got: customers });
}

/** The base by the memory way's reader, which complains where there is something to complain of, into a table. */
async function fromMemory(session: Session, { source }: OpenedSource, options: BaseOptions): Promise<EngineBase> {
  const bases: CustomerBase[] = [];
  for await (const table of tablesOf(session, source)) bases.push(await readCustomerBase(table, options));
  const [base] = bases;
  if (base === undefined || bases.length > 1) {
    throw new ClvError("data", {
      where: source.files[0]!,
      expected: "one file with a customer base",
      got: bases.length,
    });
  }
  const m = base.monetaryValue;
  await session.fill(
    "base_rows",
    ["customer_id", "frequency", "recency", "T", ...(m ? ["monetary_value"] : [])],
    [base.customers, base.frequency, base.recency, base.T, ...(m ? [m] : [])],
  );
  const mean = m ? `, ${whereNumber("monetary_value")}` : "";
  await session.run(
    `CREATE OR REPLACE VIEW ${BASE} AS SELECT customer_id, frequency, recency, ${DUCKDB.identifier("T")}${mean} FROM base_rows`,
  );
  return {
    ...asItLies(m ? ["monetary_value"] : []),
    tables: ["base_rows"],
    customers: base.length,
    repeatPurchases: base.frequency.reduce((sum, x) => sum + x, 0),
    hasValues: base.monetaryValue !== undefined,
    ...(base.firstDate && { from: base.firstDate.reduce((least, date) => Math.min(least, date)) }),
    unit: base.unit,
    grain: base.grain,
    ...(base.until !== undefined && { until: base.until }),
  };
}
