import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ForBrowser } from "#app/i18n/for-browser.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { SignUpForm } from "#app/sign-up/sign-up-form.tsx";
import { findCurrentViewer } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { safeReturnPath, signInPath } from "#lib/domain/return-path.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("signIn");
  return { title: t("createAccount") };
}

export default async function SignUpPage(props: PageQuery) {
  const asked = (await props.searchParams)["next"];
  const next = safeReturnPath(typeof asked === "string" ? asked : null);
  if (await findCurrentViewer()) redirect(next);
  const t = await getTranslations("signIn");
  return (
    <div className="max-w-md">
      <h1>{t("createAccount")}</h1>
      <p className="mt-4 text-ink-soft">{t("oneAccount")}</p>
      <div className="mt-6 grid gap-6">
        <ForBrowser rooms={["signIn"]}>
          <SignUpForm next={next} />
        </ForBrowser>
        <p className="border-t border-edge pt-5">
          {t.rich("haveOne", { link: (words) => <PlainLink href={signInPath(next)}>{words}</PlainLink> })}
        </p>
      </div>
    </div>
  );
}
