import type { ReactNode } from "react";
import { PlainLink } from "#components/PlainLink.tsx";
import { When } from "#components/When.tsx";
import type { PartnerSetup } from "#lib/automation/partner-setups.ts";
import type { PartnerState } from "#lib/db/reads/admin-partners.ts";
import { errorWords, speedWords } from "#lib/domain/call-figures.ts";

interface FactsProps {
  partner: PartnerState;
  setup: PartnerSetup | null;
  now: Date;
  timeZone: string;
}

/** Lists the figures of one partner: students, news, calls, failures, stock. */
export function PartnerFacts({ partner, setup, now, timeZone }: FactsProps) {
  return (
    <dl className="figures grid grid-cols-2 content-start gap-x-6 gap-y-3 sm:grid-cols-3">
      <Fact name="Students there">
        {count(partner.learning)}
        {partner.settingUp > 0 ? (
          <span className="font-normal"> and {count(partner.settingUp)} being set up</span>
        ) : null}
      </Fact>
      <Fact name={setup ? `No progress for ${inDays(setup.stuckAfterHours)}` : "No progress for long"}>
        {count(partner.stuck)}
      </Fact>
      <Fact name="Last news of them">
        {partner.lastNewsAt ? <When at={partner.lastNewsAt} now={now} timeZone={timeZone} /> : "none yet"}
      </Fact>
      <Fact name="Calls">
        {count(partner.lastHour.calls)}
        {partner.lastHour.calls > 0 ? (
          <span className="block font-normal">
            {errorWords(partner.lastHour)}, {speedWords(partner.lastHour)}
          </span>
        ) : null}
      </Fact>
      <Fact name="Open failures">
        {partner.openFailures > 0 ? (
          <PlainLink href={`/admin?partner=${partner.slug}`}>{count(partner.openFailures)}</PlainLink>
        ) : (
          "0"
        )}
      </Fact>
      {setup?.hasStock ? (
        <Fact name="Codes in stock">
          <PlainLink href="/admin/vouchers">{count(partner.stock)}</PlainLink>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-[0.9375rem] text-ink-soft">{name}</dt>
      <dd className="font-semibold">{children}</dd>
    </div>
  );
}

function inDays(hours: number): string {
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
