import { ClvError } from "../errors.ts";

/** What a column of a log is for. */
export type Role = "customer" | "date" | "value";

/** The usual names, in lower case without blanks, underscores and hyphens. */
const USUAL: Readonly<Record<Role, readonly string[]>> = {
  customer: [
    ...["customer", "customerid", "customerno", "customernumber", "customerkey", "cust", "custid", "custno"],
    ...["client", "clientid", "user", "userid", "buyer", "buyerid", "member", "memberid"],
  ],
  date: [
    ...["date", "datetime", "timestamp", "day", "invoicedate", "orderdate", "purchasedate", "transactiondate"],
    ...["saledate", "salesdate", "ordertime", "orderedat", "purchasedat", "createdat"],
  ],
  value: [
    ...["value", "amount", "sales", "revenue", "price", "unitprice", "total", "spend", "turnover", "ordervalue"],
    ...["orderamount", "ordertotal", "salesamount", "salesvalue", "totalamount", "totalprice", "netamount", "netsales"],
  ],
};
const QUANTITIES = ["quantity", "qty"];

/** A column name as names are compared: lower case, without blanks, underscores and hyphens. */
export function normalized(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}

/** Throws when two columns have the same name; unnamed ones and `_` (not used) may repeat. */
export function requireDistinct(columns: readonly string[], where: string): void {
  const twice = columns.find((name, k) => name !== "" && name !== "_" && columns.indexOf(name) !== k);
  if (twice === undefined) return;
  throw new ClvError("data", {
    where: `${where}, header`,
    expected: "distinct column names",
    got: twice,
    wayOut: "Rename one, or give all names: --no-header --columns (the header is then a bad row).",
  });
}

/**
 * The position of the column for a role: the one named `asked`, else the only one with a usual name. −1 when a log has no value
 * column; what is otherwise missing or ambiguous throws with the header and the flag to use.
 */
export function findColumn(columns: readonly string[], role: Role, asked: string | undefined, where: string): number {
  // No name without a letter: what was taken for a header is a row.
  const named = columns.some((column) => /\p{L}/u.test(column));
  const name = named
    ? columns.length > 1
      ? `name one: --${role} NAME`
      : "if it should be several, say what separates them: --delimiter"
    : "if they are no names but data, name them in order, _ for one not used: --no-header --columns customer,date,amount";
  const fail = (expected: string, got: string, hint = name): never => {
    throw new ClvError("usage", {
      where: `${where}, header`,
      expected,
      got,
      wayOut: `The columns are ${columns.map((name) => JSON.stringify(name)).join(", ")}; ${hint}.`,
    });
  };
  if (asked !== undefined) {
    const at = columns.indexOf(asked);
    return at >= 0 ? at : fail(`a column called ${asked === "" ? '""' : asked}`, "none");
  }
  const found = columns.flatMap((name, k) => (USUAL[role].includes(normalized(name)) ? [k] : []));
  if (found.length > 1) return fail(`one ${role} column`, found.map((k) => columns[k]).join(" and "));
  if (found.length === 0) return role === "value" ? -1 : fail(`a ${role} column with a usual name`, "none");
  const at = found[0];
  const quantity = columns.find((name) => QUANTITIES.includes(normalized(name)));
  if (role === "value" && quantity !== undefined && ["price", "unitprice"].includes(normalized(columns[at]))) {
    const product = `${backticked(quantity)} * ${backticked(columns[at])}`;
    const hint = `say --value "${product}" or --value "${columns[at]}"`;
    return fail("a column that says what a purchase is worth", `${columns[at]} beside ${quantity}`, hint);
  }
  return at;
}

/** The position of the column of orders, −1 where none is asked for. */
export function findOrder(columns: readonly string[], asked: string | undefined, where: string): number {
  if (asked === undefined || columns.includes(asked)) return asked === undefined ? -1 : columns.indexOf(asked);
  throw new ClvError("usage", {
    where: `${where}, header`,
    expected: `a column called ${asked === "" ? '""' : asked}`,
    got: "none",
    wayOut: `The columns are ${columns.map((name) => JSON.stringify(name)).join(", ")}; name one: --order NAME.`,
  });
}

/** A column name as it stands in a value expression. */
export function backticked(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
}
