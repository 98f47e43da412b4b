import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { changeDeletion } from "#app/account/data/actions.ts";
import { getSay } from "#app/i18n/sayer.ts";
import { requireViewer } from "#app/viewer.ts";
import { Notice } from "#components/Notice.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { findOpenDeletion } from "#lib/db/reads/my-profile.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { DELETED, DELETION_AFTER_DAYS, KEPT } from "#lib/domain/deletion.ts";
import type { Sentence } from "#lib/domain/sentence.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("myData");
  return { title: t("title") };
}

export default async function DataPage() {
  const viewer = await requireViewer("/account/data");
  const t = await getTranslations("myData");
  const format = await getFormatter();
  const request = await readAs(viewer.claims, findOpenDeletion);
  return (
    <>
      <h2>{t("title")}</h2>
      <section aria-labelledby="copy" className="mt-6">
        <h3 id="copy" className="text-lg">
          {t("copy")}
        </h3>
        <p className="mt-1">{t("copyWhat")}</p>
        <p className="mt-4">
          <a href="/api/account/export" download className="button">
            {t("download")}
          </a>
        </p>
      </section>
      <section aria-labelledby="deletion" className="mt-10">
        <h3 id="deletion" className="text-lg">
          {t("deletion")}
        </h3>
        <p className="mt-1">{t("deletionHow", { days: DELETION_AFTER_DAYS })}</p>
        <List label={t("goes")} sentences={DELETED} />
        <List label={t("stays")} sentences={KEPT} />
        <div className="mt-6 max-w-md">
          <ActForm act={changeDeletion}>
            {request ? (
              <>
                <Notice tone="waiting">
                  <p>{t("open", { day: format.dateTime(request.dueAt, { dateStyle: "long" }) })}</p>
                </Notice>
                <p>
                  <SubmitButton name="act" value="keep" busy={t("working")}>
                    {t("keep")}
                  </SubmitButton>
                </p>
              </>
            ) : (
              <>
                <label className="flex items-start gap-3">
                  <input
                    type="checkbox"
                    name="sure"
                    required
                    className="mt-1.5 size-4.5 shrink-0 accent-ink"
                  />
                  <span>{t("sure")}</span>
                </label>
                <p>
                  <SubmitButton name="act" value="delete" busy={t("working")} className="">
                    {t("delete")}
                  </SubmitButton>
                </p>
              </>
            )}
          </ActForm>
        </div>
      </section>
    </>
  );
}

async function List({ label, sentences }: { label: string; sentences: readonly Sentence[] }) {
  const say = await getSay();
  return (
    <>
      <h4 className="mt-5 font-semibold">{label}</h4>
      <ul className="mt-1 list-disc pl-6">
        {sentences.map((sentence) => (
          <li key={sentence.key}>{say(sentence)}</li>
        ))}
      </ul>
    </>
  );
}
