import { expect, test } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { findInboxMail, listInbox } from "#lib/db/reads/inbox.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { insert } from "#tests/database/reads/story.ts";

const stage = openStage();

function mail(): Promise<string> {
  return insert(stage.owner, "mails", {
    to_address: "ada@example.com",
    template: "welcome",
    subject_key: `k:${Math.random()}`,
    data: "{}",
    subject: "Welcome",
    text_body: "Hello",
    html_body: "<p>Hello</p>",
    status: "kept",
  });
}

test("the web cannot open the inbox unless it was given the role", async () => {
  const id = await mail();
  expect(await listInbox(stage.web)).toBeNull();
  expect(await findInboxMail(stage.web, id)).toBeNull();
});

test("a refused inbox leaves the connection usable", async () => {
  await listInbox(stage.web);
  expect(await listInbox(stage.web)).toBeNull();
});

test("whoever may take the role reads mails with their text", async () => {
  const id = await mail();
  const owner = openDatabase(stage.ownerUrl);
  try {
    expect((await listInbox(owner))!.map((row) => row.id)).toContain(id);
    expect(await findInboxMail(owner, id)).toMatchObject({ subject: "Welcome", text: "Hello" });
  } finally {
    await owner.close();
  }
});
