import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { PageQuery } from "#app/page-props.ts";
import { SignInForm } from "#app/sign-in/sign-in-form.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { safeReturnPath } from "#lib/domain/return-path.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage(props: PageQuery) {
  const query = await props.searchParams;
  const asked = typeof query["next"] === "string" ? query["next"] : null;
  const next = safeReturnPath(asked);
  if (await findCurrentViewer()) redirect(next);
  return (
    <div className="max-w-md">
      <h1>Sign in</h1>
      <div className="mt-6 grid gap-6">
        {query["problem"] === "link" ? (
          <Notice tone="bad" title="This link does not work any more">
            <p>Links work once and only for a while. Let us send you a new one.</p>
          </Notice>
        ) : null}
        {query["done"] === "password" ? (
          <Notice tone="good" title="Your new password is set">
            <p>Sign in with it now.</p>
          </Notice>
        ) : null}
        <SignInForm next={next} />
        <ul className="space-y-2 border-t border-edge pt-5">
          <li>
            New here?{" "}
            <PlainLink href={asked ? `/sign-up?next=${encodeURIComponent(next)}` : "/sign-up"}>
              Create an account
            </PlainLink>
          </li>
          <li>
            <PlainLink href="/reset-password">Set a new password</PlainLink>
          </li>
        </ul>
      </div>
    </div>
  );
}
