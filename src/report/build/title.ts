/** The name of a log or base as a title: without the endings of files. */
export function titleOf(subject: string): string {
  const bare = subject.replace(/(\.(csv|tsv|txt|parquet|json|ndjson|jsonl|duckdb))?(\.(gz|zst|zip|bz2))?$/i, "");
  return bare === "" ? subject : bare;
}
