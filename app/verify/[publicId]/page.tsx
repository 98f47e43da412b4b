import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { PageParams } from "#app/page-props.ts";
import { CertificateSheet } from "#app/verify/[publicId]/certificate-sheet.tsx";
import { loadConfig } from "#lib/config.ts";
import { findVerifiedCertificate } from "#lib/db/reads/certificates.ts";
import { readAsWeb } from "#lib/db/reads/read-as.ts";

/** Nobody should find a person's certificate by searching the web. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("certificate");
  return { title: t("title"), robots: { index: false } };
}

export default async function CertificatePage(props: PageParams<{ publicId: string }>) {
  const { publicId } = await props.params;
  const certificate = await readAsWeb((tx) => findVerifiedCertificate(tx, publicId));
  if (!certificate) notFound();
  return (
    <CertificateSheet certificate={certificate} schoolName={loadConfig().SCHOOL_NAME} now={new Date()} />
  );
}
