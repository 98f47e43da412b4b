/** The control page: counts, faults, enrollments and webhooks of every partner. */
import { html, htmlPage, type Html } from "#sandbox/html.ts";
import { actForms } from "#sandbox/partners/control-acts.ts";
import { countPartners, type PartnerCounts } from "#sandbox/partners/counts.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import { faultsForm } from "#sandbox/partners/faults-form.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

const LATEST = 10;

const STYLES = `
main { max-width: 60rem; }
summary { cursor: pointer; padding: .5rem 0; min-height: 2.75rem; font-weight: 600; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .75rem 1rem 1rem; min-width: 0; }
legend { font-weight: 600; padding: 0 .35rem; }
fieldset .fields { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .75rem; }
.fields .wide { grid-column: span 2; }
`;

/** Answers with the control page. */
export function controlPage(engine: PartnerEngine, partners: readonly PlayedPartner[]): Response {
  const counts = countPartners(engine, partners);
  return htmlPage({
    title: "Training partners · Baton sandbox",
    styles: PAGE_STYLES + STYLES,
    body: html`<main>
      <p><a href="/">Baton sandbox</a></p>
      <h1>Training partners</h1>
      <p>What each partner knows, and what goes wrong there. Shares are between 0 (never) and 1 (always).</p>
      ${countsTable(partners, counts)}
      ${partners.map((partner) => partnerSection(engine, partner, counts[partner.slug]))}
    </main>`,
  });
}

function countsTable(partners: readonly PlayedPartner[], counts: Record<string, PartnerCounts>): Html {
  const heads = [
    "Accounts",
    "Enrolled",
    "Completed",
    "Canceled",
    "Double accounts",
    "Double enrollments",
    "Other doubles",
    "Webhooks waiting",
  ];
  return html`<div class="scroll" role="region" aria-label="Counts" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Partner</th>
          ${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${partners.map(({ slug, name }) => {
          const count = counts[slug];
          return html`<tr>
            <th scope="row"><a href="#${slug}">${name}</a></th>
            ${[
              count?.accounts,
              count?.enrollments.enrolled,
              count?.enrollments.completed,
              count?.enrollments.canceled,
              count?.duplicateAccounts,
              count?.duplicateEnrollments,
              count?.duplicateSpecials,
              count?.undeliveredWebhooks,
            ].map((number) => html`<td class="number">${number}</td>`)}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function partnerSection(
  engine: PartnerEngine,
  partner: PlayedPartner,
  counts: PartnerCounts | undefined,
): Html {
  const { slug, name } = partner;
  return html`<section class="card" id="${slug}" aria-labelledby="${slug}-name">
    <h2 id="${slug}-name">${name}</h2>
    ${ownCounts(counts?.specials ?? {})} ${faultsForm(slug, engine.faults.of(slug))}
    <details>
      <summary>Latest enrollments and webhooks</summary>
      ${enrollmentsTable(engine, partner)} ${deliveriesTable(engine, slug)}
    </details>
  </section>`;
}

/** `vouchersReserved` reads as "vouchers reserved". */
function ownCounts(specials: Record<string, number>): Html | null {
  const entries = Object.entries(specials);
  if (entries.length === 0) return null;
  const inWords = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return html`<p class="quiet">
    ${entries.map(([name, count]) => `${count} ${inWords(name)}`).join(" · ")}
  </p>`;
}

function enrollmentsTable(engine: PartnerEngine, partner: PlayedPartner): Html {
  const { slug } = partner;
  const enrollments = engine.records.latestEnrollments(slug, LATEST);
  if (enrollments.length === 0) return html`<p class="quiet">Nobody is enrolled yet.</p>`;
  return html`<div class="scroll" role="region" aria-label="Enrollments of ${slug}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Enrollment</th>
          <th scope="col">Course</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Progress</th>
          <th scope="col">What can be done</th>
        </tr>
      </thead>
      <tbody>
        ${enrollments.map((enrollment) => {
          const { id, courseCode, status, progress } = enrollment;
          return html`<tr>
            <td>${id}</td>
            <td>${courseCode}</td>
            <td>${status}</td>
            <td class="number">${progress} %</td>
            <td>${actForms(engine, partner, enrollment)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function deliveriesTable(engine: PartnerEngine, slug: string): Html {
  const deliveries = engine.webhooks.latest(slug, LATEST);
  if (deliveries.length === 0) return html`<p class="quiet">No webhook was sent yet.</p>`;
  return html`<div class="scroll" role="region" aria-label="Webhooks of ${slug}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Enrollment</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Failed tries</th>
          <th scope="col" class="number">Last answer</th>
        </tr>
      </thead>
      <tbody>
        ${deliveries.map(
          (delivery) =>
            html`<tr>
              <td>${delivery.event_type}</td>
              <td>${delivery.enrollment_id}</td>
              <td>${delivery.state}</td>
              <td class="number">${delivery.attempts}</td>
              <td class="number">${delivery.last_status}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
