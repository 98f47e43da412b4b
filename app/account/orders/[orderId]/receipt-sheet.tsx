import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusTag } from "#components/StatusTag.tsx";
import { useLanguage } from "#components/use-language.ts";
import type { OrderReceipt } from "#lib/db/reads/my-orders.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";
import { sayDay } from "#lib/domain/sentence.ts";

/** Draws what was bought, by whom, for how much, on a sheet that prints. Before anything is paid it is no receipt. */
export function ReceiptSheet(props: { order: OrderReceipt; schoolName: string; timeZone: string }) {
  const t = useTranslations("orders");
  const language = useLanguage();
  const { order, timeZone } = props;
  const day = (moment: Date) => sayDay(moment, { language, timeZone });
  return (
    <article className="card receipt grid gap-6 p-6 sm:p-8" aria-labelledby="receipt">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id="receipt">{t(order.paidAt ? "receipt" : "order")}</h2>
        <p className="font-semibold">{props.schoolName}</p>
      </header>
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <Fact name={t("number")}>
          <span className="figures">{order.id}</span>
        </Fact>
        <Fact name={t("state")}>
          <StatusTag {...orderWords(order.status)} />
        </Fact>
        <Fact name={t("orderedOn")}>{day(order.createdAt)}</Fact>
        {order.paidAt ? <Fact name={t("paidOn")}>{day(order.paidAt)}</Fact> : null}
        <Fact name={t("buyer")}>
          {order.buyer.name}
          <span className="block text-ink-soft">{order.buyer.email}</span>
        </Fact>
        {order.courses.length > 0 ? (
          <Fact name={t("courses")}>
            {order.courses.map(({ name, partner }) => (
              <span key={`${partner.slug} ${name}`} className="block">
                {t("courseAt", { course: name, partner: partner.name })}
              </span>
            ))}
          </Fact>
        ) : null}
      </dl>
      <Amounts order={order} />
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Amounts({ order }: { order: OrderReceipt }) {
  const t = useTranslations("orders");
  const language = useLanguage();
  const money = (cents: number) => formatMoney(cents, order.currency, { exact: true, language });
  return (
    <table className="table">
      <caption className="sr-only">{t("amounts")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("item")}</th>
          <th scope="col" className="text-right!">
            {t("amount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map(({ label, amountCents }) => (
          <tr key={label}>
            <td>{label}</td>
            <td className="text-right whitespace-nowrap">{money(amountCents)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-bold">
          <td>{t("total")}</td>
          <td className="text-right whitespace-nowrap">{money(order.amountCents)}</td>
        </tr>
        {order.refundedCents > 0 ? (
          <tr>
            <td>{t("refunded")}</td>
            <td className="text-right whitespace-nowrap">{money(-order.refundedCents)}</td>
          </tr>
        ) : null}
      </tfoot>
    </table>
  );
}
