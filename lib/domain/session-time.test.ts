import { expect, test } from "vitest";
import { dayOf, sessionDay, sessionHours, sessionTime } from "#lib/domain/session-time.ts";

const winter = {
  startsAt: new Date("2026-12-03T15:00:00Z"),
  endsAt: new Date("2026-12-03T23:00:00Z"),
  timeZone: "America/Chicago",
};

test("a date is told in the time of the place, with the zone's name", () => {
  expect(sessionTime(winter, "en")).toBe("Thu, 3 Dec 2026, 09:00–17:00 CST");
  expect(sessionTime(winter, "es")).toBe("jue, 3 dic 2026, 09:00–17:00 CST");
  expect(sessionHours(winter, "en")).toBe("09:00–17:00 CST");
});

test("summer time is told as such", () => {
  const summer = {
    ...winter,
    startsAt: new Date("2026-07-03T14:00:00Z"),
    endsAt: new Date("2026-07-03T22:00:00Z"),
  };
  expect(sessionTime(summer, "en")).toBe("Fri, 3 Jul 2026, 09:00–17:00 CDT");
});

test("a date over several days names both", () => {
  const course = { ...winter, endsAt: new Date("2026-12-05T23:00:00Z") };
  expect(sessionTime(course, "en")).toBe("Thu, 3 Dec 2026, 09:00 – Sat, 5 Dec 2026, 17:00 CST");
  expect(sessionHours(course, "en")).toBe("09:00 – Sat, 5 Dec 2026, 17:00 CST");
});

test("the day is the place's own, not the reader's", () => {
  const late = {
    ...winter,
    startsAt: new Date("2026-12-04T03:00:00Z"),
    endsAt: new Date("2026-12-04T04:00:00Z"),
  };
  expect(sessionDay(late, "en")).toBe("Thursday, 3 December 2026");
  expect(sessionDay(late, "es")).toBe("jueves, 3 de diciembre de 2026");
  expect(dayOf(late.startsAt, late.timeZone)).toBe("2026-12-03");
});

test("a zone nobody knows counts as UTC", () => {
  expect(sessionTime({ ...winter, timeZone: "Mars/Olympus" }, "en")).toBe("Thu, 3 Dec 2026, 15:00–23:00 UTC");
});
