import { open, stat } from "node:fs/promises";
import { ClvError } from "../errors.ts";
import { isTrinoAddress } from "../sql/trino/address.ts";

/** The ways of a run: in memory, or as SQL in DuckDB or on a cluster with Trino. The results are the same. */
export type Engine = "memory" | "duckdb" | "trino";

/** Whether a path is a place on a cluster. */
export function isOnCluster(path: string): boolean {
  return isTrinoAddress(path);
}

/** The options that decide the engine. */
interface Asked {
  readonly engine?: Engine | "auto";
  readonly query?: string;
  readonly where?: string;
}

/**
 * Chooses the engine for an input: DuckDB for files, folders and patterns; memory for streams (standard input, pipes).
 * A table of a cluster stays in the cluster.
 *
 * @param engine `auto` to choose, or one to insist on
 * @param output the table to be written; the ending gives its format
 * @throws ClvError `usage` when the requested engine can't read the input or write the output
 */
export async function chooseEngine(
  path: string,
  { engine = "auto", query, where }: Asked,
  output: string | undefined,
): Promise<Engine> {
  const onCluster = isTrinoAddress(path);
  if (engine === "trino" ? !onCluster : onCluster && engine !== "auto") {
    throw new ClvError("usage", {
      where: `--engine ${engine}`,
      expected: onCluster ? "Trino for a table of a cluster" : "trino://host:8080/catalog/schema/table for Trino",
      got: path,
      wayOut: "Leave out --engine.",
    });
  }
  if (onCluster) return "trino";
  if (output !== undefined && isTrinoAddress(output)) {
    throw new ClvError("usage", {
      where: output,
      expected: "an input on the cluster of the output",
      got: path,
      wayOut: "Load the log into a table of the cluster, and name that table as the input.",
    });
  }
  const stream = path === "-" || (await isStream(path));
  if (stream && engine === "duckdb") {
    throw new ClvError("usage", {
      where: "--engine duckdb",
      expected: "a file, a folder or a pattern",
      got: path === "-" ? "standard input" : path,
      wayOut: "Only memory reads a stream: leave out --engine, or write the stream to a file first.",
    });
  }
  const chosen = engine === "auto" ? (stream ? "memory" : "duckdb") : engine;
  if (chosen === "memory" && (query !== undefined || where !== undefined)) {
    throw new ClvError("usage", {
      where: query === undefined ? "--where" : "--query",
      expected: "a file, a folder or a pattern that DuckDB reads",
      got: stream ? "a stream" : "--engine memory",
      wayOut: stream ? "Write the stream to a file first." : "Leave out --engine memory.",
    });
  }
  if (chosen === "memory") await requireMemoryCan(path, stream, output);
  return chosen;
}

async function isStream(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function requireMemoryCan(path: string, stream: boolean, output: string | undefined): Promise<void> {
  const wayOut = stream ? "Write the stream to a file first: DuckDB reads files." : "Leave out --engine memory.";
  const format = stream ? undefined : await formatOfFile(path);
  if (format !== undefined) {
    throw new ClvError("usage", { where: path, expected: "CSV, which memory reads", got: format, wayOut });
  }
  if (output !== undefined && /\.(parquet|duckdb|ddb|db)$/i.test(output)) {
    throw new ClvError("usage", { where: output, expected: "CSV, which memory writes", got: output, wayOut });
  }
}

/** The format of a file other than CSV, from its first bytes. */
async function formatOfFile(path: string): Promise<string | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer } = await file.read(Buffer.alloc(12), 0, 12, 0);
    if (buffer.toString("latin1", 0, 4) === "PAR1") return "Parquet";
    if (buffer.toString("latin1", 8, 12) === "DUCK") return "a DuckDB file";
    return buffer.readUInt32LE(0) === 0xfd2fb528 ? "a zstd file" : undefined;
  } catch {
    return "a folder";
  } finally {
    await file.close();
  }
}
