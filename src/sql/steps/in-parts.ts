import type { Session } from "../session.ts";

/**
 * The numbers of parts to try in turn: first one, then more if the groups do not fit into memory. Each part reads the
 * file once.
 */
const PARTS = [1, 4, 16];

/** The condition that a text belongs to a part of the rows. */
export type InPart = (text: string) => string;

/**
 * Runs a statement on all rows at once, and part by part where its groups do not fit into memory. The groups of the
 * statement must lie within one part each.
 *
 * @param run called with the condition of a part, undefined for all rows, and with the number of the part
 */
export async function inParts<T>(
  session: Session,
  run: (part: InPart | undefined, k: number) => Promise<T>,
  [parts, ...finer] = PARTS,
): Promise<T[]> {
  const { dialect } = session;
  try {
    const results: T[] = [];
    for (let k = 0; k < parts!; k++)
      results.push(await run(parts === 1 ? undefined : (text) => dialect.inPart(text, parts!, k), k));
    return results;
  } catch (error) {
    if (dialect.failureKind(error) !== "resources" || finer.length === 0) throw error;
    return inParts(session, run, finer);
  }
}
