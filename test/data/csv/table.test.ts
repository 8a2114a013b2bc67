import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEncoding } from "../../../src/data/csv/encoding.ts";
import { type CsvOptions, openCsv } from "../../../src/data/csv/table.ts";
import { readTransactions } from "../../../src/data/read-transactions.ts";
import { csv } from "../../support/log.ts";

async function read(text: string | Uint8Array, options: CsvOptions = {}, chunk?: number) {
  const table = await csv(text, options, chunk);
  const rows: { row: number; fields: readonly string[]; broken: boolean }[] = [];
  for await (const { records, rowOf, broken } of table.batches) {
    rows.push(...records.map((fields, k) => ({ row: rowOf(k), fields, broken: broken.has(k) })));
  }
  return { ...table, rows, fields: rows.map(({ fields }) => fields), lines: rows.map(({ row }) => row) };
}

describe("delimiters", () => {
  const expected = [
    ["0001", "1997-01-01", "29.33"],
    ["2", "1997-01-02", "1.5"],
  ];
  for (const [delimiter, mark] of [
    ["comma", ","],
    ["semicolon", ";"],
    ["tab", "\t"],
    ["pipe", "|"],
    ["blank", " "],
    ["blank", "   "],
  ] as const) {
    test(`${delimiter} (${JSON.stringify(mark)}) is found`, async () => {
      const text = `id${mark}date${mark}amount\n${expected.map((fields) => fields.join(mark)).join("\n")}\n`;
      const table = await read(text);
      expect(table.delimiter).toBe(delimiter);
      expect(table.columns).toEqual(["id", "date", "amount"]);
      expect(table.fields).toEqual(expected);
      expect((await read(text, { delimiter })).fields).toEqual(expected);
    });
  }

  test("blanks at either end separate nothing, and a file without header has the names it is given", async () => {
    const columns = ["_", "customer", "date", "_", "amount"];
    const table = await read(" 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n", {
      header: false,
      columns,
    });
    expect(table.columns).toEqual(columns);
    expect(table.fields).toEqual([
      ["00004", "0001", "19970101", "2", "29.33"],
      ["00004", "0001", "19970118", "2", "29.73"],
    ]);
    expect(table.lines).toEqual([1, 2]);
  });

  test("a mark inside quotes or beside a better one does not count", async () => {
    expect((await read('id;"a,b";date\n1;x,y;2020-01-01\n')).delimiter).toBe("semicolon");
    expect((await read("id,date\na b,2020-01-01 10:00:00\n")).delimiter).toBe("comma");
  });

  test("two marks that do equally well are an error, unless commas stand within numbers alone", async () => {
    const text = "1;2020-01-01;1,5\n2;2020-01-02;2,5\n";
    const options = { header: false, columns: ["customer", "date", "amount"] };
    // Commas within numbers alone separate no fields.
    expect((await read(text, options)).delimiter).toBe("semicolon");
    const either = "a;1,b;c\na;2,b;c\n";
    await expect(read(either, options)).rejects.toThrow(/split equally well.*--delimiter/s);
    expect((await read(text, { ...options, decimal: "comma" })).fields[0]).toEqual(["1", "2020-01-01", "1,5"]);
  });

  describe("a first line sep=; as Excel writes it", () => {
    for (const line of ["sep=;", "SEP=;", '"sep=;"', "\uFEFFsep=;"]) {
      for (const [name, end] of [
        ["LF", "\n"],
        ["CRLF", "\r\n"],
        ["CR", "\r"],
      ]) {
        test(`${JSON.stringify(line)}, ${name}: is no row, says the delimiter, and counts as a line`, async () => {
          const text = [line, "id;date;amount", "1;2020-01-01;1,5", "2;2020-01-02;2,5"].join(end);
          const rows = {
            fields: [
              ["1", "2020-01-01", "1,5"],
              ["2", "2020-01-02", "2,5"],
            ],
            lines: [3, 4],
          };
          expect(await read(text)).toMatchObject({
            delimiter: "semicolon",
            columns: ["id", "date", "amount"],
            ...rows,
          });
          const columns = ["a", "b", "c"];
          const bare = text.replace(`id;date;amount${end}`, "");
          const named = await read(bare, { header: false, columns });
          expect(named).toMatchObject({ delimiter: "semicolon", columns, fields: rows.fields, lines: [2, 3] });
        });
      }
    }

    test("any delimiter; marks that would do as well need no flag", async () => {
      for (const [delimiter, mark] of [
        ["comma", ","],
        ["tab", "\t"],
        ["blank", " "],
      ] as const) {
        const { fields, ...table } = await read(`sep=${mark}\nid${mark}a;b,\n1${mark}2;3,\n`, { decimal: "comma" });
        expect([table.delimiter, table.columns[0], fields[0]![0]]).toEqual([delimiter, "id", "1"]);
      }
    });

    test("a delimiter from the user goes before any such line", async () => {
      for (const mark of [";", ",", "|"]) {
        const table = await read(`sep=${mark}\nid,date\n1,2;3\n`, { delimiter: "comma" });
        expect(table).toMatchObject({ columns: ["id", "date"], fields: [["1", "2;3"]], lines: [3] });
      }
    });

    test("blank lines may follow; an unknown mark and a missing table are errors", async () => {
      expect(await read("sep=;\n\nid;date\n1;2\n")).toMatchObject({ columns: ["id", "date"], lines: [4] });
      await expect(read('sep="\nid"date\n1"2\n')).rejects.toThrow(/log/);
      await expect(read("sep=a\nidadate\n1a2\n")).rejects.toThrow(
        /log, first line: expected comma, semicolon, tab, \|, a blank or another mark after sep=, got "a".*--delimiter/,
      );
      await expect(read("sep=;\n")).rejects.toThrow(/expected a header, got "nothing below sep=;"/);
      await expect(read("sep=;")).rejects.toThrow(/expected a header, got "nothing below sep=;"/);
    });

    test("elsewhere, or longer, it is a row like others", async () => {
      expect((await read("id;date\nsep=;\n1;2\n")).fields).toEqual([
        ["sep=", ""],
        ["1", "2"],
      ]);
      expect((await read("sep=;date\n1;2\n")).columns).toEqual(["sep=", "date"]);
    });
  });

  test("a file without any delimiter is an error", async () => {
    await expect(read("id\n1\n")).rejects.toThrow(/separated by comma, semicolon, tab, \| or blanks, got "id"/);
  });
});

describe("lines", () => {
  for (const [name, end] of [
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ]) {
    test(`${name}: rows are the lines of a text editor, quoted line breaks and blank lines included`, async () => {
      const text = ["id,note", '1,"two', 'lines"', "", "2,x", '3,"a""b"', "4,last"].join(end!);
      for (const tail of ["", end!]) {
        for (const chunk of [1, 3, 1000]) {
          const { fields, lines } = await read(text + tail, {}, chunk);
          expect(fields).toEqual([["1", `two${end}lines`], [""], ["2", "x"], ["3", 'a"b'], ["4", "last"]]);
          expect(lines).toEqual([2, 4, 5, 6, 7]);
        }
      }
    });
  }

  test("a header after blank lines", async () => {
    expect(await read("\n\nid,date\n1,2\n")).toMatchObject({
      columns: ["id", "date"],
      fields: [["1", "2"]],
      lines: [4],
    });
  });

  test("lines are counted through many blocks, with and without quotes", async () => {
    const row = (k: number): string => (k % 5000 === 1 ? `${k},"a\nb"` : `${k},plain`);
    const body = Array.from({ length: 30_000 }, (_, k) => row(k));
    const { fields, lines } = await read(`id,note\n${body.join("\n")}\n`, {}, 10_007);
    expect(fields.length).toBe(30_000);
    expect(fields[29_999]).toEqual(["29999", "plain"]);
    // Six rows take two lines each; row k is on line k + 2 + those before it.
    expect(lines[29_999]).toBe(29_999 + 2 + 6);
    expect(lines[5_001]).toBe(5_001 + 2 + 1);
  });
});

test("with quotes or without, a file has the same records", async () => {
  const field = fc.string({ unit: fc.constantFrom("a", "0", " ", "é", "😀", "\r", "."), maxLength: 4 });
  const ends = fc.constantFrom("\n", "\r\n");
  const chunk = fc.integer({ min: 1, max: 9 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 1, maxLength: 4 })),
      ends,
      fc.boolean(),
      chunk,
      async (rows, end, last, size) => {
        const body = rows.map((row) => row.join(",")).join(end) + (last ? end : "");
        const options: CsvOptions = { delimiter: "comma" };
        // A quoted header is enough to send the whole block through csv-parse.
        const quoted = await read(`"a",b\n${body}`, options, size);
        const plain = await read(`a,b\n${body}`, options, size);
        expect(plain.fields).toEqual(quoted.fields);
        expect(plain.lines).toEqual(quoted.lines);
      },
    ),
  );
});

describe("quotes", () => {
  test("where none can stand they break their row and no other", async () => {
    const { rows } = await read('id,a,b\n1,x"y,2\n2,"x"y,3\n3,"x",4\n4, "x",5\n5,"x,y","""",\n6,"p\nq",7\n');
    expect(rows.map(({ fields, broken }) => [fields[0], broken])).toEqual([
      ["1", true],
      ["2", true],
      ["3", false],
      ["4", true],
      ["5", false],
      ["6", false],
    ]);
    expect(rows[4]!.fields).toEqual(["5", "x,y", '"', ""]);
    expect(rows[5]).toMatchObject({ row: 7, fields: ["6", "p\nq", "7"] });
  });

  test("a quote that never closes is an error that names its row and the way out", async () => {
    await expect(read('id,a\n1,x\n2,"y\n3,z\n')).rejects.toThrow(
      /row 3: expected a closing quote.*got "the end of the file"\. Close the quote\. .* double it and put the field in quotes: "a 5"" nail"\.$/,
    );
  });
});

describe("encodings", () => {
  test("a byte-order mark is no part of the first name", async () => {
    expect((await read("\uFEFFid,date\n1,2\n")).columns).toEqual(["id", "date"]);
  });

  test("UTF-8 across chunks", async () => {
    expect((await read("id,näme\n1,Zoë 😀\n", {}, 1)).fields).toEqual([["1", "Zoë 😀"]]);
  });

  test("bytes that are not valid UTF-8 are an error with the row and the way out", async () => {
    const bytes = Uint8Array.from("id,name\n1,Zoe\n2,Zo\xeb\n", (character) => character.charCodeAt(0));
    await expect(read(bytes)).rejects.toThrow(
      /row 3: expected UTF-8, got "a byte that is not valid".*--encoding latin1/,
    );
    expect((await read(bytes, { encoding: "latin1" })).fields).toEqual([
      ["1", "Zoe"],
      ["2", "Zoë"],
    ]);
  });

  const log = "id,name\n1,Zoë\n2,Łukasz\n";
  const utf16 = (text: string, big = false): Uint8Array =>
    big ? Buffer.from(text, "utf16le").swap16() : Buffer.from(text, "utf16le");

  test("UTF-16 is read by its byte-order mark, and as it is named without one", async () => {
    const fields = [
      ["1", "Zoë"],
      ["2", "Łukasz"],
    ];
    for (const big of [false, true]) {
      expect((await read(utf16(`\ufeff${log}`, big), {}, 3)).fields).toEqual(fields);
      expect((await read(utf16(log, big), { encoding: big ? "utf-16be" : "utf-16le" }, 3)).fields).toEqual(fields);
    }
  });

  test("any encoding with a name is read; the error names the likeliest", async () => {
    // é is 0x8e in Mac Roman and 0xe9 in Windows-1252.
    const mac = Uint8Array.from([...Buffer.from("id,name\n1,Caf"), 0x8e, 10]);
    await expect(read(mac)).rejects.toThrow(/The bytes look like macintosh: use --encoding macintosh/);
    expect((await read(mac, { encoding: "macintosh" })).fields).toEqual([["1", "Café"]]);
    expect(() => parseEncoding("klingon")).toThrow(/--encoding: expected a text encoding.*got "klingon"/);
    expect(parseEncoding("UTF8")).toBe("utf-8");
  });
});

describe("lines that are no rows", () => {
  const body = "customer_id;date;amount\na;2024-05-01;10\n";

  test("a title is told with the flag that skips it", async () => {
    const text = `Orders report;;\nFrom 2024-05-01;;\n\n${body}`;
    await expect(read(text)).rejects.toThrow(/The header seems to be in line 4: use --skip-lines 3\./);
    expect(await read(text, { skipLines: 3 })).toMatchObject({
      columns: ["customer_id", "date", "amount"],
      fields: [["a", "2024-05-01", "10"]],
      lines: [5],
    });
  });

  test("comments are told with the flag that leaves them out, wherever they stand", async () => {
    const text = `# exported, by "shop"\n${body}# half-way\nb;2024-05-02;20\n`;
    await expect(read(text)).rejects.toThrow(/line 2: use --skip-lines 1 or --comment '#'/);
    const { columns, fields, lines } = await read(text, { comment: "#" });
    expect(columns).toEqual(["customer_id", "date", "amount"]);
    expect(fields).toEqual([["a", "2024-05-01", "10"], [], ["b", "2024-05-02", "20"]]);
    expect(lines).toEqual([3, 4, 5]);
  });

  test("more lines than there are, and a number or a mark that is none, are errors", async () => {
    await expect(read(body, { skipLines: 9 })).rejects.toThrow(/--skip-lines: expected fewer lines/);
    await expect(read(body, { skipLines: 1.5 })).rejects.toThrow(/--skip-lines: expected a whole number/);
    await expect(read(body, { comment: "//" })).rejects.toThrow(/--comment: expected one character/);
  });
});

describe("odd files", () => {
  test("an empty file, and one of blank lines", async () => {
    await expect(read("")).rejects.toThrow(/expected rows, got "an empty file"/);
    await expect(read("\n\n", { delimiter: "comma" })).rejects.toThrow(/expected a header/);
  });

  test("a header alone has no rows", async () => {
    expect(await read("id,date\n")).toMatchObject({ columns: ["id", "date"], fields: [] });
    expect(await read("id,date")).toMatchObject({ columns: ["id", "date"], fields: [] });
  });

  test("fields of a megabyte, quoted and not", async () => {
    const long = "x".repeat(1 << 20);
    const { fields } = await read(`id,a\n1,${long}\n2,"${long}\n${long}"\n3,y\n`, {}, 65_536);
    expect(fields.map((record) => record[1]!.length)).toEqual([1 << 20, (2 << 20) + 1, 1]);
  });

  test("no header and no names is an error", async () => {
    await expect(read("1,2\n", { header: false })).rejects.toThrow(/--columns _,customer,date,_,amount/);
  });
});

describe("a source is let go", () => {
  const bytes = new TextEncoder().encode("customer,date\n1,never\n");
  async function closedAfter(
    use: (source: AsyncIterable<Uint8Array>) => Promise<unknown>,
    chunk: Uint8Array,
  ): Promise<boolean> {
    let closed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield chunk;
        // More than is taken at the beginning.
        for (let k = 0; k < 100; k++) yield new Uint8Array(1 << 16).fill(10);
      } finally {
        closed = true;
      }
    }
    await expect(use(source())).rejects.toThrow();
    return closed;
  }

  test("when a bad row stops the reading", async () => {
    expect(await closedAfter(async (source) => readTransactions(await openCsv(source)), bytes)).toBe(true);
  });

  test("when the file cannot be opened", async () => {
    expect(await closedAfter((source) => openCsv(source), new TextEncoder().encode("x\n"))).toBe(true);
    expect(await closedAfter((source) => openCsv(source), Uint8Array.of(97, 44, 0xff, 10))).toBe(true);
  });
});
