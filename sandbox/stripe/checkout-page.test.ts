import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  checkoutOf,
  lever,
  openDoor,
  press,
  startRig,
  type Door,
  type Rig,
} from "#tests/support/stripe-rig.ts";

describe("the hosted checkout page", () => {
  let door: Door;
  let rig: Rig;
  beforeAll(async () => {
    door = await openDoor();
    rig = await startRig({ appUrl: door.url });
  });
  afterAll(async () => {
    await rig.stop();
    await door.close();
  });

  async function open(cents: number, name: string): Promise<string> {
    const price_data = { currency: "usd", unit_amount: cents, product_data: { name } };
    const session = await rig.stripe.checkout.sessions.create(
      checkoutOf(cents, { line_items: [{ quantity: 2, price_data }] }),
    );
    return session.id;
  }

  async function show(id: string): Promise<{ status: number; page: string; headers: Headers }> {
    const response = await fetch(`${rig.url}/stripe/checkout/${id}`);
    return { status: response.status, page: await response.text(), headers: response.headers };
  }

  const buttonsOf = (page: string): string[] =>
    [...page.matchAll(/<button[^>]* value="(\w+)"/g)].map((match) => match[1] ?? "");

  it("shows what is bought, for how much, that no money moves, and every way out", async () => {
    const { page, headers } = await show(await open(129_900, "Medical Assistant"));
    expect(page).toContain("Stripe sandbox — no money moves");
    expect(page).toContain("Medical Assistant × 2");
    expect(page).toContain("$2,598.00");
    expect(buttonsOf(page)).toEqual(["card", "declined", "pay_later"]);
    expect(page).toContain('<a href="http://app.test/programs">Cancel and go back</a>');
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("shows markup in a product's name as text", async () => {
    const { page } = await show(
      await open(4900, `<script>alert("1")</script><img src=x onerror='alert(1)'>`),
    );
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
  });

  it("shows an address with markup in it as an address", async () => {
    const session = await rig.stripe.checkout.sessions.create(
      checkoutOf(4900, { cancel_url: `http://app.test/"><script>alert(1)</script>` }),
    );
    expect((await show(session.id)).page).not.toContain("<script");
  });

  it("says that the card was declined and lets the student try again", async () => {
    const id = await open(4900, "HVAC");
    await press(rig, id, "declined");
    const { page } = await show(id);
    expect(page).toMatch(/role="alert"[^>]*>\s*Your card was declined/);
    expect(buttonsOf(page)).toContain("card");
  });

  it("asks what the bank does while money is on its way, and no more after it answered", async () => {
    const id = await open(4900, "HVAC");
    await press(rig, id, "pay_later");
    expect(buttonsOf((await show(id)).page)).toEqual(["funds_arrive", "funds_fail"]);
    const answered = await press(rig, id, "funds_fail");
    expect(answered.headers.get("location")).toBe(`/stripe/checkout/${id}`);
    const { page } = await show(id);
    expect(buttonsOf(page)).toEqual([]);
    expect(page).toContain("insufficient funds");
  });

  it("offers a free order only to be placed", async () => {
    const { page } = await show(await open(0, "Funded place"));
    expect(buttonsOf(page)).toEqual(["card"]);
    expect(page).toContain("Place the order");
  });

  it("says that it expired and takes no payment then", async () => {
    const id = await open(4900, "HVAC");
    await rig.stripe.checkout.sessions.expire(id);
    const pressed = await press(rig, id, "card");
    expect(pressed.headers.get("location")).toBe(`/stripe/checkout/${id}`);
    const { page } = await show(id);
    expect(page).toContain("Nothing was charged");
    expect(buttonsOf(page)).toEqual([]);
  });

  it("answers an unknown checkout, button or method plainly", async () => {
    expect((await show("cs_test_unknown")).status).toBe(404);
    expect((await show("..%2f..%2fetc")).status).toBe(404);
    const id = await open(4900, "HVAC");
    expect((await press(rig, id, "gold")).status).toBe(400);
    expect((await fetch(`${rig.url}/stripe/checkout/${id}`, { method: "DELETE" })).status).toBe(405);
  });

  it("leads to a success address with other letters in it", async () => {
    const session = await rig.stripe.checkout.sessions.create(
      checkoutOf(4900, { success_url: "http://app.test/köln?session_id={CHECKOUT_SESSION_ID}" }),
    );
    const { headers } = await press(rig, session.id, "card");
    expect(headers.get("location")).toBe(`http://app.test/k%C3%B6ln?session_id=${session.id}`);
  });
});

describe("the control page", () => {
  it("shows counts, checkouts and events as text, sets faults and resends by form", async () => {
    const door = await openDoor();
    const rig = await startRig({ appUrl: door.url });
    const session = await rig.stripe.checkout.sessions.create(
      checkoutOf(4900, {
        line_items: [
          {
            quantity: 1,
            price_data: { currency: "usd", unit_amount: 4900, product_data: { name: "<b>HVAC</b>" } },
          },
        ],
      }),
    );
    await press(rig, session.id, "card");
    await door.until((arrivals) => arrivals.length === 1);
    const eventId = door.arrivals[0]?.event.id ?? "";
    const page = await (await fetch(`${rig.url}/stripe/_sandbox`)).text();
    expect(page).toContain("&lt;b&gt;HVAC&lt;/b&gt;");
    expect(page).toContain(`/stripe/_sandbox/events/${eventId}/resend`);
    const form = (path: string, fields: Record<string, string>): Promise<Response> =>
      fetch(`${rig.url}/stripe/_sandbox${path}`, {
        method: "POST",
        body: new URLSearchParams(fields),
        redirect: "manual",
      });
    const set = await form("/faults", { duplicate: "0.5", late: "2", outOfOrder: "0", drop: "0" });
    expect([set.status, set.headers.get("location")]).toEqual([303, "/stripe/_sandbox"]);
    expect((await lever(rig, "/faults")).json).toMatchObject({ duplicate: 0.5, late: 2 });
    await form(`/events/${eventId}/resend`, {});
    await door.until((arrivals) => arrivals.length === 2);
    expect((await form("/faults", { duplicate: "many" })).status).toBe(400);
    expect((await form("/events/evt_unknown/resend", {})).status).toBe(404);
    expect((await fetch(`${rig.url}/stripe/_sandbox/secrets`)).status).toBe(404);
    await rig.stop();
    await door.close();
  });
});
