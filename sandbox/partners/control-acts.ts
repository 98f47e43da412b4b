/** On the control page: what a partner's office can do to one enrollment. */
import { html, type Html } from "#sandbox/html.ts";
import { openActs, type OpenAct } from "#sandbox/partners/acts.ts";
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";

/** Acts of every partner's office, while a course goes on. */
const USUAL: readonly OpenAct[] = [
  { name: "complete", label: "Complete", fields: [] },
  { name: "fail-exam", label: "Fail the exam", fields: [] },
];

/** Forms for all that can be done to this enrollment now; they lead back to the control page. */
export function actForms(engine: PartnerEngine, partner: PlayedPartner, enrollment: Enrollment): Html {
  const usual = enrollment.status === "enrolled" ? USUAL : [];
  const acts = [...usual, ...openActs(engine, partner, enrollment, "office")];
  if (acts.length === 0) return html`<span class="quiet">nothing</span>`;
  return html`<details>
    <summary>${acts.length} acts</summary>
    ${acts.map((act) => actForm(partner.slug, enrollment.id, act))}
  </details>`;
}

function actForm(slug: string, enrollmentId: string, { name, label, fields }: OpenAct): Html {
  const id = `${enrollmentId}-${name}`;
  return html`<form
    method="post"
    action="/_sandbox/partners/${slug}/enrollments/${enrollmentId}/${name}"
    class="act"
  >
    ${fields.map(
      (field) =>
        html`<div>
          <label for="${id}-${field.name}">${field.label}</label>
          <input
            id="${id}-${field.name}"
            name="${field.name}"
            type="${field.type}"
            value="${field.value}"
            required
          />
        </div>`,
    )}
    <button class="plain">${label}</button>
  </form>`;
}
