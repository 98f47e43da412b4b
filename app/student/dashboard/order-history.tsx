import { useTranslations } from "next-intl";
import { StatusTag } from "#components/StatusTag.tsx";
import { useLanguage } from "#components/use-language.ts";
import { When } from "#components/When.tsx";
import type { StudentOrder } from "#lib/db/reads/my-orders.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";

interface HistoryProps {
  orders: readonly StudentOrder[];
  now: Date;
  timeZone: string;
}

/** Lists everything a student ever ordered, whatever became of it. */
export function OrderHistory({ orders, now, timeZone }: HistoryProps) {
  const t = useTranslations("student");
  const language = useLanguage();
  if (orders.length === 0) return null;
  return (
    <section aria-labelledby="orders" className="mt-12">
      <h2 id="orders">{t("yourOrders")}</h2>
      <ul className="card mt-4 divide-y divide-edge">
        {orders.map((order) => (
          <li
            key={order.id}
            className="grid gap-x-6 gap-y-1 px-5 py-4 sm:grid-cols-[minmax(0,1fr)_auto_7rem] sm:items-baseline"
          >
            <div>
              <p className="font-semibold">{order.title}</p>
              <p className="text-ink-soft">
                {t("ordered")} <When at={order.createdAt} now={now} timeZone={timeZone} />
              </p>
            </div>
            <p>
              <StatusTag {...orderWords(order.status)} />
            </p>
            <p className="figures font-bold sm:text-right">
              {formatMoney(order.amountCents, order.currency, { exact: true, language })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
