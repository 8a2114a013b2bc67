import { describe, expect, it } from "vitest";
import {
  countText,
  dateText,
  durationText,
  largeText,
  moneyText,
  percentText,
  quantityText,
  settingText,
} from "../../src/report/number-text.ts";

describe("numbers for people", () => {
  it.each([
    [countText(2357), "2,357"],
    [quantityText(0), "0"],
    [quantityText(0.0004), "<0.001"],
    [quantityText(0.73412), "0.734"],
    [quantityText(12.345), "12.3"],
    [quantityText(99.96), "100"],
    [quantityText(1653.409), "1,653"],
    [largeText(999_499), "999,499"],
    [largeText(1_234_567), "1.235 million"],
    [moneyText(28.5), "28.50"],
    [moneyText(99.999), "100.00"],
    [moneyText(1234.5), "1,235"],
    [percentText(0), "0%"],
    [percentText(0.0004), "<0.1%"],
    [percentText(0.004), "0.4%"],
    [percentText(0.734), "73%"],
    [percentText(0.9949), "99.5%"],
    [percentText(0.9999), ">99.9%"],
    [percentText(1), "100%"],
    [percentText(-0.121), "−12%"],
    [settingText(0.125), "12.5%"],
    [settingText(0.9), "90%"],
    [dateText("1997-09-30"), "30 Sept 1997"],
    [durationText(1, "year"), "1 year"],
    [durationText(9.714, "week"), "9.71 weeks"],
    [durationText(52, "week"), "52 weeks"],
  ])("%s is written %s", (text, expected) => expect(text).toBe(expected));
});
