import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { ApplicationTag } from "#app/admin/applications/application-tag.tsx";
import { decideOnApplication } from "#app/admin/applications/[id]/actions.ts";
import { DecisionFields } from "#app/admin/applications/[id]/decision-fields.tsx";
import type { PageParams } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { readApplication } from "#lib/db/reads/applications.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { isApplicationOpen, mayMerge } from "#lib/domain/application.ts";
import { readId } from "#lib/domain/list-query.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("applications");
  return { title: t("one") };
}

export default async function ApplicationPage(props: PageParams<{ id: string }>) {
  const viewer = await requireAdmin();
  const id = readId((await props.params).id);
  const found = id ? await readAs(viewer.claims, (tx) => readApplication(tx, id)) : null;
  if (!found) notFound();
  const { application, lookAlikes } = found;
  const t = await getTranslations("applications");
  const format = await getFormatter();
  const facts = [
    [t("program"), application.programTitle],
    [t("email"), application.email],
    [t("phone"), application.phone ?? t("notGiven")],
    [t("received"), format.dateTime(application.createdAt, { dateStyle: "medium", timeStyle: "short" })],
    [t("account"), application.studentId ? t("hasAccount") : t("noAccount")],
    ...(application.decisionNote ? [[t("note"), application.decisionNote] as const] : []),
  ] as const;
  return (
    <>
      <p>
        <PlainLink href="/admin/applications">{t("title")}</PlainLink>
      </p>
      <h1 className="mt-3">{application.fullName}</h1>
      <p className="mt-3">
        <ApplicationTag status={application.status} />
      </p>
      <dl className="figures card mt-6 max-w-2xl divide-y divide-edge px-5">
        {facts.map(([name, value]) => (
          <div key={name} className="grid gap-x-6 py-3 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {application.message ? (
        <section aria-labelledby="message" className="mt-6 max-w-2xl">
          <h2 id="message" className="text-lg">
            {t("message")}
          </h2>
          <p className="mt-1 break-words whitespace-pre-wrap">{application.message}</p>
        </section>
      ) : null}
      {isApplicationOpen(application.status) ? (
        <section aria-labelledby="decide" className="mt-10 max-w-2xl">
          <h2 id="decide">{t("decide")}</h2>
          <div className="mt-4">
            <ActForm act={decideOnApplication}>
              <DecisionFields
                applicationId={application.id}
                lookAlikes={lookAlikes.map((other) => ({ ...other, mayMerge: mayMerge(application, other) }))}
              />
            </ActForm>
          </div>
        </section>
      ) : null}
    </>
  );
}
