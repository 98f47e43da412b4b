import { expect, test } from "vitest";
import { LANGUAGES, type Language } from "#lib/domain/language.ts";
import { renderMail } from "#lib/mail/render.ts";
import { SAMPLES } from "#lib/mail/samples.test-data.ts";
import { MAIL_TEMPLATES, parseMailData, type MailTemplate } from "#lib/mail/templates.ts";

const EVERY = LANGUAGES.flatMap((language) =>
  MAIL_TEMPLATES.map((template): [MailTemplate, Language] => [template, language]),
);

const MARKUP = `<script>alert("1")</script><img src=x onerror='x'>&amp;`;

/** What a mail program shows: tags away, entities back. */
function visible(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#96;", "`")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}

/** Text fields that a person or a partner may have typed. */
function typedFields(template: MailTemplate): string[] {
  return Object.entries(SAMPLES[template])
    .filter(([field, value]) => typeof value === "string" && parses(template, { [field]: MARKUP }))
    .map(([field]) => field);
}

function parses(template: MailTemplate, change: object): boolean {
  try {
    parseMailData(template, { ...SAMPLES[template], ...change });
    return true;
  } catch {
    return false;
  }
}

test.each(EVERY)("%s in %s: markup in every data field shows as text", (template, language) => {
  const plain = renderMail(template, SAMPLES[template], language);
  const fields = typedFields(template);
  expect(fields).toContain("schoolName");
  for (const field of fields) {
    const mail = renderMail(
      template,
      parseMailData(template, { ...SAMPLES[template], [field]: MARKUP }),
      language,
    );
    expect(tags(mail.html)).toEqual(tags(plain.html));
    if (!plain.html.includes(String(SAMPLES[template][field as keyof object]))) continue;
    expect(visible(mail.html)).toContain(MARKUP);
    expect(mail.text).toContain(MARKUP);
  }
});

function tags(html: string): string[] {
  return [...html.matchAll(/<(\/?[a-z0-9!]+)/gi)].map(([, name]) => name!.toLowerCase());
}

test.each(EVERY)("%s in %s: text and HTML say the same words", (template, language) => {
  const mail = renderMail(template, SAMPLES[template], language);
  const shown = visible(mail.html);
  for (const line of mail.text.split("\n").filter((words) => words.trim() && words.trim() !== "--"))
    for (const words of line.split(/: |:$/).filter(Boolean)) expect(shown).toContain(words.trim());
});

test.each(EVERY)(
  "%s in %s: every link leads to Baton and stands in the text part too",
  (template, language) => {
    const mail = renderMail(template, SAMPLES[template], language);
    const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url!.replaceAll("&amp;", "&"));
    expect(links.length).toBeGreaterThan(0);
    for (const url of links) {
      expect(new URL(url).origin).toBe("https://baton.example");
      expect(mail.text).toContain(url);
    }
  },
);

test.each(EVERY)(
  "%s in %s: a program's mail reader knows language, title and heading",
  (template, language) => {
    const { html, subject } = renderMail(template, SAMPLES[template], language);
    expect(html).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${language}"`));
    expect(visible(html.match(/<title>.*<\/title>/)![0])).toContain(subject);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).not.toMatch(/<img|<script|\ssrc=/i);
  },
);

test.each(EVERY)(
  "%s in %s: neither the subject nor the text part grows lines from what was typed",
  (template, language) => {
    const hostile = "Nurse\r\nBcc: victim@example.com\u2028\u0000";
    for (const field of typedFields(template)) {
      const mail = renderMail(
        template,
        parseMailData(template, { ...SAMPLES[template], [field]: hostile }),
        language,
      );
      expect(mail.subject).not.toMatch(/[\p{Cc}\u2028]/u);
      expect(mail.text).not.toMatch(/^Bcc:/m);
    }
  },
);

test("access-ready says the partner is ready, links to the dashboard, and carries no password and no launch address", () => {
  const mail = renderMail("access-ready", SAMPLES["access-ready"], "en");
  expect(mail.subject).toBe("HSI is ready for you");
  expect(mail.text).toContain("step 1 of 3 of Medical Assistant");
  const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
  expect([...new Set(links)]).toEqual(["https://baton.example/student/dashboard"]);
});

test("step-completed names what is done and what is next, by course when the partner stays the same", () => {
  const data = SAMPLES["step-completed"];
  expect(renderMail("step-completed", data, "en").subject).toBe("You finished HSI. Certiport is next");
  expect(renderMail("step-completed", { ...data, nextPartnerLabel: "HSI" }, "en").subject).toBe(
    "You finished CPR, AED and First Aid. Health Sciences Careers is next",
  );
});

test("order-paid states the amount received, or that there is nothing to pay", () => {
  const data = SAMPLES["order-paid"];
  expect(renderMail("order-paid", data, "en").text).toContain("We received $4,325.00 for Medical Assistant.");
  const free = renderMail("order-paid", { ...data, amountCents: 0 }, "en");
  expect(free.subject).toBe("Your place is confirmed: Medical Assistant");
  expect(free.text).toContain("There is nothing to pay.");
  expect(free.text).not.toContain("received");
});

test("sign-in mails say how long their link works and carry no name", () => {
  expect(renderMail("magic-link", SAMPLES["magic-link"], "en").text).toContain("for 15 minutes");
  expect(renderMail("verify-email", SAMPLES["verify-email"], "en").text).toContain("for 1 hour");
  expect(renderMail("reset-password", SAMPLES["reset-password"], "en").text).toContain("for 1 day");
  for (const template of ["magic-link", "verify-email", "reset-password"] as const)
    expect(
      renderMail(template, parseMailData(template, { ...SAMPLES[template], name: "Win now" }), "en").text,
    ).not.toContain("Win now");
});

test("a mail without the optional parts still reads well", () => {
  const { appUrl } = SAMPLES["access-ready"];
  const mail = renderMail(
    "access-ready",
    {
      appUrl,
      programTitle: "Welder",
      partnerLabel: "JRI",
      courseName: "Basics",
    },
    "en",
  );
  expect(mail.text).toContain("It is a step of Welder.");
  expect(mail.text).toContain("Sent by Baton because of your account at baton.example.");
  expect(mail.text).not.toMatch(/undefined|null|Hello/);
});

test("Spanish speaks to the same reader of the same thing", () => {
  const paid = renderMail("order-paid", SAMPLES["order-paid"], "es");
  expect(paid.subject).toBe("Pago recibido: Medical Assistant");
  expect(paid.text).toContain("Hola, Zoë Łukasz:");
  expect(paid.text).toContain("Recibimos $4,325.00 por Medical Assistant.");
  expect(renderMail("access-ready", SAMPLES["access-ready"], "es").text).toContain(
    "Es el paso 1 de 3 de Medical Assistant.",
  );
  expect(renderMail("reset-password", SAMPLES["reset-password"], "es").text).toContain("durante 1 día");
});

test.each(MAIL_TEMPLATES)("%s: nothing of it was left in English", (template) => {
  const words = (language: Language) =>
    renderMail(template, SAMPLES[template], language)
      .text.split(/\n+/)
      .filter((line) => line.split(" ").length > 3 && !line.startsWith("http"));
  const english = new Set(words("en"));
  expect(words("es").filter((line) => english.has(line))).toEqual([]);
});
