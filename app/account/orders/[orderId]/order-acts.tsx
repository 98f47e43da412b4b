import { useTranslations } from "next-intl";
import { PrintButton } from "#app/account/orders/[orderId]/print-button.tsx";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { useLanguage } from "#components/use-language.ts";
import type { OrderReceipt } from "#lib/db/reads/my-orders.ts";
import { formatMoney } from "#lib/domain/money.ts";

/** Offers what can be done with an order: pay it, go to the program, print the receipt, see Stripe's. */
export function OrderActs({ order }: { order: OrderReceipt }) {
  const t = useTranslations("orders");
  const language = useLanguage();
  return (
    <div className="flex flex-wrap gap-3 print:hidden">
      {order.checkoutUrl ? (
        <a href={order.checkoutUrl} className="button button-primary">
          {t("payNow", { amount: formatMoney(order.amountCents, order.currency, { language }) })}
        </a>
      ) : null}
      {order.enrollmentId ? (
        <PlainLink href={`/student/progress#${order.enrollmentId}`} className="button">
          {t("seeLine")}
        </PlainLink>
      ) : null}
      {order.paidAt ? (
        <ForBrowser rooms={["orders"]}>
          <PrintButton />
        </ForBrowser>
      ) : null}
      {order.hasPayment ? (
        // A plain link: it asks Stripe each time, so nothing may fetch it ahead.
        <a href={`/api/orders/${order.id}/receipt`} className="button">
          {t("stripeReceipt")}
        </a>
      ) : null}
    </div>
  );
}
