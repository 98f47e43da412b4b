import { StatusTag } from "#components/StatusTag.tsx";
import type { PartnerSetup } from "#lib/automation/partner-setups.ts";
import type { PartnerState } from "#lib/db/reads/admin-partners.ts";
import { OWN_PROVIDER } from "#lib/domain/lesson.ts";

interface SignsProps {
  partner: PartnerState;
  /** Null for a partner without a connector. */
  setup: PartnerSetup | null;
}

/** Says in tags whether a partner is on, set up and asked, and which variables it lacks. */
export function PartnerSigns({ partner, setup }: SignsProps) {
  const missing = setup?.missing ?? [];
  return (
    <div className="mt-2 grid justify-items-start gap-1.5">
      <p className="flex flex-wrap gap-2">
        {partner.active ? (
          <StatusTag tone="good" label="Switched on" />
        ) : (
          <StatusTag tone="quiet" label="Switched off" />
        )}
        {partner.brokenSince ? <StatusTag tone="bad" label="Not answering" /> : null}
        {partner.slug === OWN_PROVIDER ? <StatusTag tone="quiet" label="Taught here" /> : null}
        {setup === null && partner.slug !== OWN_PROVIDER ? (
          <StatusTag tone="quiet" label="No connector" />
        ) : null}
        {missing.length > 0 ? <StatusTag tone="bad" label="Not configured" /> : null}
      </p>
      {missing.length > 0 ? (
        <p className="text-[0.9375rem]">
          Missing: <span className="figures">{missing.join(", ")}</span>
        </p>
      ) : null}
    </div>
  );
}
