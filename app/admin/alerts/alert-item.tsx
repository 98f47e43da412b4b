import { PlainLink } from "#components/PlainLink.tsx";
import { When } from "#components/When.tsx";
import type { AlertMessageRow, AlertRow } from "#lib/db/reads/admin-alerts.ts";
import {
  alertAdvice,
  alertPage,
  alertSeen,
  alertSubject,
  alertTitle,
  isAlertKind,
} from "#lib/domain/alert-words.ts";

interface ItemProps {
  alert: AlertRow;
  when: { now: Date; timeZone: string };
}

/** Draws an alert that needs somebody: what was seen, what it means, what to do, who was told. */
export function OpenAlert({ alert, when }: ItemProps) {
  const { kind, subject, facts } = alert;
  return (
    <li className="grid gap-x-8 gap-y-3 px-5 py-5 lg:grid-cols-[minmax(0,1fr)_16rem]">
      <div className="max-w-[65ch]">
        <h2 className="text-lg">{titleOf(alert)}</h2>
        {isAlertKind(kind) ? (
          <>
            <p>{alertSeen(kind, facts)}</p>
            <p className="mt-2">
              <span className="font-semibold">What it means: </span>
              {alertAdvice(kind).meaning}
            </p>
            <p className="mt-2">
              <span className="font-semibold">What to do: </span>
              {alertAdvice(kind).toDo} <Place {...alertPage(kind, subject)} />
            </p>
          </>
        ) : null}
        <p className="mt-2 text-[0.9375rem] text-ink-soft">
          More in docs/operations.md, under <span className="figures">{kind}</span>.
        </p>
      </div>
      <dl className="figures grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-3">
        <dt className="text-ink-soft">Since</dt>
        <dd>
          <When at={alert.openedAt} {...when} />
        </dd>
        <dt className="text-ink-soft">Last seen</dt>
        <dd>
          <When at={alert.lastSeenAt} {...when} />
        </dd>
        {alert.messages.map((message) => (
          <Message key={message.channel} message={message} when={when} />
        ))}
      </dl>
    </li>
  );
}

/** Draws one that is over, in a line. */
export function EndedAlert({ alert, when }: ItemProps) {
  return (
    <li className="grid gap-x-8 gap-y-1 px-5 py-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-baseline">
      <p className="font-semibold">{titleOf(alert)}</p>
      <p className="text-ink-soft">
        <When at={alert.openedAt} {...when} />
        {alert.resolvedAt ? (
          <>
            {" "}
            until <When at={alert.resolvedAt} {...when} />
          </>
        ) : null}
      </p>
    </li>
  );
}

function titleOf({ kind, subject, partnerName }: AlertRow): string {
  const who = alertSubject(subject) ?? partnerName ?? subject;
  return isAlertKind(kind) ? alertTitle(kind, who) : `${kind.replaceAll("_", " ")}: ${who}`;
}

function Place({ href, label }: { href: string; label: string }) {
  return <PlainLink href={href}>{label}</PlainLink>;
}

function Message({ message, when }: { message: AlertMessageRow; when: ItemProps["when"] }) {
  const channel = { slack: "Slack", sentry: "Sentry" }[message.channel] ?? message.channel;
  return (
    <>
      <dt className="text-ink-soft">{channel} told</dt>
      <dd>{message.sentAt ? <When at={message.sentAt} {...when} /> : "not yet, tried again"}</dd>
    </>
  );
}
