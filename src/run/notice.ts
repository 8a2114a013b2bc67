import type { Notice } from "../fit/fit-result.ts";

/** A remark that asks for no action, or only for the one advised. */
export function note(name: string, message: string, advice = ""): Notice {
  return { name, severity: "note", message, advice };
}

/** A remark on something that may make a result wrong. */
export function warning(name: string, message: string, advice = ""): Notice {
  return { name, severity: "warning", message, advice };
}
