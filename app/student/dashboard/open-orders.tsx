import { useTranslations } from "next-intl";
import { Notice } from "#components/Notice.tsx";
import { useSay } from "#components/use-say.ts";
import type { StudentOrder } from "#lib/db/reads/my-orders.ts";
import { priceOf } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";

/** Draws purchases that wait for money, each with what can be done about it. */
export function OpenOrders({ orders }: { orders: readonly StudentOrder[] }) {
  const t = useTranslations("student");
  const say = useSay();
  const open = orders.filter((order) => order.checkoutUrl !== null || order.status === "awaiting_funds");
  if (open.length === 0) return null;
  return (
    <section aria-label={t("waitingPurchases")} className="mt-6 grid gap-4">
      {open.map((order) => (
        <Notice
          key={order.id}
          tone="waiting"
          title={`${order.title}: ${say(orderWords(order.status).label).toLocaleLowerCase()}`}
        >
          <p>{say(orderWords(order.status).sentence)}</p>
          {order.checkoutUrl ? (
            <p className="mt-3">
              <a href={order.checkoutUrl} className="button button-primary">
                {t("payNow", { amount: say(priceOf(order.amountCents, order.currency)) })}
              </a>
            </p>
          ) : null}
        </Notice>
      ))}
    </section>
  );
}
