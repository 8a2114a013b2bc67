import { type Flag, LOOKS, READS_LOG } from "./flag.ts";

/** Flags for the place of the work, and the resources of the machine. */
export const MACHINE = {
  engine: {
    type: "choice",
    choices: ["auto", "memory", "duckdb"],
    default: "auto",
    help: "Engine that reads and groups the log. auto uses DuckDB for files of any size, and memory for streams",
    commands: LOOKS,
  },
  memoryLimit: {
    type: "text",
    placeholder: "SIZE",
    help: "Memory limit of DuckDB, e.g. 4GB; larger data go to disk. The rest of the process takes another 0.1 to 0.3 GB (default: half of the memory, at most 3 GB)",
    commands: LOOKS,
  },
  threads: {
    type: "number",
    placeholder: "N",
    help: "Number of threads for DuckDB, bootstrap and intervals. It does not change the results (default: one per core)",
    commands: LOOKS,
  },
  tempDirectory: {
    type: "text",
    placeholder: "DIR",
    help: "Folder for data that do not fit into memory (default: the system's folder for temporary files)",
    commands: LOOKS,
  },
  scratch: {
    type: "text",
    placeholder: "CATALOG.SCHEMA",
    help: "On a cluster: schema of the working tables, which are dropped at the end (default: the schema of the output, or of the log)",
    commands: READS_LOG,
  },
  ca: {
    type: "text",
    placeholder: "FILE",
    help: "On a cluster with TLS: PEM file with the certificate of the authority that signed the cluster's certificate",
    commands: READS_LOG,
  },
  help: { short: "h", type: "switch", help: "Show this help" },
  version: { short: "V", type: "switch", help: "Show the version" },
} as const satisfies Record<string, Flag>;
