import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { NotEnrolled } from "#app/checkout/return/not-enrolled.tsx";
import { Enrolled } from "#app/checkout/return/enrolled.tsx";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageQuery, Query } from "#app/page-props.ts";
import { tellingTo } from "#app/telling.ts";
import { requireViewer } from "#app/viewer.ts";
import { KeepFresh } from "#components/KeepFresh.tsx";
import { MyDates } from "#components/sessions/MyDates.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { readDatesOfOrder } from "#lib/db/reads/my-dates.ts";
import { findCheckoutOrder } from "#lib/db/reads/checkout-order.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { checkoutWords } from "#lib/domain/checkout-words.ts";
import { enrollmentSentence } from "#lib/domain/enrollment-sentence.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("checkout");
  return { title: t("title") };
}

export default async function CheckoutReturnPage(props: PageQuery) {
  const asked = readAsked(await props.searchParams);
  if (!asked) notFound();
  const viewer = await requireViewer(asked.here);
  const order = await readAs(viewer.claims, (tx) => findCheckoutOrder(tx, asked.by));
  if (!order) notFound();
  const dates = await readAs(viewer.claims, (tx) => readDatesOfOrder(tx, order.id));
  const hasLeft = "orderId" in asked.by;
  const words = checkoutWords(order, { hasLeft });
  const telling = tellingTo(viewer);
  const say = await getSay();
  const language = await currentLanguage();
  return (
    <div className="max-w-2xl">
      {words.isWaiting ? <KeepFresh /> : null}
      <h1>{say(words.title)}</h1>
      <p className="figures mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="font-semibold">{order.title}</span>
        <span>{formatMoney(order.amountCents, order.currency, { exact: true, language })}</span>
        <StatusTag {...orderWords(order.status)} />
      </p>
      <output className="mt-4 block text-lg">
        {say(words.sentence)}
        {order.enrollment
          ? ` ${say(enrollmentSentence({ ...order.enrollment, certificate: null }, telling))}`
          : ""}
      </output>
      <MyDates dates={dates} />
      {order.enrollment ? (
        <Enrolled enrollment={order.enrollment} telling={telling} />
      ) : (
        <NotEnrolled order={order} here={asked.here} hasLeft={hasLeft} />
      )}
    </div>
  );
}

interface Asked {
  by: { sessionId: string } | { orderId: string };
  /** Address of this very page, for coming back to it. */
  here: string;
}

/** Whoever paid comes back with Stripe's session; whoever left the payment page, with the order. */
function readAsked(query: Query): Asked | null {
  const session = query["session_id"];
  if (typeof session === "string" && session !== "" && session.length <= 255)
    return {
      by: { sessionId: session },
      here: `/checkout/return?session_id=${encodeURIComponent(session)}`,
    };
  const order = z.uuid().safeParse(query["order_id"]);
  return order.success
    ? { by: { orderId: order.data }, here: `/checkout/return?order_id=${order.data}` }
    : null;
}
