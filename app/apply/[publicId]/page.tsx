import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { withdrawMine } from "#app/apply/[publicId]/actions.ts";
import { getSay } from "#app/i18n/sayer.ts";
import type { PageParams } from "#app/page-props.ts";
import { findCurrentViewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { findApplication } from "#lib/db/reads/applications.ts";
import { readAsWeb } from "#lib/db/reads/read-as.ts";
import { applicationWords, isApplicationOpen } from "#lib/domain/application.ts";

/** Whoever holds the address may look; nobody should find it by searching the web. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("apply");
  return { title: t("yourApplication"), robots: { index: false }, referrer: "no-referrer" };
}

export default async function ApplicationPage(props: PageParams<{ publicId: string }>) {
  const { publicId } = await props.params;
  const application = await readAsWeb((tx) => findApplication(tx, publicId));
  if (!application) notFound();
  const t = await getTranslations("apply");
  const say = await getSay();
  const format = await getFormatter();
  const viewer = await findCurrentViewer();
  const { label, tone, sentence } = applicationWords(application.status);
  return (
    <div className="max-w-xl">
      <h1>{t("applicationFor", { program: application.programTitle })}</h1>
      <p className="mt-2 text-ink-soft">
        {t("receivedOn", { day: format.dateTime(application.createdAt, { dateStyle: "long" }) })}
      </p>
      <div className="mt-6">
        <Notice tone={tone} title={say(label)}>
          <p>{say(sentence)}</p>
        </Notice>
      </div>
      <p className="mt-6 flex flex-wrap gap-3">
        {application.status === "received" && !viewer ? (
          <PlainLink href={`/sign-up?next=/apply/${publicId}`} className="button button-primary">
            {t("createAccount")}
          </PlainLink>
        ) : null}
        <PlainLink href={`/programs/${application.programSlug}`} className="button">
          {t("seeProgram")}
        </PlainLink>
      </p>
      {isApplicationOpen(application.status) ? (
        <div className="mt-10 border-t border-edge pt-6">
          <ActForm act={withdrawMine}>
            <input type="hidden" name="publicId" value={publicId} />
            <p>
              <SubmitButton busy={t("sending")} className="button-small">
                {t("withdraw")}
              </SubmitButton>
            </p>
          </ActForm>
        </div>
      ) : null}
    </div>
  );
}
