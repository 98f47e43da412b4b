import { useFormatter, useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useSay } from "#components/use-say.ts";
import type { NotificationRow } from "#lib/db/reads/notifications.ts";
import { notificationPath, notificationSentence } from "#lib/domain/notification-words.ts";

/** Draws one notification; an unread one says so in words and has a button to mark it. */
export function NotificationItem({ notification, now }: { notification: NotificationRow; now: Date }) {
  const { id, template, data, createdAt, isRead } = notification;
  const t = useTranslations("notifications");
  const say = useSay();
  const format = useFormatter();
  const words = say(notificationSentence(template, data));
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-72">
        <p className={isRead ? "" : "font-semibold"}>
          {isRead ? null : <span className="mr-2 text-bad">{t("new")}</span>}
          <PlainLink href={notificationPath(template, data)}>{words}</PlainLink>
        </p>
        <p className="text-ink-soft">
          <time
            dateTime={createdAt.toISOString()}
            title={format.dateTime(createdAt, { dateStyle: "medium", timeStyle: "short" })}
          >
            {format.relativeTime(createdAt, now)}
          </time>
        </p>
      </div>
      {isRead ? null : (
        <SubmitButton
          name="which"
          value={id}
          busy={t("marking")}
          className="button-small"
          label={t("markOne", { words })}
        >
          {t("mark")}
        </SubmitButton>
      )}
    </li>
  );
}
