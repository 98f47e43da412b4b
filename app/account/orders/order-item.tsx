import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { useLanguage } from "#components/use-language.ts";
import { When } from "#components/When.tsx";
import type { StudentOrder } from "#lib/db/reads/my-orders.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";

/** Draws one purchase of a list: what, when, how it stands, how much, and the way to all of it. */
export function OrderItem({ order, now, timeZone }: { order: StudentOrder; now: Date; timeZone: string }) {
  const t = useTranslations("orders");
  const language = useLanguage();
  return (
    <li className="relative grid gap-x-6 gap-y-1 px-5 py-4 hover:bg-ground sm:grid-cols-[minmax(0,1fr)_auto_7rem] sm:items-baseline">
      <div>
        <h3>
          <PlainLink
            href={`/account/orders/${order.id}`}
            className="static! no-underline after:absolute after:inset-0 hover:underline"
          >
            {order.title}
          </PlainLink>
        </h3>
        <p className="text-ink-soft">
          {t.rich("orderedWhen", {
            when: () => <When at={order.createdAt} now={now} timeZone={timeZone} />,
          })}
        </p>
      </div>
      <p>
        <StatusTag {...orderWords(order.status)} />
      </p>
      <p className="figures font-bold sm:text-right">
        {formatMoney(order.amountCents, order.currency, { exact: true, language })}
      </p>
    </li>
  );
}
