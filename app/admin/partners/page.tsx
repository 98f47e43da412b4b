import type { Metadata } from "next";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { PartnerFacts } from "#app/admin/partners/partner-facts.tsx";
import { PartnerSigns } from "#app/admin/partners/partner-signs.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { KeepFresh } from "#components/KeepFresh.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { partnerSetups } from "#lib/automation/partner-setups.ts";
import { readPartnerStates } from "#lib/db/reads/admin-partners.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { partnerColour } from "#lib/domain/partner-colour.ts";

export const metadata: Metadata = { title: "Partners" };

export default async function PartnersPage() {
  const viewer = await requireAdmin();
  const setups = new Map(partnerSetups().map((setup) => [setup.slug, setup]));
  const limits = Object.fromEntries([...setups].map(([slug, setup]) => [slug, setup.stuckAfterHours]));
  const partners = await readAs(viewer.claims, (tx) => readPartnerStates(tx, limits));
  const telling = { now: new Date(), timeZone: viewer.timeZone };
  return (
    <AdminFrame title="Partners">
      <KeepFresh calm />
      <p className="mt-6 max-w-[65ch] text-ink-soft">
        Who teaches, and how it goes there. Figures of calls are of the last hour.
      </p>
      {partners.length > 0 ? (
        <ul aria-label="Partners" className="card mt-4 divide-y divide-edge">
          {partners.map((partner) => (
            <li
              key={partner.slug}
              className={`grid gap-x-8 gap-y-3 px-5 py-5 lg:grid-cols-[minmax(0,17rem)_minmax(0,1fr)] ${partnerColour(partner.slug)}`}
            >
              <div>
                <h2 className="flex items-baseline gap-2 text-lg">
                  <span className="swatch" aria-hidden="true" />
                  <PlainLink href={`/admin/partners/${partner.slug}`}>{partner.name}</PlainLink>
                </h2>
                <PartnerSigns partner={partner} setup={setups.get(partner.slug) ?? null} />
              </div>
              <PartnerFacts
                partner={partner}
                setup={setups.get(partner.slug) ?? null}
                now={telling.now}
                timeZone={telling.timeZone}
              />
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-4">
          <EmptyState title="No partners yet">
            <p>They come with the catalogue: load the sample with the command `baton seed`.</p>
          </EmptyState>
        </div>
      )}
    </AdminFrame>
  );
}
