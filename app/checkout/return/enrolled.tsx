import { useTranslations } from "next-intl";
import { EnrollmentLine } from "#components/enrollment/EnrollmentLine.tsx";
import { LaunchButton } from "#components/enrollment/LaunchButton.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import type { CheckoutOrder } from "#lib/db/reads/checkout-order.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { currentStep } from "#lib/domain/step-status.ts";

/** Draws the line of a program that was just bought, with the way into its first course once there is one. */
export function Enrolled(props: { enrollment: NonNullable<CheckoutOrder["enrollment"]>; telling: Telling }) {
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
