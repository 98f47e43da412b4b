/** The control page of the Stripe double: what it holds, what goes wrong on demand. */
import type Stripe from "stripe";
import { html, htmlPage, type Html } from "#sandbox/html.ts";
import type { Account } from "#sandbox/stripe/account.ts";
import { formatAmount } from "#sandbox/stripe/amount.ts";
import { countAll } from "#sandbox/stripe/counts.ts";
import type { Faults } from "#sandbox/stripe/faults.ts";
import { PAGE_STYLES } from "#sandbox/styles.ts";

/** Draws the control page. */
export function controlPage(account: Account): Response {
  return htmlPage({
    title: "Stripe sandbox",
    styles: `${PAGE_STYLES} td:first-child { overflow-wrap: anywhere; } td.number { white-space: nowrap; }`,
    body: html`<main>
      <p><a href="/">Sandbox</a></p>
      <h1>Stripe sandbox</h1>
      <p class="quiet">No money moves.</p>
      ${counts(account)} ${faultForm(account.faults.read())} ${recentSessions(account)}
      ${recentEvents(account)}
    </main>`,
  });
}

function counts(account: Account): Html {
  const now = countAll(account);
  const figures: [string, number][] = [
    ["Open checkouts", now.sessions.open],
    ["Complete checkouts", now.sessions.complete],
    ["Expired checkouts", now.sessions.expired],
    ["Paid", now.paidSessions],
    ["Refunds", now.refunds],
    ["Events", now.events],
    ["Events not delivered", now.undeliveredEvents],
  ];
  return html`<table>
    <tbody>
      ${figures.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="number">${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function faultForm(faults: Faults): Html {
  const fields: [keyof Faults, string, number, number][] = [
    ["duplicate", "Share sent two or three times", 1, 0.05],
    ["outOfOrder", "Share overtaken by others", 1, 0.05],
    ["drop", "Share not sent until resent", 1, 0.05],
    ["late", "Seconds each event is late", 86_400, 1],
  ];
  return html`<h2>Faults on the way to Baton</h2>
    <form method="post" action="/stripe/_sandbox/faults" class="card">
      <div class="fields">
        ${fields.map(
          ([name, label, max, step]) =>
            html`<label
              >${label}
              <input
                type="number"
                name="${name}"
                min="0"
                max="${max}"
                step="${step}"
                value="${faults[name]}"
              />
            </label>`,
        )}
      </div>
      <p><button>Set faults</button></p>
    </form>`;
}

function recentSessions(account: Account): Html {
  const { data } = account.objects.page("checkout.session", "", { limit: 20 });
  return html`<h2>Latest checkouts</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Checkout</th>
            <th scope="col" class="number">Amount</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          ${data.map(
            (session) =>
              html`<tr>
                <td>
                  <a href="/stripe/checkout/${session.id}">${session.line_items?.data[0]?.description}</a>
                </td>
                <td class="number">${formatAmount(session.amount_total ?? 0, session.currency ?? "usd")}</td>
                <td>${statusOf(session)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function statusOf(session: Stripe.Checkout.Session): string {
  const payment = session.payment_status.replaceAll("_", " ");
  return session.status === "complete" ? `complete, ${payment}` : String(session.status);
}

const LATEST_EVENTS = `
  select o.id, o.type, group_concat(distinct d.state) as states, sum(d.attempts) as attempts
  from stripe_objects o join stripe_deliveries d on d.event_id = o.id
  where o.kind = 'event' and o.seq in (
    select seq from stripe_objects where kind = 'event' order by created desc, seq desc limit 20
  )
  group by o.seq order by o.created desc, o.seq desc`;

function recentEvents(account: Account): Html {
  const rows = account.db.prepare(LATEST_EVENTS).all();
  return html`<h2>Latest events</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Delivery</th>
            <th scope="col">Again</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <td>${String(row["type"])}</td>
                <td>${String(row["states"]).replaceAll("_", " ")}, attempts: ${Number(row["attempts"])}</td>
                <td>
                  <form method="post" action="/stripe/_sandbox/events/${String(row["id"])}/resend">
                    <button class="plain" aria-label="Resend ${String(row["type"])} ${String(row["id"])}">
                      Resend
                    </button>
                  </form>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
