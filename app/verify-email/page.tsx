import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AddressForm } from "#app/sign-in/address-form.tsx";
import { sendConfirmation } from "#app/verify-email/actions.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { safeReturnPath } from "#lib/domain/return-path.ts";

export const metadata: Metadata = { title: "Your e-mail address" };

export default async function VerifyEmailPage(props: PageQuery) {
  const query = await props.searchParams;
  const viewer = await findCurrentViewer();
  if (viewer && query["error"] === undefined) return <Confirmed next={nextIn(query["next"])} />;
  return (
    <div className="max-w-md">
      <h1>
        {query["error"] === undefined ? "Confirm your e-mail address" : "This link does not work any more"}
      </h1>
      <p className="mt-4 text-lg">
        The link in our mail works for a day. If yours is older, or was used already, we send you a new one.
      </p>
      <div className="mt-6">
        <AddressForm action={sendConfirmation} button="Send a new link" />
      </div>
    </div>
  );
}

function Confirmed({ next }: { next: string }) {
  return (
    <div className="max-w-md">
      <h1>Your e-mail address is confirmed</h1>
      <p className="mt-4 text-lg">You are signed in.</p>
      <p className="mt-6">
        <PlainLink href={next} className="button button-primary">
          Continue
        </PlainLink>
      </p>
    </div>
  );
}

function nextIn(value: string | string[] | undefined): string {
  return safeReturnPath(typeof value === "string" ? value : null);
}
