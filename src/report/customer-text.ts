import { printable } from "../printable.ts";
import { countText } from "./number-text.ts";

/**
 * A customer as the report names one: the id, cut after `longest` characters, or the rank where ids are left out.
 *
 * Control and formatting characters are shown escaped: an id must not turn the text around it.
 */
export function customerText(row: { readonly rank: number; readonly customer?: string }, longest = 40): string {
  if (row.customer === undefined) return `no. ${countText(row.rank)}`;
  const id = printable(row.customer);
  return id.length > longest ? `${id.slice(0, longest - 1)}…` : id;
}
