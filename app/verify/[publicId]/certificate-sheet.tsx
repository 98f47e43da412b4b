import type { ReactNode } from "react";
import { Line } from "#components/line/Line.tsx";
import { Station } from "#components/line/Station.tsx";
import { Notice } from "#components/Notice.tsx";
import type { VerifiedCertificate } from "#lib/db/reads/certificates.ts";
import { certificateState, certificateWords } from "#lib/domain/certificate-state.ts";
import { calendarDate } from "#lib/domain/relative-time.ts";

/** Draws what anybody may know of a certificate: whether it counts, who holds it, for what, since when. */
export function CertificateSheet(props: { certificate: VerifiedCertificate; schoolName: string; now: Date }) {
  const { certificate, schoolName, now } = props;
  const words = certificateWords(certificateState(certificate, now));
  return (
    <article className="max-w-2xl">
      <h1>Certificate for {certificate.programTitle}</h1>
      <div className="mt-6">
        <Notice tone={words.tone} title={words.label}>
          <p>{words.sentence}</p>
        </Notice>
      </div>
      <dl className="figures card mt-6 divide-y divide-edge px-5">
        <Fact name="Awarded to">
          <strong>{certificate.holderName}</strong>
        </Fact>
        <Fact name="Issued by">{schoolName}</Fact>
        <Fact name="Number">{certificate.number}</Fact>
        <Fact name="Issued">{calendarDate(certificate.issuedAt)}</Fact>
        {certificate.expiresAt ? <Fact name="Valid until">{calendarDate(certificate.expiresAt)}</Fact> : null}
        {certificate.revokedAt ? <Fact name="Revoked">{calendarDate(certificate.revokedAt)}</Fact> : null}
      </dl>
      <h2 className="mt-10">What was completed</h2>
      <div className="mt-5">
        <Line label="Completed steps">
          {certificate.steps.map((step) => (
            <Station
              key={`${step.courseName} ${step.partnerLabel}`}
              state={step.completedOn ? "done" : "over"}
              partner="self"
              number={null}
            >
              <h3>{step.courseName}</h3>
              <p className="text-ink-soft">
                via {step.partnerLabel} ·{" "}
                {step.completedOn ? calendarDate(new Date(`${step.completedOn}T00:00:00Z`)) : "waived"}
              </p>
            </Station>
          ))}
        </Line>
      </div>
    </article>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-6 py-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
