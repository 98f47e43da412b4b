import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { EndedAlert, OpenAlert } from "#app/admin/alerts/alert-item.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { KeepFresh } from "#components/KeepFresh.tsx";
import { Pager } from "#components/Pager.tsx";
import { listEndedAlerts, listOpenAlerts } from "#lib/db/reads/admin-alerts.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Alerts" };

export default async function AlertsPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const { page } = readListQuery(await props.searchParams);
  const { open, ended } = await readAs(viewer.claims, async (tx) => ({
    open: await listOpenAlerts(tx),
    ended: await listEndedAlerts(tx, page),
  }));
  const when = { now: new Date(), timeZone: viewer.timeZone };
  return (
    <AdminFrame title="Alerts">
      <KeepFresh calm />
      <p className="mt-6 max-w-[65ch] text-ink-soft">
        What is wrong with the whole rather than with one student. Baton looks every minute; an alert is over
        two minutes after it was last seen.
      </p>
      {open.length > 0 ? (
        <ul aria-label="Open alerts" className="card mt-4 divide-y divide-edge">
          {open.map((alert) => (
            <OpenAlert key={alert.id} alert={alert} when={when} />
          ))}
        </ul>
      ) : (
        <div className="mt-4">
          <EmptyState title="All is well">
            <p>Partners answer, work gets done, and nobody waits for a first course.</p>
          </EmptyState>
        </div>
      )}
      <section aria-labelledby="ended" className="mt-10">
        <h2 id="ended">Over</h2>
        {ended.rows.length > 0 ? (
          <ul className="card mt-3 divide-y divide-edge">
            {ended.rows.map((alert) => (
              <EndedAlert key={alert.id} alert={alert} when={when} />
            ))}
          </ul>
        ) : (
          <p className="mt-2 text-ink-soft">None so far.</p>
        )}
        <Pager {...ended} hrefOf={(number) => listAddress("/admin/alerts", { page: number })} />
      </section>
    </AdminFrame>
  );
}
