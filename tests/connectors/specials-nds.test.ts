import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebhookRejectedError, type PartnerConnector, type WebhookDelivery } from "#lib/partners/base.ts";
import { enroll, failureOf, newStudent, startRig, type Rig } from "#tests/connectors/rig.ts";

const SERVICE = { externalCourseCode: "NDS-DOT", kind: "service" };
const COURSE = { externalCourseCode: "NDS-TRAIN-DOT", kind: "course" };
/** Whatever of a result the sandbox sends: no word of it may come through. */
const RESULT = /result|outcome|positive|negative|specimen|SPC-/i;

let rig: Rig;
let partner: PartnerConnector;
beforeAll(async () => {
  rig = await startRig("nds");
});
afterAll(() => rig.stop());
beforeEach(async () => {
  await rig.setFaults({});
  partner = rig.open();
});

async function order(reference: string = randomUUID()) {
  const student = newStudent();
  const account = await partner.createAccount(student, `account-${student.studentId}`);
  const { externalEnrollmentId: id } = await partner.enrollInCourse(
    account,
    SERVICE,
    reference,
    `enroll-${reference}`,
  );
  return { id, account, reference };
}

/** Waits for the n-th delivery about an order and gives it back as it came. */
async function deliveriesAbout(id: string, count: number): Promise<WebhookDelivery[]> {
  const mine = () => rig.deliveries.filter(({ body }) => body.includes(id));
  await expect.poll(() => mine().length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
  return mine();
}

/** Signs a body as NDS would. */
function sign(body: string): WebhookDelivery {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", rig.env["NDS_WEBHOOK_SECRET"] ?? "").update(`${timestamp}.${body}`);
  const headers = new Headers({
    "x-nds-timestamp": timestamp,
    "x-nds-signature": `sha256=${mac.digest("hex")}`,
  });
  return { headers, body, receivedAt: Date.now() };
}

/** What the sandbox itself has on record, to show that there is something to hide. */
async function onRecord(id: string): Promise<string> {
  const { origin } = new URL(rig.env["NDS_API_BASE_URL"] ?? "");
  const response = await fetch(`${origin}/nds/orders/${id}`, {
    headers: {
      "x-nds-client": rig.env["NDS_CLIENT_ID"] ?? "",
      "x-nds-key": rig.env["NDS_API_KEY"] ?? "",
    },
  });
  return response.text();
}

describe("a service ordered at NDS", () => {
  it("waits for its appointment, then for the appointment's day, and is complete on the day its requirement is met", async () => {
    const { id } = await order();
    expect(id).toMatch(/^ORD-/);
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 0,
      completed: false,
      standing: { kind: "appointment_unbooked", at: null, place: null, requirementMetOn: null },
    });
    await rig.move(id, "book-appointment", { at: "2026-12-01T10:30:00Z", site: "<b>Elm Street</b> 4" });
    expect(await partner.getProgress(id)).toMatchObject({
      progress: 0,
      completed: false,
      standing: {
        kind: "appointment_booked",
        at: "2026-12-01T10:30:00.000Z",
        place: "<b>Elm Street</b> 4",
      },
    });
    await rig.move(id, "meet-requirement");
    const today = new Date().toISOString().slice(0, 10);
    expect(await partner.getProgress(id)).toEqual({
      externalEnrollmentId: id,
      progress: 100,
      completed: true,
      certificate: null,
      standing: expect.objectContaining({ kind: "learning", requirementMetOn: today }),
    });
    expect(await partner.getCertificate(id)).toBeNull();
  });

  it("is made once, and is another thing than a training under the same reference", async () => {
    const { id, account, reference } = await order();
    const again = await partner.enrollInCourse(account, SERVICE, reference, "another-key");
    expect(again.externalEnrollmentId).toBe(id);
    const training = await partner.enrollInCourse(account, COURSE, randomUUID(), randomUUID());
    expect(training.externalEnrollmentId).toMatch(/^TRN-/);
  });

  it("reads back that a confirmed order was never made, and is made when asked again", async () => {
    await rig.setFaults({ successWithoutEffectRate: 1 });
    const { id, account, reference } = await order();
    expect(await partner.getProgress(id)).toBeNull();
    await rig.setFaults({});
    const made = await partner.enrollInCourse(account, SERVICE, reference, "a-fresh-key");
    expect(await partner.getProgress(made.externalEnrollmentId)).toMatchObject({ progress: 0 });
  });

  it("is canceled once, again without failure, and not after it is complete", async () => {
    const { id } = await order();
    for (const key of ["cancel", "cancel", "again"]) await partner.cancelEnrollment(id, `${key}-${id}`);
    const done = await order();
    await rig.move(done.id, "meet-requirement");
    expect((await failureOf(partner.cancelEnrollment(done.id, "late"))).kind).toBe("rejected");
  });

  it("is launched to the page where the appointment is made, and can be booked there", async () => {
    const { id, account } = await order();
    const { url } = await partner.getSsoLaunchUrl(account, id, rig.appUrl);
    const arrival = await fetch(url, { redirect: "manual" });
    const cookie = arrival.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const address = new URL(arrival.headers.get("location") ?? "", url);
    const page = await (await fetch(address, { headers: { cookie } })).text();
    expect(page).toContain("Make your appointment");
    expect(page).toContain(`action="${id}/book-appointment"`);
    const booked = await fetch(`${address.href}/book-appointment`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie },
      body: new URLSearchParams({ at: "2026-12-02T09:00", site: "Main Street" }),
    });
    expect(booked.status).toBe(303);
    expect((await partner.getProgress(id))?.standing.kind).toBe("appointment_booked");
  });

  it("is not understood when its id is no order's, so that nobody takes it for a training", async () => {
    const student = newStudent();
    const account = await partner.createAccount(student, `account-${student.studentId}`);
    const reference = randomUUID();
    const { externalEnrollmentId } = await partner.enrollInCourse(account, COURSE, reference, "k");
    expect(externalEnrollmentId).toMatch(/^TRN-/);
    // The sandbox lists whatever has the reference; a training among orders is refused.
    const error = await failureOf(partner.enrollInCourse(account, SERVICE, reference, "k2"));
    expect(error).toMatchObject({ kind: "rejected", status: 200 });
  });
});

describe("the result of a service", () => {
  it("is in what NDS sends, and in nothing that is read, kept or thrown", async () => {
    const { id } = await order();
    await rig.move(id, "book-appointment", { at: "2026-12-01T10:30:00Z", site: "Elm Street 4" });
    const before = await partner.getProgress(id);
    await rig.move(id, "miss-requirement");
    expect(await onRecord(id)).toMatch(/POSITIVE/);
    expect(await partner.getProgress(id)).toEqual(before);
    const deliveries = await deliveriesAbout(id, 3);
    expect(deliveries.some(({ body }) => body.includes("POSITIVE"))).toBe(true);
    for (const delivery of deliveries) {
      const verified = partner.verifyWebhook(delivery);
      expect(JSON.stringify(verified)).not.toMatch(RESULT);
      expect(JSON.stringify(partner.parseWebhook(delivery.body))).not.toMatch(RESULT);
      expect(partner.parseWebhook(verified.storedBody ?? "")).toEqual(partner.parseWebhook(delivery.body));
    }
  });

  it("that was not enough looks like one that has not come: the same standing, the same kept event", async () => {
    const [missed, waiting] = [await order(), await order()];
    await rig.move(missed.id, "miss-requirement");
    // Another change of an order that has no result yet: NDS has one name for both.
    await rig.move(waiting.id, "progress", { progress: 10 });
    const keptOf = async (id: string) => {
      const delivery = (await deliveriesAbout(id, 2)).at(-1)!;
      const { eventType, storedBody = "" } = partner.verifyWebhook(delivery);
      return { eventType, fields: Object.keys(JSON.parse(storedBody)).toSorted() };
    };
    expect(await keptOf(missed.id)).toEqual(await keptOf(waiting.id));
    const standings = await Promise.all(
      [missed, waiting].map(async ({ id }) => (await partner.getProgress(id))?.standing),
    );
    expect(standings[0]).toEqual(standings[1]);
  });

  it.each([
    ["a name that tells it", { event: "result.positive", order: { order_id: "ORD-1" } }],
    ["a name that tells it, without an order", { event: "result.positive", person: "PER-1" }],
    ["fields of every kind", { event: "order.updated", result: "POSITIVE", order: { order_id: "ORD-1" } }],
    [
      "values where ids and times belong",
      {
        event: "order.updated",
        sent_at: "POSITIVE",
        order: { order_id: "ORD-1", client_ref: "POSITIVE" },
      },
    ],
    ["an id that is a result", { event: "order.updated", order: { order_id: { outcome: "POSITIVE" } } }],
    [
      "a training that carries one",
      { event: "progress.updated", training: { training_id: "TRN-1", result: "POSITIVE" } },
    ],
  ])("is not kept when it comes as %s", (_, content) => {
    const body = JSON.stringify({ event_id: "nds.1", result: { outcome: "POSITIVE" }, ...content });
    const verified = partner.verifyWebhook(sign(body));
    expect(JSON.stringify(verified)).not.toMatch(RESULT);
    const said = (of: string) => {
      try {
        return JSON.stringify(partner.parseWebhook(of));
      } catch (error) {
        if (!(error instanceof WebhookRejectedError)) throw error;
        return `${error.stack ?? ""} ${String(error.cause)}`;
      }
    };
    expect(said(body)).not.toMatch(/POSITIVE/);
    expect(said(verified.storedBody ?? "")).not.toMatch(/POSITIVE/);
  });

  it("is in no error, whatever goes wrong with the answer that holds it", async () => {
    const { id, account, reference } = await order();
    await rig.move(id, "miss-requirement");
    for (const faults of [
      { malformedRate: 1 },
      { hostileAnswer: "cut-off", hostileRate: 1 },
      { hostileAnswer: "wrong-types", hostileRate: 1 },
      { hostileAnswer: "broken-dates", hostileRate: 1 },
    ] as const) {
      await rig.setFaults(faults);
      const calls = [
        () => partner.getProgress(id),
        () => partner.enrollInCourse(account, SERVICE, reference, "k"),
        () => partner.cancelEnrollment(id, "k2"),
      ];
      for (const call of calls) {
        const error = await call().then(
          () => null,
          (reason: unknown) => reason as Error,
        );
        expect(`${error?.stack ?? ""} ${String(error?.cause)}`).not.toMatch(/POSITIVE|specimen|SPC-/i);
      }
    }
  });
});

describe("an NDS training", () => {
  it("earns a certificate that expires after twelve months", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "complete");
    const certificate = await partner.getCertificate(id);
    const [issued, expires] = [certificate?.issuedDate ?? "", certificate?.expirationDate ?? ""];
    expect(Number(expires.slice(0, 4)) - Number(issued.slice(0, 4))).toBe(1);
  });

  it("whose exam was failed says so until it is passed", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "fail-exam");
    expect((await partner.getProgress(id))?.standing).toMatchObject({
      kind: "exam_failed",
      examAttempts: 1,
    });
  });

  it("keeps of its events what it reads, certificate and all", async () => {
    const { externalEnrollmentId: id } = await enroll(partner);
    await rig.move(id, "complete");
    const delivery = await rig.deliveryOf("certificate.issued", id);
    const { storedBody = "" } = partner.verifyWebhook(delivery);
    expect(partner.parseWebhook(storedBody)).toEqual(partner.parseWebhook(delivery.body));
    expect(storedBody).not.toMatch(/client_ref|person_id|course_code/);
  });

  it.each(["02/30/2026", "13/01/2026", "2026-01-15", "1/5/2026", "", "99/99/9999"])(
    "is not read with %s as a date",
    (day) => {
      const certificate = {
        certificate_number: "NDS1",
        issued: day,
        expires: null,
        document_url: null,
        verify_url: null,
      };
      const body = { event: "certificate.issued", training: { training_id: "TRN-1", certificate } };
      expect(() => partner.parseWebhook(JSON.stringify(body))).toThrow(WebhookRejectedError);
    },
  );
});
