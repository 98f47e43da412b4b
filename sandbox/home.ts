/** The sandbox's front page: what is played here and where it is controlled. */
import { html, htmlPage } from "#sandbox/html.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

/** Answers with the front page. */
export function homePage(): Response {
  return htmlPage({
    title: "Baton sandbox",
    styles: PAGE_STYLES,
    body: html`<main>
      <h1>Baton sandbox</h1>
      <p>
        Stripe and the training partners, played on this machine. No money moves and no real account is
        opened.
      </p>
      <ul class="links">
        <li>
          <a href="/_sandbox">Training partners</a>
          <span>faults, students, webhooks</span>
        </li>
        <li>
          <a href="/stripe/_sandbox">Stripe double</a>
          <span>payments, refunds, webhooks</span>
        </li>
      </ul>
    </main>`,
  });
}
