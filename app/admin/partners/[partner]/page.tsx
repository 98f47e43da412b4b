import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { PageParams, PageQuery } from "#app/page-props.ts";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { CallsTable } from "#app/admin/partners/[partner]/calls-table.tsx";
import { PartnerAlerts } from "#app/admin/partners/[partner]/partner-alerts.tsx";
import { SwitchAnswer, SwitchForm } from "#app/admin/partners/[partner]/switch-form.tsx";
import { PartnerFacts } from "#app/admin/partners/partner-facts.tsx";
import { PartnerSigns } from "#app/admin/partners/partner-signs.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { KeepFresh } from "#components/KeepFresh.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { When } from "#components/When.tsx";
import { partnerSetups } from "#lib/automation/partner-setups.ts";
import { readCallStretches, readPartnerAlerts, readPartnerStates } from "#lib/db/reads/admin-partners.ts";
import { readAs } from "#lib/db/reads/read-as.ts";

export const metadata: Metadata = { title: "Partner" };

export default async function PartnerPage(props: PageParams<{ partner: string }> & PageQuery) {
  const viewer = await requireAdmin();
  const { partner: slug } = await props.params;
  const asked = (await props.searchParams)["asked"];
  const setup = partnerSetups().find((each) => each.slug === slug) ?? null;
  const { partner, calls, alerts } = await readAs(viewer.claims, async (tx) => {
    const states = await readPartnerStates(tx, setup ? { [slug]: setup.stuckAfterHours } : {});
    return {
      partner: states.find((state) => state.slug === slug),
      calls: await readCallStretches(tx, slug),
      alerts: await readPartnerAlerts(tx, slug),
    };
  });
  if (!partner) notFound();
  const now = new Date();
  return (
    <AdminFrame title={partner.name}>
      <KeepFresh calm={asked === undefined} />
      <p className="mt-4">
        <PlainLink href="/admin/partners">All partners</PlainLink>
      </p>
      <SwitchAnswer asked={asked} partner={partner} />
      <div className="card mt-6 grid gap-6 p-5 sm:p-6">
        <PartnerSigns partner={partner} setup={setup} />
        {partner.brokenSince ? (
          <p className="max-w-[65ch]">
            It kept failing, so nobody asks it since{" "}
            <When at={partner.brokenSince} now={now} timeZone={viewer.timeZone} />. One call tries now and
            then whether it is well again; everything that waits goes on by itself then.
          </p>
        ) : null}
        <PartnerFacts partner={partner} setup={setup} now={now} timeZone={viewer.timeZone} />
        {partner.supportEmail ? (
          <p>
            Support: <a href={`mailto:${encodeURI(partner.supportEmail)}`}>{partner.supportEmail}</a>
          </p>
        ) : null}
      </div>
      <section aria-labelledby="calls" className="mt-10">
        <h2 id="calls">Calls in the last hour</h2>
        <CallsTable stretches={calls} timeZone={viewer.timeZone} />
      </section>
      <section aria-labelledby="alerts" className="mt-10">
        <h2 id="alerts">Alerts</h2>
        <PartnerAlerts partner={partner.name} alerts={alerts} now={now} timeZone={viewer.timeZone} />
      </section>
      <section aria-labelledby="switch" className="mt-10 max-w-[65ch]">
        <h2 id="switch">{partner.active ? "Switch off" : "Switch on"}</h2>
        <SwitchForm partner={partner} />
      </section>
    </AdminFrame>
  );
}
