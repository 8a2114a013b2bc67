import { expect, it } from "vitest";
import { noRoomForPage, requireRoomForPage } from "../../src/run/room-for-page.ts";

it("a page is drawn where its customers find room, else it is said how much they need", () => {
  expect(noRoomForPage(1_000_000, 1e9)).toBeUndefined();
  expect(() => requireRoomForPage(1_000_000, 1e9)).not.toThrow();
  expect(noRoomForPage(100_000_000, 16e9)!.message).toBe(
    "clv wrote no page: the page of 100,000,000 customers needs 60 GB of memory, and 16 GB are free.",
  );
  expect(() => requireRoomForPage(100_000_000, 16e9)).toThrow(
    'memory: expected 60 GB of free memory for a page of 100,000,000 customers, got "16 GB"',
  );
});
