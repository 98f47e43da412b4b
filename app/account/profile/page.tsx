import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { confirmLegalName, savePhone } from "#app/account/profile/actions.ts";
import { getSay } from "#app/i18n/sayer.ts";
import { requireViewer } from "#app/viewer.ts";
import { Field } from "#components/Field.tsx";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { readNameWish } from "#lib/db/reads/my-profile.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { LEGAL_NAME_MAX_LENGTH, nameProblem, nameRequest } from "#lib/domain/legal-name.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile");
  return { title: t("title") };
}

export default async function ProfilePage() {
  const viewer = await requireViewer("/account/profile");
  const t = await getTranslations("profile");
  const say = await getSay();
  const format = await getFormatter();
  const wish = await readAs(viewer.claims, readNameWish);
  const name = wish?.profile.legalName ?? viewer.fullName;
  const problem = wish ? nameProblem(wish.profile) : null;
  const confirmedAt = wish?.profile.confirmedAt;
  return (
    <>
      <h2>{t("title")}</h2>
      <p className="mt-2 text-ink-soft">{t("signedInAs", { email: viewer.email })}</p>
      <section aria-labelledby="legal-name" className="mt-8 max-w-md">
        <h3 id="legal-name" className="text-lg">
          {t("legalName")}
        </h3>
        <p className="mt-1 text-ink-soft">{t("legalNameWhy")}</p>
        {problem && wish?.isWaiting ? (
          <div className="mt-4">
            <Notice tone="waiting">
              <p>{say(nameRequest(problem, true))}</p>
            </Notice>
          </div>
        ) : null}
        {confirmedAt ? (
          <p className="mt-2">
            {t("confirmedOn", { day: format.dateTime(confirmedAt, { dateStyle: "long" }) })}
          </p>
        ) : null}
        <div className="mt-4">
          <ActForm act={confirmLegalName}>
            <Field
              key={name}
              name="name"
              label={t("name")}
              hint={t("nameHint")}
              autoComplete="name"
              required
              maxLength={LEGAL_NAME_MAX_LENGTH}
              defaultValue={name}
            />
            <label className="flex items-start gap-3">
              <input
                type="checkbox"
                name="confirmed"
                required
                className="mt-1.5 size-4.5 shrink-0 accent-ink"
              />
              <span>{t("confirm")}</span>
            </label>
            <p>
              <SubmitButton busy={t("saving")}>{t("confirmName")}</SubmitButton>
            </p>
          </ActForm>
        </div>
      </section>
      <section aria-labelledby="phone-number" className="mt-10 max-w-md">
        <h3 id="phone-number" className="text-lg">
          {t("phone")}
        </h3>
        <div className="mt-3">
          <ActForm act={savePhone}>
            <Field
              key={wish?.profile.phone ?? ""}
              name="phone"
              type="tel"
              label={t("phoneNumber")}
              hint={t("phoneHint")}
              autoComplete="tel"
              maxLength={40}
              defaultValue={wish?.profile.phone ?? ""}
            />
            <p>
              <SubmitButton busy={t("saving")} className="">
                {t("savePhone")}
              </SubmitButton>
            </p>
          </ActForm>
        </div>
      </section>
    </>
  );
}
