import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AdminFrame } from "#app/admin/admin-frame.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { When } from "#components/When.tsx";
import { listMails, type MailRow } from "#lib/db/reads/admin-mails.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";
import { mailWords } from "#lib/domain/mail-status.ts";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const { search, page } = readListQuery(await props.searchParams);
  const found = await readAs(viewer.claims, (tx) => listMails(tx, search, page));
  const now = new Date();
  return (
    <AdminFrame title="Mail" path="/admin/mail" search={search} searchLabel="Address">
      <p className="mt-6 text-ink-soft">What went out and what waits. The texts are the recipients’ own.</p>
      {found.rows.length > 0 ? (
        <ul aria-label="Mail, newest first" className="card mt-4 divide-y divide-edge">
          {found.rows.map((mail) => (
            <MailItem key={mail.id} mail={mail} now={now} timeZone={viewer.timeZone} />
          ))}
        </ul>
      ) : (
        <div className="mt-4">
          <EmptyState title="No mail">
            <p>{search ? "None to such an address." : "None has been written yet."}</p>
          </EmptyState>
        </div>
      )}
      <Pager {...found} hrefOf={(number) => listAddress("/admin/mail", { q: search, page: number })} />
    </AdminFrame>
  );
}

function MailItem({ mail, now, timeZone }: { mail: MailRow; now: Date; timeZone: string }) {
  return (
    <li className="grid gap-x-8 gap-y-1 px-5 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div>
        <p className="font-semibold">{mail.subject ?? mail.template}</p>
        <p className="text-ink-soft">to {mail.to}</p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusTag {...mailWords(mail.status)} />
        {mail.attempts > 1 ? <span className="figures text-ink-soft">{mail.attempts} tries</span> : null}
        <span className="text-ink-soft">
          <When at={mail.sentAt ?? mail.createdAt} now={now} timeZone={timeZone} />
        </span>
      </p>
    </li>
  );
}
