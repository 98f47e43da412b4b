/** What a person sees at a partner: sign-on, the course, the certificate. Server-rendered, each partner in its own colour. */
import { htmlPage, html, type Html } from "#sandbox/html.ts";
import { lessonsOf, stageOf } from "#sandbox/partners/course.ts";
import type { Certificate, Enrollment, PlayedPartner } from "#sandbox/partners/played.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

/** The course: where the student is, and the one next thing to do (`data-act="next"`). */
export function coursePage(partner: PlayedPartner, enrollment: Enrollment, returnUrl: string): Response {
  const lessons = lessonsOf(enrollment.courseCode);
  return partnerPage(
    partner,
    `Course ${enrollment.courseCode}`,
    html`<h1>Course ${enrollment.courseCode}</h1>
      <p>
        <label for="progress">Your progress: <span data-progress>${enrollment.progress}</span> %</label>
        <progress id="progress" max="100" value="${enrollment.progress}">${enrollment.progress} %</progress>
      </p>
      ${nextAct(partner, enrollment, lessons)}
      <h2>Lessons</h2>
      <ol class="lessons">
        ${lessons.map((title, at) => lessonItem(title, at, enrollment.lessonsDone))}
      </ol>
      <p><a class="button plain" href="${returnUrl}">Back to your school</a></p>`,
  );
}

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

function nextAct(partner: PlayedPartner, enrollment: Enrollment, lessons: readonly string[]): Html {
  const { lessonsDone, exam, certificate } = enrollment;
  switch (stageOf(enrollment)) {
    case "lesson":
      return card(
        `Lesson ${lessonsDone + 1} of ${lessons.length}: ${lessons[lessonsDone] ?? ""}`,
        "Read the lesson, then mark it as finished.",
        act(enrollment, "lesson", `Finish lesson ${lessonsDone + 1}`),
      );
    case "exam":
      return card(
        "Final exam",
        exam === "failed"
          ? "You did not pass this time. You can take the exam again."
          : "All lessons are finished. Take the exam when you are ready.",
        html`${act(enrollment, "exam-pass", "Pass the exam")}
        ${act(enrollment, "exam-fail", "Fail the exam", true)}`,
      );
    case "skills":
      return card(
        "Remote skills check",
        "You passed the exam. An instructor now watches you show what you learned.",
        act(enrollment, "skills", "Pass the skills check"),
      );
    case "done":
      return card(
        "Course finished",
        `Congratulations. ${partner.name} has told your school.`,
        certificate &&
          html`<a class="button" href="${certificate.pageUrl}">Certificate ${certificate.number}</a>`,
      );
    case "canceled":
      return card("Enrollment ended", "This enrollment was canceled. Your school can tell you more.", null);
  }
}

function card(title: string, text: string, acts: Html | null): Html {
  return html`<section class="card" aria-labelledby="next">
    <h2 id="next">${title}</h2>
    <p>${text}</p>
    ${acts}
  </section>`;
}

function act(enrollment: Enrollment, name: string, label: string, isPlain = false): Html {
  return html`<form method="post" action="${enrollment.id}/${name}">
    ${
      isPlain
        ? html`<button class="plain">${label}</button>`
        : html`<button data-act="next">${label}</button>`
    }
  </form>`;
}

function lessonItem(title: string, at: number, done: number): Html {
  const state = at < done ? "finished" : at === done ? "next" : "later";
  return html`<li ${state === "next" && html`aria-current="step"`}>
    ${title} <span class="quiet">${state}</span>
  </li>`;
}

function row(name: string, value: string): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${value}</td>
  </tr>`;
}

function partnerPage(partner: PlayedPartner, title: string, content: Html, status = 200): Response {
  const { light, dark } = partner.accent;
  const styles = `${PAGE_STYLES}
:root { --accent: ${light}; }
@media (prefers-color-scheme: dark) { :root { --accent: ${dark}; } }
.brand { background: var(--accent); color: var(--on-accent); padding: .9rem 1rem; }
.brand p { max-width: 44rem; margin: 0 auto; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.brand strong { font-size: 1.25rem; }
.card form { display: inline-block; margin: 0 .5rem .5rem 0; }
.lessons li { padding: .3rem 0; }
[aria-current] { font-weight: 600; }`;
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
