import { afterEach, expect, test, vi } from "vitest";
import { MailError } from "#lib/mail/mail-error.ts";
import { renderMail } from "#lib/mail/render.ts";
import { SAMPLES } from "#lib/mail/samples.test-data.ts";
import { createMailSender, type MailSender, type OutgoingMail } from "#lib/mail/sender.ts";
import { startSmtpServer, type SmtpServer } from "#lib/mail/smtp-server.test-server.ts";

const FROM = "Northfield Academy <no-reply@school.example>";
const MAIL: OutgoingMail = {
  to: "zoe@student.example",
  ...renderMail("access-ready", SAMPLES["access-ready"], "en"),
  messageId: "0f8fad5b-d9cb-469f-a165-70867728950e",
};

const open: { sender: MailSender; server: SmtpServer }[] = [];
afterEach(async () => {
  for (const { sender, server } of open.splice(0)) {
    sender.close();
    await server.close();
  }
});

async function start(answers: SmtpServer["answers"] = {}, timeouts?: { silence: number; whole: number }) {
  const server = await startSmtpServer(answers);
  const sender = createMailSender({
    smtpUrl: server.url,
    from: FROM,
    ...(timeouts ? { timeouts: { connect: 2000, greeting: timeouts.silence, ...timeouts } } : {}),
  });
  open.push({ sender, server });
  return { server, sender };
}

test("a mail arrives with both parts, its sender, recipient and Message-ID", async () => {
  const { server, sender } = await start();
  await sender.send(MAIL);
  expect(server.received).toHaveLength(1);
  const { from, to, content } = server.received[0]!;
  expect(from).toBe("no-reply@school.example");
  expect(to).toEqual(["zoe@student.example"]);
  const { headers, parts } = readMime(content);
  expect(headers["from"]).toBe(FROM);
  expect(headers["to"]).toBe("zoe@student.example");
  expect(headers["subject"]).toBe("HSI is ready for you");
  expect(headers["message-id"]).toBe(`<${MAIL.messageId}@school.example>`);
  expect(headers["auto-submitted"]).toBe("auto-generated");
  expect(parts["text/plain"]).toBe(MAIL.text);
  expect(parts["text/html"]).toBe(MAIL.html);
});

test("a subject beyond ASCII arrives as it was written", async () => {
  const { server, sender } = await start();
  await sender.send({ ...MAIL, subject: "Zoë, Łódź wartet" });
  expect(readMime(server.received[0]!.content).headers["subject"]).toBe("Zoë, Łódź wartet");
});

test("the second try of a mail carries the same Message-ID, over the same connection", async () => {
  const { server, sender } = await start({ content: "451 4.3.0 try later" });
  await expect(sender.send(MAIL)).rejects.toMatchObject({ kind: "retry", smtpCode: 451 });
  server.answers = {};
  await sender.send(MAIL);
  expect(server.received).toHaveLength(1);
  expect(server.received[0]!.content).toContain(`<${MAIL.messageId}@school.example>`);
});

test("many mails share a few connections", async () => {
  const { server, sender } = await start();
  await Promise.all(Array.from({ length: 40 }, (_, at) => sender.send({ ...MAIL, messageId: `mail-${at}` })));
  expect(server.received).toHaveLength(40);
  expect(server.connections.total).toBeLessThanOrEqual(3);
});

test.each([
  ["an unknown recipient", { RCPT: "550 5.1.1 no such user" }, "rejected", 550],
  ["refused content", { content: "554 5.7.1 looks like spam" }, "rejected", 554],
  ["a content that is too large", { content: "552 5.3.4 too big" }, "rejected", 552],
  ["a full mailbox, for now", { RCPT: "452 4.2.2 mailbox full" }, "retry", 452],
  ["greylisting", { RCPT: "450 4.7.1 greylisted" }, "retry", 450],
  ["a busy server", { greeting: "421 4.3.2 busy" }, "retry", 421],
  ["a server that takes no mail today", { greeting: "554 5.3.2 no service" }, "retry", 554],
  ["a refused sender, which is our setting", { MAIL: "550 5.7.1 not yours" }, "retry", 550],
] as const)("%s is told apart: %o → %s", async (_, answers, kind, smtpCode) => {
  const { server, sender } = await start(answers);
  const error = await failure(sender);
  expect(error).toMatchObject({ kind, smtpCode });
  expect(server.received).toEqual([]);
  expect(error.message).not.toContain("student.example");
});

test("a connection the server ended while it was idle costs no mail", async () => {
  const { server, sender } = await start();
  await sender.send(MAIL);
  server.dropConnections();
  await sender.send({ ...MAIL, messageId: "the-next" });
  expect(server.received).toHaveLength(2);
});

test("a refused sign-in at the server can be tried again", async () => {
  const server = await startSmtpServer({ AUTH: "535 5.7.8 bad password" });
  const sender = createMailSender({ smtpUrl: server.url.replace("//", "//baton:secret-word@"), from: FROM });
  open.push({ sender, server });
  const error = await failure(sender);
  expect(error).toMatchObject({ kind: "retry", smtpCode: 535 });
  expect(error.message).not.toContain("secret-word");
});

test("a server that hangs up after it got the content is not given it again, so that the queue decides", async () => {
  const { server, sender } = await start({ content: "hang up" });
  expect(await failure(sender)).toMatchObject({ kind: "retry", smtpCode: null });
  expect(server.connections.total).toBe(1);
});

test.each(["greeting", "EHLO", "MAIL", "content"] as const)(
  "a server silent at %s is given up in time",
  async (at) => {
    const { sender } = await start({ [at]: "silence" }, { silence: 300, whole: 5000 });
    const begun = performance.now();
    expect(await failure(sender)).toMatchObject({ kind: "retry" });
    expect(performance.now() - begun).toBeLessThan(4000);
  },
);

test("a server that trickles its answer for ever is given up when the whole try has lasted too long", async () => {
  const { server, sender } = await start({ content: "trickle" }, { silence: 300, whole: 1000 });
  const begun = performance.now();
  expect(await failure(sender)).toMatchObject({ kind: "retry" });
  expect(performance.now() - begun).toBeGreaterThan(900);
  await vi.waitFor(() => expect(server.connections.open).toBe(0));
});

test("no server at all can be tried again", async () => {
  const server = await startSmtpServer();
  await server.close();
  const sender = createMailSender({ smtpUrl: server.url, from: FROM });
  expect(await failure(sender)).toMatchObject({ kind: "retry", smtpCode: null });
  sender.close();
});

test.each([
  ["a line break in the subject", { subject: "Hello\r\nBcc: victim@example.com" }],
  ["a bare line feed in the subject", { subject: "Hello\nBcc: victim@example.com" }],
  ["a line break in the recipient", { to: "a@example.com\r\nBcc: victim@example.com" }],
  ["a second recipient", { to: "a@example.com, victim@example.com" }],
  ["a recipient with a name", { to: "Anna <a@example.com>" }],
  ["a command in the recipient", { to: "a@example.com>\r\nRCPT TO:<victim@example.com" }],
  ["an empty recipient", { to: "" }],
  ["a line break in the message id", { messageId: "x\r\nBcc: victim@example.com" }],
])("%s is refused before anything is sent", async (_, change) => {
  const { server, sender } = await start();
  const error = await failure(sender, change);
  expect(error.kind).toBe("rejected");
  expect(error.message).not.toContain("example.com");
  expect(server.connections.total).toBe(0);
});

test("closing ends the connections, and twice is once", async () => {
  const { server, sender } = await start();
  await sender.send(MAIL);
  sender.close();
  sender.close();
  await vi.waitFor(() => expect(server.connections.open).toBe(0));
});

async function failure(sender: MailSender, change: Partial<OutgoingMail> = {}): Promise<MailError> {
  const outcome: unknown = await sender.send({ ...MAIL, ...change }).then(
    () => new Error("was sent"),
    (error: unknown) => error,
  );
  if (outcome instanceof MailError) return outcome;
  throw outcome;
}

/** Reads the few shapes of MIME a mail of ours takes: two parts, encoded words, quoted-printable or base64. */
function readMime(content: string): { headers: Record<string, string>; parts: Record<string, string> } {
  const { headers, body } = split(content);
  const boundary = /boundary="([^"]+)"/.exec(headers["content-type"] ?? "")![1]!;
  const pieces = body.split(`--${boundary}`).slice(1, -1);
  const parts = pieces.map((piece) => {
    const part = split(piece.replace(/^\r\n/, "").replace(/\r\n$/, ""));
    const type = part.headers["content-type"]!.split(";")[0]!;
    return [type, decode(part.body, part.headers["content-transfer-encoding"]).replaceAll("\r\n", "\n")];
  });
  return { headers, parts: Object.fromEntries(parts) as Record<string, string> };
}

function split(content: string): { headers: Record<string, string>; body: string } {
  const at = content.indexOf("\r\n\r\n");
  const lines = content
    .slice(0, at)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
  });
  return { headers: Object.fromEntries(headers) as Record<string, string>, body: content.slice(at + 4) };
}

function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString()
        : decode(text.replaceAll("_", " "), "quoted-printable"),
    );
}

function decode(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}
