import { useTranslations } from "next-intl";
import { Bell } from "#components/Bell.tsx";
import { NavLink } from "#components/NavLink.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { Wordmark } from "#components/Wordmark.tsx";

/** Draws the head of every page: where one can go, and who is signed in. */
export function SiteHeader(props: {
  schoolName: string;
  viewer: { fullName: string; email: string; isAdmin: boolean; unread: number } | null;
}) {
  const { viewer } = props;
  const t = useTranslations("frame");
  return (
    <header className="border-b border-edge bg-surface">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3 sm:px-6">
        <PlainLink href="/" className="mr-auto inline-flex min-w-0 flex-1 py-1 no-underline">
          <Wordmark name={props.schoolName} />
          <span className="sr-only">{t("startPage")}</span>
        </PlainLink>
        <nav
          aria-label={t("main")}
          className="order-last -mx-1.5 flex basis-full flex-wrap text-[0.9375rem] sm:gap-x-1 sm:text-base lg:order-none lg:basis-auto"
        >
          <NavLink href="/programs">{t("programs")}</NavLink>
          {viewer ? (
            <>
              <NavLink href="/student/dashboard">{t("dashboard")}</NavLink>
              <NavLink href="/student/progress">{t("progress")}</NavLink>
              <NavLink href="/lms/dashboard">{t("courses")}</NavLink>
              <NavLink href="/account">{t("account")}</NavLink>
            </>
          ) : null}
          {viewer?.isAdmin ? <NavLink href="/admin">{t("admin")}</NavLink> : null}
        </nav>
        {viewer ? (
          <form method="post" action="/sign-out" className="flex min-w-0 items-center gap-3">
            <Bell unread={viewer.unread} />
            <span className="hidden max-w-48 truncate text-ink-soft sm:block" title={viewer.email}>
              {viewer.fullName || viewer.email}
            </span>
            <button type="submit" className="button button-small">
              {t("signOut")}
            </button>
          </form>
        ) : (
          <PlainLink href="/sign-in" className="button button-small">
            {t("signIn")}
          </PlainLink>
        )}
      </div>
    </header>
  );
}
