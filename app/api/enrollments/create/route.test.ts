import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as createEnrollment } from "#app/api/enrollments/create/route.ts";
import { addPartner, addProgram } from "#tests/database/reads/story.ts";
import { APP_URL, ask, openApiStage, params, refusalOf, type ApiStage } from "#tests/support/api-stage.ts";

let stage: ApiStage;

beforeAll(async () => {
  stage = await openApiStage();
});

afterAll(() => stage.close());

describe("POST /api/enrollments/create", () => {
  const create = (body: BodyInit, headers: Record<string, string> = {}, cookie = stage.student.cookie) =>
    createEnrollment(ask("/api/enrollments/create", { body, headers, cookie }), params({}));
  const form = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  let offer: { id: string; slug: string };

  beforeAll(async () => {
    offer = await addProgram(stage.owner, "Offer", [stage.partner], { price_cents: 12_300 });
  });

  test("opens a checkout at the price of the database, and nothing is active before it is paid", async () => {
    const before = await stage.count("enrollments");
    const response = await create(JSON.stringify({ programSlug: offer.slug }));
    expect(response.status).toBe(201);
    const { orderId, checkoutUrl } = (await response.json()) as { orderId: string; checkoutUrl: string };
    expect(checkoutUrl.startsWith(stage.sandbox.url)).toBe(true);
    const order = await stage.one(
      "select status, amount_cents, currency, student_id from orders where id = $1",
      orderId,
    );
    expect(order).toEqual({
      status: "awaiting_payment",
      amount_cents: 12_300,
      currency: "usd",
      student_id: stage.student.id,
    });
    expect(await stage.count("enrollments")).toBe(before);
  });

  test("sends a page's form on to the checkout", async () => {
    const response = await create(new URLSearchParams({ programSlug: offer.slug }).toString(), form);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")?.startsWith(stage.sandbox.url)).toBe(true);
  });

  test("takes the chosen option of a position from the form", async () => {
    const second = await addPartner(stage.owner, "Second Partner");
    const choice = await addProgram(stage.owner, "Choice", [[stage.partner, second]]);
    const { id } = await stage.one<{ id: string }>(
      "select id from program_partner_lms where program_id = $1 and provider_id = $2",
      choice.id,
      second.providerId,
    );
    const response = await create(
      new URLSearchParams({ programSlug: choice.slug, "option-1": id }).toString(),
      form,
    );
    expect(response.status).toBe(303);
    const order = await stage.one<{ option_ids: string[] }>(
      "select option_ids from orders where program_id = $1",
      choice.id,
    );
    expect(order.option_ids).toEqual([id]);
  });

  test("sends a visitor's form to sign-in, and tells a program that it must sign in", async () => {
    const visitor = await create(new URLSearchParams({ programSlug: offer.slug }).toString(), form, "");
    expect(visitor.headers.get("location")).toBe(
      `/sign-in?next=${encodeURIComponent(`/programs/${offer.slug}`)}`,
    );
    const refused = await refusalOf(await create(JSON.stringify({ programSlug: offer.slug }), {}, ""));
    expect(refused).toEqual({ status: 401, code: "sign_in" });
  });

  test("sends a form back with the reason when the program cannot be bought", async () => {
    const gone = await addPartner(stage.owner, "Gone Partner", { active: false });
    const unsold = await addProgram(stage.owner, "Unsold", [gone]);
    const response = await create(new URLSearchParams({ programSlug: unsold.slug }).toString(), form);
    expect(response.headers.get("location")).toBe(`/programs/${unsold.slug}?problem=partner_unavailable`);
  });

  test("lets no request set price, currency, partner, owner or status", async () => {
    const before = await stage.count("orders");
    for (const extra of [
      "amountCents",
      "priceCents",
      "currency",
      "providerId",
      "studentId",
      "status",
      "provider",
    ]) {
      const body = { programSlug: offer.slug, [extra]: 1 };
      expect(await refusalOf(await create(JSON.stringify(body)))).toEqual({ status: 400, code: "malformed" });
      const fields = new URLSearchParams({ programSlug: offer.slug, [extra]: "1" }).toString();
      expect(await refusalOf(await create(fields, form))).toEqual({ status: 400, code: "malformed" });
    }
    expect(await stage.count("orders")).toBe(before);
  });

  test("refuses what is no request of this kind, and writes nothing", async () => {
    const before = await stage.count("orders");
    const slug = JSON.stringify(offer.slug);
    const malformed = { status: 400, code: "malformed" };
    for (const body of [
      "",
      "{",
      "null",
      "[]",
      "7",
      '"text"',
      "{}",
      '{"programSlug":7}',
      '{"programSlug":"../admin"}',
      `{"programSlug":${slug},"optionIds":"x"}`,
      `{"programSlug":${slug},"optionIds":["x"]}`,
      `{"programSlug":${slug},"__proto__":{"isAdmin":true}}`,
      `{"__proto__":{"programSlug":${slug}}}`,
    ])
      expect(await refusalOf(await create(body))).toEqual(malformed);
    expect(await refusalOf(await create(Uint8Array.from([0x7b, 0xff, 0x7d])))).toEqual(malformed);
    expect(await refusalOf(await create("x".repeat(70_000)))).toEqual({ status: 413, code: "too_large" });
    const asText = await create(`{"programSlug":${slug}}`, { "content-type": "text/plain" });
    expect(await refusalOf(asText)).toEqual({ status: 415, code: "unsupported_media_type" });
    const unknown = await create('{"programSlug":"no-such-program"}');
    expect(await refusalOf(unknown)).toEqual({ status: 404, code: "program_not_found" });
    const foreignOption = JSON.stringify({ programSlug: offer.slug, optionIds: [randomUUID()] });
    expect(await refusalOf(await create(foreignOption))).toEqual({ status: 409, code: "unknown_option" });
    expect(await stage.count("orders")).toBe(before);
  });

  test("refuses what another site sends with the student's cookies", async () => {
    const before = await stage.count("orders");
    const fields = new URLSearchParams({ programSlug: offer.slug }).toString();
    for (const foreign of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: APP_URL, "sec-fetch-site": "cross-site" },
    ])
      expect(await refusalOf(await create(fields, { ...form, ...foreign }))).toEqual({
        status: 403,
        code: "foreign_origin",
      });
    expect(await stage.count("orders")).toBe(before);
  });
});
