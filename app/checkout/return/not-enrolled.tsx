import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useLanguage } from "#components/use-language.ts";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import type { CheckoutOrder } from "#lib/db/reads/checkout-order.ts";
import { checkoutAct } from "#lib/domain/checkout-words.ts";
import { choiceAddress, choiceFields } from "#lib/domain/choice-address.ts";
import { formatMoney } from "#lib/domain/money.ts";

interface NotEnrolledProps {
  order: CheckoutOrder;
  /** Address of this page. */
  here: string;
  /** True for somebody who left the payment page. */
  hasLeft: boolean;
}

/** Offers what can be done about a purchase that is no enrollment yet: pay, choose again, give it up, look again. */
export function NotEnrolled(props: NotEnrolledProps) {
  const t = useTranslations("checkout");
  return (
    <div className="mt-8 flex flex-wrap gap-3">
      <NextAct {...props} />
      <PlainLink href={`/account/orders/${props.order.id}`} className="button">
        {t("seeOrder")}
      </PlainLink>
      {props.hasLeft && props.order.checkout ? <GiveUp orderId={props.order.id} /> : null}
    </div>
  );
}

function NextAct({ order, here, hasLeft }: NotEnrolledProps) {
  const t = useTranslations("checkout");
  const language = useLanguage();
  const again = order.programSlug && choiceAddress(order.programSlug, choiceFields(order.choice));
  switch (checkoutAct(order, { hasLeft })) {
    case "pay":
      return (
        <>
          <a href={order.checkout?.url} className="button button-primary">
            {t("payNow", { amount: formatMoney(order.amountCents, order.currency, { language }) })}
          </a>
          {again ? (
            <PlainLink href={again} className="button">
              {t("chooseAgain")}
            </PlainLink>
          ) : null}
        </>
      );
    case "enroll":
      return again ? (
        <PlainLink href={again} className="button button-primary">
          {t("enrollAgain")}
        </PlainLink>
      ) : null;
    case "look":
      return (
        <a href={here} className="button">
          {t("lookAgain")}
        </a>
      );
    default:
      return null;
  }
}

function GiveUp({ orderId }: { orderId: string }) {
  const t = useTranslations("checkout");
  return (
    <form method="post" action={`/api/orders/${orderId}/cancel`}>
      <ForBrowser rooms={["checkout"]}>
        <SubmitButton busy={t("oneMoment")} className="">
          {t("giveUp")}
        </SubmitButton>
      </ForBrowser>
    </form>
  );
}
