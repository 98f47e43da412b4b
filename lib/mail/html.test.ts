import { expect, test } from "vitest";
import { html } from "#lib/mail/html.ts";

test("text put into markup stays text", () => {
  expect(html`<p>${`<b>"Tom" & 'Jo'</b>`}</p>`.markup).toBe(
    "<p>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jo&#39;&lt;/b&gt;</p>",
  );
});

test("text put into a quoted attribute cannot leave it", () => {
  expect(html`<a href="${'" onclick="x'}">`.markup).toBe('<a href="&quot; onclick=&quot;x">');
});

test("finished markup, lists of it, numbers and nothing are put in as they are", () => {
  const rows = [html`<li>${1}</li>`, html`<li>${"a<b"}</li>`];
  const list = html`<ul>
    ${rows}${null}
  </ul>`;
  expect(list.markup.replace(/\s/g, "")).toBe("<ul><li>1</li><li>a&lt;b</li></ul>");
});
