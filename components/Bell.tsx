import { useTranslations } from "next-intl";
import { PlainLink } from "#components/PlainLink.tsx";

/** More are told as this and a plus sign. */
const MOST_SHOWN = 99;

/** Leads to the notifications and says how many nobody looked at yet. */
export function Bell({ unread }: { unread: number }) {
  const t = useTranslations("frame");
  return (
    <PlainLink
      href="/account/notifications"
      className="inline-flex size-10 items-center justify-center rounded-md text-ink-soft no-underline hover:text-ink"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 24 24"
        className="size-6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      >
        <path
          strokeLinecap="round"
          strokeLinejoin="round"
          d="M6 10a6 6 0 0 1 12 0v4l1.5 3h-15L6 14zM10 20a2 2 0 0 0 4 0"
        />
      </svg>
      {unread > 0 ? (
        <span
          aria-hidden="true"
          className="figures absolute top-0 right-0 min-w-5 rounded-full bg-accent px-1 text-center text-xs leading-5 font-bold text-on-accent"
        >
          {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
        </span>
      ) : null}
      <span className="sr-only">{t("notifications", { count: unread })}</span>
    </PlainLink>
  );
}
