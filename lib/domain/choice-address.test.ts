import { expect, test } from "vitest";
import {
  choiceAddress,
  choiceFields,
  readChoice,
  sessionField,
  splitChoices,
} from "#lib/domain/choice-address.ts";

const path = [
  { optionId: "a", sequenceOrder: 1 },
  { optionId: "b", sequenceOrder: 1 },
  { optionId: "c", sequenceOrder: 2 },
];
const read = (query: Record<string, string | string[]>) => readChoice(path, (field) => query[field]);

test("a choice is read by position", () => {
  expect(read({ "option-1": "b", "option-2": "c" })).toEqual(["b", "c"]);
  expect(read({})).toEqual([]);
});

test("ids of other programs or positions, and repeated fields, are no choice", () => {
  expect(read({ "option-1": "c", "option-2": "x", "option-3": "a" })).toEqual([]);
  expect(read({ "option-1": ["a", "b"] })).toEqual([]);
});

test("what is written into an address is read out of it again", () => {
  const address = choiceAddress("cna", choiceFields([path[1]!, path[2]!]), { problem: "choose_one" });
  const query = new URL(address, "http://school.test").searchParams;
  expect(readChoice(path, (field) => query.get(field))).toEqual(["b", "c"]);
  expect(query.get("problem")).toBe("choose_one");
});

test("an address carries nothing but a choice, and no query where there is none", () => {
  expect(choiceAddress("cna", { "option-1": "a&b=1", price: "1" })).toBe("/programs/cna?option-1=a%26b%3D1");
  expect(choiceAddress("cna", {})).toBe("/programs/cna");
});

test("dates go along with the options they belong to", () => {
  const [option, date] = ["0b0e7c1a-6c55-4a39-9f5e-1d2f3a4b5c6d", "9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"];
  const fields = { "option-2": option, [sessionField(option)]: date };
  expect(splitChoices(fields)).toEqual({ optionIds: [option], sessions: { [option]: date } });
  expect(choiceAddress("cna", { ...fields, "session-1": "x", amount: "1" })).toBe(
    `/programs/cna?option-2=${option}&session-${option}=${date}`,
  );
});
