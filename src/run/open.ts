import type { FittedModel } from "../fit/fitted-model.ts";
import { chooseEngine, type Engine } from "./choose-engine.ts";
import type { CustomersFromFile, Log } from "./customers.ts";
import type { Run } from "./in-run.ts";
import type { Database } from "./in-sql/database.ts";
import { wordsAsked } from "./kept-columns.ts";
import { type KeptFacts, requireBounds } from "./log-options.ts";
import type { InputOptions, MachineOptions, TimeOptions } from "./options.ts";

type Reading = InputOptions & TimeOptions & MachineOptions & KeptFacts & { readonly split?: string };

interface HowOpened {
  /** The table to be written, the first of several. Its ending gives the format. */
  readonly output?: string | undefined;
  /** Every table to be written, where there are several. */
  readonly outputs?: readonly string[];
  /** Whether the log must give more than one base. */
  readonly keep?: boolean;
  /** Whether the ids of the most valuable customers are fetched although ids stay on a cluster. */
  readonly named?: boolean;
  /** Whether every id is fetched from a cluster, because it is written here. */
  readonly ids?: boolean;
}

/** Opens a log, in memory or in SQL, does the work with it and closes it. */
export async function withLog<T>(
  run: Run,
  path: string,
  options: Reading,
  how: HowOpened,
  work: (run: Run, log: Log) => Promise<T>,
): Promise<T> {
  const { output, keep = false } = how;
  const engine = await chooseEngine(path, options, output);
  // Checked first, so that no database is opened in vain.
  requireBounds(options);
  if (engine === "memory") {
    const { logInMemory } = await import("./in-memory/open.ts");
    return work(run, await logInMemory(run, path, options));
  }
  const [{ inSession }, { logInSql }] = await loadSql();
  const open = () => openDatabase(engine, path, options, how);
  return inSession(run, open, async (sql) => work(sql, await logInSql(sql, path, options, keep || hasWords(options))));
}

/** The same with the customers of LOG|BASE. */
export async function withCustomers<T>(
  run: Run,
  path: string,
  options: Reading,
  how: HowOpened & {
    /** The model to predict with, which may still be loading. */
    readonly fitted?: FittedModel | Promise<FittedModel> | undefined;
    /** Whether the customers will be sorted. */
    readonly sorted?: boolean;
  },
  work: (run: Run, source: CustomersFromFile) => Promise<T>,
): Promise<T> {
  const { output, fitted } = how;
  const engine = await chooseEngine(path, options, output);
  if (engine === "memory") {
    const { customersInMemoryOf } = await import("./in-memory/open.ts");
    return work(run, await customersInMemoryOf(run, path, options, await fitted));
  }
  const [{ inSession }, { customersInSqlOf }] = await loadSql();
  const { keep = hasWords(options), sorted = false } = how;
  const open = () => openDatabase(engine, path, options, how);
  return inSession(run, open, async (sql) =>
    work(sql, await customersInSqlOf(sql, path, options, { ...(fitted && { fitted }), keep, sorted })),
  );
}

/** Words are taken from kept transactions. */
function hasWords(options: KeptFacts & Pick<InputOptions, "keep">): boolean {
  return wordsAsked(options).length > 0;
}

/** Opens the database of an engine for a run. */
export async function openDatabase(engine: Engine, path: string, options: Reading, how: HowOpened): Promise<Database> {
  if (engine === "trino") {
    const { openCluster } = await import("./in-sql/trino.ts");
    const { output, outputs = output === undefined ? [] : [output], named = false, ids = false } = how;
    return openCluster(path, options, { outputs, named, ids });
  }
  const { openDuckdb } = await import("./in-sql/duckdb.ts");
  return openDuckdb(path, options);
}

function loadSql() {
  return Promise.all([import("./in-sql/session.ts"), import("./in-sql/open.ts")]);
}
