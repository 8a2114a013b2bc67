import { type BaseColumns, baseColumns } from "../data/base-columns.ts";
import { type DatedAges, type Ruler, rulerOf, SLACK } from "../data/base-ruler.ts";
import type { CustomerBase } from "../data/customer-base.ts";
import { type BaseOptions, readCustomerBase } from "../data/read-customer-base.ts";
import { DAY, HOUR, type TimeUnit, UNIT_MILLISECONDS } from "../data/time-unit.ts";
import { ClvError } from "../errors.ts";
import { dateSql } from "./date-sql.ts";
import type { Session } from "./duckdb.ts";
import { DUCKDB } from "./duckdb-dialect.ts";
import type { EngineBase } from "./engine-base.ts";
import { engineFailure } from "./engine-failure.ts";
import { keyOfAges } from "./history-key.ts";
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
const INFINITY = `CAST('inf' AS ${double})`;

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
  const dates = columns.dates.map(({ name, at }) => `${timeSql(sqlOf(at), typeOf(at))} AS ${DUCKDB.identifier(name)}`);
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
  let numbersOfAll: Record<string, number>;
  let anchor: Anchor | undefined;
  try {
    if (opened.obstacle !== undefined) throw new Error(`Structure: ${opened.obstacle}`);
    const [stored, file] = inPlace ? ["VIEW", "base_columns"] : ["TABLE", "base_rows"];
    await session.run(`CREATE OR REPLACE ${stored} ${file} AS ${selected}`);
    await session.run(`CREATE OR REPLACE VIEW ${BASE} AS SELECT ${view.join(", ")} FROM ${file}`);
    await requireStructure(source, opened.quoted);
    anchor = dated ? await anchorOf(session, file!) : undefined;
    const days = columns.dates.every(({ at }) => typeOf(at) === "date");
    numbersOfAll = await session.numbers(checkSql(columns, anchor, days, file!));
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
  return {
    ...asItLies([...(has("monetary_value") ? ["monetary_value"] : []), ...(dated ? DATES : [])]),
    tables: inPlace ? [] : ["base_rows"],
    complain: () => complain(session, opened, options),
    customers: numbersOfAll["customers"]!,
    repeatPurchases: numbersOfAll["repeat"]!,
    hasValues: has("monetary_value"),
    ...(dated ? { dates: { tick: 1 }, from: numbersOfAll["from"]! } : {}),
    unit,
    grain: options.grain ?? (wholeDays ? "day" : numbersOfAll["odd"] === 0 ? "hour" : "none"),
    ...(until === undefined ? {} : { until }),
  };
}

/** A view whose columns have the field's names already: these, and some more. */
function asItLies(more: readonly string[]): Pick<EngineBase, "relation" | "stored" | "historyKey"> {
  const columns = [...ALWAYS, ...more];
  const viewSql = (table: string): string => `SELECT ${columns.join(", ")}, ${DUCKDB.rowNumber} AS place FROM ${table}`;
  return { relation: BASE, stored: { from: BASE, columns, id: "customer_id", viewSql }, historyKey: keyOfAges(DUCKDB) };
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

function timeSql(column: string, type: SourceColumn["type"]): string {
  if (type === "text") return dateSql(DUCKDB, column, "iso", false, (clock) => clock, UNCLEAR);
  return type === "date" ? `(CAST(${column} AS DATE) - DATE '1970-01-01') * 86400000` : `epoch_ms(${column})`;
}

/** What a base's dates are held against. */
interface Anchor {
  /** Units in which the first customer who came back has ages that agree with the dates; no other unit can fit all. */
  readonly units: readonly TimeUnit[];
  /** The end of observation if ages are in a unit. */
  untilIn(unit: TimeUnit): number;
}

async function anchorOf(session: Session, file: string): Promise<Anchor> {
  const columns = `first_date AS "first", last_date AS "last", recency, ${DUCKDB.identifier("T")} FROM ${file}`;
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
  };
}

/** Every rule of `contradictions` but that ids differ, at once, and what the dates say: one row. */
function checkSql({ numbers, dates }: BaseColumns, anchor: Anchor | undefined, days: boolean, file: string): string {
  const has = (name: string): boolean => numbers.some((column) => column.name === name);
  const T = DUCKDB.identifier("T");
  // NaN is above infinity here, so that this bounds recency and T at both ends.
  const sound = [
    "customer_id <> ''",
    `frequency >= 0 AND frequency < ${INFINITY} AND frequency = trunc(frequency)`,
    `recency >= 0 AND recency <= ${T} AND ${T} < ${INFINITY}`,
    "(frequency > 0 OR recency = 0)",
    ...(has("monetary_value") ? [valueRule(dates.length > 0)] : []),
    // A holdout is none of a model's business; whoever wants it read takes the memory way.
    ...dates.map(({ name }) => `${name} IS NOT NULL`),
  ];
  const fits = (unit: TimeUnit): string => {
    const ruler = DUCKDB.double(UNIT_MILLISECONDS[unit]);
    const until = DUCKDB.double(anchor!.untilIn(unit));
    return (
      `CAST(bool_and(abs(first_date + ${T} * ${ruler} - ${until}) <= ${SLACK} ` +
      `AND abs(first_date + recency * ${ruler} - last_date) <= ${SLACK}) AS INTEGER) AS ${DUCKDB.identifier(`fits ${unit}`)}`
    );
  };
  const odd = (length: number): string =>
    days ? "0" : `count(*) FILTER (WHERE first_date % ${length} <> 0 OR last_date % ${length} <> 0)`;
  const about = anchor
    ? [...anchor.units.map(fits), `min(first_date) AS "from"`, `${odd(DAY)} AS times`, `${odd(HOUR)} AS odd`]
    : ["0 AS times", "0 AS odd"];
  return (
    "SELECT count(*) AS customers, sum(frequency) AS repeat, " +
    `count(*) - count(*) FILTER (WHERE ${sound.join(" AND ")}) AS flaws, ${about.join(", ")} FROM ${file}`
  );
}

/** Our own base, which has dates, keeps the mean 0 of purchases that cost nothing; other files mean "none" by it. */
function valueRule(ours: boolean): string {
  const none = "(monetary_value IS NULL OR monetary_value = 0 OR isnan(monetary_value))";
  return `CASE WHEN frequency = 0 THEN ${none} ELSE monetary_value ${ours ? ">=" : ">"} 0 AND NOT isnan(monetary_value) END`;
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
