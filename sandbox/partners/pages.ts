/** What a person sees at a partner besides the course: sign-on, the certificate. Server-rendered, each partner in its own look. */
import { htmlPage, html, type Html } from "#sandbox/html.ts";
import type { Certificate } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

/** What a browser sees whose launch address is used or expired, or that has no session. */
export function signOnRefusedPage(partner: PlayedPartner, appUrl: string): Response {
  return partnerPage(
    partner,
    "This link has ended",
    html`<h1>This link has ended</h1>
      <p>
        A link to ${partner.name} works once, and only for a few minutes. Go back to your school and press the
        button of your course again to get a new one.
      </p>
      <p><a class="button" href="${appUrl}">Back to your school</a></p>`,
    403,
  );
}

/** The certificate, or its verification, for anybody who has the number. */
export function certificatePage(
  partner: PlayedPartner,
  about: { holder: string; courseCode: string; certificate: Certificate },
): Response {
  const { number, issuedOn, expiresOn } = about.certificate;
  return partnerPage(
    partner,
    `Certificate ${number}`,
    html`<h1>Certificate ${number}</h1>
      <p>This certificate is genuine.</p>
      <table>
        <tbody>
          ${row("Holder", about.holder)} ${row("Course", about.courseCode)} ${row("Issued", issuedOn)}
          ${row("Valid until", expiresOn ?? "does not expire")}
        </tbody>
      </table>`,
  );
}

/** Nothing at this address, or the partner is down. */
export function plainPage(partner: PlayedPartner, title: string, text: string, status: number): Response {
  return partnerPage(
    partner,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
    status,
  );
}

function row(name: string, value: string): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${value}</td>
  </tr>`;
}

/** A page in the partner's look. */
export function partnerPage(partner: PlayedPartner, title: string, content: Html, status = 200): Response {
  const { light, dark } = partner.accent;
  const styles = `${PAGE_STYLES}
:root { --accent: ${light}; }
@media (prefers-color-scheme: dark) { :root { --accent: ${dark}; } }
.brand { background: var(--accent); color: var(--on-accent); padding: .9rem 1rem; }
.brand p { max-width: 44rem; margin: 0 auto; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.brand strong { font-size: 1.25rem; }
.card form { display: inline-block; margin: 0 .5rem .5rem 0; }
.lessons li { padding: .3rem 0; }
[aria-current] { font-weight: 600; }
.facts { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: .75rem; }
.facts dt { color: var(--quiet); font-size: .9rem; }
.facts dd { margin: 0 0 .6rem; font-weight: 600; overflow-wrap: anywhere; }
.act, .card form.act { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
.act > div { flex: 1 1 12rem; }
${partner.look?.styles ?? ""}`;
  return htmlPage(
    {
      title: `${title} · ${partner.name}`,
      styles,
      body: html`<header class="brand">
          <p><strong>${partner.name}</strong> <span>${partner.motto}</span></p>
        </header>
        <main>${content}</main>`,
    },
    status,
  );
}
