import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NameNotice } from "#app/account/name-notice.tsx";
import { EnrollmentCard } from "#app/student/dashboard/enrollment-card.tsx";
import { OpenOrders } from "#app/student/dashboard/open-orders.tsx";
import { OrderHistory } from "#app/student/dashboard/order-history.tsx";
import { tellingTo } from "#app/telling.ts";
import { requireViewer } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { LivePage } from "#components/LivePage.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { readStudentMark } from "#lib/db/reads/student-marks.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { readStudentEnrollments } from "#lib/db/reads/student-enrollments.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("student");
  return { title: t("dashboard") };
}

export default async function DashboardPage() {
  const viewer = await requireViewer("/student/dashboard");
  const mark = await readStudentMark(viewer.claims.sub);
  const { orders, enrollments } = await readAs(viewer.claims, readStudentEnrollments);
  const telling = tellingTo(viewer);
  const t = await getTranslations("student");
  return (
    <>
      <LivePage mark={mark} />
      <h1>{viewer.fullName ? t("hello", { name: viewer.fullName }) : t("yourDashboard")}</h1>
      <NameNotice viewer={viewer} />
      <OpenOrders orders={orders} />
      <section aria-labelledby="programs" className="mt-8">
        <h2 id="programs">{t("yourPrograms")}</h2>
        {enrollments.length > 0 ? (
          <ul className="mt-4 grid gap-5">
            {enrollments.map((enrollment) => (
              <EnrollmentCard key={enrollment.id} enrollment={enrollment} telling={telling} />
            ))}
          </ul>
        ) : (
          <div className="mt-4">
            <EmptyState title={t("noProgram")}>
              <p>{t("noProgramWhy")}</p>
              <PlainLink href="/programs" className="button button-primary">
                {t("seePrograms")}
              </PlainLink>
            </EmptyState>
          </div>
        )}
      </section>
      <OrderHistory orders={orders} now={telling.now} timeZone={telling.timeZone} />
    </>
  );
}
