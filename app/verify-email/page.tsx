import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { AddressForm } from "#app/sign-in/address-form.tsx";
import { sendConfirmation } from "#app/verify-email/actions.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { safeReturnPath } from "#lib/domain/return-path.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("yourAddress") };
}

export default async function VerifyEmailPage(props: PageQuery) {
  const query = await props.searchParams;
  const viewer = await findCurrentViewer();
  if (viewer && query["error"] === undefined) return <Confirmed next={nextIn(query["next"])} />;
  const t = await getTranslations("signIn");
  return (
    <div className="max-w-md">
      <h1>{t(query["error"] === undefined ? "confirmAddress" : "linkFailed")}</h1>
      <p className="mt-4 text-lg">{t("confirmLead")}</p>
      <div className="mt-6">
        <ForBrowser rooms={["signIn"]}>
          <AddressForm action={sendConfirmation} button={t("sendNewLink")} />
        </ForBrowser>
      </div>
    </div>
  );
}

function Confirmed({ next }: { next: string }) {
  const t = useTranslations("signIn");
  return (
    <div className="max-w-md">
      <h1>{t("confirmed")}</h1>
      <p className="mt-4 text-lg">{t("signedIn")}</p>
      <p className="mt-6">
        <PlainLink href={next} className="button button-primary">
          {t("continue")}
        </PlainLink>
      </p>
    </div>
  );
}

function nextIn(value: string | string[] | undefined): string {
  return safeReturnPath(typeof value === "string" ? value : null);
}
