import { ClvError } from "../errors.ts";

/** The purpose of a column of a log. */
export type Role = "customer" | "date" | "value";

/**
 * The usual names, in lower case without blanks, underscores and hyphens. For the customer, the likeliest name is
 * first.
 */
const USUAL: Readonly<Record<Role, readonly string[]>> = {
  customer: [
    ...[
      "customeruniqueid",
      "customerid",
      "customerno",
      "customernumber",
      "customerkey",
      "customer",
      "custid",
      "custno",
    ],
    ...["cust", "clientid", "clientno", "clientnumber", "client", "userid", "user", "buyerid", "buyer", "memberid"],
    ...["memberno", "membernumber", "membershipnumber", "member", "shopperid", "shopper"],
    ...["email", "customeremail", "emailaddress", "householdid", "householdkey", "household", "accountid", "accountno"],
    ...["accountnumber", "account", "contactid", "contact", "donorid", "donor", "cardid", "cardnumber", "card"],
  ],
  date: [
    ...["date", "datetime", "timestamp", "day", "invoicedate", "orderdate", "purchasedate", "transactiondate"],
    ...["saledate", "salesdate", "ordertime", "orderedat", "purchasedat", "createdat", "paidat", "paymentdate"],
    ...["purchasetimestamp", "orderpurchasetimestamp", "ordertimestamp", "transactiontime", "eventtime", "trandate"],
  ],
  value: [
    ...["value", "amount", "sales", "revenue", "price", "unitprice", "total", "spend", "turnover", "ordervalue"],
    ...["orderamount", "ordertotal", "salesamount", "salesvalue", "totalamount", "totalprice", "netamount", "netsales"],
    ...["money", "grandtotal", "paymentvalue", "amountpaid", "paid", "gmv", "linetotal", "lineamount", "saleamount"],
    ...["transactionamount", "tranamount", "purchaseamount", "invoicetotal", "donation"],
  ],
};
/**
 * Names in German, French, Spanish, Italian, Portuguese, Dutch, Polish and Swedish. They count where no column has a
 * usual name.
 */
const FOREIGN: Readonly<Record<Role, readonly string[]>> = {
  customer: [
    ...["kunde", "kunden", "kundeid", "kundenid", "kundennr", "kundennummer", "kdnr", "idclient", "numeroclient"],
    ...["codeclient", "cliente", "idcliente", "clienteid", "codcliente", "codicecliente", "klant", "klantid"],
    ...[
      "klantnummer",
      "klantnr",
      "klient",
      "idklienta",
      "kund",
      "kundnummer",
      "mitglied",
      "mitgliedsnummer",
      "usuario",
    ],
  ],
  date: [
    ...["datum", "bestelldatum", "rechnungsdatum", "kaufdatum", "auftragsdatum", "buchungsdatum", "belegdatum"],
    ...["datecommande", "datedecommande", "dateachat", "datefacture", "fecha", "fechacompra", "fechapedido", "data"],
    ...["dataacquisto", "dataordine", "datacompra", "datapedido", "besteldatum", "factuurdatum", "aankoopdatum"],
    ...["datazamowienia", "datazakupu", "orderdatum", "kopdatum"],
  ],
  value: [
    ...["betrag", "umsatz", "summe", "gesamtbetrag", "bruttobetrag", "nettobetrag", "bestellwert", "wert"],
    ...["montant", "montanttotal", "montantttc", "montantht", "importe", "importetotal", "monto", "ventas", "importo"],
    ...["totale", "valor", "valortotal", "bedrag", "totaalbedrag", "omzet", "kwota", "wartosc", "belopp", "summa"],
  ],
};
/** Endings that identify a column where no column has a usual name: paid_at, order_timestamp. */
const ENDINGS: Readonly<Partial<Record<Role, RegExp>>> = {
  customer:
    /(?:^|[\s_.-])(?:e-?mail(?:[\s_-]address)?|(?:customer|client|user|member)[\s_-]?(?:id|no|nr|number|code|key))$/i,
  date: /(?:[\s_-]at|[\s_-]time|timestamp|date)$/i,
};
/** The text in brackets after a name: Email (Billing), Date [UTC]. */
const BRACKETS = /\s*[([][^)\]]*[)\]]\s*$/;
const QUANTITIES = ["quantity", "qty"];
/** The numbers of candidates and of columns that an error names. */
const [NAMED, SHOWN] = [3, 12];

/** A column name as names are compared: lower case, without accents, blanks, underscores and hyphens. */
export function normalized(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\s_-]|\p{M}/gu, "")
    .replaceAll("ł", "l");
}

/** Throws when a column in use has the same name as another column. Unused columns may share names. */
export function requireDistinct(columns: readonly string[], used: readonly string[], where: string): void {
  const twice = used.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice === undefined) return;
  throw new ClvError("data", {
    where: `${where}, header`,
    expected: "each column name only once",
    got: `${JSON.stringify(twice)} more than once`,
    wayOut: "Rename one of them, or name all columns with --no-header --columns (the header is then a bad row).",
  });
}

/**
 * The position of the column for a role: the column called `asked`, else the only column with a usual name. The result
 * is −1 when a log has no value column. Any other missing or ambiguous column throws an error with the header and the
 * flag to use.
 */
export function findColumn(columns: readonly string[], role: Role, asked: string | undefined, where: string): number {
  // Names have letters. A header without any is a row of data.
  const named = columns.some((column) => /\p{L}/u.test(column));
  const name = named
    ? columns.length > 1
      ? `name one: --${role} NAME`
      : "if there should be several columns, set the character that separates them: --delimiter"
    : "if these are data and not names, name the columns in order, with _ for an unused one: --no-header --columns customer,date,amount";
  const fail = (expected: string, got: string, hint = name): never => {
    const shown = columns.slice(0, SHOWN).map((column) => JSON.stringify(column));
    const others = columns.length > SHOWN ? ` and ${columns.length - SHOWN} more` : "";
    throw new ClvError("usage", {
      where: `${where}, header`,
      expected,
      got,
      wayOut: `The columns are ${shown.join(", ")}${others}; ${hint}.`,
    });
  };
  if (asked !== undefined) {
    const at = columns.indexOf(asked);
    return at >= 0 ? at : fail(`a column called ${asked === "" ? '""' : asked}`, "none");
  }
  const found = candidates(columns, role);
  if (found.length > 1) {
    const [likely, more] = [found.slice(0, NAMED), found.length - NAMED];
    const got = `${likely.map((k) => columns[k]).join(" and ")}${more > 0 ? ` and ${more} more` : ""}`;
    return fail(`one ${role} column`, got, `choose one: ${likely.map((k) => flag(role, columns[k])).join(" or ")}`);
  }
  if (found.length === 0) return role === "value" ? -1 : fail(`a ${role} column with a usual name`, "none");
  const at = found[0];
  const quantity = columns.find(isQuantity);
  if (role === "value" && quantity !== undefined && ["price", "unitprice"].includes(normalized(columns[at]))) {
    const product = `${quotedName(quantity)} * ${quotedName(columns[at])}`;
    const hint = `use --value '${product}' or --value '${columns[at]}'`;
    return fail("a column with the value of a purchase", `${columns[at]} beside ${quantity}`, hint);
  }
  return at;
}

/**
 * The columns whose names fit a role. A usual name counts first, then a name in another language, then either of them
 * before brackets, then a usual ending. Columns for the customer are ordered by likelihood, others by position.
 */
export function candidates(columns: readonly string[], role: Role): number[] {
  const places = (fits: (name: string) => boolean) => columns.flatMap((name, k) => (fits(name) ? [k] : []));
  const short = (name: string): string => normalized(name.replace(BRACKETS, ""));
  const rank = (at: number): number => USUAL[role].indexOf(normalized(columns[at]));
  const own = places((name) => USUAL[role].includes(normalized(name)));
  if (own.length > 0) return role === "customer" ? own.sort((a, b) => rank(a) - rank(b)) : own;
  const tests = [
    (name: string) => FOREIGN[role].includes(normalized(name)),
    (name: string) => USUAL[role].includes(short(name)) || FOREIGN[role].includes(short(name)),
    (name: string) => ENDINGS[role]?.test(name.replace(BRACKETS, "").trim()) ?? false,
  ];
  for (const fits of tests) {
    const found = places(fits);
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether a column has the usual name of a quantity. */
export function isQuantity(name: string): boolean {
  return QUANTITIES.includes(normalized(name));
}

/** Whether a column has a usual name for a role. */
export function hasUsualName(columns: readonly string[], role: Role): boolean {
  return candidates(columns, role).length > 0;
}

/** The flag that names a column, as a shell takes it. */
function flag(role: Role, name: string): string {
  return `--${role} ${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}`;
}

/** The position of the column of orders; −1 where the user names none. */
export function findOrder(columns: readonly string[], asked: string | undefined, where: string): number {
  if (asked === undefined || columns.includes(asked)) return asked === undefined ? -1 : columns.indexOf(asked);
  throw new ClvError("usage", {
    where: `${where}, header`,
    expected: `a column called ${asked === "" ? '""' : asked}`,
    got: "none",
    wayOut: `The columns are ${columns.map((name) => JSON.stringify(name)).join(", ")}; name the right one: --order NAME.`,
  });
}

/** A column name as written in a value expression. */
export function quotedName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : name.includes('"') ? `\`${name}\`` : `"${name}"`;
}

/**
 * The position of a column that is kept as text.
 *
 * @throws ClvError `usage` where no column has this name, or more than one
 */
export function attributeAt(columns: readonly string[], name: string, where: string): number {
  requireDistinct(columns, [name], where);
  const at = columns.indexOf(name);
  if (at >= 0) return at;
  const shown = columns.slice(0, SHOWN).map((column) => JSON.stringify(column));
  throw new ClvError("usage", {
    where: `${where}, header`,
    expected: `a column called ${JSON.stringify(name)}`,
    got: "none",
    wayOut: `The columns are ${shown.join(", ")}${columns.length > SHOWN ? ` and ${columns.length - SHOWN} more` : ""}; or give the column in a table by customer id: --attributes.`,
  });
}
