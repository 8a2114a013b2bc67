import type { ByteSource } from "./blocks.ts";

const HEAD = 1 << 16;

/** A source from which the first bytes have been taken. */
interface TakenSource {
  /** The first bytes, without a byte-order mark. */
  readonly head: Uint8Array;
  /** The whole source from the beginning, without the byte-order mark. Leaving the loop early closes the source. */
  readonly rest: AsyncIterable<Uint8Array>;
  /** Closes the source. */
  close(): Promise<void>;
}

/** Takes the first 64 kB of a source, or all of a shorter one. */
export async function takeHead(source: ByteSource): Promise<TakenSource> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const close = async (): Promise<void> => {
    await iterator.return?.();
  };
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < HEAD) {
    const { done, value } = await iterator.next();
    if (done) break;
    const wider = new Uint8Array(head.length + value.length);
    wider.set(head);
    wider.set(value, head.length);
    head = wider;
  }
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) head = head.subarray(3);
  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await close();
    }
  }
  return { head, rest: rest(), close };
}
