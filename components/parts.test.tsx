import { expect, test } from "vitest";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { PartnerDocuments } from "#components/enrollment/PartnerDocuments.tsx";
import { Field } from "#components/Field.tsx";
import { When } from "#components/When.tsx";
import { rendered } from "#tests/languages/rendered.tsx";

const NOW = new Date("2026-11-20T12:00:00Z");

const step = {
  status: "in_progress",
  progress: 0,
  lastAccessedAt: null,
  partner: { name: "HSI", active: true },
  standing: null,
};

const launch = (changes: Partial<typeof step>, enrollmentStatus = "active") =>
  rendered(
    <LaunchButton enrollmentId="e1" enrollmentStatus={enrollmentStatus} step={{ ...step, ...changes }} />,
  );

test("a course in progress is started, then continued, by name of its partner", () => {
  expect(launch({})).toContain('href="/lms/courses/e1/launch" class="button button-primary">Start at HSI<');
  expect(launch({ progress: 5 })).toContain("Continue at HSI");
});

test.each([
  ["a waiting step", launch({ status: "pending" })],
  ["a finished step", launch({ status: "completed" })],
  ["a step of a paused program", launch({}, "suspended")],
  ["a step at a partner that is switched off", launch({ partner: { name: "HSI", active: false } })],
])("%s cannot be launched", (_what, html) => {
  expect(html).toBe("");
});

test("a partner's link is a link only when it is a web address", () => {
  const html = rendered(
    <PartnerDocuments
      documents={[
        {
          partnerName: "HSI",
          number: "4411",
          url: "https://hsi.example/4411",
          verificationUrl: "javascript:alert(1)",
          issuedDate: "2026-11-20",
          expirationDate: "2028-11-20",
          renewFrom: "2028-09-21",
          verification: "confirmed",
          verifiedAt: NOW,
        },
      ]}
      telling={{ now: NOW }}
    />,
  );
  expect(html).toContain('href="https://hsi.example/4411"');
  expect(html).toContain("valid until 20 Nov 2028");
  expect(html).toContain("issued 20 Nov 2026");
  expect(html).toContain("renew from 21 Sept 2028");
  expect(html).toContain("confirmed by HSI on 20 Nov 2026");
  expect(html).not.toContain("javascript:");
});

test("a field with a mistake says so to everybody", () => {
  const html = rendered(<Field name="email" label="E-mail" error="That is not an address." />);
  expect(html).toContain('aria-invalid="true" aria-describedby="email-error"');
  expect(html).toContain('id="email-error"');
});

test("a time carries the exact moment", () => {
  const at = new Date("2026-11-20T11:00:00Z");
  const html = rendered(<When at={at} now={new Date("2026-11-20T12:00:00Z")} />);
  expect(html).toBe(
    '<time dateTime="2026-11-20T11:00:00.000Z" title="20 November 2026, 11:00 UTC">1 hour ago</time>',
  );
});
