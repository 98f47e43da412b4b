import { expect, test } from "vitest";
import { asUser } from "#lib/db/client.ts";
import { listOpenFailures } from "#lib/db/reads/admin-failures.ts";
import { readCallStretches, readPartnerAlerts, readPartnerStates } from "#lib/db/reads/admin-partners.ts";
import { listVouchers, readVoucherStocks } from "#lib/db/reads/admin-vouchers.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import {
  addPartner,
  addPerson,
  addProgram,
  enroll,
  insert,
  startStep,
  type PartnerRow,
} from "#tests/database/reads/story.ts";

const stage = openStage();

const admin = () => addPerson(stage.owner, "Admin", "admin");

async function learning(partner: PartnerRow, since: string, standing: Record<string, string> = {}) {
  const student = await addPerson(stage.owner, "Ada Example");
  const program = await addProgram(stage.owner, "Anything", [partner]);
  const { enrollmentId, stepIds } = await enroll(stage.owner, student, program);
  const partnerEnrollment = await startStep(stage.owner, stepIds[0]!, 10);
  await stage.owner.query(
    `update partner_lms_enrollments set last_progress_at = now() - $1::interval, last_news_at = now(),
       standing = $2, standing_at = $3 where id = $4`,
    [since, standing["kind"] ?? "learning", standing["at"] ?? null, partnerEnrollment],
  );
  return { student, enrollmentId, stepId: stepIds[0]!, partnerEnrollment };
}

async function stateOf(slug: string, limits: Record<string, number> = {}) {
  const { claims } = await admin();
  const states = await asUser(stage.web, claims, (tx) => readPartnerStates(tx, limits));
  return states.find((state) => state.slug === slug)!;
}

test("a student without progress for longer than the partner's own limit is stuck; one whose session is ahead is not", async () => {
  const partner = await addPartner(stage.owner, "Slow College");
  await learning(partner, "1 hour");
  await learning(partner, "30 hours");
  await learning(partner, "30 hours", { kind: "session_booked", at: "2999-01-01T00:00:00Z" });

  expect(await stateOf(partner.slug, { [partner.slug]: 24 })).toMatchObject({ learning: 3, stuck: 1 });
  expect(await stateOf(partner.slug, { [partner.slug]: 48 })).toMatchObject({ stuck: 0 });
  expect((await stateOf(partner.slug)).lastNewsAt).toBeInstanceOf(Date);
});

test("a partner's calls of the last hour are added up, those before are not", async () => {
  const partner = await addPartner(stage.owner, "Called College");
  const minute = (ago: string, calls: number, errors: number) =>
    stage.owner.query(
      `insert into partner_call_minutes (partner, minute, calls, errors, ms_sum, ms_max,
         to_100_ms, to_300_ms, to_1_s, to_3_s, to_10_s, over_10_s)
       values ($1, date_trunc('minute', now()) - $2::interval, $3, $4, 900, 800, $3, 0, 0, 0, 0, 0)`,
      [partner.slug, ago, calls, errors],
    );
  await minute("2 minutes", 10, 1);
  await minute("30 minutes", 5, 0);
  await minute("2 hours", 100, 100);

  expect((await stateOf(partner.slug)).lastHour).toMatchObject({
    calls: 15,
    errors: 1,
    msMax: 800,
    to100Ms: 15,
  });
  const { claims } = await admin();
  const stretches = await asUser(stage.web, claims, (tx) => readCallStretches(tx, partner.slug));
  expect(stretches.map(({ calls, errors }) => [calls, errors])).toEqual([
    [5, 0],
    [10, 1],
  ]);
});

test("a partner that nobody may ask just now says since when, and its alerts come open ones first", async () => {
  const partner = await addPartner(stage.owner, "Broken College");
  await stage.owner.query(
    `insert into partner_gates (partner, tokens, counted_at, opened_at, refuse_until)
     values ($1, 0, now(), now(), now() + interval '30 seconds')`,
    [partner.slug],
  );
  const over = { kind: "silence", subject: partner.slug, resolved_at: new Date() };
  await insert(stage.owner, "alerts", over);
  await insert(stage.owner, "alerts", {
    kind: "breaker_open",
    subject: partner.slug,
    opened_at: new Date(Date.now() - 3_600_000),
  });

  expect((await stateOf(partner.slug)).brokenSince).toBeInstanceOf(Date);
  const { claims } = await admin();
  const alerts = await asUser(stage.web, claims, (tx) => readPartnerAlerts(tx, partner.slug));
  expect(alerts.map(({ kind, resolvedAt }) => [kind, resolvedAt === null])).toEqual([
    ["breaker_open", true],
    ["silence", false],
  ]);
});

test("stock is counted by what became of it, and who has which is listed, without codes", async () => {
  const partner = await addPartner(stage.owner, "Coded College");
  const { student, enrollmentId, partnerEnrollment } = await learning(partner, "1 hour");
  const code = (text: string, about: Record<string, unknown> = {}) =>
    insert(stage.owner, "partner_vouchers", {
      provider_id: partner.providerId,
      kind: "promo_code",
      code: text,
      ...about,
    });
  await code("CODED-1");
  await code("CODED-2");
  await code("CODED-3", { expires_at: new Date(0) });
  await code("CODED-4", {
    status: "consumed",
    partner_enrollment_id: partnerEnrollment,
    student_id: student.id,
    attempt: 1,
    consumed_at: new Date(),
  });
  const { claims } = await admin();

  const stocks = await asUser(stage.web, claims, readVoucherStocks);
  expect(stocks.filter((stock) => stock.partner.slug === partner.slug)).toEqual([
    {
      partner: { slug: partner.slug, name: "Coded College" },
      kind: "promo_code",
      courseName: null,
      available: 3,
      reserved: 0,
      consumed: 1,
      expired: 0,
      released: 0,
    },
  ]);
  expect((await stateOf(partner.slug)).stock).toBe(2);

  const taken = await asUser(stage.web, claims, (tx) =>
    listVouchers(tx, { status: null, search: student.claims.email }, 1),
  );
  expect(taken.rows).toMatchObject([
    { status: "consumed", enrollmentId, student: { email: student.claims.email } },
  ]);
  const free = await asUser(stage.web, claims, (tx) =>
    listVouchers(tx, { status: "available", search: "" }, 1),
  );
  expect(free.rows).toHaveLength(3);
  expect(JSON.stringify([stocks, taken, free])).not.toContain("CODED");
});

test("the failures of one partner are counted for it and listed alone", async () => {
  const partner = await addPartner(stage.owner, "Failing College");
  const { student } = await learning(partner, "1 hour");
  const failure = {
    student_id: student.id,
    reason: "partner_rejected",
    owner: "partner",
    error_message: "no",
  };
  const mine = await insert(stage.owner, "partner_lms_enrollment_failures", {
    ...failure,
    subject: "a",
    provider_id: partner.providerId,
  });
  await insert(stage.owner, "partner_lms_enrollment_failures", { ...failure, subject: "b" });
  const { claims } = await admin();
  const found = await asUser(stage.web, claims, (tx) =>
    listOpenFailures(tx, { search: "", enrollmentId: null, partner: partner.slug }, 1),
  );
  expect(found.rows.map(({ id }) => id)).toEqual([mine]);
  expect((await stateOf(partner.slug)).openFailures).toBe(1);
});

test("a student learns nothing of partners' figures, alerts and other people's vouchers", async () => {
  const partner = await addPartner(stage.owner, "Secret College");
  const { student, partnerEnrollment } = await learning(partner, "1 hour");
  await insert(stage.owner, "alerts", { kind: "silence", subject: partner.slug });
  await insert(stage.owner, "partner_vouchers", {
    provider_id: partner.providerId,
    kind: "promo_code",
    code: "SECRET-1",
    status: "reserved",
    partner_enrollment_id: partnerEnrollment,
    student_id: student.id,
    attempt: 1,
  });
  const other = await addPerson(stage.owner, "Other");
  const seen = await asUser(stage.web, other.claims, async (tx) => ({
    state: (await readPartnerStates(tx, {})).find((state) => state.slug === partner.slug),
    alerts: await readPartnerAlerts(tx, partner.slug),
    stocks: await readVoucherStocks(tx),
    vouchers: (await listVouchers(tx, { status: null, search: "" }, 1)).rows,
  }));
  expect(seen).toMatchObject({
    state: { learning: 0, stuck: 0, lastNewsAt: null, stock: 0 },
    alerts: [],
    stocks: [],
    vouchers: [],
  });
});
