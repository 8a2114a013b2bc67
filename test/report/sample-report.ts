import type { CustomerRow, ReportData } from "../../src/report/report-data.ts";
import type { TrackingStep } from "../../src/validate/validation.ts";

/** A model that held at first. */
export const WATCHED: NonNullable<ReportData["watched"]> = {
  ...{ verdict: "totals off", split: "1997-10-01", level: 0.99 },
  sentence: "Totals are off: 13.8 % more purchases than expected have been made since the fit, beyond the limits.",
  checkpoints: [
    {
      until: "1997-12-28",
      actual: 700,
      expected: 690,
      low: 600,
      high: 780,
      value: { actual: 25_410, expected: 24_100, low: 20_900, high: 27_300 },
    },
    {
      until: "1998-06-30",
      actual: 1882,
      expected: 1653.4,
      low: 1400,
      high: 1850,
      value: { actual: 70_976.39, expected: 57_128, low: 48_000, high: 66_200 },
    },
  ],
  ranking: { actual: 0.72, expected: 0.71, standardError: 0.01 },
  refit: {
    statistic: 9.8,
    p: 0.04,
    expectedPurchases: { old: 2043, refit: 2100 },
    equity: { old: 27345, refit: 28050 },
  },
  scores: { index: 0.012, statistic: 14, freedom: 9, p: 0.12 },
};

/** An id that would run a script if it were ever read as markup. */
export const HOSTILE = "<img src=x onerror=alert(1)>";

/** A report on made-up numbers with every part there is: smooth, plausible, and good for looking at. */
export function sampleReport(): ReportData {
  return {
    subject: "orders-1997.csv",
    title: "Orders of 1997",
    currency: "USD",
    dropoutVisible: true,
    writtenBy: "clv 0.1.0",
    unit: "week",
    grain: "day",
    level: 0.9,
    horizon: { amount: 52, unit: "week" },
    margin: 0.4,
    discountRate: 0.1,
    reading: {
      rows: 6919,
      purchases: 6696,
      leftOut: [
        { what: "Merged into a purchase of the same day", rows: 223 },
        { what: "Rejected", rows: 0 },
      ],
      rejected: [
        { reason: "no-customer", rows: 12, value: 345.6 },
        { reason: "bad-date", rows: 2 },
      ],
      notes: ["Observation ends on 1998-06-30, the last date in the log."],
    },
    base: {
      customers: 2357,
      repeatBuyers: 946,
      repeatPurchases: 2457,
      from: "1997-01-01",
      until: "1997-09-30",
      meanSpend: 35.08,
    },
    headline: {
      alive: { value: 1917.3, estimate: { low: 1822, high: 2004 } },
      aliveAgain: { value: 606.3, estimate: { low: 541, high: 668 } },
      aliveWithoutRepeat: 1311,
      purchases: { value: 2043.1, estimate: { low: 1911, high: 2170 }, outcome: { low: 1880, high: 2211 } },
      equity: { value: 27345.3, estimate: { low: 24890, high: 29987 }, outcome: { low: 24300, high: 30650 } },
      withoutValue: 0,
    },
    value: valueShown(),
    watched: WATCHED,
    worth: "value",
    worthMost: Array.from({ length: 50 }, (_, i) => row(i + 1)),
    slipping: {
      lookback: 9.7,
      lostInAll: 1234.5,
      rows: Array.from({ length: 25 }, (_, i) => ({
        ...row(3 + 7 * i),
        probabilityAliveBefore: 0.93 - 0.003 * i,
        probabilityAlive: 0.31 + 0.02 * (i % 7),
        lost: 61.2 / (1 + 0.2 * i),
        aliveEstimate: { low: 0.21 + 0.02 * (i % 7), high: 0.45 + 0.02 * (i % 7) },
        lostEstimate: { low: 40.1 / (1 + 0.2 * i), high: 75.3 / (1 + 0.2 * i) },
      })),
      inconclusive: 4,
      cameBack: { customers: 9, expected: 7.4 },
    },
    surface: surface(),
    validation: validation(),
    goodness: {
      purchases: {
        bins: [1411, 439, 214, 100, 62, 38, 29, 64].map((actual, x) => ({
          label: x === 7 ? "7+" : String(x),
          from: x,
          to: x === 7 ? undefined : x,
          actual,
          expected: [1388.1, 469.2, 197.6, 103.4, 61.8, 40.1, 27.5, 69.3][x]!,
        })),
        chiSquare: 4.82,
        degreesOfFreedom: 3,
        pValue: 0.185,
        misplaced: 0.021,
        misplacedByChance: 0.019,
      },
      spend: {
        bins: Array.from({ length: 21 }, (_, k) => ({
          label: "",
          from: 5 * k,
          to: k === 20 ? undefined : 5 * (k + 1),
          actual: Math.round(150 * Math.exp(-(((k - 4) / 5) ** 2)) + 8 * ((k * 7) % 5)),
          expected: 155 * Math.exp(-(((k - 4.3) / 5.2) ** 2)),
        })),
        chiSquare: 61.3,
        degreesOfFreedom: 17,
        pValue: 7.1e-7,
        misplaced: 0.081,
        misplacedByChance: 0.031,
      },
      heterogeneity: [
        {
          name: "rate",
          title: "Purchases per week",
          mean: 0.055,
          points: Array.from({ length: 80 }, (_, k) => ({
            value: 0.0025 * (k + 1),
            density: (k + 1) ** -0.76 * Math.exp(-0.011 * (k + 1)),
          })),
        },
      ],
      independence: {
        rankCorrelation: 0.11,
        bins: ["1", "2", "3", "4", "5", "6–7", "8+"].map((label, k) => ({
          label,
          customers: 439 - 55 * k,
          low: 15 + k,
          median: 27 + 1.3 * k,
          high: 43 + 0.8 * k,
          mean: 34 + k,
        })),
      },
      information: [{ model: "bg-nbd", logLikelihood: -9582.4292, parameters: 4, aic: 19172.86, bic: 19195.92 }],
      notices: [],
    },
    concentration: {
      bins: Array.from({ length: 24 }, (_, k) => ({
        low: 0.5 * 1.4 ** k,
        high: 0.5 * 1.4 ** (k + 1),
        customers: Math.round(300 * Math.exp(-(((k - 7) / 4) ** 2)) + 40 * Math.exp(-(((k - 15) / 5) ** 2))),
      })),
      below: 31,
      median: 5.13,
      mean: 11.6,
      top: [
        { customers: 0.01, share: 0.138 },
        { customers: 0.05, share: 0.374 },
        { customers: 0.1, share: 0.531 },
        { customers: 0.2, share: 0.712 },
      ],
    },
    path: path(),
    notices: [],
    models: [
      {
        title: "BG/NBD",
        source: "Fader, Hardie and Lee (2005)",
        customers: 2357,
        logLikelihood: -9582.4292066739,
        aic: 19172.8584,
        bic: 19195.9208,
        converged: true,
        intervals: "profile",
        message: "Stationary: no direction raises the likelihood.",
        parameters: [
          parameter("r", "shape of the purchase rate's Gamma distribution", 0.24259452, 0.012557),
          parameter("α", "its rate, in weeks", 4.41360202, 0.378224),
          parameter("a", "dropout's Beta distribution, first parameter", 0.79292202, 0.185734),
          { symbol: "b", meaning: "dropout's Beta distribution, second parameter" },
        ],
        notices: [
          {
            name: "no-dropout",
            severity: "warning",
            message: "No dropout is visible: the model tends to the NBD.",
            advice: "Expected purchases remain sound; P(alive) is 1 for everyone. Observe for longer.",
          },
        ],
      },
    ],
  };
}

function row(rank: number): CustomerRow {
  const value = 480 / (1 + 0.13 * rank);
  return {
    rank,
    customer: rank === 3 ? HOSTILE : String(1000 + 37 * rank).padStart(6, "0"),
    frequency: Math.max(2, 26 - Math.floor(rank / 2)),
    silence: 0.143,
    lastPurchase: "1997-08-12",
    probabilityAlive: 0.97 - 0.004 * rank,
    expectedPurchases: 25.757 / (1 + 0.1 * rank),
    purchasesOutcome: { low: Math.max(0, 12 - rank), high: 41 - Math.floor(rank / 2) },
    expectedSpend: 31.4 + (rank % 9),
    value: {
      value,
      estimate: { low: 0.88 * value, high: 1.13 * value },
      outcome: { low: 0.2 * value, high: 2.6 * value },
    },
  };
}

function surface(): ReportData["surface"] {
  const frequency = [1, 2, 3, 4, 6, 8, 10, 15, 20];
  const T = 38.857;
  const recency = Array.from({ length: 10 }, (_, k) => (T * (k + 1)) / 10);
  const alive = (x: number, tx: number) =>
    1 / (1 + (0.793 / (2.426 + x - 1)) * ((4.414 + T) / (4.414 + tx)) ** (0.243 + x));
  const probabilityAlive = frequency.map((x) => recency.map((tx) => alive(x, tx)));
  const expectedPurchases = frequency.map((x, row) =>
    recency.map((_, column) => 0.85 * probabilityAlive[row]![column]! * (0.243 + x)),
  );
  return {
    T,
    frequency,
    recency,
    probabilityAlive,
    expectedPurchases,
    noRepeat: { probabilityAlive: 1, expectedPurchases: 0.195 },
  };
}

function validation(): NonNullable<ReportData["validation"]> {
  const steps: TrackingStep[] = [];
  let [actualCumulative, expectedCumulative] = [0, 0];
  for (let step = 1; step <= 78; step++) {
    const expected = step < 12 ? 9 * step : 100 * Math.exp(-0.02 * (step - 12)) + 8;
    const actual = Math.round(expected * (1 + 0.22 * Math.sin(step * 1.7) + 0.1 * Math.cos(step * 0.6)));
    actualCumulative += actual;
    expectedCumulative += expected;
    steps.push({ step, actual, expected, actualCumulative, expectedCumulative });
  }
  const expected = [0.225, 0.523, 1.044, 1.52, 2.164, 2.654, 3.504, 6.157];
  const actual = [0.2367, 0.697, 1.3925, 1.56, 2.5323, 2.9474, 3.8621, 6.3594];
  const customers = [1411, 439, 214, 100, 62, 38, 29, 64];
  const byFrequency = expected.map((value, x) => ({
    label: x === 7 ? "7+" : String(x),
    from: x,
    to: x,
    customers: customers[x]!,
    expected: value,
    actual: actual[x]!,
  }));
  const byRecency = ["0", "0.1 – 7", "7 – 14", "14 – 21", "21 – 28", "28 – 33", "33 – 39"].map((label, k) => ({
    label,
    from: 7 * k,
    to: 7 * (k + 1),
    customers: 250,
    expected: 0.22 + 0.3 * k ** 1.3,
    actual: 0.24 + 0.32 * k ** 1.25,
  }));
  const bySilence = ["no repeat", "0.1 – 2", "2 – 5", "5 – 9", "9 – 14", "14 – 20", "20 – 28"].map((label, k) => ({
    label,
    from: k === 0 ? 26 : [0.1, 2, 5, 9, 14, 20][k - 1]!,
    to: k === 0 ? 38.9 : [2, 5, 9, 14, 20, 28][k - 1]!,
    customers: k === 0 ? 1411 : 157 + k,
    expected: k === 0 ? 0.225 : 3.1 * 0.6 ** k,
    actual: k === 0 ? 0.237 : 3 * 0.63 ** k,
  }));
  const predictor = (title: string, total: number, mae: number, rmse: number) => ({
    predictor: "model" as const,
    title,
    total,
    totalError: total / 1882 - 1,
    bias: (total - 1882) / 2357,
    mae,
    rmse,
    rankCorrelation: 0.43,
    gini: 0.71,
    topDecileFound: 0.57,
  });
  const comparison = {
    predictors: [
      predictor("the model (BG/NBD)", 1653.4, 0.785454, 1.607982),
      predictor("repeat the past rate (x/T)", 3034.1, 1.1412, 2.211),
      predictor("alive if silent for less than 12 weeks", 2411.7, 0.95, 1.93),
      predictor("everyone buys the mean", 1882, 1.12, 2.02),
    ],
    byFrequency,
    byRecency,
    bySilence,
    deciles: Array.from({ length: 10 }, (_, k) => ({
      decile: k + 1,
      customers: 236,
      expected: 760 * 0.62 ** k,
      actual: 800 * 0.64 ** k,
      lift: 4.2 * 0.62 ** k,
    })),
    gain: Array.from({ length: 101 }, (_, k) => ({
      customers: k / 100,
      model: (k / 100) ** 0.4,
      perfect: Math.min(1, 1.4 * (k / 100) ** 0.35),
    })),
    coverage: { level: 0.9, promised: 0.938, actual: 0.921, actualAtLevel: 0.887 },
    total: { actual: 1882, expected: 1653.409, outcome: { low: 1540, high: 1770 } },
  };
  return {
    split: "1997-10-01",
    until: "1998-06-30",
    unit: "week",
    duration: 39,
    customers: 2357,
    newCustomers: 0,
    purchases: comparison,
    value: { ...comparison, total: { actual: 63_211, expected: 58_004.3, outcome: { low: 53_100, high: 63_300 } } },
    returns: [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95].map((from, k) => ({
      from,
      to: [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1][k]!,
      customers: 18 + 31 * k,
      alive: from + 0.02,
      expected: 0.7 * (from + 0.02),
      returned: Math.round((18 + 31 * k) * (0.3 + 0.05 * k)),
      share: { low: 0.2 + 0.05 * k, high: 0.41 + 0.05 * k },
    })),
    tracking: { days: 7, from: "1997-01-01", splitAt: 39, steps },
    notices: [],
  };
}

function path(): NonNullable<ReportData["path"]> {
  const start = Date.UTC(1997, 0, 9);
  const bought = [0, 21, 35, 60, 74, 101, 122, 150, 161];
  const date = (day: number) => new Date(start + day * 86_400_000).toISOString().slice(0, 10);
  const points = Array.from({ length: 140 }, (_, k) => {
    const day = 3 * k;
    const x = bought.filter((at) => at <= day).length - 1;
    const silence = day - bought[x]!;
    return { date: date(day), probabilityAlive: 1 / (1 + (x > 0 ? 0.06 : 0) * Math.exp(silence / 28)) };
  });
  return { rank: 3, customer: HOSTILE, chosen: false, purchases: bought.map(date), until: "1997-09-30", points };
}

function parameter(symbol: string, meaning: string, value: number, standardError: number) {
  const spread = Math.exp((1.645 * standardError) / value);
  return { symbol, meaning, value, standardError, interval: { low: value / spread, high: value * spread } };
}

/** Three groups, one of which never pays back, one beyond the data. */
function valueShown(): NonNullable<ReportData["value"]> {
  const value = (month: number) => 9.8 + 4 * Math.sqrt(month);
  const at = (month: number, cost: number) => ({
    age: 4.348 * month,
    value: { estimate: value(month), low: value(month) * 0.93, high: value(month) * 1.08 },
    ltvToCac: { estimate: value(month) / cost, low: (value(month) * 0.93) / cost, high: (value(month) * 1.08) / cost },
    beyond: month > 18,
  });
  const newcomer = (group: string, customers: number, acquisitionCost: number, never: number) => ({
    ...{ group, customers, acquisitionCost },
    payback: {
      estimate: never > 0.5 ? ({ kind: "never" } as const) : ({ kind: "after", time: 21.9, beyond: false } as const),
      draws: { low: 18.1, median: 22, high: 26.7, share: { firstOrder: 0, after: 1 - never, never, notWithin: 0 } },
    },
    atHorizon: at(12, acquisitionCost),
    curve: Array.from({ length: 37 }, (_, month) => at(month, acquisitionCost)),
  });
  return {
    newcomers: [
      newcomer("e-mail", 1200, 17.5, 0.02),
      newcomer(HOSTILE, 800, 9.99, 0),
      newcomer("fairs", 357, 61, 0.98),
    ],
    sensitivity: [
      { lever: "margin", percent: 1, change: 169.47, share: 0.0159 },
      { lever: "purchases", percent: 1, change: 106.2, share: 0.01 },
      { lever: "spend", percent: 1, change: 169.47, share: 0.0159 },
      { lever: "dropout", percent: -1, change: 35.3, share: 0.0033 },
      { lever: "acquisition cost", percent: 1, change: -412.9, share: -0.039 },
      { lever: "discount rate", percent: 1, change: -4.52, share: -0.0004 },
    ],
    tiers: [0, 0.01, 0.05, 0.1, 0.25, 0.5].map((above, k, all) => ({
      ...{ above, upTo: all[k + 1] ?? 1, customers: 24 * (k + 1) },
      ...{ expected: 123_456.7 / (k + 1), actual: 118_020.3 / (k + 1.2) },
    })),
  };
}
