import { ClvError } from "../errors.ts";

const FULL = ["ENOSPC", "EDQUOT", "EFBIG"];
const FILES = ["EMFILE", "ENFILE"];
const MEMORY = ["ENOMEM", "ERR_STRING_TOO_LONG", "ERR_FS_FILE_TOO_LARGE", "ERR_WORKER_OUT_OF_MEMORY"];
const MEMORY_TEXT =
  /Array buffer allocation failed|Invalid typed array length|Invalid string length|Invalid array length/;

/** The error for a failure of the machine: a full disk, no memory, too many open files; undefined for other errors. */
export function systemFailure(error: unknown, where: string): ClvError | undefined {
  if (error instanceof ClvError) return error;
  const { code = "", message = "" } = Object(error) as Partial<NodeJS.ErrnoException>;
  if (FULL.includes(code)) {
    return new ClvError("data", {
      where,
      expected: "room on the disk",
      got: message,
      wayOut: "Free some space and run again.",
    });
  }
  if (FILES.includes(code)) {
    return new ClvError("data", {
      where,
      expected: "to open one more file",
      got: message,
      wayOut: "Allow more open files, for example with ulimit -n 1024.",
    });
  }
  if (MEMORY.includes(code) || (error instanceof RangeError && MEMORY_TEXT.test(message))) {
    return new ClvError("data", {
      where,
      expected: "enough memory",
      got: message,
      wayOut: "Use a machine with more memory, or a smaller file.",
    });
  }
  return code === "EIO" ? new ClvError("data", { where, expected: "a disk that works", got: message }) : undefined;
}
