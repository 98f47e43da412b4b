import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { useSay } from "#components/use-say.ts";
import { When } from "#components/When.tsx";
import { listSteps, type AdminStep } from "#lib/db/reads/admin-steps.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";
import { STEP_STATUSES, stepWords, type StepStatus } from "#lib/domain/step-status.ts";

export const metadata: Metadata = { title: "Steps" };

export default async function StepsPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const query = await props.searchParams;
  const { search, page } = readListQuery(query);
  const status = STEP_STATUSES.find((known) => known === query["status"]) ?? null;
  const found = await readAs(viewer.claims, (tx) => listSteps(tx, { status, search }, page));
  const now = new Date();
  const address = (number: number) => listAddress("/admin/steps", { status, q: search, page: number });
  return (
    <AdminFrame title="Steps" path="/admin/steps" search={search} keep={status ? { status } : {}}>
      <States chosen={status} search={search} />
      {found.rows.length > 0 ? (
        <ul aria-label="Steps, the one that changed last first" className="card mt-4 divide-y divide-edge">
          {found.rows.map((step) => (
            <StepItem key={step.id} step={step} now={now} timeZone={viewer.timeZone} />
          ))}
        </ul>
      ) : (
        <div className="mt-4">
          <EmptyState title="No such step">
            <p>No step is in this state{search ? " for such a student" : ""}.</p>
          </EmptyState>
        </div>
      )}
      <Pager {...found} hrefOf={address} />
    </AdminFrame>
  );
}

function States({ chosen, search }: { chosen: StepStatus | null; search: string }) {
  const say = useSay();
  const all = [null, ...STEP_STATUSES];
  return (
    <nav aria-label="State" className="mt-5 -mx-2 flex flex-wrap gap-x-1">
      {all.map((status) => (
        <PlainLink
          key={status ?? "all"}
          href={listAddress("/admin/steps", { status, q: search })}
          aria-current={status === chosen ? "page" : undefined}
          className={`rounded-md px-2 py-1 ${status === chosen ? "font-bold" : "no-underline hover:underline"}`}
        >
          {status ? say(stepWords(status).label) : "All"}
        </PlainLink>
      ))}
    </nav>
  );
}

function StepItem({ step, now, timeZone }: { step: AdminStep; now: Date; timeZone: string }) {
  return (
    <li className="grid gap-x-8 gap-y-2 px-5 py-4 lg:grid-cols-[minmax(0,1fr)_16rem_13rem] lg:items-center">
      <div>
        <h2 className="text-lg">
          <PlainLink href={`/admin/enrollments/${step.enrollmentId}`}>
            {step.student.name || step.student.email}
          </PlainLink>
        </h2>
        <p className="text-ink-soft">
          {step.student.email} · {step.title}, step {step.position}
        </p>
        {step.errorMessage ? <p>{step.errorMessage}</p> : null}
      </div>
      <div>
        <p>{step.courseName}</p>
        <p className="text-ink-soft">
          via <PartnerName slug={step.partner.slug} name={step.partner.name} />
          {step.status === "in_progress" ? `, ${step.progress}%` : ""}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 lg:justify-end">
        <StatusTag {...stepWords(step.status)} />
        <span className="text-ink-soft">
          <When at={step.since} now={now} timeZone={timeZone} />
        </span>
      </div>
    </li>
  );
}
