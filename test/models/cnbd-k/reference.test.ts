import { describe, expect, it } from "vitest";
import { bgNbd, cnbd, mbgNbd } from "../../../models/index.ts";
import { toLink } from "../../../src/fit/link.ts";
import type { Evaluation } from "../../../src/model/objective.ts";
import type { Histories, PurchaseModel } from "../../../src/model.ts";
import { futureOf } from "../../../src/predict/future-of.ts";
import { expectClose } from "../../support/close.ts";
import { fixture, type ReferenceRow, sharedReference } from "../../support/reference.ts";

const NAMES = ["r", "alpha", "a", "b"];
const SMALLEST_NORMAL = 2.3e-308;

type Row = ReferenceRow["value"];

const memberOf = (v: Row): PurchaseModel => cnbd(v.k, (v.first_coins ?? v.dropout_at_zero) as 0 | 1);

function dataOf(v: Row): Histories {
  const one = (value: number): Float64Array => Float64Array.of(value);
  return { length: 1, frequency: one(v.x), recency: one(v.tx), T: one(v.T), count: one(1), litt: one(v.litt) };
}

function at(model: PurchaseModel, v: Row): Evaluation {
  const out = { value: 0, gradient: new Float64Array(4), hessian: new Float64Array(16) };
  model.objective(dataOf(v)).evaluate(toLink(model.parameters, v), out);
  return out;
}

for (const [name, rows] of [
  ["test/fixtures/cnbd-k.csv", fixture("cnbd-k")],
  ["shared/reference/family/cnbd-k.csv", sharedReference("family/cnbd-k")],
] as const) {
  const each = (check: (v: Row, what: string) => void): void => {
    for (const { category, line, value } of rows!) check(value, `line ${line} (${category}, k ${value.k})`);
  };

  describe.skipIf(rows === undefined)(`(M)BG/CNBD-k against ${name}, on every row`, () => {
    it("has rows of every k there is in it", () => expect(rows!.length).toBeGreaterThan(80));

    it("the log-likelihood to 1e-13, its gradient and Hessian to 1e-10", () => {
      each((v, what) => {
        const { value, gradient, hessian } = at(memberOf(v), v);
        expectClose(value, v.ll, 1e-13, what);
        NAMES.forEach((p, i) => {
          expectClose(gradient[i], v[`dll_dlog${p}`], 1e-10, `${what} ${p}`, 1e-49);
          NAMES.slice(i).forEach((q, d) => {
            const wanted = v[`d2ll_dlog${p}_dlog${q}`];
            if (wanted === undefined) return;
            // A second derivative may vanish where its terms, of the size of the phases, do not.
            const size = 1e-14 * (1 + v.r + v.k * v.x);
            expectClose(hessian[4 * i + i + d], wanted, 1e-10, `${what} ${p} ${q}`, size);
          });
        });
      });
    });

    const column = (title: string, of: (model: PurchaseModel, v: Row) => number): void =>
      it.skipIf(rows !== undefined && !(title in rows[0].value))(title, () => {
        each((v, what) => expectClose(of(memberOf(v), v), v[title], 1e-12, what, SMALLEST_NORMAL));
      });
    column("p_alive", (model, v) => futureOf(model, v, [v.x, v.tx, v.T]).alive);
    column("exp_x_t", (model, v) => model.newcomer(v).expected(v.t));
    column("exp_y_t", (model, v) => futureOf(model, v, [v.x, v.tx, v.T]).expected(v.t));
    column("exp_y_t_discounted", (model, v) => futureOf(model, v, [v.x, v.tx, v.T]).discounted(v.t, v.delta));
    column("pmf", (model, v) => model.newcomer(v).counts(v.t, v.n)[v.n]);
    column("p_none_t", (model, v) => futureOf(model, v, [v.x, v.tx, v.T]).none(v.t));

    it("with k = 1 is (M)BG/NBD: value to 1e-14, the expected purchases to 1e-12", () => {
      each((v, what) => {
        for (const [model, firstCoins] of [
          [bgNbd, 0],
          [mbgNbd, 1],
        ] as const) {
          const member = cnbd(1, firstCoins);
          expectClose(at(member, v).value, at(model, v).value, 1e-14, what);
          const [one, other] = [futureOf(member, v, [v.x, v.tx, v.T]), futureOf(model, v, [v.x, v.tx, v.T])];
          expectClose(one.alive, other.alive, 1e-13, what, SMALLEST_NORMAL);
          expectClose(one.expected(v.t), other.expected(v.t), 1e-12, what, SMALLEST_NORMAL);
        }
      });
    });
  });
}
