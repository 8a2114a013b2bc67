import type { CustomerBase } from "../../src/data/customer-base.ts";
import type { Session } from "../../src/sql/session.ts";
import type { EngineBase } from "../../src/sql/steps/engine-base.ts";
import { fetchColumns, fetchIds } from "../../src/sql/steps/fetch-base.ts";

/** The customers of a base of a database, with their ids. */
export async function fetchedBase(session: Session, base: EngineBase): Promise<CustomerBase> {
  return { ...(await fetchColumns(session, base)), customers: await fetchIds(session, base.relation) };
}
