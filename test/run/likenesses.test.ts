import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { seeded } from "../../src/random/seeded.ts";
import { DUCKDB } from "../../src/sql/duckdb/dialect.ts";
import { openSession } from "../../src/sql/duckdb/session.ts";
import { clvHere, temporaryFolder } from "../support/clv.ts";

/** A purchase to be written in the manner of another program. */
interface Purchase {
  readonly customer: number;
  readonly order: number;
  readonly time: Date;
  readonly cents: number;
}

const CUSTOMERS = 60;
const DAY = 86_400_000;

/** Purchases of 60 customers over two years, in the order of time. */
function purchases(): Purchase[] {
  const random = seeded(13);
  const made: Omit<Purchase, "order">[] = [];
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const gap = 20 + 200 * random.uniform();
    let day = 300 * random.uniform();
    do {
      const time = new Date(Date.UTC(2023, 0, 1) + Math.floor(day * 24) * 3_600_000 + 1_800_000);
      made.push({ customer, time, cents: 100 + Math.floor(random.uniform() * 200_000) });
      day += 1 + gap * -Math.log(random.uniform());
    } while (day < 700 && random.uniform() > 0.12);
  }
  made.sort((a, b) => a.time.getTime() - b.time.getTime());
  return made.map((purchase, k) => ({ ...purchase, order: 1000 + k }));
}

const MADE = purchases();
const TOTAL = MADE.reduce((sum, { cents }) => sum + cents, 0) / 100;
const two = (n: number): string => String(n).padStart(2, "0");
const money = ({ cents }: Purchase): string => (cents / 100).toFixed(2);
const iso = ({ time }: Purchase): string => time.toISOString().slice(0, 10);
const clock = ({ time }: Purchase): string => time.toISOString().slice(11, 19);
const us = ({ time }: Purchase): string => `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()}`;
const grouped = (text: string, mark: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, mark);
const thousands = (purchase: Purchase): string => {
  const [whole, cents] = money(purchase).split(".") as [string, string];
  return `${grouped(whole, ",")}.${cents}`;
};
const european = (purchase: Purchase): string => {
  const [whole, cents] = money(purchase).split(".") as [string, string];
  return `${grouped(whole, ".")},${cents}`;
};
const rows = (header: string, row: (purchase: Purchase, k: number) => string, end = "\n"): string =>
  [header, ...MADE.map(row)].map((line) => line + end).join("");
const id = ({ customer }: Purchase): string => `C${two(customer)}`;

/** Files as other programs write them. */
const FILES: Readonly<Record<string, () => string | Uint8Array>> = {
  "shopify.csv": () =>
    rows(
      "Name,Email,Financial Status,Paid at,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price",
      (p) =>
        `#${p.order},c${p.customer}@example.org,paid,${iso(p)} ${clock(p)} -0400,${iso(p)} ${clock(p)} -0400,USD,${money(p)},0.00,0.00,${money(p)},${iso(p)} ${clock(p)} -0400,1,"A ""good"" thing",1.00\n` +
        `#${p.order},c${p.customer}@example.org,,,,,,,,,${iso(p)} ${clock(p)} -0400,2,Another thing,2.00`,
    ),
  "woocommerce.csv": () =>
    rows(
      "Order Number,Order Status,Order Date,First Name (Billing),Customer Email,Order Total Amount",
      (p) => `${p.order},Completed,${iso(p)} ${clock(p).slice(0, 5)},Ann,c${p.customer}@example.org,${money(p)}`,
    ),
  "stripe.csv": () =>
    rows(
      "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer Email",
      (p) => `ch_${p.order},${iso(p)} ${clock(p).slice(0, 5)},${money(p)},0.00,usd,Paid,c${p.customer}@example.org`,
    ),
  "online-retail.csv": () =>
    Buffer.from(
      rows(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        (p) =>
          `${p.order},85123A,"SET £1 CAF\u00c9",1,${us(p)} ${clock(p).slice(1, 5)},${money(p)},${17_850 + p.customer},United Kingdom`,
      ),
      "latin1",
    ),
  "CDNOW_master.txt": () =>
    MADE.map(
      (p) => ` ${String(p.customer + 1).padStart(5, "0")} ${iso(p).replaceAll("-", "")}  1 ${money(p).padStart(7)}\r\n`,
    ).join(""),
  "grocery.csv": () =>
    rows("household_key,BASKET_ID,PRODUCT_ID,trans_timestamp,SALES_VALUE", (p) => {
      const hour = p.time.getUTCHours();
      return `${p.customer},${p.order},1004906,${us(p)} ${hour % 12 || 12}:30 ${hour < 12 ? "AM" : "PM"},${money(p)}`;
    }),
  "olist.csv": () =>
    rows(
      "order_id,customer_id,customer_unique_id,order_status,order_purchase_timestamp,payment_type,payment_installments,payment_value",
      (p) => `o${p.order},u${p.order},${id(p)},delivered,${iso(p)} ${clock(p)},credit_card,1,${money(p)}`,
    ).replace("order_id,customer_id,", "order_id,customer_order,"),
  "bestellungen.csv": () =>
    Buffer.from(
      `sep=;\r\n${rows("Bestellnummer;Kundennummer;Bestelldatum;Betrag;Währung", (p) => `${p.order};${two(p.customer)};${iso(p).split("-").reverse().join(".")};${european(p)} €;EUR`, "\r\n")}`,
    ),
  "bericht.txt": () => {
    const text = `Umsatzbericht\nStand\t31.12.2024\n\n${rows("Kunde\tDatum\tUmsatz", (p) => `Müller ${p.customer}\t${iso(p)}\t${money(p)}`)}`;
    return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  },
  "gifts.csv": () =>
    rows("Donor ID,Gift Date,Gift Amount,Appeal", (p) => {
      const [month, day] = us(p).split("/") as [string, string];
      return `${p.customer},${month}/${day}/${iso(p).slice(2, 4)},"$${thousands(p)}",Spring`;
    }),
  "bank.csv": () =>
    rows(
      "TransactionID,CustomerID,CustomerDOB,CustGender,TransactionDate,TransactionTime,TransactionAmount (INR)",
      (p) => {
        const [month, day] = us(p).split("/") as [string, string];
        return `T${p.order},${id(p)},10/1/94,F,${day}/${month}/${iso(p).slice(2, 4)},143207,${money(p)}`;
      },
    ),
  "events.csv": () =>
    rows(
      "event_id|account_id|event_time|event|gmv",
      (p) => `${p.order}|a${p.customer}|${p.time.getTime()}|order|${money(p)}`,
    ),
  "oracle.csv": () =>
    rows("CUST_NO;TRX_DATE;LINE_AMOUNT", (p) => {
      const name = p.time.toLocaleString("en", { month: "short", timeZone: "UTC" }).toUpperCase();
      return `${p.customer};${two(p.time.getUTCDate())}-${name}-${p.time.getUTCFullYear()};${money(p)}`;
    }),
  "excel-days.csv": () =>
    rows("member,day,money", (p) => `${p.customer},${Math.floor(p.time.getTime() / DAY) + 25_569},${money(p)}`),
};

/** Checks a file, runs the last line, and tells what came out. */
async function inTwoTries(
  name: string,
  content: string | Uint8Array | undefined,
  path = join(temporaryFolder(), name),
) {
  if (content !== undefined) writeFileSync(path, content);
  const cwd = join(path, "..");
  const { stdout, stderr } = await clvHere(["check", name], { cwd });
  const command = stdout.trimEnd().split("\n").at(-1)!.trim();
  expect(command, stderr).toMatch(/^clv run /);
  const script = `clv() { for word; do printf '%s\\0' "$word"; done; }; ${command}`;
  const argv = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  const ran = await clvHere([...argv, "--model", "bg-nbd", "--no-report", "--force"], { cwd });
  expect(ran.code, ran.stderr).toBe(0);
  const { base, log } = JSON.parse(readFileSync(join(cwd, "out/summary.json"), "utf8"));
  return {
    command,
    customers: base.customers,
    worth: log.value?.used,
    rejected: log.rejected.count,
    until: base.until,
  };
}

describe("files of other programs reach scores by the last line of clv check", () => {
  it.each(Object.keys(FILES))("%s", async (name) => {
    const { command, ...got } = await inTwoTries(name, FILES[name]!());
    const close = { customers: CUSTOMERS, worth: expect.closeTo(TOTAL, 6), rejected: 0 };
    expect(got, command).toMatchObject(close);
    const { time } = MADE.at(-1)!;
    // Shopify writes the time of New York; a day ends in UTC.
    const last = new Date(time.getTime() + (name === "shopify.csv" ? 4 * 3_600_000 : 0));
    expect(got.until, command).toBe(last.toISOString().slice(0, 10));
  });

  it("Parquet with a time and 32-bit floats", async () => {
    const path = join(temporaryFolder(), "log.parquet");
    const session = await openSession({ threads: 1 });
    const values = MADE.map((p) => `('${id(p)}', TIMESTAMP '${iso(p)} ${clock(p)}', CAST(${money(p)} AS FLOAT))`);
    const from = `(SELECT * FROM (VALUES ${values.join(", ")}) AS log(user_id, order_ts, gmv))`;
    await session.run(`COPY ${from} TO ${DUCKDB.literal(path)} (FORMAT parquet)`);
    await session.close();
    const got = await inTwoTries("log.parquet", undefined, path);
    expect(got).toMatchObject({ customers: CUSTOMERS, worth: expect.closeTo(TOTAL, 2), rejected: 0 });
  });
});
