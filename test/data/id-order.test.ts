import fc from "fast-check";
import { expect, it } from "vitest";
import { idOrder } from "../../src/data/id-order.ts";

it("orders ids as their UTF-8 bytes", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "é", "\uffee", "\ud7ff", "\ue000", "😀", "𝄞"),
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.array(text), (ids) => {
      const sorted = [...ids].sort(idOrder(ids));
      const bytes = ids.map((id) => Buffer.from(id)).sort(Buffer.compare);
      expect(sorted).toStrictEqual(bytes.map(String));
    }),
  );
});
