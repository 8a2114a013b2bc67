import { createHash, randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { readdir, stat, utimes } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { hostname } from "node:os";
import { join, resolve } from "node:path";

/** A folder for the temporary files of one run. */
export interface HeldFolder {
  readonly path: string;
  /** Removes the folder and all in it. */
  remove(): void;
}

/** The beginning of a folder's name; `.clv-` in folders of users. */
export type Prefix = "clv-" | ".clv-";

const NAME = /^(\.?clv-)([0-9a-f]+)-[0-9a-f]{12}$/;
/** The socket in a folder on which its run listens. */
const LOCK = "held";
/** A folder without a working lock counts as abandoned if its run has not touched it for a day. */
const LONG_MS = 86_400_000;
const BEAT_MS = 60_000;

/** Folders of this process, removed when it exits; a signal handler only has to call `process.exit`. */
const open = new Map<string, () => void>();
let hooked = false;

/**
 * Makes a folder that stays locked until it is removed or the process ends in any way.
 *
 * The lock is a socket in the folder on which the process listens. The kernel accepts connections while the process lives, even if it is
 * busy or stopped, and refuses them once it is dead. Unlike a process number, a socket means the same in every container. On a file system
 * without sockets, the time of the last touch is used instead.
 *
 * @param parent an existing folder
 * @throws the error of the system where no folder can be made
 */
export async function openHeldFolder(parent: string, prefix: Prefix): Promise<HeldFolder> {
  // An absolute path: DuckDB would take a folder called ~ for the user's home.
  const path = join(resolve(parent), `${prefix}${thisMachine()}-${randomBytes(6).toString("hex")}`);
  mkdirSync(path, { mode: 0o700 });
  if (!hooked) {
    hooked = true;
    process.on("exit", () => {
      for (const remove of open.values()) remove();
    });
  }
  let server: Server | undefined;
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, BEAT_MS).unref();
  const remove = (): void => {
    open.delete(path);
    clearInterval(beat);
    removeQuietly(path);
    server?.close();
  };
  open.set(path, remove);
  server = listenIn(path);
  return { path, remove };
}

/** The folders in `parent` whose runs have ended. */
export async function abandonedFolders(parent: string, prefix: Prefix): Promise<string[]> {
  const names = await readdir(parent).catch(() => []);
  const abandoned: string[] = [];
  for (const name of names) {
    const [, begin, machine] = NAME.exec(name) ?? [];
    if (begin !== prefix) continue;
    const path = join(resolve(parent), name);
    if (!open.has(path) && (await isAbandoned(path, machine!))) abandoned.push(path);
  }
  return abandoned;
}

/** Removes a folder and all in it, if that can be done. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The folder belongs to another user or is in use, and does no harm.
  }
}

async function isAbandoned(path: string, machine: string): Promise<boolean> {
  if (machine === thisMachine()) {
    const answer = await ask(path);
    if (answer === "dead") return true;
    if (answer === "alive") return false;
  }
  // The folder belongs to another machine that shares the disk or to an earlier boot of this one, or it has no lock.
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LONG_MS;
}

/**
 * Listens in a folder; undefined where that can't be done. The socket is there when this returns, in the turn in which the folder was made.
 * If a run were killed between the two, no later run could tell its folder from one in use.
 */
function listenIn(folder: string): Server | undefined {
  const { at, close } = shortened(folder);
  // The socket must not be visible before it listens: it would seem dead.
  const made = `${LOCK}.new`;
  const server = createServer((socket) => socket.destroy()).unref();
  // Comes after `listen` has returned, for a socket that could not be made.
  server.on("error", () => {});
  try {
    server.listen(join(at, made));
    if (!server.listening) return undefined;
    renameSync(join(folder, made), join(folder, LOCK));
  } finally {
    close();
  }
  return server;
}

function ask(folder: string): Promise<"alive" | "dead" | "unknown"> {
  return new Promise((done) => {
    let way: ReturnType<typeof shortened>;
    try {
      way = shortened(folder);
    } catch {
      done("unknown");
      return;
    }
    const socket = connect(join(way.at, LOCK));
    const end = (answer: "alive" | "dead" | "unknown") => (): void => {
      socket.destroy();
      way.close();
      done(answer);
    };
    socket.on("connect", end("alive"));
    // EAGAIN: many processes are connecting, and the busy run has not yet accepted all.
    socket.on("error", ({ code }: NodeJS.ErrnoException) =>
      end(code === "ECONNREFUSED" ? "dead" : code === "EAGAIN" ? "alive" : "unknown")(),
    );
  });
}

/** The address of a socket has about a hundred bytes; a longer path uses the number of the open folder. */
function shortened(folder: string): { readonly at: string; close(): void } {
  if (Buffer.byteLength(folder) < 80 || process.platform !== "linux") return { at: folder, close() {} };
  const opened = openSync(folder, "r");
  return { at: `/proc/self/fd/${opened}`, close: () => closeSync(opened) };
}

let machine: string | undefined;

/** Identifies one boot of one kernel; the containers on it share the identity. */
function thisMachine(): string {
  if (machine === undefined) {
    let id = hostname();
    try {
      id = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    } catch {
      // Not Linux.
    }
    machine = createHash("sha256").update(id).digest("hex").slice(0, 12);
  }
  return machine;
}
