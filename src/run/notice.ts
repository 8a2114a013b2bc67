import type { Notice } from "../fit/fit-result.ts";

/** A remark that needs no action, or only the suggested one. */
export function note(name: string, message: string, advice = ""): Notice {
  return { name, severity: "note", message, advice };
}

/** A remark on something that may make a result wrong. */
export function warning(name: string, message: string, advice = ""): Notice {
  return { name, severity: "warning", message, advice };
}
