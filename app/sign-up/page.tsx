import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { PageQuery } from "#app/page-props.ts";
import { SignUpForm } from "#app/sign-up/sign-up-form.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { safeReturnPath, signInPath } from "#lib/domain/return-path.ts";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage(props: PageQuery) {
  const asked = (await props.searchParams)["next"];
  const next = safeReturnPath(typeof asked === "string" ? asked : null);
  if (await findCurrentViewer()) redirect(next);
  return (
    <div className="max-w-md">
      <h1>Create an account</h1>
      <p className="mt-4 text-ink-soft">One account for all partners: we open the others for you.</p>
      <div className="mt-6 grid gap-6">
        <SignUpForm next={next} />
        <p className="border-t border-edge pt-5">
          You have one? <PlainLink href={signInPath(next)}>Sign in</PlainLink>
        </p>
      </div>
    </div>
  );
}
