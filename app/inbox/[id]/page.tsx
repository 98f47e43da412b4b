import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { PageParams } from "#app/page-props.ts";
import { PlainLink } from "#components/PlainLink.tsx";
import { When } from "#components/When.tsx";
import { findInboxMail } from "#lib/db/reads/inbox.ts";
import { webDatabase } from "#lib/db/web.ts";
import { linksIn } from "#lib/domain/links-in.ts";
import { readId } from "#lib/domain/list-query.ts";

export const metadata: Metadata = { title: "Local inbox", robots: { index: false } };

export default async function InboxMailPage(props: PageParams<{ id: string }>) {
  const id = readId((await props.params).id);
  const mail = id ? await findInboxMail(webDatabase(), id) : null;
  if (!mail) notFound();
  return (
    <article>
      <p>
        <PlainLink href="/inbox">Local inbox</PlainLink>
      </p>
      <h1 className="mt-3">{mail.subject ?? "Being written"}</h1>
      <p className="mt-2 text-ink-soft">
        to {mail.to}, <When at={mail.createdAt} now={new Date()} />
      </p>
      <Links text={mail.text} />
      {mail.text ? (
        <section aria-labelledby="text" className="mt-8">
          <h2 id="text">As text</h2>
          <pre className="card mt-3 p-5 font-sans whitespace-pre-wrap">{mail.text}</pre>
        </section>
      ) : null}
      {mail.html ? (
        <section aria-labelledby="html" className="mt-8">
          <h2 id="html">As HTML</h2>
          <iframe
            title="The mail as HTML"
            srcDoc={mail.html}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            className="card mt-3 block h-[42rem] w-full bg-white"
          />
        </section>
      ) : null}
    </article>
  );
}

function Links({ text }: { text: string | null }) {
  const links = linksIn(text ?? "");
  if (links.length === 0) return null;
  return (
    <ul aria-label="Links in this mail" className="mt-4 space-y-1">
      {links.map((link) => (
        <li key={link}>
          <a href={link} className="break-all">
            {link}
          </a>
        </li>
      ))}
    </ul>
  );
}
