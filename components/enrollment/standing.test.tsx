import { expect, test } from "vitest";
import { AwayPartner } from "#components/enrollment/AwayPartner.tsx";
import { Companions } from "#components/enrollment/Companions.tsx";
import { StandingFacts } from "#components/enrollment/StandingFacts.tsx";
import { Station } from "#components/line/Station.tsx";
import { rendered } from "#tests/languages/rendered.tsx";

const TELLING = { now: new Date("2026-11-20T12:00:00Z"), timeZone: "Europe/Berlin", rules: {} };
const NOTHING = {
  at: null,
  place: null,
  dueAt: null,
  seatMinutes: null,
  groupCode: null,
  vouchers: { taken: 0 },
};

function facts(changes: object, status = "in_progress"): string {
  const partner = { slug: "hsi", name: "HSI" };
  return rendered(
    <StandingFacts step={{ status, partner, standing: { ...NOTHING, ...changes } }} telling={TELLING} />,
  );
}

const at = new Date("2026-11-27T15:00:00Z");

test("a place is text, and a link only where all of it is a secure address", () => {
  expect(facts({ at, place: "Room 4, https://evil.example" })).toContain(
    "Where: <bdi>Room 4, https://evil.example</bdi>",
  );
  expect(facts({ at, place: "<img src=x onerror=alert(1)>" })).toContain("&lt;img");
  expect(facts({ at, place: "javascript:alert(1)" })).not.toContain("href");
  expect(facts({ at, place: "https://meet.example/room/4" })).toContain(
    '<a href="https://meet.example/room/4" rel="noopener noreferrer">online, at meet.example</a>',
  );
});

test("seat time is a bar that never runs over, with its figures beside it", () => {
  const html = facts({ seatMinutes: { done: 700, required: 600 } });
  expect(html).toContain("700 of 600 minutes");
  expect(html).toContain('max="600" value="600"');
});

test("a near deadline stands out by more than its colour", () => {
  const near = facts({ dueAt: new Date("2026-11-24T12:00:00Z") });
  const far = facts({ dueAt: new Date("2027-02-24T12:00:00Z") });
  expect(near).toContain(">!</span>");
  expect(near).toContain("<strong>4 days left</strong>");
  expect(far).not.toContain(">!</span>");
});

test("a step that does not run has none of it", () => {
  expect(facts({ dueAt: at, groupCode: "G-1" }, "completed")).toBe("");
});

test("included courses show their progress while they run", () => {
  const companions = [
    { id: "1", courseName: "Finance Fundamentals", status: "active", progress: 30 },
    { id: "2", courseName: "Client Well-Being", status: "completed", progress: 100 },
  ];
  const html = rendered(
    <Companions companions={companions} partner={{ slug: "milady", name: "Milady RISE" }} />,
  );
  expect(html.match(/<progress/g)).toHaveLength(1);
  expect(html).toContain("Progress in Finance Fundamentals");
});

const away = (changes: object, schoolEmail: string | null = null) =>
  rendered(
    <AwayPartner
      schoolEmail={schoolEmail}
      step={{
        status: "in_progress",
        partner: { name: "HSI", active: false, supportEmail: null },
        alternatives: [],
        ...changes,
      }}
    />,
  );

test("a partner that is switched off: what else there is, and whom to ask", () => {
  const alternatives = [{ courseName: "CPR", partner: { name: "Certiport" } }];
  expect(away({ alternatives }, "help@school.example")).toContain("CPR via Certiport");
  expect(away({}, "help@school.example")).toContain("No other partner teaches this step");
  expect(away({}, "help@school.example")).toContain("mailto:help@school.example");
});

test("the partner's own contact goes before the school's, and none is made up", () => {
  const partner = { name: "HSI", active: false, supportEmail: "help@hsi.example" };
  expect(away({ partner }, "help@school.example")).toContain("mailto:help@hsi.example");
  expect(away({})).not.toContain("mailto:");
  expect(away({})).toContain("Ask at the office of your school");
});

test("nothing is said of a partner that is active, or of a step that is over", () => {
  expect(away({ partner: { name: "HSI", active: true, supportEmail: null } })).toBe("");
  expect(away({ status: "completed" })).toBe("");
});

test("a station that waits for somebody else is drawn and marked as the current one all the same", () => {
  const html = rendered(
    <Station state="held" number={2}>
      Certiport
    </Station>,
  );
  expect(html).toContain('aria-current="step"');
  expect(html).toContain("station-held");
  expect(html).toContain("<svg");
});
