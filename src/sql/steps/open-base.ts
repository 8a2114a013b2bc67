import { countsOtherwise, type Frequencies } from "../../data/contradictions.ts";
import type { CustomerBase } from "../../data/customer-base.ts";
import { type BaseOptions, grainAsked, readCustomerBase, unitAsked } from "../../data/read-customer-base.ts";
import { DAY, type Grain, type TimeUnit, UNIT_MILLISECONDS } from "../../data/time-unit.ts";
import { type DatedAges, endOf, slackOf, unitAndEnd, unitsOf } from "../../data/unit-and-end.ts";
import { ClvError } from "../../errors.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";
import type { Source, SourceRows } from "../source.ts";
import { type BaseFile, baseFile, numberWhere } from "./base-file.ts";
import { spentSql } from "./base-view-sql.ts";
import { type Anchor, checkSql } from "./check-base-sql.ts";
import type { EngineBase } from "./engine-base.ts";
import { BY_AGES, type HistoryKey, historySql, keyInTicks, type ObservedTicks } from "./history-key.ts";
import { presentIdSql } from "./missing-id-sql.ts";
import { placeSql } from "./place-sql.ts";
import { groupValid, VALID_HISTORIES } from "./valid-histories.ts";

const BASE = "base";
const ALWAYS = ["customer_id", "frequency", "recency", "T"];
const DATES = ["first", "last"];
/** Above the days that a base may span to be checked in passing: 179 years, and x below 2²¹. */
const SPAN = 1 << 16;

/** The facts that a check of a valid base finds. */
interface Checked {
  readonly unit: TimeUnit;
  readonly until: number | undefined;
  readonly grain: Grain;
  readonly customers: number;
  readonly repeatPurchases: number;
  /** The first tick with a purchase, if there are dates. */
  readonly from: number | undefined;
  /** The table of histories, if they were grouped in passing. */
  readonly ticks?: ObservedTicks;
}

/**
 * Opens a customer base in the database. One query checks the numbers of all customers. If one is wrong or in doubt, the reader of the
 * memory engine reports the row and the fault. Ids are left to `requireSoundIds`.
 */
export async function openBase(session: Session, source: Source, options: BaseOptions): Promise<EngineBase> {
  const { dialect } = session;
  const file = baseFile(dialect, source, options);
  let checked: Checked | undefined;
  try {
    if (source.obstacle !== undefined) throw new Error(`Structure: ${source.obstacle}`);
    await session.run((file.inPlace ? dialect.createView : dialect.createTable)(file.name, file.sql));
    await source.requireStructure(source.quoted);
    if (file.textIds && !options.anyId) await requirePresentIds(session, file.name);
    const anchor = file.dated ? await anchorOf(session, file, options.discrete ?? false) : undefined;
    checked =
      (anchor && (await checkInPassing(session, file, anchor, options))) ??
      (await check(session, file, anchor, options));
  } catch (error) {
    if (dialect.failureKind(error) !== "rows") throw session.failure(error, file.where);
  }
  return checked === undefined
    ? fromMemory(session, source, options)
    : viewOf(session, file, checked, options, () => complain(session, source, options));
}

/** Throws when an id may be a word for a missing one: the reader in memory decides. */
async function requirePresentIds(session: Session, name: string): Promise<void> {
  const present = presentIdSql(session.dialect, "customer_id");
  const { missing } = await session.numbers(`SELECT count(*) FILTER (WHERE NOT ${present}) AS missing FROM ${name}`);
  if (missing! > 0) throw new Error(`Ids: ${missing} that may be missing`);
}

/**
 * Checks a base whose ages equal those of its dates to the last bit, as in our own files; undefined for other bases.
 */
async function checkInPassing(
  session: Session,
  { name, hasValues, hasLitt, tick }: BaseFile,
  { units, untilIn }: Anchor,
  options: BaseOptions,
): Promise<Checked | undefined> {
  if (options.discrete) return undefined;
  const unit = options.unit ?? (units.length === 1 ? units[0] : undefined);
  // The full check compares litt with the times themselves.
  if (tick !== DAY || hasLitt || unit === undefined || !units.includes(unit)) return undefined;
  const until = Math.round(untilIn(unit));
  if (!(until % tick === 0)) return undefined;
  const ticks = { tick, unitLength: UNIT_MILLISECONDS[unit], until: until / tick, span: SPAN };
  const grouped = await groupValid(session, ticks, hasValues, name);
  return grouped && { unit, until, grain: "day", ...grouped, ticks };
}

/** Checks any base; undefined for an invalid one, or one whose unit is in doubt. */
async function check(
  session: Session,
  { name, columns, where }: BaseFile,
  anchor: Anchor | undefined,
  options: BaseOptions,
): Promise<Checked | undefined> {
  const found = await session.numbers(checkSql(session.dialect, columns, anchor, name));
  if (found["flaws"]! > 0 || found["customers"] === 0) return undefined;
  if (countsOtherwise(found as unknown as Frequencies)) return undefined;
  const ages: DatedAges | undefined = anchor && {
    fitting: anchor.units.filter((unit) => found[`fits ${unit}`] === 1),
    untilIn: anchor.untilIn,
  };
  try {
    return {
      ...unitAndEnd(where, unitAsked(options, { dated: anchor !== undefined }), ages),
      grain: found["times"] === 0 ? "day" : found["odd"] === 0 ? "hour" : "none",
      customers: found["customers"]!,
      repeatPurchases: found["repeat"]!,
      from: found["from"],
    };
  } catch {
    // The error for a customer who occurs twice comes first.
    return undefined;
  }
}

async function viewOf(
  session: Session,
  { inPlace, hasValues, hasLitt, dated, tick, viewSql }: BaseFile,
  { ticks, until, from, grain, ...checked }: Checked,
  options: BaseOptions,
  complain: () => Promise<never>,
): Promise<EngineBase> {
  const { dialect } = session;
  const more = [...(ticks ? [historySql(dialect, ticks, "frequency")] : []), ...(hasValues ? [spentSql(dialect)] : [])];
  await session.run(
    dialect.createView(BASE, `SELECT ${["*", ...more].join(", ")} FROM (${viewSql(ticks !== undefined)})`),
  );
  return {
    ...asItLies(
      dialect,
      [...(hasValues ? ["monetary_value"] : []), ...(hasLitt ? ["litt"] : []), ...(dated ? DATES : [])],
      ticks && keyInTicks(ticks, 0),
    ),
    ...(ticks && { histories: VALID_HISTORIES }),
    tables: inPlace ? [] : ["base_rows"],
    complain,
    ...checked,
    hasValues,
    hasLitt,
    hasFirstValue: false,
    ...(dated ? { dates: { tick }, from: from! * tick } : {}),
    grain: grainAsked(options, checked.unit) ?? grain,
    ...(until === undefined ? {} : { until }),
  };
}

/** A view whose columns already have the field's names: these columns, and some more. */
function asItLies(
  dialect: Dialect,
  more: readonly string[],
  historyKey: HistoryKey = BY_AGES,
): Pick<EngineBase, "relation" | "stored" | "historyKey"> {
  const columns = [...new Set([...ALWAYS, ...more, ...historyKey.columns])].map(dialect.identifier);
  const viewSql = (table: string): string =>
    `SELECT ${columns.join(", ")}, ${placeSql(dialect, "customer_id")} FROM ${table}`;
  return { relation: BASE, stored: { from: BASE, columns, id: "customer_id", viewSql }, historyKey };
}

async function anchorOf(session: Session, { name, tick }: BaseFile, discrete: boolean): Promise<Anchor> {
  const columns = `first_date * ${tick} AS "first", last_date * ${tick} AS "last", recency, ${session.dialect.identifier("T")} FROM ${name}`;
  const first = await session.numbers(
    `SELECT count(*) AS customers, any_value("first") AS "first", any_value("T") AS "T" FROM (SELECT ${columns} LIMIT 1)`,
  );
  const back = await session.numbers(
    `SELECT any_value("first") AS "first", any_value("last") AS "last", any_value(recency) AS recency FROM (SELECT ${columns} WHERE recency > 0 LIMIT 1)`,
  );
  const off = (unit: TimeUnit): number => back["first"]! + back["recency"]! * UNIT_MILLISECONDS[unit] - back["last"]!;
  return {
    units: unitsOf(discrete).filter((unit) => !(Math.abs(off(unit)) > slackOf(unit, discrete))),
    untilIn: (unit) => endOf(first["first"]!, first["T"]!, unit, discrete),
    ...{ tick, discrete },
  };
}

/** Throws the error of the memory engine's reader for a base in which customers occur twice. */
async function complain(session: Session, source: Source, options: BaseOptions): Promise<never> {
  const { customers } = await fromMemory(session, source, options);
  throw new ClvError("data", { where: source.files[0]!, expected: "each customer once", got: customers });
}

/** The rows of a base one by one. Throws where they can't be fetched, because a base must fit on one machine. */
function requireRows({ rows, files }: Source): SourceRows {
  if (rows !== undefined) return rows;
  throw new ClvError("data", {
    where: files[0]!,
    expected: "numbers of a valid customer base",
    got: "invalid numbers, in rows that cannot be read one by one",
    wayOut: "Give the log, or the base as a file.",
  });
}

/** Reads the base into a table with the memory engine's reader, which throws at the first fault. */
async function fromMemory(session: Session, source: Source, options: BaseOptions): Promise<EngineBase> {
  const { dialect } = session;
  const bases: CustomerBase[] = [];
  for await (const table of requireRows(source).tables()) bases.push(await readCustomerBase(table, options));
  const [base] = bases;
  if (base === undefined || bases.length > 1) {
    throw new ClvError("data", {
      where: source.files[0]!,
      expected: "one file with a customer base",
      got: bases.length,
    });
  }
  const { monetaryValue: m, litt } = base;
  await session.load(
    "base_rows",
    ["customer_id", "frequency", "recency", "T", ...(m ? ["monetary_value"] : []), ...(litt ? ["litt"] : [])],
    [base.customers, base.frequency, base.recency, base.T, ...(m ? [m] : []), ...(litt ? [litt] : [])],
  );
  const mean = `${m ? `, ${numberWhere(dialect, "true", "monetary_value")}` : ""}${litt ? ", litt" : ""}`;
  await session.run(
    dialect.createView(
      BASE,
      `SELECT *${m ? `, ${spentSql(dialect)}` : ""} FROM (SELECT customer_id, frequency, recency, ${dialect.identifier("T")}${mean} FROM base_rows)`,
    ),
  );
  return {
    ...asItLies(dialect, [...(m ? ["monetary_value"] : []), ...(litt ? ["litt"] : [])]),
    tables: ["base_rows"],
    customers: base.length,
    repeatPurchases: base.frequency.reduce((sum, x) => sum + x, 0),
    hasValues: m !== undefined,
    hasLitt: litt !== undefined,
    hasFirstValue: false,
    ...(base.firstDate && { from: base.firstDate.reduce((least, date) => Math.min(least, date)) }),
    unit: base.unit,
    grain: base.grain,
    ...(base.until !== undefined && { until: base.until }),
  };
}
