import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { askForReset } from "#app/reset-password/actions.ts";
import { NewPasswordForm } from "#app/reset-password/new-password-form.tsx";
import { AddressForm } from "#app/sign-in/address-form.tsx";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("setNewPassword"), referrer: "strict-origin" };
}

export default async function ResetPasswordPage(props: PageQuery) {
  const query = await props.searchParams;
  const token = typeof query["token"] === "string" ? query["token"] : null;
  const t = await getTranslations("signIn");
  return (
    <div className="max-w-md">
      <h1>{t("setNewPassword")}</h1>
      <div className="mt-6 grid gap-6">
        {token ? (
          <ForBrowser rooms={["signIn"]}>
            <NewPasswordForm token={token} />
          </ForBrowser>
        ) : (
          <>
            {query["error"] === undefined ? (
              <p className="text-ink-soft">{t("resetLead")}</p>
            ) : (
              <Notice tone="bad" title={t("linkFailed")}>
                <p>{t("resetExpired")}</p>
              </Notice>
            )}
            <ForBrowser rooms={["signIn"]}>
              <AddressForm action={askForReset} button={t("sendLink")} />
            </ForBrowser>
            <p className="border-t border-edge pt-5">
              <PlainLink href="/sign-in">{t("backToSignIn")}</PlainLink>
            </p>
          </>
        )}
      </div>
    </div>
  );
}
