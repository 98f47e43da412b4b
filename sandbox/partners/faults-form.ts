/** The faults of one partner as a form: grouped by the moment at which they strike. */
import { html, type Html } from "#sandbox/html.ts";
import { NO_FAULTS, type Faults } from "#sandbox/partners/faults.ts";
import { HOSTILE_GROUPS } from "#sandbox/partners/hostility.ts";

type Field = Html;

/** Draws the form, open when anything is set, and a button that clears all. */
export function faultsForm(slug: string, faults: Faults): Html {
  const set = (Object.keys(NO_FAULTS) as (keyof Faults)[]).filter((name) => faults[name] !== NO_FAULTS[name]);
  const action = `/_sandbox/partners/${slug}/faults`;
  return html`<details class="faults" ${set.length > 0 && html`open`}>
    <summary>Faults: ${set.length === 0 ? "none" : `${set.length} set`}</summary>
    <form method="post" action="${action}">
      ${groups(slug, faults).map(
        ([legend, fields]) =>
          html`<fieldset>
            <legend>${legend}</legend>
            <div class="fields">${fields}</div>
          </fieldset>`,
      )}
      <p><button>Set faults of this partner</button></p>
    </form>
    ${
      set.length > 0 &&
      html`<form method="post" action="${action}"><button class="plain">Clear all faults</button></form>`
    }
  </details>`;
}

function groups(slug: string, faults: Faults): [legend: string, fields: Field[]][] {
  const input = fieldsOf(slug, faults);
  const rate = (name: keyof Faults, label: string) => input(name, label, html`max="1" step="any"`);
  return [
    [
      "Before the work",
      [
        box("down", "Down", faults),
        rate("errorRate", "Answers 5xx"),
        rate("resetBeforeRate", "Cuts the line"),
        rate("rateLimitRate", "Answers 429"),
        input("retryAfterSeconds", "Retry-After, s", html`max="86400" step="1"`),
        select(slug, faults, "retryAfterAs", "Retry-After as", {
          "": { seconds: "Seconds", date: "A date" },
        }),
      ],
    ],
    [
      "After the work",
      [
        rate("timeoutAfterSuccessRate", "Never answers"),
        rate("resetAfterSuccessRate", "Cuts the line"),
        rate("successWithoutEffectRate", "Says yes, does nothing"),
        rate("malformedRate", "Half an answer"),
        input("slowMs", "Slower by, ms", html`max="120000" step="1"`),
      ],
    ],
    [
      "Hostile answers",
      [
        select(slug, faults, "hostileAnswer", "Instead of the answer", {
          "": { "": "Nothing hostile" },
          ...HOSTILE_GROUPS,
        }),
        rate("hostileRate", "How often, then"),
        text(slug, faults, "launchAddress", "Launches lead to"),
      ],
    ],
    [
      "Webhooks",
      [
        rate("duplicateRate", "Sent twice"),
        rate("dropWebhookRate", "Never sent"),
        input("lateSeconds", "Late by, s", html`max="259200" step="any"`),
        box("outOfOrder", "Out of order", faults),
      ],
    ],
    ["How long", [input("remaining", "Only the next … faults", html`step="1" placeholder="no limit"`)]],
  ];
}

/** Makes number fields of this partner's form. */
function fieldsOf(slug: string, faults: Faults) {
  return (name: keyof Faults, label: string, rest: Html): Field =>
    html`<div>
      <label for="${slug}-${name}">${label}</label>
      <input
        id="${slug}-${name}"
        name="${name}"
        type="number"
        inputmode="decimal"
        min="0"
        value="${String(faults[name] ?? "")}"
        ${rest}
      />
    </div>`;
}

function text(slug: string, faults: Faults, name: "launchAddress", label: string): Field {
  return html`<div class="wide">
    <label for="${slug}-${name}">${label}</label>
    <input
      id="${slug}-${name}"
      name="${name}"
      value="${faults[name] ?? ""}"
      placeholder="its own page"
      autocomplete="off"
    />
  </div>`;
}

/** Options in groups; those of the group "" stand alone. */
function select(
  slug: string,
  faults: Faults,
  name: "hostileAnswer" | "retryAfterAs",
  label: string,
  options: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Field {
  const chosen = faults[name] ?? "";
  const draw = (group: Readonly<Record<string, string>>) =>
    Object.entries(group).map(
      ([value, words]) =>
        html`<option value="${value}" ${value === chosen && html`selected`}>${words}</option>`,
    );
  return html`<div class="wide">
    <label for="${slug}-${name}">${label}</label>
    <select id="${slug}-${name}" name="${name}">
      ${Object.entries(options).map(([title, group]) =>
        title === "" ? draw(group) : html`<optgroup label="${title}">${draw(group)}</optgroup>`,
      )}
    </select>
  </div>`;
}

function box(name: "down" | "outOfOrder", label: string, faults: Faults): Field {
  return html`<label>
    <input type="checkbox" name="${name}" ${faults[name] !== false && html`checked`} /> ${label}
  </label>`;
}
