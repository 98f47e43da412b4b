import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openPartnerClient, partnerDescriptors } from "#lib/partners/index.ts";

const DOCS = path.join(import.meta.dirname, "../../docs");
const text = readFileSync(path.join(DOCS, "webhooks.md"), "utf8");
const [secret = ""] = /whsec_[A-Za-z0-9+/=]{20,}/.exec(text) ?? [];

/** The signed example of one partner, as it stands in the document. */
function exampleOf(slug: string) {
  const [, head = "", body = ""] =
    new RegExp(`POST /api/webhooks/partners/${slug} HTTP/1.1\n([^]*?)\n\n(.*)\n\`\`\``).exec(text) ?? [];
  const headers = new Headers(head.split("\n").map((line) => line.split(": ", 2) as [string, string]));
  return { headers, body, receivedAt: Date.parse("2026-01-15T10:30:00Z") };
}

describe("docs/webhooks.md", () => {
  it.each(partnerDescriptors.map((descriptor) => [descriptor.slug, descriptor] as const))(
    "holds a signed example of %s that the door would take",
    (slug, descriptor) => {
      const prefix = slug.toUpperCase();
      const env = Object.fromEntries(descriptor.requiredEnv.map((name) => [name, "documented"]));
      const partner = openPartnerClient(slug, {
        ...env,
        [`${prefix}_API_BASE_URL`]: `https://${slug}.example`,
        [`${prefix}_WEBHOOK_SECRET`]: secret,
      });
      const example = exampleOf(slug);
      const { eventType } = partner.verifyWebhook(example);
      expect(partner.parseWebhook(example.body)).toEqual([expect.objectContaining({ type: eventType })]);
    },
  );
});

describe("docs/partners", () => {
  it.each(partnerDescriptors.map((descriptor) => [descriptor.slug, descriptor] as const))(
    "says of %s what is known and assumed, and names its variables and limits",
    (slug, descriptor) => {
      const page = readFileSync(path.join(DOCS, "partners", `${slug}.md`), "utf8");
      for (const name of descriptor.requiredEnv) expect(page).toContain(name);
      for (const part of ["## Known", "## Assumed", "confirmed: no", "Owner of the answer"]) {
        expect(page).toContain(part);
      }
      const { requestsPerSecond, concurrency, stuckAfterHours } = descriptor;
      expect(page).toContain(`${requestsPerSecond} requests per second, ${concurrency} in flight`);
      expect(page).toContain(`${stuckAfterHours} h without progress`);
    },
  );
});
