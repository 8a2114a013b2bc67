import { describe, expect, it } from "vitest";
import { isTrinoAddress, scratchPlace, trinoAddress } from "../../../src/sql/trino/address.ts";

describe("an address on a cluster", () => {
  it("has its parts, and the usual ports", () => {
    expect(trinoAddress("trino://ann@lake:8089/ice/shop/log")).toEqual({
      ...{ secure: false, host: "lake", port: 8089, user: "ann", catalog: "ice", schema: "shop", name: "log" },
      text: "trino://ann@lake:8089/ice/shop/log",
    });
    expect(trinoAddress("trinos://lake/ice/shop/")).toMatchObject({ secure: true, port: 443, schema: "shop" });
    expect(trinoAddress("trino://lake/ice/shop/log")).toMatchObject({ port: 8080 });
    expect(trinoAddress("trino://lake:80/ice/shop/log")).toMatchObject({ port: 80 });
    expect(trinoAddress("trino://lake/ice/shop/caf%C3%A9%20%22x").name).toBe('café "x');
  });

  it.each([
    "trino://",
    "trino://lake",
    "trino://lake/ice",
    "trino://lake/a/b/c/d",
    "trino://lake/a/b?c=d",
    "trino://la ke/a/b",
  ])("refuses %s", (text) => {
    expect(isTrinoAddress(text)).toBe(true);
    expect(() => trinoAddress(text)).toThrow(/expected trino:\/\/user@host:8080\/catalog\/schema\/table/);
  });

  it("refuses a password, without repeating it", () => {
    const read = () => trinoAddress("trinos://ann:hush@lake/ice/shop");
    expect(read).toThrow(/trinos:\/\/lake\/ice\/shop: expected an address without a password.*CLV_TRINO_PASSWORD/);
    expect(read).not.toThrow(/hush/);
  });

  it("is told from a path", () => {
    expect(["log.csv", "/trino://x", "-", "https://lake/x"].some(isTrinoAddress)).toBe(false);
    expect(scratchPlace("ice.tmp")).toEqual({ catalog: "ice", schema: "tmp" });
    expect(() => scratchPlace("tmp")).toThrow(/--scratch: expected catalog.schema, got "tmp"/);
  });
});
