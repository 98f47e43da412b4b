import { PlainLink } from "#components/PlainLink.tsx";
import { COUNT_LIMIT, type AdminOverview } from "#lib/db/reads/admin-overview.ts";

/** Draws how much is under way, being set up, broken and done, each leading to its list. */
export function Counts({ overview }: { overview: AdminOverview }) {
  return (
    <dl className="figures mt-6 grid grid-cols-2 gap-x-8 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-14">
      <Count name="Open failures" value={overview.openFailures} href="/admin" />
      <Count
        name="Steps being set up"
        value={overview.stepsBeingSetUp}
        href="/admin/steps?status=enrolling"
      />
      <Count name="Under way" value={overview.activeEnrollments} href="/admin/enrollments" />
      <Count name="Completed" value={overview.completedEnrollments} href="/admin/enrollments" />
    </dl>
  );
}

function Count({ name, value, href }: { name: string; value: number; href: string }) {
  const shown =
    value > COUNT_LIMIT ? `${COUNT_LIMIT.toLocaleString("en-US")}+` : value.toLocaleString("en-US");
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-ink-soft">
        <PlainLink href={href}>{name}</PlainLink>
      </dt>
      <dd className="text-3xl font-bold tracking-tight">{shown}</dd>
    </div>
  );
}
