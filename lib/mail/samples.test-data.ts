import type { MailTemplates } from "#lib/mail/templates.ts";

const every = {
  appUrl: "https://baton.example",
  schoolName: "Northfield Academy",
  supportEmail: "help@school.example",
};
const student = { ...every, name: "Zoë Łukasz" };
const course = {
  programTitle: "Medical Assistant",
  partnerLabel: "HSI",
  courseName: "CPR, AED and First Aid",
};
const date = {
  courseName: "CPR, AED and First Aid",
  startsAt: "2026-12-03T15:00:00.000Z",
  endsAt: "2026-12-03T23:00:00.000Z",
  timeZone: "America/Chicago",
  place: "Room 4, 200 Main Street",
};
const link = {
  ...every,
  url: "https://baton.example/api/auth/verify?token=abc&next=%2F",
  expiresInMinutes: 60,
};

/** One full set of data per template. */
export const SAMPLES: MailTemplates = {
  "verify-email": link,
  "magic-link": { ...link, expiresInMinutes: 15 },
  "reset-password": { ...link, expiresInMinutes: 1440 },
  "order-paid": {
    ...student,
    amountCents: 432_500,
    currency: "usd",
    programTitle: "Medical Assistant",
    orderId: "4be0a1c2-7d1f-4b62-9a57-0c5a1f3c9a10",
    firstPartnerLabel: "HSI",
    dates: [date],
  },
  "date-changed": { ...student, ...date },
  "date-lost": { ...student, ...date, reason: "The teacher is ill" },
  "access-ready": { ...student, ...course, step: 1, steps: 3 },
  "step-completed": {
    ...student,
    ...course,
    step: 1,
    steps: 3,
    nextPartnerLabel: "Certiport",
    nextCourseName: "Health Sciences Careers",
  },
  "certificate-issued": {
    ...student,
    programTitle: "Medical Assistant",
    number: "NA-2025-000123",
    publicId: "7k2m9q4c8x1v5d3b6n0p2r4s8w",
  },
  "order-failed": {
    ...student,
    amountCents: 432_500,
    currency: "usd",
    programTitle: "Medical Assistant",
    programSlug: "medical-assistant",
  },
  "enrollment-delayed": { ...student, ...course },
  "standing-changed": {
    ...student,
    ...course,
    step: 1,
    steps: 3,
    standing: "exam_failed",
    outlook: "arranged",
  },
  "partner-unavailable": {
    ...student,
    ...course,
    step: 1,
    steps: 3,
    alternatives: ["First Aid Basics at Certiport"],
    partnerSupport: "support@partner.example",
  },
  "name-needed": { ...student, programTitle: "Medical Assistant" },
  "certificate-reissued": {
    ...student,
    programTitle: "Medical Assistant",
    number: "NA-2025-000124",
    publicId: "7k2m9q4c8x1v5d3b6n0p2r4s8w",
  },
  "stuck-nudge": { ...student, ...course, step: 1, steps: 3, days: 9 },
  "application-received": {
    ...every,
    programTitle: "Medical Assistant",
    publicId: "7k2m9q4c8x1v5d3b6n0p2r4s8w",
  },
  "application-declined": {
    ...every,
    programTitle: "Medical Assistant",
    publicId: "7k2m9q4c8x1v5d3b6n0p2r4s8w",
  },
  "deletion-requested": { ...student, dueOn: "2026-12-04" },
  "deletion-canceled": student,
};
