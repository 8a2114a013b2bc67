import { type Flag, LOOKS, READS_LOG } from "./flag.ts";

/** Where the work is done, and with how much of the machine. */
export const MACHINE = {
  engine: {
    type: "choice",
    choices: ["auto", "memory", "duckdb"],
    default: "auto",
    help: "Where the work is done; auto: files by DuckDB, which takes any size, streams in memory",
    commands: LOOKS,
  },
  memoryLimit: {
    type: "text",
    placeholder: "SIZE",
    help: "What DuckDB may take, e.g. 4GB; more goes to disk; the process takes 0.1 to 0.3 GB besides (default: half of the memory, 3 GB at most)",
    commands: LOOKS,
  },
  threads: {
    type: "number",
    placeholder: "N",
    help: "Threads of DuckDB, and of bootstrap and intervals: the results are the same (default: one per core)",
    commands: LOOKS,
  },
  tempDirectory: {
    type: "text",
    placeholder: "DIR",
    help: "Where DuckDB may put what does not fit into memory (default: the system's place for temporary files)",
    commands: LOOKS,
  },
  scratch: {
    type: "text",
    placeholder: "CATALOG.SCHEMA",
    help: "On a cluster: where working tables are made, and dropped at the end (default: the schema of the output, or of the log)",
    commands: READS_LOG,
  },
  ca: {
    type: "text",
    placeholder: "FILE",
    help: "On a cluster with TLS: a file with the certificate of the authority that signed the cluster's, as PEM",
    commands: READS_LOG,
  },
  help: { short: "h", type: "switch", help: "Show this help" },
  version: { short: "V", type: "switch", help: "Show the version" },
} as const satisfies Record<string, Flag>;
