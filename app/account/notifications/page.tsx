import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActForm } from "#app/account/act-form.tsx";
import { chooseTopics, readNotifications } from "#app/account/notifications/actions.ts";
import { NotificationItem } from "#app/account/notifications/notification-item.tsx";
import { TopicChoices } from "#app/account/notifications/topic-choices.tsx";
import type { PageQuery } from "#app/page-props.ts";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { listNotifications, listRefusals } from "#lib/db/reads/notifications.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("notifications");
  return { title: t("title") };
}

export default async function NotificationsPage(props: PageQuery) {
  const viewer = await requireViewer("/account/notifications");
  const { page } = readListQuery(await props.searchParams);
  const t = await getTranslations("notifications");
  const { list, refused } = await readAs(viewer.claims, async (tx) => ({
    list: await listNotifications(tx, page),
    refused: await listRefusals(tx),
  }));
  const now = new Date();
  return (
    <>
      <h2>{t("title")}</h2>
      {list.rows.length > 0 ? (
        <ActForm act={readNotifications} className="mt-6 grid gap-4">
          <ul aria-label={t("newestFirst")} className="card divide-y divide-edge">
            {list.rows.map((row) => (
              <NotificationItem key={row.id} notification={row} now={now} />
            ))}
          </ul>
          {viewer.unread > 0 ? (
            <p>
              <SubmitButton name="which" value="all" busy={t("marking")} className="button-small">
                {t("markAll")}
              </SubmitButton>
            </p>
          ) : null}
        </ActForm>
      ) : (
        <div className="mt-6">
          <EmptyState title={t("none")}>
            <p>{t("noneWhy")}</p>
          </EmptyState>
        </div>
      )}
      <Pager {...list} hrefOf={(number) => listAddress("/account/notifications", { page: number })} />
      <section aria-labelledby="topics" className="mt-10">
        <h3 id="topics" className="text-lg">
          {t("whatToTell")}
        </h3>
        <p className="mt-1 text-ink-soft">{t("whatToTellWhy")}</p>
        <div className="mt-4">
          <ActForm act={chooseTopics}>
            <TopicChoices refused={refused} />
            <p>
              <SubmitButton busy={t("saving")}>{t("save")}</SubmitButton>
            </p>
          </ActForm>
        </div>
      </section>
    </>
  );
}
