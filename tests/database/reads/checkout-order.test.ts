import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { asUser } from "#lib/db/client.ts";
import { findCheckoutOrder } from "#lib/db/reads/checkout-order.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { addOrder, addPartner, addPerson, addProgram, enroll } from "#tests/database/reads/story.ts";

const stage = openStage();

async function buyer() {
  const student = await addPerson(stage.owner, "Buyer");
  const program = await addProgram(stage.owner, "CPR", [await addPartner(stage.owner, "HSI")]);
  return { student, program, session: `cs_${randomUUID()}` };
}

test("an unpaid order is found by its payment session, without an enrollment", async () => {
  const { student, program, session } = await buyer();
  await addOrder(stage.owner, student, program, {
    status: "awaiting_payment",
    stripe_checkout_session_id: session,
  });
  expect(
    await asUser(stage.web, student.claims, (tx) => findCheckoutOrder(tx, { sessionId: session })),
  ).toMatchObject({
    status: "awaiting_payment",
    amountCents: 10_000,
    enrollment: null,
  });
});

test("a paid order brings its enrollment and steps", async () => {
  const { student, program, session } = await buyer();
  const { orderId, enrollmentId } = await enroll(stage.owner, student, program);
  await stage.owner.query("update orders set stripe_checkout_session_id = $1 where id = $2", [
    session,
    orderId,
  ]);
  const order = await asUser(stage.web, student.claims, (tx) =>
    findCheckoutOrder(tx, { sessionId: session }),
  );
  expect(order).toMatchObject({ status: "paid", programSlug: program.slug });
  expect(order!.enrollment).toMatchObject({ id: enrollmentId, steps: [{ status: "enrolling" }] });
});

test("somebody else's payment session is not found, not even by an admin on this page", async () => {
  const { student, program, session } = await buyer();
  await addOrder(stage.owner, student, program, { stripe_checkout_session_id: session });
  for (const other of [await addPerson(stage.owner, "Other"), await addPerson(stage.owner, "Admin", "admin")])
    expect(
      await asUser(stage.web, other.claims, (tx) => findCheckoutOrder(tx, { sessionId: session })),
    ).toBeNull();
});

test("an order is found by its own id as well, with its payment page while that is open and what was chosen", async () => {
  const { student, program, session } = await buyer();
  const { rows } = await stage.owner.query<{ id: string }>(
    "select id from program_partner_lms where program_id = $1",
    [program.id],
  );
  const optionId = rows[0]!.id;
  const until = new Date(Date.now() + 3_600_000);
  const orderId = await addOrder(stage.owner, student, program, {
    status: "awaiting_payment",
    stripe_checkout_session_id: session,
    checkout_url: "https://checkout.example/pay",
    checkout_expires_at: until,
    option_ids: [optionId, randomUUID()],
  });
  const read = () => asUser(stage.web, student.claims, (tx) => findCheckoutOrder(tx, { orderId }));
  expect(await read()).toMatchObject({
    checkout: { url: "https://checkout.example/pay", until },
    choice: [{ optionId, sequenceOrder: 1 }],
  });
  await stage.owner.query("update orders set checkout_expires_at = now() where id = $1", [orderId]);
  expect(await read()).toMatchObject({ checkout: null });
  const other = await addPerson(stage.owner, "Other");
  expect(await asUser(stage.web, other.claims, (tx) => findCheckoutOrder(tx, { orderId }))).toBeNull();
});
