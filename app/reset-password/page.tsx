import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { askForReset } from "#app/reset-password/actions.ts";
import { NewPasswordForm } from "#app/reset-password/new-password-form.tsx";
import { AddressForm } from "#app/sign-in/address-form.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";

export const metadata: Metadata = { title: "Set a new password", referrer: "strict-origin" };

export default async function ResetPasswordPage(props: PageQuery) {
  const query = await props.searchParams;
  const token = typeof query["token"] === "string" ? query["token"] : null;
  return (
    <div className="max-w-md">
      <h1>Set a new password</h1>
      <div className="mt-6 grid gap-6">
        {token ? (
          <NewPasswordForm token={token} />
        ) : (
          <>
            {query["error"] === undefined ? (
              <p className="text-ink-soft">We send you a link that lets you choose a new one.</p>
            ) : (
              <Notice tone="bad" title="This link does not work any more">
                <p>Links work once, for 15 minutes. Let us send you a new one.</p>
              </Notice>
            )}
            <AddressForm action={askForReset} button="Send the link" />
            <p className="border-t border-edge pt-5">
              <PlainLink href="/sign-in">Back to sign in</PlainLink>
            </p>
          </>
        )}
      </div>
    </div>
  );
}
