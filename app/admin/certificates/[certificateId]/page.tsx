import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { reissue } from "#app/admin/certificates/[certificateId]/actions.ts";
import type { PageParams } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { findCertificate } from "#lib/db/reads/admin-certificates.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { LEGAL_NAME_MAX_LENGTH } from "#lib/domain/legal-name.ts";
import { readId } from "#lib/domain/list-query.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("reissue");
  return { title: t("certificate") };
}

export default async function AdminCertificatePage(props: PageParams<{ certificateId: string }>) {
  const viewer = await requireAdmin();
  const id = readId((await props.params).certificateId);
  const certificate = id ? await readAs(viewer.claims, (tx) => findCertificate(tx, id)) : null;
  if (!certificate) notFound();
  const t = await getTranslations("reissue");
  const format = await getFormatter();
  return (
    <>
      <p>
        <PlainLink href={`/admin/enrollments/${certificate.enrollmentId}`}>
          {certificate.programTitle}
        </PlainLink>
      </p>
      <h1 className="mt-3">{t("numbered", { number: certificate.number })}</h1>
      <p className="mt-3 text-lg">
        {certificate.holderName}, {format.dateTime(certificate.issuedAt, { dateStyle: "long" })}
        {" · "}
        <PlainLink href={`/verify/${certificate.publicId}`}>{t("publicPage")}</PlainLink>
      </p>
      {certificate.status === "valid" ? (
        <section aria-labelledby="reissue" className="mt-8 max-w-md">
          <h2 id="reissue">{t("title")}</h2>
          <p className="mt-2 text-ink-soft">{t("what")}</p>
          <p className="mt-2">
            {certificate.confirmedName
              ? t("confirmedName", { name: certificate.confirmedName })
              : t("noConfirmedName")}
          </p>
          <div className="mt-5">
            <ActForm act={reissue}>
              <input type="hidden" name="certificateId" value={certificate.id} />
              <Field
                name="holderName"
                label={t("name")}
                required
                maxLength={LEGAL_NAME_MAX_LENGTH}
                defaultValue={certificate.confirmedName ?? certificate.holderName}
                autoComplete="off"
              />
              <Field
                name="reason"
                label={t("reason")}
                hint={t("reasonHint")}
                required
                maxLength={500}
                autoComplete="off"
              />
              <p>
                <SubmitButton busy={t("working")}>{t("do")}</SubmitButton>
              </p>
            </ActForm>
          </div>
        </section>
      ) : (
        <div className="mt-8 max-w-2xl">
          <Notice tone="bad" title={t("revoked")}>
            <p>{certificate.revokedReason}</p>
            {certificate.replacedBy ? (
              <p>
                <PlainLink href={`/admin/certificates/${certificate.replacedBy}`}>{t("successor")}</PlainLink>
              </p>
            ) : null}
          </Notice>
        </div>
      )}
    </>
  );
}
