import { candidates } from "../data/columns.ts";
import type { FirstRows } from "../data/csv/table.ts";
import { isMoment } from "../data/date-hint.ts";
import { parseDecimal } from "../data/decimal.ts";
import { ClvError } from "../errors.ts";
import { given } from "../given.ts";
import { openInput } from "../io/input.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Run } from "./in-run.ts";
import { openDatabase } from "./open.ts";
import type { InputOptions, MachineOptions } from "./options.ts";

type Reading = InputOptions & MachineOptions;

/** The first rows of a file, and the options with which they can be read. */
export interface LookedAt {
  readonly rows: FirstRows;
  readonly options: Reading;
  /** The findings that the user did not give: lines before the header, an encoding, no header, one table of several. */
  readonly found: Partial<Pick<InputOptions, "skipLines" | "encoding" | "noHeader" | "columns" | "table">>;
}

/** The most problems with the format of a text. */
const TRIES = 4;

/**
 * Reads the first rows of a log or a base in any format. If the text can't be read with the user's options, it is read
 * as the error suggests. That may be after the title, in another encoding, or without a header.
 *
 * A stream is kept in memory, so that it can be read again.
 */
export async function lookAt(run: Run, path: string, asked: Reading): Promise<LookedAt> {
  let options = asked;
  if ((await chooseEngine(path, asked, undefined)) === "memory") options = await replayable(path, asked);
  let found: LookedAt["found"] = {};
  for (let tries = 1; ; tries++) {
    try {
      const rows = await firstRows(run, path, options);
      if (options.noHeader !== true && looksLikeData(rows.columns)) {
        found = { ...found, noHeader: true, columns: rows.columns.map((_, k) => `column${k + 1}`) };
      } else return { rows, options, found };
    } catch (error) {
      const mend = error instanceof ClvError ? error.parts.mend : undefined;
      if (mend === undefined || tries === TRIES) throw error;
      found = { ...found, ...mend };
    }
    options = { ...options, ...found };
  }
}

async function firstRows(run: Run, path: string, options: Reading): Promise<FirstRows> {
  const engine = await chooseEngine(path, options, undefined);
  if (engine === "memory") {
    const { readTable } = await import("./in-memory/open.ts");
    return readTable(run, path, options, async ({ batches, ...table }) => {
      await batches[Symbol.asyncIterator]().return?.(undefined);
      return table;
    });
  }
  const [{ inSession }, { firstRowsInSql }] = await Promise.all([
    import("./in-sql/session.ts"),
    import("./in-sql/open.ts"),
  ]);
  return inSession(
    run,
    () => openDatabase(engine, path, options, {}),
    (sql) => firstRowsInSql(sql, path, options),
  );
}

/** The options with a standard input that can be read more than once. The pipe itself is read only once. */
async function replayable(path: string, options: Reading): Promise<Reading> {
  if (path !== "-") return options;
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await openInput(path, undefined, options.stdin)).bytes) chunks.push(chunk);
  const stdin: AsyncIterable<Uint8Array> = {
    async *[Symbol.asyncIterator]() {
      yield* chunks;
    },
  };
  return { ...options, ...given({ stdin }) };
}

/** Whether a supposed header is a row of data: it has a date or a number, and no usual name. */
function looksLikeData(columns: readonly string[]): boolean {
  if (candidates(columns, "customer").length > 0 || candidates(columns, "date").length > 0) return false;
  return (
    columns.some((field) => isMoment(field)) ||
    columns.every((field) => Number.isFinite(parseDecimal(field, "point", false)))
  );
}
