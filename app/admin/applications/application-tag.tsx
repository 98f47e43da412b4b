import { useTranslations } from "next-intl";
import { StatusTag } from "#components/StatusTag.tsx";
import { applicationWords, readApplicationStatus } from "#lib/domain/application.ts";

/** Writes the state of an application as the school speaks of it. */
export function ApplicationTag({ status }: { status: string }) {
  const t = useTranslations("applications");
  const known = readApplicationStatus(status);
  return <StatusTag label={known ? t(`status.${known}`) : status} tone={applicationWords(status).tone} />;
}
