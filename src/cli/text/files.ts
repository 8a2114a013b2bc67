import { list, section } from "./format.ts";

/** The paths of the files written; empty if there are none. */
export function reportFiles(files: Readonly<Record<string, string>>): string {
  const entries = Object.entries(files).filter(([, path]) => path !== "-");
  return entries.length === 0 ? "" : section("Files", list(entries));
}
