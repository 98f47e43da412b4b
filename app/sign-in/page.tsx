import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { PasskeyButton } from "#app/sign-in/passkey-button.tsx";
import { SignInForm } from "#app/sign-in/sign-in-form.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { loadConfig } from "#lib/config.ts";
import { safeReturnPath } from "#lib/domain/return-path.ts";
import { passkeysWorkAt } from "#lib/identity/index.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("signIn") };
}

export default async function SignInPage(props: PageQuery) {
  const query = await props.searchParams;
  const asked = typeof query["next"] === "string" ? query["next"] : null;
  const next = safeReturnPath(asked);
  if (await findCurrentViewer()) redirect(next);
  const t = await getTranslations("signIn");
  const signUp = asked ? `/sign-up?next=${encodeURIComponent(next)}` : "/sign-up";
  return (
    <div className="max-w-md">
      <h1>{t("signIn")}</h1>
      <div className="mt-6 grid gap-6">
        {query["problem"] === "link" ? (
          <Notice tone="bad" title={t("linkFailed")}>
            <p>{t("linkFailedWhy")}</p>
          </Notice>
        ) : null}
        {query["done"] === "password" ? (
          <Notice tone="good" title={t("passwordSet")}>
            <p>{t("passwordSetThen")}</p>
          </Notice>
        ) : null}
        <ForBrowser rooms={["signIn"]}>
          <SignInForm next={next} />
          {passkeysWorkAt(loadConfig().APP_URL) ? <PasskeyButton next={next} /> : null}
        </ForBrowser>
        <ul className="space-y-2 border-t border-edge pt-5">
          <li>{t.rich("newHere", { link: (words) => <PlainLink href={signUp}>{words}</PlainLink> })}</li>
          <li>
            <PlainLink href="/reset-password">{t("setNewPassword")}</PlainLink>
          </li>
        </ul>
      </div>
    </div>
  );
}
