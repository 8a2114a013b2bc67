import type { FittedModel } from "../fit/fitted-model.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { CustomersFromFile, Log } from "./customers.ts";
import type { Run } from "./in-run.ts";
import type { KeptFacts } from "./log-options.ts";
import type { InputOptions, MachineOptions, TimeOptions } from "./options.ts";

type Reading = InputOptions & TimeOptions & MachineOptions & KeptFacts & { readonly split?: string };

interface HowOpened {
  /** The table to be written. Its ending gives the format. */
  readonly output?: string | undefined;
  /** Whether the log is asked for more than one base. */
  readonly keep?: boolean;
}

/** Opens a log, in memory or in SQL, does the work with it and closes it. */
export async function withLog<T>(
  run: Run,
  path: string,
  options: Reading,
  { output, keep = false }: HowOpened,
  work: (run: Run, log: Log) => Promise<T>,
): Promise<T> {
  if ((await chooseEngine(path, options, output)) === "memory") {
    const { logInMemory } = await import("./in-memory/open.ts");
    return work(run, await logInMemory(run, path, options));
  }
  const [{ inSession }, { logInSql }] = await loadSql();
  return inSession(run, options, path, async (sql) =>
    work(sql, await logInSql(sql, path, options, keep || hasWords(options))),
  );
}

/** The same with the customers of LOG|BASE. */
export async function withCustomers<T>(
  run: Run,
  path: string,
  options: Reading,
  how: HowOpened & {
    /** The model to predict with, which may still be on its way. */
    readonly fitted?: FittedModel | Promise<FittedModel> | undefined;
    /** Whether the customers will be sorted. */
    readonly sorted?: boolean;
  },
  work: (run: Run, source: CustomersFromFile) => Promise<T>,
): Promise<T> {
  const { output, fitted } = how;
  if ((await chooseEngine(path, options, output)) === "memory") {
    const { customersInMemoryOf } = await import("./in-memory/open.ts");
    return work(run, await customersInMemoryOf(run, path, options, await fitted));
  }
  const [{ inSession }, { customersInSqlOf }] = await loadSql();
  const { keep = hasWords(options), sorted = false } = how;
  return inSession(run, options, path, async (sql) =>
    work(sql, await customersInSqlOf(sql, path, options, { ...(fitted && { fitted }), keep, sorted })),
  );
}

/** Words are taken from kept transactions. */
function hasWords({ words = [] }: KeptFacts): boolean {
  return words.length > 0;
}

function loadSql() {
  return Promise.all([import("./in-sql/session.ts"), import("./in-sql/open.ts")]);
}
