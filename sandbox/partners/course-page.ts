/** The course page of a partner: where the student is, and the one next thing to do (`data-act="next"`). */
import { html, type Html } from "#sandbox/html.ts";
import type { OpenAct } from "#sandbox/partners/acts.ts";
import { stageOf } from "#sandbox/partners/course.ts";
import { partnerPage } from "#sandbox/partners/pages.ts";
import type { Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import type { ActField, Hold } from "#sandbox/partners/specials.ts";
import { COURSE_WORDS, type CourseWords } from "#sandbox/partners/words.ts";

/** What the page shows. */
export interface CourseView {
  enrollment: Enrollment;
  returnUrl: string;
  hold: Hold | null;
  /** The partner's own acts the student can do now. */
  acts: readonly OpenAct[];
  panel: Html | null;
}

/** Answers with the course page. */
export function coursePage(partner: PlayedPartner, view: CourseView): Response {
  const words = { ...COURSE_WORDS, ...partner.look?.words };
  const { enrollment } = view;
  const title = `${words.course} ${enrollment.courseCode}`;
  return partnerPage(
    partner,
    title,
    html`<h1>${title}</h1>
      <p>
        <label for="progress">${words.progress}: <span data-progress>${enrollment.progress}</span> %</label>
        <progress id="progress" max="100" value="${enrollment.progress}">${enrollment.progress} %</progress>
      </p>
      ${view.hold ? heldUp(view, view.hold) : nextAct(partner, view, words)} ${view.panel}
      ${enrollment.lessons.length > 0 && lessonList(enrollment, words)}
      <p><a class="button plain" href="${view.returnUrl}">Back to your school</a></p>`,
  );
}

/** Nothing but the partner's own acts leads on. */
function heldUp({ enrollment, acts }: CourseView, hold: Hold): Html {
  return card(hold.title, hold.text, html`${acts.map((act, at) => ownAct(enrollment, act, at === 0))}`);
}

function nextAct(partner: PlayedPartner, { enrollment, acts }: CourseView, words: CourseWords): Html {
  const { id, lessons, lessonsDone, exam, certificate } = enrollment;
  const others = html`${acts.map((act) => ownAct(enrollment, act, false))}`;
  switch (stageOf(enrollment)) {
    case "lesson":
      return card(
        `${words.lesson} ${lessonsDone + 1} of ${lessons.length}: ${lessons[lessonsDone] ?? ""}`,
        words.readLesson,
        html`${act(id, "lesson", `Finish ${words.lesson.toLowerCase()} ${lessonsDone + 1}`)} ${others}`,
      );
    case "exam":
      return card(
        words.exam,
        exam === "failed" ? words.examAgain : words.takeExam,
        html`${act(id, "exam-pass", words.passExam)} ${act(id, "exam-fail", words.failExam, true)} ${others}`,
      );
    case "skills":
      return card(words.skills, words.takeSkills, html`${act(id, "skills", words.passSkills)} ${others}`);
    case "finish":
      return card(
        "Everything is done",
        `Hand in your work, and ${partner.name} tells your school.`,
        html`${act(id, "finish", "Finish the course")} ${others}`,
      );
    case "done":
      return card(
        words.finished,
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

function act(enrollmentId: string, name: string, label: string, isPlain = false): Html {
  return html`<form method="post" action="${enrollmentId}/${name}">${button(label, isPlain)}</form>`;
}

function ownAct({ id }: Enrollment, { name, label, fields }: OpenAct, isNext: boolean): Html {
  if (fields.length === 0) return act(id, name, label, !isNext);
  return html`<form method="post" action="${id}/${name}" class="act">
    ${fields.map((each) => field(name, each))} ${button(label, !isNext)}
  </form>`;
}

function field(act: string, { name, label, type, value }: ActField): Html {
  return html`<div>
    <label for="${act}-${name}">${label}</label>
    <input id="${act}-${name}" name="${name}" type="${type}" value="${value}" required />
  </div>`;
}

function button(label: string, isPlain: boolean): Html {
  return isPlain
    ? html`<button class="plain">${label}</button>`
    : html`<button data-act="next">${label}</button>`;
}

function lessonList({ lessons, lessonsDone }: Enrollment, words: CourseWords): Html {
  return html`<h2>${words.lessons}</h2>
    <ol class="lessons">
      ${lessons.map((title, at) => lessonItem(title, at, lessonsDone))}
    </ol>`;
}

function lessonItem(title: string, at: number, done: number): Html {
  const state = at < done ? "finished" : at === done ? "next" : "later";
  return html`<li ${state === "next" && html`aria-current="step"`}>
    ${title} <span class="quiet">${state}</span>
  </li>`;
}
