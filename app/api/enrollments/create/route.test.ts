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

  describe("with partners to choose from", () => {
    let fork: { id: string; slug: string };
    /** Option ids: of the cheap and the dear one of position 1, of the dear one's rival that is away, of another program. */
    let ids: Record<"cheap" | "dear" | "away" | "fixed" | "foreign", string>;

    beforeAll(async () => {
      const [dear, away] = [
        await addPartner(stage.owner, "Dear Partner", { course: "Dear course" }),
        await addPartner(stage.owner, "Away Partner", { active: false }),
      ];
      const fixed = await addPartner(stage.owner, "Fixed Partner");
      fork = await addProgram(stage.owner, "Fork", [[stage.partner, dear, away], fixed], {
        price_cents: 50_000,
      });
      const foreign = await addProgram(stage.owner, "Foreign", [dear]);
      await stage.owner.query(
        "update program_partner_lms set surcharge_cents = 7_500 where program_id = $1 and provider_id = $2",
        [fork.id, dear.providerId],
      );
      const optionOf = async (program: { id: string }, partner: { providerId: string }) => {
        const { id } = await stage.one<{ id: string }>(
          "select id from program_partner_lms where program_id = $1 and provider_id = $2",
          program.id,
          partner.providerId,
        );
        return id;
      };
      ids = {
        cheap: await optionOf(fork, stage.partner),
        dear: await optionOf(fork, dear),
        away: await optionOf(fork, away),
        fixed: await optionOf(fork, fixed),
        foreign: await optionOf(foreign, dear),
      };
    });

    const buy = (optionIds: string[], more: object = {}) =>
      create(JSON.stringify({ programSlug: fork.slug, optionIds, ...more }), {}, stage.other.cookie);
    const newest = () =>
      stage.one(
        "select amount_cents, lines, option_ids from orders where program_id = $1 order by created_at desc",
        fork.id,
      );

    test("the chosen partner's price is the order's, with a line that says so", async () => {
      expect((await buy([ids.dear])).status).toBe(201);
      expect(await newest()).toEqual({
        amount_cents: 57_500,
        option_ids: [ids.dear, ids.fixed],
        lines: [
          { label: "Fork", amountCents: 50_000 },
          { label: "Dear course (Dear Partner)", amountCents: 7_500 },
        ],
      });
      expect((await buy([ids.cheap])).status).toBe(201);
      expect(await newest()).toEqual({ amount_cents: 50_000, option_ids: [ids.cheap, ids.fixed], lines: [] });
    });

    test("a price that rises while the page is open is the new one, and the older order keeps its own", async () => {
      const first = (await (await buy([ids.dear])).json()) as { orderId: string };
      await stage.owner.query("update programs set price_cents = 60_000 where id = $1", [fork.id]);
      const second = (await (await buy([ids.dear])).json()) as { orderId: string };
      await stage.owner.query("update programs set price_cents = 50_000 where id = $1", [fork.id]);
      const amount = (id: string) => stage.one("select amount_cents from orders where id = $1", id);
      expect(await amount(first.orderId)).toEqual({ amount_cents: 57_500 });
      expect(await amount(second.orderId)).toEqual({ amount_cents: 67_500 });
    });

    test.each([
      ["none", [], "choose_one"],
      ["two for one position", ["cheap", "dear"], "choose_one"],
      ["one of another program", ["foreign"], "unknown_option"],
      ["one of another program beside a right one", ["cheap", "foreign"], "unknown_option"],
      ["a partner that is away", ["away"], "partner_unavailable"],
    ] as const)("choosing %s is refused, and nothing is written", async (_what, chosen, code) => {
      const before = await stage.count("orders");
      const answer = await buy(chosen.map((name) => ids[name]));
      expect(await refusalOf(answer)).toEqual({ status: 409, code });
      expect(await stage.count("orders")).toBe(before);
    });

    test("a request cannot bring a price of its own, not even for an option", async () => {
      for (const extra of [{ surchargeCents: 0 }, { lines: [] }, { price: 1 }, { amount_cents: 1 }])
        expect(await refusalOf(await buy([ids.dear], extra))).toEqual({ status: 400, code: "malformed" });
      const asObject = JSON.stringify({
        programSlug: fork.slug,
        optionIds: [{ id: ids.dear, surchargeCents: 0 }],
      });
      expect(await refusalOf(await create(asObject))).toEqual({ status: 400, code: "malformed" });
      const fields = new URLSearchParams({
        programSlug: fork.slug,
        "option-1": ids.dear,
        "surcharge-1": "0",
      });
      expect(await refusalOf(await create(fields.toString(), form))).toEqual({
        status: 400,
        code: "malformed",
      });
    });

    test("the choice survives signing in, and a refusal", async () => {
      const fields = new URLSearchParams({ programSlug: fork.slug, "option-1": ids.dear }).toString();
      const page = `/programs/${fork.slug}?option-1=${ids.dear}`;
      const visitor = await create(fields, form, "");
      expect(visitor.headers.get("location")).toBe(`/sign-in?next=${encodeURIComponent(page)}`);
      const away = new URLSearchParams({ programSlug: fork.slug, "option-1": ids.away }).toString();
      expect((await create(away, form)).headers.get("location")).toBe(
        `/programs/${fork.slug}?option-1=${ids.away}&problem=partner_unavailable`,
      );
    });

    test("a program is bought by an address it had before, and an address in use is never an older one", async () => {
      const former = `${fork.slug}-former`;
      await stage.owner.query(
        "insert into program_slug_aliases (slug, program_id) values ($1, $3), ($2, $3)",
        [former, offer.slug, fork.id],
      );
      const bySlug = async (programSlug: string, optionIds: string[]) => {
        const answer = await create(JSON.stringify({ programSlug, optionIds }), {}, stage.admin.cookie);
        const { orderId } = (await answer.json()) as { orderId: string };
        return (
          await stage.one<{ program_id: string }>("select program_id from orders where id = $1", orderId)
        ).program_id;
      };
      expect(await bySlug(former, [ids.cheap])).toBe(fork.id);
      expect(await bySlug(offer.slug, [])).toBe(offer.id);
    });
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
