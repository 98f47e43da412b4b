/** What only Milady RISE has: promo codes, RISE courses a full curriculum requires, classes on fixed dates. */
import { html, type Html } from "#sandbox/html.ts";
import {
  answerDesk,
  countPromoCodes,
  isPromoCode,
  spend,
  spentFor,
} from "#sandbox/partners/milady/promo-codes.ts";
import type { OwnAnswer } from "#sandbox/partners/calls.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { Office, Specials } from "#sandbox/partners/specials.ts";

/** RISE courses without which no full curriculum is finished, by code. */
const REQUIRED: ReadonlyMap<string, string> = new Map([
  ["RISE-WELLBEING", "Client Well-Being & Safety"],
  ["RISE-FINANCE", "Finance Fundamentals"],
]);
const CLASSES = ["Orientation", "Tools and sanitation", "Work on models", "Review with your instructor"];
const DAY_MS = 24 * 3600 * 1000;

/** `written` writes an enrollment as the API answers it. */
export function miladySpecials(written: (enrollment: Enrollment) => unknown): Specials {
  return {
    begin(enrollment, { promoCode }, office) {
      if (typeof promoCode !== "string") {
        return isCurriculum(enrollment) ? refusal(422, "PROMO_CODE_REQUIRED") : enrollment;
      }
      if (!isPromoCode(promoCode)) return refusal(422, "PROMO_CODE_UNKNOWN");
      const owner = spentFor(promoCode, office);
      if (owner !== null && owner !== enrollment.reference) return refusal(409, "PROMO_CODE_SPENT");
      const made = owner === null ? null : findLive(enrollment, office);
      if (made) return { kind: "answered", status: 200, body: written(made) };
      spend(promoCode, enrollment, office);
      return enrollment;
    },
    holdAt(enrollment, stage, office) {
      if (stage !== "finish" || !isCurriculum(enrollment)) return null;
      const open = openRiseCourses(enrollment, office);
      if (open.length === 0) return null;
      const text = `Finish the RISE courses that belong to it: ${open.join(", ")}. You find them at your school.`;
      return { title: "Your curriculum is done, but not all of RISE", text };
    },
    waitingFor(completed, office) {
      if (!REQUIRED.has(completed.courseCode)) return [];
      return ofAccount(completed, office).filter((other) => isCurriculum(other) && isLive(other));
    },
    panel: (enrollment, office) => (isCurriculum(enrollment) ? curriculumPanel(enrollment, office) : null),
    counts: countPromoCodes,
    countDoubles: (office) => countPromoCodes(office).promoCodesBeyondOne,
    desk: answerDesk,
  };
}

function isCurriculum({ courseCode }: Enrollment): boolean {
  return courseCode.startsWith("CIMA-");
}

function isLive({ status }: Enrollment): boolean {
  return status !== "canceled";
}

function findLive({ reference }: Enrollment, { records }: Office): Enrollment | undefined {
  return records.findEnrollmentsByReference("milady", reference).find(isLive);
}

function ofAccount({ accountId }: Enrollment, { records }: Office): Enrollment[] {
  return records.findEnrollmentsByAccount("milady", accountId);
}

/** Names of required RISE courses this learner has not completed. */
function openRiseCourses(enrollment: Enrollment, office: Office): string[] {
  const done = ofAccount(enrollment, office)
    .filter(({ status }) => status === "completed")
    .map(({ courseCode }) => courseCode);
  return [...REQUIRED].filter(([code]) => !done.includes(code)).map(([, name]) => name);
}

function curriculumPanel(enrollment: Enrollment, office: Office): Html {
  const open = openRiseCourses(enrollment, office);
  return html`<section class="card" aria-labelledby="classes">
      <h2 id="classes">Your classes</h2>
      <table>
        <tbody>
          ${CLASSES.map(
            (title, at) =>
              html`<tr>
                <th scope="row">${title}</th>
                <td>${classDate(enrollment, at)}, 6 PM, studio 2</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>
    <section class="card" aria-labelledby="rise">
      <h2 id="rise">RISE courses that belong to it</h2>
      <ul>
        ${[...REQUIRED.values()].map((name) => html`<li>${name}: ${open.includes(name) ? "open" : "done"}</li>`)}
      </ul>
    </section>`;
}

/** Classes are weekly, the first one a week after the enrollment. */
function classDate({ createdAt }: Enrollment, at: number): string {
  const day = new Date(Date.parse(createdAt) + (at + 1) * 7 * DAY_MS);
  return day.toLocaleDateString("en-US", {
    weekday: "short",
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  });
}

function refusal(status: number, code: string): OwnAnswer {
  return { kind: "answered", status, body: errorBody(code) };
}

/** How Milady says no. */
export function errorBody(code: string): unknown {
  return { Success: false, Error: { Code: code, Message: "The request was not accepted." } };
}
