import { CLASSES, type SpendClasses, STEPS } from "../../data/spend-points.ts";
import type { Dialect } from "../dialect.ts";
import type { Session } from "../session.ts";

/** Totals are whole numbers below 2 to this power. */
const BITS = 53;

/** A query of the classes of {@link SpendClasses}, in its order. */
function spendClassesSql({ double, types }: Dialect, base: string): string {
  const scales = Array.from({ length: BITS }, (_, k) => 2 ** k).map(
    (scale) => `WHEN z < ${double(scale * 2 * CLASSES)} THEN ${double(scale)}`,
  );
  const scaled = `CASE ${scales.join(" ")} END`;
  const totals = `SELECT frequency, CAST(spent AS ${types.double}) AS z FROM ${base} WHERE frequency > 0 AND spent > 0`;
  const classes = `SELECT frequency, z, ${scaled} AS scale FROM (${totals}) totals`;
  const steps =
    `SELECT frequency, z, scale, floor(z / scale) AS class, ` +
    `CAST(floor((z / scale - floor(z / scale)) * ${double(STEPS)}) AS ${types.long}) AS u FROM (${classes}) classes`;
  const sum = (term: string, name: string): string => `CAST(sum(${term}) AS ${types.double}) AS ${name}`;
  const sums = [
    `CAST(count(*) AS ${types.double}) AS count`,
    sum(`CAST(z AS ${types.long})`, "total"),
    sum("u", "first"),
    sum("u * u", "second"),
    sum("u * u * u", "third"),
  ];
  return (
    `SELECT frequency, scale, ${sums.join(", ")} FROM (${steps}) steps GROUP BY frequency, scale, class ` +
    "ORDER BY frequency, scale, class"
  );
}

/** The classes of the totals of the customers of a base with x > 0 and z > 0. All totals together are below 2⁵³. */
export async function fetchSpendClasses(session: Session, base: string): Promise<SpendClasses> {
  const [frequency, scale, count, total, first, second, third] = await session.doubles(
    spendClassesSql(session.dialect, base),
  );
  return { frequency, scale, count, total, first, second, third } as SpendClasses;
}
