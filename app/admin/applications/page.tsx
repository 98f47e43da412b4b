import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { ApplicationTag } from "#app/admin/applications/application-tag.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { listApplications } from "#lib/db/reads/applications.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

const PATH = "/admin/applications";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("applications");
  return { title: t("title") };
}

export default async function ApplicationsPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const query = await props.searchParams;
  const { search, page } = readListQuery(query);
  const status = query["status"] === "all" ? "all" : null;
  const t = await getTranslations("applications");
  const format = await getFormatter();
  const found = await readAs(viewer.claims, (tx) =>
    listApplications(tx, { search, open: status === null, page }),
  );
  return (
    <AdminFrame
      title={t("title")}
      path={PATH}
      search={search}
      searchLabel={t("searchLabel")}
      keep={status ? { status } : {}}
    >
      <p className="mt-4">
        <PlainLink href={listAddress(PATH, { q: search, status: status ? null : "all" })}>
          {status ? t("onlyOpen") : t("all")}
        </PlainLink>
      </p>
      {found.rows.length > 0 ? (
        <ul aria-label={t("newestFirst")} className="card mt-4 divide-y divide-edge">
          {found.rows.map((application) => (
            <li
              key={application.id}
              className="grid gap-x-8 gap-y-1 px-5 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
            >
              <div className="min-w-0">
                <p className="font-semibold">
                  <PlainLink href={`${PATH}/${application.id}`}>{application.fullName}</PlainLink>
                </p>
                <p className="break-words text-ink-soft">
                  {application.programTitle} · {application.email}
                </p>
              </div>
              <p className="flex flex-wrap items-center gap-3">
                {application.lookAlikes > 0 ? (
                  <span>{t("lookAlikeCount", { count: application.lookAlikes })}</span>
                ) : null}
                <ApplicationTag status={application.status} />
                <span className="text-ink-soft">
                  {format.relativeTime(application.createdAt, new Date())}
                </span>
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-4">
          <EmptyState title={t("none")}>
            <p>{t("noneWhy")}</p>
          </EmptyState>
        </div>
      )}
      <Pager {...found} hrefOf={(number) => listAddress(PATH, { q: search, status, page: number })} />
    </AdminFrame>
  );
}
