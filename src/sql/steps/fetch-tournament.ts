import type { ActualByHistory, TournamentData } from "../../validate/actual-by-history.ts";
import type { Session } from "../session.ts";
import type { EngineBase } from "./engine-base.ts";
import type { GroupedHistories } from "./histories.ts";

/**
 * The data of a tournament, equal to those of `tournamentData`: the fetched histories, and the holdout purchases, which
 * the database counts by history.
 */
export async function fetchTournamentData(
  session: Session,
  base: EngineBase,
  { histories, key, keys }: GroupedHistories,
): Promise<TournamentData> {
  if (base.holdout === undefined) return { histories };
  const { identifier, types } = session.dialect;
  const columns = key.columns.map(identifier).join(", ");
  const doubles = key.columns.map((name) => `CAST(${identifier(name)} AS ${types.double})`);
  const [purchases, count, ...found] = await session.doubles(
    `SELECT frequency_holdout, CAST(count(*) AS ${types.double}), ${doubles.join(", ")} FROM ${base.relation} ` +
      `GROUP BY ${columns}, frequency_holdout ORDER BY ${columns}, frequency_holdout`,
  );
  const holdout = { history: placesOf(keys, found), purchases: purchases!, count: count! };
  return { histories, holdout: { ...holdout, duration: base.holdout.duration } };
}

/** The place of each row among the distinct keys, which have the same order. */
function placesOf(keys: readonly Float64Array[], rows: readonly Float64Array[]): ActualByHistory["history"] {
  const places = new Uint32Array(rows[0]!.length);
  let place = 0;
  for (let row = 0; row < places.length; row++) {
    while (keys.some((key, k) => key[place] !== rows[k]![row])) place++;
    places[row] = place;
  }
  return places;
}
