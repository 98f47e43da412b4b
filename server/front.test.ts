import { createHmac, randomUUID } from "node:crypto";
import http from "node:http";
import net from "node:net";
import { once } from "node:events";
import pg from "pg";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWeb, type Web } from "#server/start.ts";
import { openCuttableRoad, type CuttableRoad } from "#tests/support/cuttable-road.ts";
import { createTestDatabase, type TestDatabase } from "#tests/support/database.ts";

const NEW_SECRET = "whsec_new_0123456789";
const OLD_SECRET = "whsec_old_0123456789";
const HSI_SECRET = `whsec_${Buffer.from("hsi-webhook-secret-for-tests").toString("base64")}`;
const CERTIPORT_SECRET = `whsec_${Buffer.from("certiport-webhook-secret-tests").toString("base64")}`;
const METRICS_TOKEN = "metrics-token-for-tests";

let database: TestDatabase;
let road: CuttableRoad;
let owner: pg.Client;
let web: Web;
let base: string;

beforeAll(async () => {
  database = await createTestDatabase();
  road = await openCuttableRoad(database.webUrl);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  web = await startWeb({
    APP_URL: "https://baton.example",
    PORT: "0",
    WEB_DATABASE_URL: road.url,
    AUTH_SECRET: "a-secret-for-tests-of-at-least-32-characters",
    STRIPE_SECRET_KEY: "sk_test_nothing",
    STRIPE_WEBHOOK_SECRET: `${NEW_SECRET},${OLD_SECRET}`,
    METRICS_TOKEN,
    ...partnerEnv("HSI", "ORG_ID", HSI_SECRET),
    ...partnerEnv("CERTIPORT", "ORG_ID", CERTIPORT_SECRET),
  });
  base = `http://127.0.0.1:${web.port}`;
});

afterAll(async () => {
  await web.stop(1);
  await road.cut();
  await owner.end();
  await database.drop();
});

function partnerEnv(prefix: string, org: string, secret: string): Record<string, string> {
  return {
    [`${prefix}_API_BASE_URL`]: "http://127.0.0.1:1",
    [`${prefix}_API_KEY`]: "key",
    [`${prefix}_API_SECRET`]: "secret",
    [`${prefix}_${org}`]: "org",
    [`${prefix}_WEBHOOK_SECRET`]: secret,
  };
}

function stripeEvent(id = `evt_${randomUUID()}`): { id: string; body: string } {
  return {
    id,
    body: JSON.stringify({ id, object: "event", type: "checkout.session.completed", note: "héllo ✓" }),
  };
}

function stripeSignature(body: string | Uint8Array, secret = NEW_SECRET, at = Date.now()): string {
  const seconds = Math.floor(at / 1000);
  const mac = createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex");
  return `t=${seconds},v1=${mac}`;
}

interface Answer {
  status: number;
  headers: Headers;
  body: { received?: boolean; error?: { code: string; message: string } };
}

async function post(path: string, body: BodyInit, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(base + path, { method: "POST", body, headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer["body"],
  };
}

function toStripeDoor(body: string, signature = stripeSignature(body)): Promise<Answer> {
  return post("/api/stripe/webhook", body, { "stripe-signature": signature });
}

function toPartnerDoor(partner: string, body: string, secret: string, id = randomUUID()): Promise<Answer> {
  const at = new Date();
  return post(`/api/webhooks/partners/${partner}`, body, {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  });
}

async function storedOf(eventId: string): Promise<{ source: string; body: string }[]> {
  const { rows } = await owner.query<{ source: string; body: string }>(
    "select source, body from public.inbox_events where event_id = $1",
    [eventId],
  );
  return rows;
}

async function countStored(): Promise<number> {
  const { rows } = await owner.query<{ n: number }>("select count(*)::int as n from public.inbox_events");
  return rows[0]?.n ?? -1;
}

/** Sends what must not be stored; returns status and code of the answer, once it is plain JSON with a sentence. */
async function refusalOf(attempt: () => Promise<Answer>): Promise<string> {
  const before = await countStored();
  const { status, body, headers } = await attempt();
  expect(body.error?.message).toMatch(/^[A-Z].*\.$/);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.has("retry-after")).toBe(status === 503);
  expect(await countStored()).toBe(before);
  return `${status} ${body.error?.code}`;
}

describe("Stripe's door", () => {
  test("answers 200 once the event is stored exactly as it came", async () => {
    const { id, body } = stripeEvent();
    const answer = await toStripeDoor(body);
    expect(answer).toMatchObject({ status: 200, body: { received: true } });
    expect(await storedOf(id)).toEqual([{ source: "stripe", body }]);
  });

  test("stores the same event once when it comes 100 times in parallel, and accepts each", async () => {
    const { id, body } = stripeEvent();
    const answers = await Promise.all(Array.from({ length: 100 }, () => toStripeDoor(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await storedOf(id)).toHaveLength(1);
  });

  test("accepts the older secret while secrets rotate", async () => {
    const { id, body } = stripeEvent();
    expect((await toStripeDoor(body, stripeSignature(body, OLD_SECRET))).status).toBe(200);
    expect(await storedOf(id)).toHaveLength(1);
  });

  test("stores event types it does not know", async () => {
    const id = `evt_${randomUUID()}`;
    const body = JSON.stringify({ id, object: "event", type: "planet.discovered" });
    expect((await toStripeDoor(body)).status).toBe(200);
    expect(await storedOf(id)).toHaveLength(1);
  });

  test("refuses a forged, a missing and a stale signature", async () => {
    const { body } = stripeEvent();
    expect(await refusalOf(() => toStripeDoor(body, stripeSignature(body, "whsec_guessed")))).toBe(
      "400 bad_signature",
    );
    expect(await refusalOf(() => toStripeDoor(`${body} `, stripeSignature(body)))).toBe("400 bad_signature");
    expect(await refusalOf(() => post("/api/stripe/webhook", body, {}))).toBe("400 missing_header");
    const old = stripeSignature(body, NEW_SECRET, Date.now() - 301_000);
    expect(await refusalOf(() => toStripeDoor(body, old))).toBe("400 stale");
  });

  test("refuses a body that is truncated, empty, no event, not text, or holds what text cannot", async () => {
    const { body } = stripeEvent();
    expect(await refusalOf(() => toStripeDoor(body.slice(0, -5)))).toBe("400 malformed");
    expect(await refusalOf(() => toStripeDoor(""))).toBe("400 malformed");
    expect(await refusalOf(() => toStripeDoor("[1,2]"))).toBe("400 malformed");
    expect(await refusalOf(() => toStripeDoor(`{"id":"x","object":"event","type":"y","z":"\0"}`))).toBe(
      "400 malformed",
    );
    const latin1 = Uint8Array.from([...Buffer.from(body), 0xe9]);
    const send = () => post("/api/stripe/webhook", latin1, { "stripe-signature": stripeSignature(latin1) });
    expect(await refusalOf(send)).toBe("400 malformed");
  });

  test("refuses a body over 256 KiB, announced or not", async () => {
    const large = JSON.stringify({
      id: "evt_large",
      object: "event",
      type: "x",
      pad: "x".repeat(256 * 1024),
    });
    expect(await refusalOf(() => toStripeDoor(large))).toBe("413 too_large");
    const status = await sendInPieces(
      [large.slice(0, 100_000), large.slice(100_000)],
      stripeSignature(large),
    );
    expect(status).toBe(413);
  });

  test("accepts a body that arrives in pieces without a length", async () => {
    const { id, body } = stripeEvent();
    const pieces = [body.slice(0, 10), body.slice(10, 11), body.slice(11)];
    expect(await sendInPieces(pieces, stripeSignature(body))).toBe(200);
    expect(await storedOf(id)).toEqual([{ source: "stripe", body }]);
  });

  test("stores nothing of a sender that hangs up half-way, and serves the next one", async () => {
    const { id, body } = stripeEvent();
    const socket = net.connect(web.port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(
      `POST /api/stripe/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\nStripe-Signature: ${stripeSignature(body)}\r\n\r\n${body.slice(0, 20)}`,
    );
    socket.destroy();
    await once(socket, "close");
    expect((await toStripeDoor(stripeEvent().body)).status).toBe(200);
    expect(await storedOf(id)).toEqual([]);
  });

  test("takes deliveries by POST only", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const response = await fetch(`${base}/api/stripe/webhook`, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST");
    }
  });

  test("answers 503 while the database is away, and takes the same event once it is back", async () => {
    const { id, body } = stripeEvent();
    await road.cut();
    expect(await refusalOf(() => toStripeDoor(body))).toBe("503 unavailable");
    await road.mend();
    expect((await toStripeDoor(body)).status).toBe(200);
    expect(await storedOf(id)).toHaveLength(1);
  });
});

/** Sends chunks without a content length; resolves with the status. */
function sendInPieces(pieces: string[], signature: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${base}/api/stripe/webhook`,
      { method: "POST", headers: { "stripe-signature": signature, "transfer-encoding": "chunked" } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on("error", reject);
    for (const piece of pieces) request.write(piece);
    request.end();
  });
}

describe("a partner's door", () => {
  const body = JSON.stringify({ event: "course.completed", enrollment: { enrollment_id: "E-1" } });

  test("stores a signed event under the partner of the path, once", async () => {
    const id = randomUUID();
    expect((await toPartnerDoor("hsi", body, HSI_SECRET, id)).status).toBe(200);
    expect((await toPartnerDoor("hsi", body, HSI_SECRET, id)).status).toBe(200);
    expect(await storedOf(id)).toEqual([{ source: "partner:hsi", body }]);
  });

  test("keeps apart what two partners happen to call the same", async () => {
    const id = randomUUID();
    await toPartnerDoor("hsi", body, HSI_SECRET, id);
    const other = JSON.stringify({
      eventName: "course.completed",
      type: "course.completed",
      event: "course.completed",
    });
    const answer = await toPartnerDoor("certiport", other, CERTIPORT_SECRET, id);
    const sources = (await storedOf(id)).map(({ source }) => source);
    expect(sources).toContain("partner:hsi");
    expect(sources.includes("partner:certiport")).toBe(answer.status === 200);
  });

  test("refuses what another partner signed", async () => {
    expect(await refusalOf(() => toPartnerDoor("certiport", body, HSI_SECRET))).toBe("400 bad_signature");
  });

  test("does not exist for a partner that is unknown or not configured", async () => {
    for (const partner of ["nobody", "careersafe", "", "hsi/x", "hsi%00", "__proto__", "constructor"])
      expect(await refusalOf(() => toPartnerDoor(partner, body, HSI_SECRET))).toBe("404 unknown_partner");
  });
});

describe("the front", () => {
  test("says that it lives, and that it is ready with a migrated database and a queue", async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true, database: true, migrations: true, queue: true });
  });

  test("lives but is not ready while the database is away", async () => {
    await road.cut();
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ready: false, database: false });
    await road.mend();
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
  });

  test("is not ready on a database that lacks a migration, and is on one that has more", async () => {
    const bookkeeping = "supabase_migrations.schema_migrations";
    await owner.query(
      `insert into ${bookkeeping} (version, name) values ('99999999999999', 'of a newer Baton')`,
    );
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    const { rows } = await owner.query<{ version: string }>(
      `delete from ${bookkeeping} where version = (select min(version) from ${bookkeeping}) returning version`,
    );
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ database: true, migrations: false });
    await owner.query(`insert into ${bookkeeping} (version) values ($1)`, [rows[0]?.version]);
  });

  test("counts deliveries, and shows figures to this machine or by token only", async () => {
    await toStripeDoor(stripeEvent().body);
    const local = await fetch(`${base}/metrics`);
    expect(local.status).toBe(200);
    expect(await local.text()).toMatch(/baton_door_deliveries_total\{door="stripe",status="200"\} \d+/);
    const proxied = { "x-forwarded-for": "203.0.113.9" };
    expect((await fetch(`${base}/metrics`, { headers: proxied })).status).toBe(401);
    const wrong = { ...proxied, authorization: `Bearer ${METRICS_TOKEN}x` };
    expect((await fetch(`${base}/metrics`, { headers: wrong })).status).toBe(401);
    const right = { ...proxied, authorization: `Bearer ${METRICS_TOKEN}` };
    expect((await fetch(`${base}/metrics`, { headers: right })).status).toBe(200);
  });

  test("sends security headers with every answer", async () => {
    for (const path of ["/healthz", "/readyz", "/metrics", "/api/stripe/webhook"]) {
      const { headers } = await fetch(base + path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
      expect(headers.get("x-powered-by")).toBeNull();
    }
  });
});
