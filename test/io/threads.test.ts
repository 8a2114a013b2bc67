import { expect, test } from "vitest";
import { newCounter, roomToShare, takenFrom } from "../../src/io/threads.ts";

test("each part of 0, 1, … is taken once, by the first thread to ask", () => {
  const counter = newCounter();
  const [one, other] = [takenFrom(counter, 5), takenFrom(counter, 5)];
  const turns = [one.next(), other.next(), other.next(), one.next()].map(({ value }) => value);
  expect(turns).toEqual([0, 1, 2, 3]);
  expect([...other, ...one]).toEqual([4]);
  expect([...takenFrom(counter, 5)]).toEqual([]);
});

test("room to share is memory that every thread sees", () => {
  const room = roomToShare(3);
  expect(room).toEqual(new Float64Array(3));
  expect(room.buffer).toBeInstanceOf(SharedArrayBuffer);
});
