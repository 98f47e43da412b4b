import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OrderItem } from "#app/account/orders/order-item.tsx";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { readMyOrders } from "#lib/db/reads/my-orders.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("orders");
  return { title: t("orders") };
}

export default async function OrdersPage() {
  const viewer = await requireViewer("/account/orders");
  const t = await getTranslations("orders");
  const orders = await readAs(viewer.claims, readMyOrders);
  const now = new Date();
  return (
    <>
      <h2>{t("orders")}</h2>
      <p className="mt-2 text-ink-soft">{t("lead")}</p>
      {orders.length > 0 ? (
        <ul className="card mt-6 divide-y divide-edge">
          {orders.map((order) => (
            <OrderItem key={order.id} order={order} now={now} timeZone={viewer.timeZone} />
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title={t("none")}>
            <p>{t("noneWhy")}</p>
            <PlainLink href="/programs" className="button button-primary">
              {t("seePrograms")}
            </PlainLink>
          </EmptyState>
        </div>
      )}
    </>
  );
}
