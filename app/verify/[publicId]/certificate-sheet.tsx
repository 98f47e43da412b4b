import { useTimeZone, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { useSay } from "#components/use-say.ts";
import { useLanguage } from "#components/use-language.ts";
import type { VerifiedCertificate } from "#lib/db/reads/certificates.ts";
import { certificateState, certificateWords } from "#lib/domain/certificate-state.ts";
import { sayDay } from "#lib/domain/sentence.ts";

/** Draws what anybody may know of a certificate: whether it counts, who holds it, for what, since when. */
export function CertificateSheet(props: { certificate: VerifiedCertificate; schoolName: string; now: Date }) {
  const { certificate, schoolName, now } = props;
  const t = useTranslations("certificate");
  const say = useSay();
  const day = useDay();
  const words = certificateWords(certificateState(certificate, now));
  return (
    <article className="max-w-2xl">
      <h1>{t("for", { program: certificate.programTitle })}</h1>
      <div className="mt-6">
        <Notice tone={words.tone} title={say(words.label)}>
          <p>{say(words.sentence)}</p>
          {certificate.replacedBy ? (
            <p>
              {t("replaced")} <PlainLink href={`/verify/${certificate.replacedBy}`}>{t("seeNew")}</PlainLink>
            </p>
          ) : null}
        </Notice>
      </div>
      <dl className="figures card mt-6 divide-y divide-edge px-5">
        <Fact label={t("awardedTo")}>
          <strong>{certificate.holderName}</strong>
        </Fact>
        <Fact label={t("issuedBy")}>{schoolName}</Fact>
        <Fact label={t("number")}>{certificate.number}</Fact>
        <Fact label={t("issued")}>{day(certificate.issuedAt)}</Fact>
        {certificate.expiresAt ? <Fact label={t("validUntil")}>{day(certificate.expiresAt)}</Fact> : null}
        {certificate.revokedAt ? <Fact label={t("revoked")}>{day(certificate.revokedAt)}</Fact> : null}
      </dl>
      <h2 className="mt-10">{t("completed")}</h2>
      <div className="mt-5">
        <Line label={t("completedSteps")}>
          {certificate.steps.map((step) => (
            <Station
              key={`${step.courseName} ${step.partnerLabel}`}
              state={step.completedOn ? "done" : "over"}
              partner="self"
              number={null}
            >
              <h3>{step.courseName}</h3>
              <p className="text-ink-soft">
                {t("via", { partner: step.partnerLabel })} ·{" "}
                {step.completedOn ? day(new Date(`${step.completedOn}T00:00:00Z`), "UTC") : t("waived")}
              </p>
            </Station>
          ))}
        </Line>
      </div>
    </article>
  );
}

/** A day that is printed on the certificate has no zone; moments are told in the reader's. */
function useDay(): (day: Date, printedIn?: string) => string {
  const language = useLanguage();
  const timeZone = useTimeZone() ?? "UTC";
  return (day, printedIn) => sayDay(day, { language, timeZone: printedIn ?? timeZone });
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 py-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-ink-soft">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
