import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { PageQuery } from "#app/page-props.ts";
import { VerifyForm } from "#app/verify/verify-form.tsx";

export const metadata: Metadata = { title: "Check a certificate" };

export default async function VerifyPage(props: PageQuery) {
  const asked = (await props.searchParams)["id"];
  const id = typeof asked === "string" ? idIn(asked) : "";
  if (id) redirect(`/verify/${encodeURIComponent(id)}`);
  return (
    <div className="max-w-2xl">
      <h1>Check a certificate</h1>
      <p className="mt-4 text-ink-soft">
        Scan the code on the certificate, or type the characters printed below it.
      </p>
      <VerifyForm />
    </div>
  );
}

/** People paste the whole address as well as its last part. */
function idIn(text: string): string {
  return text.trim().replace(/\/+$/, "").split("/").at(-1)?.slice(0, 100) ?? "";
}
