import { describe, expect, it } from "vitest";
import { openSession } from "../../src/sql/duckdb/session.ts";
import type { Session } from "../../src/sql/session.ts";
import { TRINO } from "../../src/sql/trino/dialect.ts";
import { asText, type Recording, recorded, replayed } from "../support/statements.ts";
import { makeTables, STEPS, type Step } from "../support/step-cases.ts";

/** The statements of a step alone, without those of the steps before it. */
async function own(step: Step, asked: Session & { readonly recording: Recording }): Promise<string> {
  const { statements } = asked.recording;
  let from = 0;
  await step(asked, () => {
    from = statements.length;
  });
  expect(statements.length).toBeGreaterThan(from);
  return asText(statements.slice(from));
}

describe.each(Object.entries(STEPS))("the statements of %s", (name, step) => {
  it("are those kept, DuckDB runs them, and Trino's are beside them", async () => {
    const session = await openSession({ memoryLimit: "500MB", threads: 1 });
    try {
      await makeTables(session);
      const asked = recorded(session);
      await expect(await own(step, asked)).toMatchFileSnapshot(`statements/duckdb/${name}.sql`);
      const trino = replayed(TRINO, asked.recording.answers);
      await expect(await own(step, trino)).toMatchFileSnapshot(`statements/trino/${name}.sql`);
    } finally {
      await session.close();
    }
  });
});
