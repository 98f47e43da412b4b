import { StatusTag } from "#components/StatusTag.tsx";
import { When } from "#components/When.tsx";
import type { PartnerAlert } from "#lib/db/reads/admin-partners.ts";
import { alertTitle, isAlertKind } from "#lib/domain/alert-words.ts";

/** Lists the latest alerts about a partner; what to do about each is said on the page of alerts. */
export function PartnerAlerts(props: {
  partner: string;
  alerts: readonly PartnerAlert[];
  now: Date;
  timeZone: string;
}) {
  const { alerts, now, timeZone } = props;
  if (alerts.length === 0) return <p className="mt-2 text-ink-soft">None so far.</p>;
  return (
    <ul className="card mt-3 divide-y divide-edge">
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-3">
          <StatusTag
            {...(alert.resolvedAt
              ? { tone: "quiet" as const, label: "Over" }
              : { tone: "bad" as const, label: "Open" })}
          />
          <span className="font-semibold">
            {isAlertKind(alert.kind) ? alertTitle(alert.kind, props.partner) : alert.kind}
          </span>
          <span className="text-ink-soft">
            since <When at={alert.openedAt} now={now} timeZone={timeZone} />
            {alert.resolvedAt ? (
              <>
                , until <When at={alert.resolvedAt} now={now} timeZone={timeZone} />
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
