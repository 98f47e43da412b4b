import { expect, test } from "vitest";
import { asUser } from "#lib/db/client.ts";
import { keepPreferences } from "#lib/automation/keep-preferences.ts";
import { findViewer } from "#lib/db/reads/viewer.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { addPerson } from "#tests/database/reads/story.ts";

const stage = openStage();

test("a student is told apart from an admin", async () => {
  const student = await addPerson(stage.owner, "Ada Example");
  const admin = await addPerson(stage.owner, "Adm Example", "super_admin");
  const other = await addPerson(stage.owner, "Partner Example", "partner");
  const isAdmin = async ({ claims }: typeof student) =>
    (await asUser(stage.web, claims, findViewer))?.isAdmin;
  expect([await isAdmin(student), await isAdmin(admin), await isAdmin(other)]).toEqual([false, true, false]);
});

test("a person whose profile is gone is nobody", async () => {
  const claims = {
    sub: "00000000-0000-4000-8000-000000000000",
    role: "authenticated",
    email: "gone@example.com",
    aal: "aal1",
  } as const;
  expect(await asUser(stage.web, claims, findViewer)).toBeNull();
});

test("a person chooses language and zone for themselves alone, and can leave the zone to the browser again", async () => {
  const [ada, bob] = [
    await addPerson(stage.owner, "Ada Example"),
    await addPerson(stage.owner, "Bob Example"),
  ];
  const chosenBy = async ({ claims }: typeof ada) => {
    const viewer = await asUser(stage.web, claims, findViewer);
    return [viewer?.chosenLanguage, viewer?.chosenTimeZone];
  };
  expect(await chosenBy(ada)).toEqual([null, null]);
  await keepPreferences(stage.web, ada.claims, { language: "es", timeZone: "America/Chicago" });
  expect(await chosenBy(ada)).toEqual(["es", "America/Chicago"]);
  await keepPreferences(stage.web, ada.claims, { timeZone: null });
  expect(await chosenBy(ada)).toEqual(["es", null]);
  expect(await chosenBy(bob)).toEqual([null, null]);
});
