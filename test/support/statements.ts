import type { Dialect } from "../../src/sql/dialect.ts";
import type { Session } from "../../src/sql/session.ts";
import type { Source, SourceColumn } from "../../src/sql/source.ts";

/** What a session was asked, and what it answered to questions, in their order. */
export interface Recording {
  readonly statements: string[];
  readonly answers: unknown[];
}

/** A session that writes down its statements and passes them on. */
export function recorded(session: Session): Session & { readonly recording: Recording } {
  const recording: Recording = { statements: [], answers: [] };
  const asked = async <T>(sql: string, answer: (sql: string) => Promise<T>): Promise<T> => {
    recording.statements.push(sql);
    const given = await answer(sql);
    recording.answers.push(given);
    return given;
  };
  const told = <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    recording.statements.push(sql);
    return work();
  };
  return {
    ...session,
    recording,
    run: (sql) => told(sql, () => session.run(sql)),
    begin: (sql) => told(sql, () => session.begin(sql)),
    numbers: (sql) => asked(sql, session.numbers),
    texts: (sql) => asked(sql, session.texts),
    doubles: (sql) => asked(sql, session.doubles),
    async *batches(sql) {
      yield await asked(sql, async () => {
        const rows: (string | null)[][] = [];
        for await (const batch of session.batches(sql)) rows.push(...batch);
        return rows;
      });
    },
    load: (table, names, columns) => told(loading(table, names), () => session.load(table, names, columns)),
  };
}

/** A session of a database that is not there: it writes down its statements and answers as another did to the same questions. */
export function replayed(dialect: Dialect, answers: readonly unknown[]): Session & { readonly recording: Recording } {
  const left = [...answers];
  const recording: Recording = { statements: [], answers: [] };
  const note = (sql: string): void => void recording.statements.push(sql);
  const ask = async (sql: string): Promise<never> => {
    note(sql);
    if (left.length === 0) throw new Error(`no answer is left to ${sql}`);
    return left.shift() as never;
  };
  return {
    dialect,
    recording,
    run: async (sql) => note(sql),
    begin: async (sql) => {
      note(sql);
      return { done: Promise.resolve() };
    },
    numbers: ask,
    texts: ask,
    doubles: ask,
    async *batches(sql) {
      yield await ask(sql);
    },
    load: async (table, names) => note(loading(table, names)),
    progress: () => ({ percent: -1, expected: 0 }),
    failure: (error) => error as never,
    close: async () => {},
  };
}

function loading(table: string, names: readonly string[]): string {
  return `-- load ${table} (${names.join(", ")})`;
}

/** A table of a database as a source; its rows can't be read one by one. */
export function tableSource(dialect: Dialect, table: string, columns: readonly SourceColumn[]): Source {
  return {
    files: [table],
    columns,
    sample: [],
    quoted: true,
    isTable: true,
    relation: () => ({ from: dialect.identifier(table), column: dialect.identifier, columns, conditions: [] }),
    columnAt: (index) => dialect.identifier(columns[index]!.name),
    requireStructure: async () => {},
  };
}

/** Statements as a text to be kept: one clause a line. */
export function asText(statements: readonly string[]): string {
  const clauses = / (?=(FROM|WHERE|GROUP BY|ORDER BY|UNION ALL|LIMIT)\b)/g;
  return `${statements.map((sql) => `${sql.replace(clauses, "\n")};`).join("\n\n")}\n`;
}
