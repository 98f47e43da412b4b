import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PartnerDescriptor } from "#lib/partners/base.ts";
import { openPartnerClient, partnerDescriptors } from "#lib/partners/index.ts";
import { DOCUMENTED_SECRET, documentedEnv } from "#tests/connectors/documented-env.ts";
import { forgerOf } from "#tests/connectors/forger.ts";

const DOCS = path.join(import.meta.dirname, "../../docs");
const text = readFileSync(path.join(DOCS, "webhooks.md"), "utf8");
const [deliverFunction = ""] = /^deliver\(\) \{$[^]*?^\}$/m.exec(text) ?? [];
const EVERYBODY = partnerDescriptors.map((descriptor) => [descriptor.slug, descriptor] as const);

/** A partner's section of the document: the command, the body in it, and the known answer's headers. */
function exampleOf(slug: string) {
  const [, section = ""] = new RegExp(`(deliver \\w+ ${slug} [^]*?)(?=\n### |$)`).exec(text) ?? [];
  const [command = ""] = section.split("\n");
  const [, body = ""] = /'(.*)'/.exec(command) ?? [];
  const known = [...section.matchAll(/`([\w-]+): ([^`]+)`/g)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
  return { command, body, headers: new Headers(known as [string, string][]) };
}

describe("docs/webhooks.md", () => {
  const connectorOf = (descriptor: PartnerDescriptor) =>
    openPartnerClient(descriptor.slug, documentedEnv(descriptor));
  const answers: string[] = [];
  let door: Server;
  let appUrl: string;
  /** A door with the connectors behind it and nothing to store events in. */
  beforeAll(async () => {
    door = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const descriptor = partnerDescriptors.find(
          ({ slug }) => request.url === `/api/webhooks/partners/${slug}`,
        );
        const headers = new Headers(request.headers as Record<string, string>);
        const delivery = { headers, body: Buffer.concat(chunks).toString(), receivedAt: Date.now() };
        try {
          answers.push(connectorOf(descriptor!).verifyWebhook(delivery).eventType);
          response.writeHead(200).end("taken");
        } catch (error) {
          response.writeHead(400).end(String(error));
        }
      });
    });
    door.listen(0, "127.0.0.1");
    await once(door, "listening");
    appUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  });
  afterAll(() => door.close());

  it.each(EVERYBODY)("holds a signed example of %s with a known answer", (slug, descriptor) => {
    expect(text).toContain(`\`${DOCUMENTED_SECRET}\``);
    const partner = connectorOf(descriptor);
    const { headers, body } = exampleOf(slug);
    // Shows the right signature when the body was changed or is new.
    const id = headers.get("webhook-id") ?? "";
    const known = forgerOf(descriptor).sign(body, DOCUMENTED_SECRET, id, new Date("2026-01-15T10:30:00Z"));
    expect(Object.fromEntries(headers)).toEqual(Object.fromEntries(known.headers));
    const { eventType } = partner.verifyWebhook({
      headers,
      body,
      receivedAt: Date.parse("2026-01-15T10:30:00Z"),
    });
    expect(partner.parseWebhook(body)).toEqual([expect.objectContaining({ type: eventType })]);
  });

  it.each(EVERYBODY)("holds a command that delivers the example of %s", async (slug, descriptor) => {
    const { command, body } = exampleOf(slug);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${deliverFunction}\n${command}`], {
      env: {
        ...process.env,
        ...documentedEnv(descriptor),
        PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}`,
        APP_URL: appUrl,
      },
    });
    expect(stdout).toBe("200 taken\n");
    const [event] = connectorOf(descriptor).parseWebhook(body);
    expect(answers.at(-1)).toBe(event?.type);
  });
});

describe("docs/partners", () => {
  it.each(EVERYBODY)(
    "says of %s what is known and assumed, and names its variables and limits",
    (slug, descriptor) => {
      const page = readFileSync(path.join(DOCS, "partners", `${slug}.md`), "utf8");
      for (const name of descriptor.requiredEnv) expect(page).toContain(name);
      for (const part of ["## Known", "## Assumed", "Owner of the answer"]) expect(page).toContain(part);
      expect(page).toMatch(/^`confirmed: (no|yes, \d{4}-\d\d-\d\d)`/m);
      const { requestsPerSecond, concurrency, stuckAfterHours } = descriptor;
      expect(page).toContain(`${requestsPerSecond} requests per second, ${concurrency} in flight`);
      expect(page).toContain(`${stuckAfterHours} h without progress`);
    },
  );
});

describe("docs/adding-a-partner.md", () => {
  const guide = readFileSync(path.join(DOCS, "adding-a-partner.md"), "utf8");

  it("names only files that exist", () => {
    const named = [...guide.matchAll(/`([a-z]+\/[\w./-]+\.\w+)`/g)].map(([, file = ""]) => file);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((file) => !existsSync(path.join(DOCS, "..", file)))).toEqual([]);
  });

  it("explains only rows that the exam has", () => {
    const exam = readdirSync(import.meta.dirname).map((file) =>
      readFileSync(path.join(import.meta.dirname, file), "utf8"),
    );
    const rows = [...guide.matchAll(/^\| "(.+?)" +\|/gm)].map(([, row = ""]) => row);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => !exam.some((text) => text.includes(`"${row}"`)))).toEqual([]);
  });
});
