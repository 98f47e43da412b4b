import { expect, test } from "vitest";
import { asUser, type Tx } from "#lib/db/client.ts";
import { listEndedAlerts, listOpenAlerts } from "#lib/db/reads/admin-alerts.ts";
import { PAGE_SIZE } from "#lib/db/reads/page-of.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { addPartner, addPerson } from "#tests/database/reads/story.ts";

const stage = openStage();

async function readAs<T>(role: "student" | "admin", read: (tx: Tx) => Promise<T>): Promise<T> {
  const person = await addPerson(stage.owner, `A ${role}`, role);
  return asUser(stage.web, person.claims, read);
}

test("an admin sees open alerts, the oldest first, with who was told; the others apart, the latest first", async () => {
  await addPartner(stage.owner, "HSI");
  await stage.owner.query("delete from alerts");
  await stage.owner.query(`
    insert into alerts (kind, subject, facts, opened_at, resolved_at) values
      ('partner_slow', 'stripe', '{"calls": 20, "slow": 2}', now() - interval '1 hour', null),
      ('dead_jobs', 'baton', '{"jobs": 1}', now() - interval '2 hours', null);
    insert into alerts (kind, subject, opened_at, resolved_at)
      select 'partner_breaker', 'jri', now() - make_interval(days => day), now() from generate_series(1, ${PAGE_SIZE + 1}) day;
    insert into alert_messages (alert_id, news, channel, sent_at)
      select id, 'opened', 'slack', timestamptz '2026-11-20T10:00:00Z' from alerts where kind = 'partner_slow'
      union all select id, 'opened', 'sentry', null from alerts where kind = 'partner_slow'`);
  const open = await readAs("admin", listOpenAlerts);
  expect(open.map(({ kind }) => kind)).toEqual(["dead_jobs", "partner_slow"]);
  expect(open[1]).toMatchObject({
    subject: "stripe",
    partnerName: null,
    facts: { calls: 20, slow: 2 },
    resolvedAt: null,
    messages: [
      { channel: "slack", news: "opened", sentAt: new Date("2026-11-20T10:00:00Z") },
      { channel: "sentry", news: "opened", sentAt: null },
    ],
  });
  const ended = await readAs("admin", (tx) => listEndedAlerts(tx, 1));
  expect([ended.rows.length, ended.hasNext]).toEqual([PAGE_SIZE, true]);
  expect(ended.rows[0]!.openedAt.getTime()).toBeGreaterThan(ended.rows[1]!.openedAt.getTime());
  const next = await readAs("admin", (tx) => listEndedAlerts(tx, 2));
  expect([next.rows.length, next.hasNext]).toEqual([1, false]);
});

test("a student sees none", async () => {
  await stage.owner.query("insert into alerts (kind, subject) values ('dead_jobs', 'hsi')");
  expect(await readAs("student", listOpenAlerts)).toEqual([]);
});
