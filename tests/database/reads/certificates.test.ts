import { expect, test } from "vitest";
import { asItself } from "#lib/db/client.ts";
import { findVerifiedCertificate } from "#lib/db/reads/certificates.ts";
import { openStage } from "#tests/database/reads/stage.ts";
import { addCertificate, addPartner, addPerson, addProgram, enroll } from "#tests/database/reads/story.ts";

const stage = openStage();

async function certificate(about: Record<string, unknown> = {}): Promise<string> {
  const student = await addPerson(stage.owner, "Ada");
  const program = await addProgram(stage.owner, "CPR", [await addPartner(stage.owner, "HSI")]);
  const { enrollmentId } = await enroll(stage.owner, student, program);
  return addCertificate(stage.owner, student, enrollmentId, about);
}

const find = (id: string) => asItself(stage.web, (tx) => findVerifiedCertificate(tx, id));

test("whoever holds the public id reads the public facts", async () => {
  expect(await find(await certificate())).toMatchObject({
    status: "valid",
    holderName: "Ada Example",
    programTitle: "A program",
    steps: [{ courseName: "First aid", partnerLabel: "HSI", completedOn: "2026-11-01" }],
    revokedAt: null,
  });
});

test("a revoked certificate is found with the time it ended", async () => {
  const revokedAt = new Date("2026-11-02T00:00:00Z");
  const id = await certificate({ status: "revoked", revoked_at: revokedAt, revoked_reason: "reissued" });
  expect(await find(id)).toMatchObject({ status: "revoked", revokedAt });
});

test("a step that was waived has no day on the certificate", async () => {
  const steps = JSON.stringify([{ courseName: "OSHA 10", partnerLabel: "CareerSafe", completedOn: null }]);
  expect((await find(await certificate({ steps })))!.steps[0]!.completedOn).toBeNull();
});

test.each(["", "short", "' or true --aaaaaaaaaaaaaaaaa", "a".repeat(22), "a".repeat(5000)])(
  "the id %s finds nothing",
  async (id) => {
    expect(await find(id)).toBeNull();
  },
);
