import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  checkoutOf,
  paymentIdOf,
  lever,
  openDoor,
  press,
  startRig,
  type Door,
  type Rig,
} from "#tests/support/stripe-rig.ts";

describe("a checkout at the Stripe double", () => {
  let door: Door;
  let rig: Rig;
  beforeEach(async () => {
    door = await openDoor();
    rig = await startRig({ appUrl: door.url });
  });
  afterEach(async () => {
    await rig.stop();
    await door.close();
  });

  const types = (): string[] => door.arrivals.map((arrival) => arrival.event.type);

  it("opens with the price, the order and an address for the browser, and without a payment yet", async () => {
    const session = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    expect(session).toMatchObject({
      object: "checkout.session",
      mode: "payment",
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      amount_total: 4900,
      currency: "usd",
      livemode: false,
      client_reference_id: "order-1",
      metadata: { orderId: "order-1" },
      url: `${rig.url}/stripe/checkout/${session.id}`,
    });
    expect(session.line_items).toBeUndefined();
    expect(session.expires_at - session.created).toBe(24 * 3600);
    const lines = await rig.stripe.checkout.sessions.listLineItems(session.id);
    expect(lines.data.map((line) => [line.description, line.amount_total])).toEqual([
      ["Medical Assistant", 4900],
    ]);
  });

  it("is paid by card, sends the browser back with the session and tells Baton once", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    const response = await press(rig, id, "card");
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      `http://app.test/orders/return?session_id=${id}`,
    ]);
    await door.until((arrivals) => arrivals.length === 1);
    const session = await rig.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    expect(session).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      payment_intent: { status: "succeeded", amount_received: 4900, metadata: { orderId: "order-1" } },
    });
    expect(types()).toEqual(["checkout.session.completed"]);
    expect(door.arrivals[0]?.event.data.object).toMatchObject({
      id,
      status: "complete",
      payment_status: "paid",
    });
  });

  it("pays once when the button is pressed twice", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    const [first, second] = await Promise.all([press(rig, id, "card"), press(rig, id, "card")]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const charges = await rig.stripe.charges.list({ payment_intent: await paymentIdOf(rig, id) });
    expect(charges.data).toHaveLength(1);
    expect((await lever(rig, "/counts")).json).toMatchObject({ events: 1, paidSessions: 1 });
  });

  it("stays open after a declined card, and the next card pays the same payment", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    const declined = await press(rig, id, "declined");
    expect(declined.headers.get("location")).toBe(`/stripe/checkout/${id}`);
    const open = await rig.stripe.checkout.sessions.retrieve(id);
    expect(open).toMatchObject({ status: "open", payment_status: "unpaid" });
    await press(rig, id, "card");
    const paid = await rig.stripe.checkout.sessions.retrieve(id);
    expect(paid).toMatchObject({
      status: "complete",
      payment_status: "paid",
      payment_intent: open.payment_intent,
    });
    const charges = await rig.stripe.charges.list({ payment_intent: await paymentIdOf(rig, id) });
    expect(charges.data.map((charge) => [charge.status, charge.metadata])).toEqual([
      ["succeeded", { orderId: "order-1" }],
      ["failed", { orderId: "order-1" }],
    ]);
    await door.until((arrivals) => arrivals.length === 2);
    expect(types()).toEqual(["payment_intent.payment_failed", "checkout.session.completed"]);
  });

  it("is complete but unpaid when the student pays later, and paid when the funds arrive", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    await press(rig, id, "pay_later");
    const waiting = await rig.stripe.checkout.sessions.retrieve(id, { expand: ["payment_intent"] });
    expect(waiting).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: { status: "processing", amount_received: 0 },
    });
    await press(rig, id, "funds_arrive");
    await door.until((arrivals) => arrivals.length === 2);
    expect(types()).toEqual(["checkout.session.completed", "checkout.session.async_payment_succeeded"]);
    expect(
      door.arrivals.map(
        (arrival) => (arrival.event.data.object as { payment_status: string }).payment_status,
      ),
    ).toEqual(["unpaid", "paid"]);
    expect((await rig.stripe.checkout.sessions.retrieve(id)).payment_status).toBe("paid");
  });

  it("stays unpaid for good when the funds of a later payment fail", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    await press(rig, id, "pay_later");
    await press(rig, id, "funds_fail");
    await door.until((arrivals) => arrivals.length === 3);
    expect(types()).toEqual([
      "checkout.session.completed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ]);
    const again = await lever(rig, `/sessions/${id}/pay`, { method: "funds_arrive" });
    expect(again.status).toBe(400);
    expect(await rig.stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
  });

  it("needs no payment when the price is 0", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(0));
    expect((await lever(rig, `/sessions/${id}/pay`, { method: "pay_later" })).status).toBe(400);
    const { json } = await lever(rig, `/sessions/${id}/pay`, { method: "card" });
    expect(json).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      payment_intent: null,
      amount_total: 0,
    });
    expect((await lever(rig, "/counts")).json.paidSessions).toBe(1);
  });

  it("is expired on request while it is open, and refuses once it is paid", async () => {
    const open = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    expect(await rig.stripe.checkout.sessions.expire(open.id)).toMatchObject({
      status: "expired",
      url: null,
    });
    await door.until((arrivals) => arrivals.length === 1);
    expect(types()).toEqual(["checkout.session.expired"]);
    expect((await lever(rig, `/sessions/${open.id}/pay`, { method: "card" })).status).toBe(400);
    const paid = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    await press(rig, paid.id, "card");
    await expect(rig.stripe.checkout.sessions.expire(paid.id)).rejects.toThrow(/status of `complete`/);
  });

  it("is found by its payment", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    await rig.stripe.checkout.sessions.create(checkoutOf(100));
    await press(rig, id, "card");
    const found = await rig.stripe.checkout.sessions.list({ payment_intent: await paymentIdOf(rig, id) });
    expect(found.data.map((session) => session.id)).toEqual([id]);
  });

  it("is disputed and lost like a real one", async () => {
    const { id } = await rig.stripe.checkout.sessions.create(checkoutOf(4900));
    expect((await lever(rig, `/sessions/${id}/dispute`, { status: "needs_response" })).status).toBe(400);
    await press(rig, id, "card");
    const opened = await lever<{ id: string; charge: string }>(rig, `/sessions/${id}/dispute`, {
      status: "needs_response",
    });
    expect(opened.json).toMatchObject({ object: "dispute", amount: 4900, status: "needs_response" });
    await expect(rig.stripe.refunds.create({ charge: opened.json.charge })).rejects.toMatchObject({
      code: "charge_disputed",
    });
    await lever(rig, `/sessions/${id}/dispute`, { status: "lost" });
    expect((await rig.stripe.disputes.retrieve(opened.json.id)).status).toBe("lost");
    await door.until((arrivals) => arrivals.length === 3);
    expect(types().slice(1)).toEqual(["charge.dispute.created", "charge.dispute.closed"]);
  });
});

describe("the time of a checkout", () => {
  it("ends at expires_at by itself, also when the double was down at that moment", async () => {
    const directory = mkdtempSync(join(tmpdir(), "stripe-double-"));
    const dataFile = join(directory, "sandbox.sqlite");
    const door = await openDoor();
    const startedAt = Date.now();
    const inHalfAnHour = Math.floor(startedAt / 1000) + 30 * 60 + 1;
    const first = await startRig({ appUrl: door.url, dataFile });
    const { id } = await first.stripe.checkout.sessions.create(
      checkoutOf(4900, { expires_at: inHalfAnHour }),
    );
    await first.stop();

    // A little before the time: open when asked, closed by the clock alone.
    const skew = inHalfAnHour * 1000 - 1500 - Date.now();
    const second = await startRig({ appUrl: door.url, dataFile, now: () => Date.now() + skew });
    expect((await second.stripe.checkout.sessions.retrieve(id)).status).toBe("open");
    await door.until((arrivals) => arrivals.length === 1);
    expect(door.arrivals[0]?.event).toMatchObject({
      type: "checkout.session.expired",
      data: { object: { id, status: "expired" } },
    });
    expect(door.arrivals[0]?.event.created).toBeGreaterThanOrEqual(inHalfAnHour);
    const other = await second.stripe.checkout.sessions.create(
      checkoutOf(4900, { expires_at: inHalfAnHour + 1800 + 1 }),
    );
    await second.stop();

    const third = await startRig({ appUrl: door.url, dataFile, now: () => Date.now() + skew + 3_600_000 });
    await door.until((arrivals) => arrivals.length === 2);
    expect(door.arrivals[1]?.event.data.object).toMatchObject({ id: other.id, status: "expired" });
    await third.stop();
    await door.close();
    rmSync(directory, { recursive: true });
  });
});
