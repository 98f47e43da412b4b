import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { OrderActs } from "#app/account/orders/[orderId]/order-acts.tsx";
import { ReceiptSheet } from "#app/account/orders/[orderId]/receipt-sheet.tsx";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { requireViewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { loadConfig } from "#lib/config.ts";
import { findMyOrder } from "#lib/db/reads/my-orders.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { orderWords } from "#lib/domain/order-status.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("receipt") };
}

export default async function OrderPage(props: PageParams<{ orderId: string }> & PageQuery) {
  const { orderId } = await props.params;
  const viewer = await requireViewer(`/account/orders/${encodeURIComponent(orderId)}`);
  const id = z.uuid().safeParse(orderId);
  const order = id.success && (await readAs(viewer.claims, (tx) => findMyOrder(tx, id.data)));
  if (!order) notFound();
  const t = await getTranslations("orders");
  const say = await getSay();
  const words = orderWords(order.status);
  return (
    <div className="grid gap-6">
      <p className="print:hidden">
        <PlainLink href="/account/orders">{t("orders")}</PlainLink>
      </p>
      {(await props.searchParams)["problem"] === "no_receipt" ? (
        <Notice tone="waiting">{t("noStripeReceipt")}</Notice>
      ) : null}
      <div className="print:hidden">
        <Notice tone={words.tone === "good" ? "quiet" : words.tone} title={say(words.label)}>
          <p>{say(words.sentence)}</p>
        </Notice>
      </div>
      <ReceiptSheet order={order} schoolName={loadConfig().SCHOOL_NAME} timeZone={viewer.timeZone} />
      <OrderActs order={order} />
    </div>
  );
}
