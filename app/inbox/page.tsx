import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "#components/EmptyState.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { When } from "#components/When.tsx";
import { INBOX_SIZE, listInbox } from "#lib/db/reads/inbox.ts";
import { webDatabase } from "#lib/db/web.ts";

export const metadata: Metadata = { title: "Local inbox", robots: { index: false } };

export default async function InboxPage() {
  const mails = await listInbox(webDatabase());
  if (!mails) notFound();
  const now = new Date();
  return (
    <>
      <h1>Local inbox</h1>
      <p className="mt-3 max-w-[65ch] text-ink-soft">
        The mail this machine would send, whoever it is for: the newest {INBOX_SIZE}. Only there while Baton
        runs on a developer’s machine.
      </p>
      {mails.length > 0 ? (
        <ul aria-label="Mail, newest first" className="card mt-6 divide-y divide-edge">
          {mails.map((mail) => (
            <li
              key={mail.id}
              className="grid gap-x-8 px-5 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
            >
              <div>
                <p className="font-semibold">
                  <PlainLink href={`/inbox/${mail.id}`}>{mail.subject ?? "Being written"}</PlainLink>
                </p>
                <p className="text-ink-soft">to {mail.to}</p>
              </div>
              <p className="text-ink-soft">
                <When at={mail.createdAt} now={now} />
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <div className="mt-6">
          <EmptyState title="No mail yet">
            <p>Create an account or buy a program, and the first one arrives here.</p>
          </EmptyState>
        </div>
      )}
    </>
  );
}
