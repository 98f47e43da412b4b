import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { PageQuery } from "#app/page-props.ts";
import { VerifyForm } from "#app/verify/verify-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("certificate");
  return { title: t("check") };
}

export default async function VerifyPage(props: PageQuery) {
  const asked = (await props.searchParams)["id"];
  const id = typeof asked === "string" ? idIn(asked) : "";
  if (id) redirect(`/verify/${encodeURIComponent(id)}`);
  const t = await getTranslations("certificate");
  return (
    <div className="max-w-2xl">
      <h1>{t("check")}</h1>
      <p className="mt-4 text-ink-soft">{t("checkHow")}</p>
      <VerifyForm />
    </div>
  );
}

/** People paste the whole address as well as its last part. */
function idIn(text: string): string {
  return text.trim().replace(/\/+$/, "").split("/").at(-1)?.slice(0, 100) ?? "";
}
