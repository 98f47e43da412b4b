import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { currentLanguage } from "#app/i18n/preferences.ts";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageQuery } from "#app/page-props.ts";
import { tellingTo } from "#app/telling.ts";
import { requireViewer } from "#app/viewer.ts";
import { EnrollmentLine } from "#components/enrollment/EnrollmentLine.tsx";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { KeepFresh } from "#components/KeepFresh.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { findCheckoutOrder, type CheckoutOrder } from "#lib/db/reads/checkout-order.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { checkoutWords } from "#lib/domain/checkout-words.ts";
import { enrollmentSentence } from "#lib/domain/enrollment-sentence.ts";
import { formatMoney } from "#lib/domain/money.ts";
import { orderWords } from "#lib/domain/order-status.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { currentStep } from "#lib/domain/step-status.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("checkout");
  return { title: t("title") };
}

export default async function CheckoutReturnPage(props: PageQuery) {
  const session = (await props.searchParams)["session_id"];
  if (typeof session !== "string" || session === "" || session.length > 255) notFound();
  const here = `/checkout/return?session_id=${encodeURIComponent(session)}`;
  const viewer = await requireViewer(here);
  const order = await readAs(viewer.claims, (tx) => findCheckoutOrder(tx, session));
  if (!order) notFound();
  const words = checkoutWords(order);
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
      {order.enrollment ? (
        <Enrolled enrollment={order.enrollment} telling={telling} />
      ) : (
        <NotEnrolled order={order} here={here} />
      )}
    </div>
  );
}

function Enrolled(props: { enrollment: NonNullable<CheckoutOrder["enrollment"]>; telling: Telling }) {
  const t = useTranslations("checkout");
  const { enrollment, telling } = props;
  const step = currentStep(enrollment.steps);
  return (
    <>
      <div className="mt-6">
        <EnrollmentLine steps={enrollment.steps} status={enrollment.status} telling={telling} />
      </div>
      <p className="mt-8 flex flex-wrap gap-3">
        {step ? (
          <LaunchButton enrollmentId={enrollment.id} enrollmentStatus={enrollment.status} step={step} />
        ) : null}
        <PlainLink href={`/student/progress#${enrollment.id}`} className="button">
          {t("seeLine")}
        </PlainLink>
      </p>
    </>
  );
}

function NotEnrolled({ order, here }: { order: CheckoutOrder; here: string }) {
  const t = useTranslations("checkout");
  const mayTryAgain = order.status === "expired" || order.status === "failed";
  return (
    <p className="mt-8 flex flex-wrap gap-3">
      {mayTryAgain && order.programSlug ? (
        <PlainLink href={`/programs/${order.programSlug}`} className="button button-primary">
          {t("enrollAgain")}
        </PlainLink>
      ) : (
        <a href={here} className="button">
          {t("lookAgain")}
        </a>
      )}
      <PlainLink href="/student/dashboard" className="button">
        {t("toDashboard")}
      </PlainLink>
    </p>
  );
}
