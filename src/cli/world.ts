/** A stream to write to, which may be a terminal. */
export type Writable = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The world of a command. */
export interface World {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin; the working folder of the process when left out. */
  readonly cwd?: string;
  /** Stops the command, which then leaves no file. */
  readonly signal?: AbortSignal;
}
