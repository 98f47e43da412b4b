import { Notice } from "#components/Notice.tsx";
import type { StudentOrder } from "#lib/db/reads/student-enrollments.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";

/** Draws purchases that wait for money, each with what can be done about it. */
export function OpenOrders({ orders }: { orders: readonly StudentOrder[] }) {
  const open = orders.filter((order) => order.checkoutUrl !== null || order.status === "awaiting_funds");
  if (open.length === 0) return null;
  return (
    <section aria-label="Purchases that wait for your payment" className="mt-6 grid gap-4">
      {open.map((order) => (
        <Notice
          key={order.id}
          tone="waiting"
          title={`${order.title}: ${orderWords(order.status).label.toLowerCase()}`}
        >
          <p>{orderWords(order.status).sentence}</p>
          {order.checkoutUrl ? (
            <p className="mt-3">
              <a href={order.checkoutUrl} className="button button-primary">
                Pay {formatMoney(order.amountCents, order.currency)} now
              </a>
            </p>
          ) : null}
        </Notice>
      ))}
    </section>
  );
}
