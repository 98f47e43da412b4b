import { expect, test } from "vitest";
import {
  offerPrice,
  optionPrice,
  orderLines,
  pathPrice,
  type PricedOption,
} from "#lib/domain/offer-price.ts";

function option(optionId: string, sequenceOrder: number, surchargeCents = 0, active = true): PricedOption {
  return {
    optionId,
    sequenceOrder,
    surchargeCents,
    required: true,
    providerActive: active,
    courseActive: true,
  };
}

test("an offer costs the program's price and what each chosen option adds", () => {
  expect(offerPrice(120_000, [])).toBe(120_000);
  expect(offerPrice(120_000, [{ surchargeCents: 0 }, { surchargeCents: 15_000 }])).toBe(135_000);
});

const fork = [option("hsi", 1), option("certiport", 1, 15_000), option("cpr", 2, 900)];

test.each([
  [[], { cents: 120_900, isFrom: true }],
  [["certiport"], { cents: 135_900, isFrom: false }],
  [["hsi"], { cents: 120_900, isFrom: false }],
  [["of another program"], { cents: 120_900, isFrom: true }],
])("with %o chosen the path costs %o", (chosen, expected) => {
  expect(pathPrice(120_000, fork, chosen)).toEqual(expected);
});

test("an option costs the whole program with it, or what it adds where there is more than one choice", () => {
  expect(optionPrice(120_000, fork, fork[1]!)).toEqual({ kind: "total", cents: 135_900 });
  const twoForks = [...fork, option("other", 2)];
  expect(optionPrice(120_000, twoForks, fork[1]!)).toEqual({ kind: "extra", cents: 15_000 });
});

test("a price is no 'from' price where every option costs the same", () => {
  expect(pathPrice(5_000, [option("a", 1, 700), option("b", 1, 700)], [])).toEqual({
    cents: 5_700,
    isFrom: false,
  });
});

test("an option that nobody teaches today sets no price, unless nobody teaches the position at all", () => {
  expect(pathPrice(0, [option("away", 1, 0, false), option("here", 1, 500)], [])).toEqual({
    cents: 500,
    isFrom: false,
  });
  expect(pathPrice(0, [option("away", 1, 100, false), option("gone", 1, 200, false)], []).cents).toBe(100);
});

test("a program without a path costs what it says", () => {
  expect(pathPrice(4_200, [], ["x"])).toEqual({ cents: 4_200, isFrom: false });
});

test("the lines of an order add up to its price, and name only what adds to it", () => {
  const program = { title: "CNA", priceCents: 120_000 };
  const chosen = [
    { label: "Health Sciences via Certiport", surchargeCents: 15_000 },
    { label: "CPR via HSI", surchargeCents: 0 },
  ];
  const lines = orderLines(program, chosen);
  expect(lines).toEqual([
    { label: "CNA", amountCents: 120_000 },
    { label: "Health Sciences via Certiport", amountCents: 15_000 },
  ]);
  expect(lines.reduce((sum, line) => sum + line.amountCents, 0)).toBe(offerPrice(120_000, chosen));
  expect(orderLines(program, [{ label: "CPR via HSI", surchargeCents: 0 }])).toEqual([]);
});
