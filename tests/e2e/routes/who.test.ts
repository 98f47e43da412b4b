/** Who gets what from every page and route, and that nobody gets what belongs to somebody else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuth } from "#lib/identity/index.ts";
import { loadConfig } from "#lib/config.ts";
import { openDatabase } from "#lib/db/client.ts";
import { appRoutes } from "#tests/e2e/routes/app-routes.ts";
import { openSchool, secretsInLogs, type School, type SignedIn } from "#tests/e2e/routes/school.ts";
import { fill, rowsOf, sayAnswer } from "#tests/e2e/routes/tables.ts";

/** The routes come from the file system: one without a line fails. Names in braces are ids of student A. */
const ANSWERS = `
  route                                       | asked for                                | visitor        | student A                | student B                | admin
  GET /                                       | /                                        | 200            | 200                      | 200                      | 200
  GET /account                                | /account                                 | 307 → /sign-in | 200                      | 200                      | 200
  GET /account/data                           | /account/data                            | 307 → /sign-in | 200                      | 200                      | 200
  GET /account/devices                        | /account/devices                         | 307 → /sign-in | 200                      | 200                      | 200
  GET /account/notifications                  | /account/notifications                   | 307 → /sign-in | 200                      | 200                      | 200
  GET /account/orders                         | /account/orders                          | 307 → /sign-in | 200                      | 200                      | 200
  GET /account/orders/[orderId]               | /account/orders/{orderId}                | 307 → /sign-in | 200                      | 404                      | 404
  GET /account/passkeys                       | /account/passkeys                        | 307 → /sign-in | 200                      | 200                      | 200
  GET /account/profile                        | /account/profile                         | 307 → /sign-in | 200                      | 200                      | 200
  GET /admin                                  | /admin                                   | 404            | 404                      | 404                      | 200
  GET /admin/alerts                           | /admin/alerts                            | 404            | 404                      | 404                      | 200
  GET /admin/courses                          | /admin/courses                           | 404            | 404                      | 404                      | 200
  GET /admin/courses/[courseId]               | /admin/courses/{courseId}                | 404            | 404                      | 404                      | 200
  GET /admin/courses/[courseId]/lessons/[lessonId] | /admin/courses/{courseId}/lessons/{lessonId} | 404            | 404                      | 404                      | 200
  GET /admin/courses/[courseId]/lessons/[lessonId] | /admin/courses/{courseId}/lessons/new?kind=quiz | 404            | 404                      | 404                      | 200
  GET /admin/courses/[courseId]/lessons/[lessonId]/preview | /admin/courses/{courseId}/lessons/{lessonId}/preview | 404            | 404                      | 404                      | 200
  GET /admin/applications                     | /admin/applications                      | 404            | 404                      | 404                      | 200
  GET /admin/applications/[id]                | /admin/applications/{applicationId}      | 404            | 404                      | 404                      | 200
  GET /admin/certificates/[certificateId]     | /admin/certificates/{certificateId}      | 404            | 404                      | 404                      | 200
  GET /admin/enrollments                      | /admin/enrollments                       | 404            | 404                      | 404                      | 200
  GET /admin/enrollments/[id]                 | /admin/enrollments/{enrollmentId}        | 404            | 404                      | 404                      | 200
  GET /admin/mail                             | /admin/mail                              | 404            | 404                      | 404                      | 200
  GET /admin/partners                         | /admin/partners                          | 404            | 404                      | 404                      | 200
  GET /admin/partners/[partner]               | /admin/partners/hsi                      | 404            | 404                      | 404                      | 200
  GET /admin/partners/[partner]               | /admin/partners/nobody                   | 404            | 404                      | 404                      | 404
  GET /admin/reviews                          | /admin/reviews                           | 404            | 404                      | 404                      | 200
  GET /admin/sessions                         | /admin/sessions                          | 404            | 404                      | 404                      | 200
  GET /admin/sessions/[courseId]              | /admin/sessions/{datedCourseId}          | 404            | 404                      | 404                      | 200
  GET /admin/sessions/[courseId]/[sessionId]  | /admin/sessions/{datedCourseId}/{dateId} | 404            | 404                      | 404                      | 200
  GET /admin/steps                            | /admin/steps                             | 404            | 404                      | 404                      | 200
  GET /admin/vouchers                         | /admin/vouchers                          | 404            | 404                      | 404                      | 200
  GET /api/account/export                     | /api/account/export                      | 401            | 200                      | 200                      | 200
  GET /api/auth/[...all]                      | /api/auth/get-session                    | 200            | 200                      | 200                      | 200
  GET /api/certificates/[certificateId]/pdf   | /api/certificates/{certificateId}/pdf    | 401            | 200                      | 404                      | 404
  GET /api/learn/files/[fileId]               | /api/learn/files/{fileId}                | 401            | 200                      | 404                      | 200
  GET /api/orders/[orderId]/receipt           | /api/orders/{orderId}/receipt            | 303 → /sign-in | 303 → partner            | 404                      | 404
  GET /api/partner-launch/[enrollmentId]      | /api/partner-launch/{enrollmentId}       | 401            | 303 → partner            | 404                      | 404
  GET /api/partner-launch/[enrollmentId]      | /api/partner-launch/{doneEnrollmentId}   | 401            | 409                      | 404                      | 404
  GET /api/student/events                     | /api/student/events                      | 401            | 200                      | 200                      | 200
  GET /api/sessions/[id]/calendar             | /api/sessions/{dateId}/calendar          | 200            | 200                      | 200                      | 200
  GET /api/sessions/calendar                  | /api/sessions/calendar                   | 401            | 200                      | 200                      | 200
  GET /api/student/partner-enrollments        | /api/student/partner-enrollments         | 401            | 200                      | 200                      | 200
  GET /apply                                  | /apply                                   | 200            | 200                      | 200                      | 200
  GET /apply/[publicId]                       | /apply/application-of-{studentId}        | 200            | 200                      | 200                      | 200
  GET /checkout/return                        | /checkout/return                         | 404            | 404                      | 404                      | 404
  GET /checkout/return                        | /checkout/return?session_id={sessionId}  | 307 → /sign-in | 200                      | 404                      | 404
  GET /checkout/return                        | /checkout/return?order_id={orderId}      | 307 → /sign-in | 200                      | 404                      | 404
  GET /dates                                  | /dates                                   | 307 → /sign-in | 200                      | 200                      | 200
  GET /healthz                                | /healthz                                 | 200            | 200                      | 200                      | 200
  GET /inbox                                  | /inbox                                   | 404            | 404                      | 404                      | 404
  GET /inbox/[id]                             | /inbox/{mailId}                          | 404            | 404                      | 404                      | 404
  GET /learn/[attemptId]                      | /learn/{attemptId}                       | 307 → /sign-in | 200                      | 404                      | 404
  GET /learn/[attemptId]/[lessonId]           | /learn/{attemptId}/{lessonId}            | 307 → /sign-in | 200                      | 404                      | 404
  GET /lms/courses/[enrollmentId]/launch      | /lms/courses/{enrollmentId}/launch       | 303 → /sign-in | 303 → partner            | 404                      | 404
  GET /lms/courses/[enrollmentId]/launch      | /lms/courses/{doneEnrollmentId}/launch   | 303 → /sign-in | 303 → /student/progress  | 404                      | 404
  GET /lms/dashboard                          | /lms/dashboard                           | 307 → /sign-in | 200                      | 200                      | 200
  GET /metrics                                | /metrics                                 | 200            | 200                      | 200                      | 200
  GET /nowhere                                | /nowhere                                 | 404            | 404                      | 404                      | 404
  GET /programs                               | /programs                                | 200            | 200                      | 200                      | 200
  GET /programs/[slug]                        | /programs/medical-assistant              | 200            | 200                      | 200                      | 200
  GET /readyz                                 | /readyz                                  | 200            | 200                      | 200                      | 200
  GET /reset-password                         | /reset-password                          | 200            | 200                      | 200                      | 200
  GET /reviews                                | /reviews                                 | 307 → /sign-in | 200                      | 200                      | 200
  GET /reviews/[courseId]                     | /reviews/{datedCourseId}                 | 200            | 200                      | 200                      | 200
  GET /sign-in                                | /sign-in                                 | 200            | 307 → /student/dashboard | 307 → /student/dashboard | 307 → /student/dashboard
  GET /sign-up                                | /sign-up                                 | 200            | 307 → /student/dashboard | 307 → /student/dashboard | 307 → /student/dashboard
  GET /student/dashboard                      | /student/dashboard                       | 307 → /sign-in | 200                      | 200                      | 200
  GET /student/progress                       | /student/progress                        | 307 → /sign-in | 200                      | 200                      | 200
  GET /student/switch/[stepId]                | /student/switch/{stepId}                 | 307 → /sign-in | 200                      | 404                      | 404
  GET /verify                                 | /verify                                  | 200            | 200                      | 200                      | 200
  GET /verify-email                           | /verify-email                            | 200            | 200                      | 200                      | 200
  GET /verify/[publicId]                      | /verify/{publicId}                       | 200            | 200                      | 200                      | 200
  POST /api/admin/course-files                | /api/admin/course-files                  | 401            | 404                      | 404                      | 409
  POST /api/admin/course-files/parts          | /api/admin/course-files/parts?upload=6a9d2f0e-5c1b-4e3a-8f7d-0b1c2d3e4f50&position=0 | 401            | 404                      | 404                      | 204
  POST /api/admin/failures/[failureId]/retry  | /api/admin/failures/{failureId}/retry    | 401            | 404                      | 404                      | 202
  POST /api/admin/partners/[partner]/switch   | /api/admin/partners/hsi/switch           | 401            | 404                      | 404                      | 202
  POST /api/admin/partners/[partner]/switch   | /api/admin/partners/nobody/switch        | 401            | 404                      | 404                      | 404
  POST /api/auth/[...all]                     | /api/auth/revoke-other-sessions          | 401            | 200                      | 200                      | 200
  POST /api/enrollments/create                | /api/enrollments/create                  | 401            | 409                      | 201                      | 201
  POST /api/learn/[attemptId]/[lessonId]/package | /api/learn/{attemptId}/{lessonId}/package | 401            | 404                      | 404                      | 404
  POST /api/learn/[attemptId]/[lessonId]/package/open | /api/learn/{attemptId}/{lessonId}/package/open | 401            | 404                      | 404                      | 404
  POST /api/learn/[attemptId]/[lessonId]/video | /api/learn/{attemptId}/{lessonId}/video  | 401            | 200                      | 404                      | 404
  POST /api/milady/auto-enroll                | /api/milady/auto-enroll                  | 401            | 404                      | 404                      | 404
  POST /api/orders/[orderId]/cancel           | /api/orders/{orderId}/cancel             | 401            | 200                      | 404                      | 404
  POST /api/partner/enroll                    | /api/partner/enroll                      | 401            | 404                      | 404                      | 202
  POST /api/language                          | /api/language                            | 400            | 400                      | 400                      | 400
  POST /api/student/legal-name                | /api/student/legal-name                  | 401            | 400                      | 400                      | 400
  POST /api/stripe/webhook                    | /api/stripe/webhook                      | 400            | 400                      | 400                      | 400
  POST /api/webhooks/partners/[partner]       | /api/webhooks/partners/hsi               | 400            | 400                      | 400                      | 400
  POST /sign-out                              | /sign-out                                | 303 → /        | 303 → /                  | 303 → /                  | 303 → /
`;
/** What is sent where an empty object is not enough to be asked for. */
const BODIES: Readonly<Record<string, string>> = {
  "POST /api/enrollments/create": '{"programSlug":"medical-assistant"}',
  "POST /api/admin/partners/[partner]/switch": '{"to":"off"}',
  "POST /api/partner/enroll": '{"stepId":"{stepId}"}',
  "POST /api/admin/course-files":
    '{"uploadId":"6a9d2f0e-5c1b-4e3a-8f7d-0b1c2d3e4f51","purpose":"captions","name":"x.vtt","size":9}',
  "POST /api/learn/[attemptId]/[lessonId]/package":
    '{"sessionId":"6a9d2f0e-5c1b-4e3a-8f7d-0b1c2d3e4f50","number":1,"itemId":"page","cmi":{}}',
  "POST /api/learn/[attemptId]/[lessonId]/package/open": '{"itemId":null}',
  "POST /api/learn/[attemptId]/[lessonId]/video": '{"position":1}',
};

/** Answered by the front itself, or by nobody. */
const NO_FILE = ["GET /healthz", "GET /readyz", "GET /metrics", "GET /nowhere"];

/** Everything the sign-in library answers, asked for with nothing in it. */
const SIGN_IN = `
  endpoint                       | visitor         | student A       | student B       | admin
  GET /account-info              | 404             | 404             | 404             | 404
  GET /callback/:id              | 302 → /sign-in  | 302 → /sign-in  | 302 → /sign-in  | 302 → /sign-in
  GET /delete-user/callback      | 404             | 404             | 404             | 404
  GET /error                     | 302 → /sign-in  | 302 → /sign-in  | 302 → /sign-in  | 302 → /sign-in
  GET /get-session               | 200             | 200             | 200             | 200
  GET /list-accounts             | 404             | 404             | 404             | 404
  GET /list-sessions             | 401             | 200             | 200             | 200
  GET /magic-link/verify         | 400             | 400             | 400             | 400
  GET /ok                        | 200             | 200             | 200             | 200
  GET /passkey/generate-authenticate-options| 200             | 200             | 200             | 200
  GET /passkey/generate-register-options| 401             | 200             | 200             | 200
  GET /passkey/list-user-passkeys| 401             | 200             | 200             | 200
  GET /reset-password/:token     | 400             | 400             | 400             | 400
  GET /verify-email              | 400             | 400             | 400             | 400
  POST /callback/:id             | 302 → /api/auth/callback/:id | 302 → /api/auth/callback/:id | 302 → /api/auth/callback/:id | 302 → /api/auth/callback/:id
  POST /change-email             | 404             | 404             | 404             | 404
  POST /change-password          | 400             | 400             | 400             | 400
  POST /delete-user              | 404             | 404             | 404             | 404
  POST /get-access-token         | 404             | 404             | 404             | 404
  POST /get-session              | 405             | 405             | 405             | 405
  POST /link-social              | 404             | 404             | 404             | 404
  POST /passkey/delete-passkey   | 400             | 400             | 400             | 400
  POST /passkey/update-passkey   | 400             | 400             | 400             | 400
  POST /passkey/verify-authentication| 400             | 400             | 400             | 400
  POST /passkey/verify-registration| 400             | 400             | 400             | 400
  POST /refresh-token            | 404             | 404             | 404             | 404
  POST /request-password-reset   | 400             | 400             | 400             | 400
  POST /reset-password           | 400             | 400             | 400             | 400
  POST /revoke-other-sessions    | 401             | 200             | 200             | 200
  POST /revoke-session           | 400             | 400             | 400             | 400
  POST /revoke-sessions          | 401             | 200             | 200             | 200
  POST /send-verification-email  | 400             | 400             | 400             | 400
  POST /sign-in/email            | 400             | 400             | 400             | 400
  POST /sign-in/magic-link       | 400             | 400             | 400             | 400
  POST /sign-in/social           | 404             | 404             | 404             | 404
  POST /sign-out                 | 200             | 200             | 200             | 200
  POST /sign-up/email            | 400             | 400             | 400             | 400
  POST /unlink-account           | 404             | 404             | 404             | 404
  POST /update-session           | 404             | 404             | 404             | 404
  POST /update-user              | 401             | 400             | 400             | 400
  POST /verify-password          | 404             | 404             | 404             | 404
`;

let school: School;
let people: (SignedIn | null)[];

beforeAll(async () => {
  school = await openSchool();
  people = [null, school.studentA, school.studentB, school.admin];
});

afterAll(() => school?.stop());

test("every page and route has a line, and every line a page or route", () => {
  const listed = new Set(rowsOf(ANSWERS).map(([route]) => route));
  expect([...listed].toSorted()).toEqual([...appRoutes(), ...NO_FILE].toSorted());
});

test("pages and routes answer each person as listed", async () => {
  const found: string[][] = [];
  for (const [route = "", path = ""] of rowsOf(ANSWERS)) {
    const answers: string[] = [];
    for (const person of people) answers.push(sayAnswer(school, await visit(person, route, path)));
    found.push([route, path, ...answers]);
  }
  expect(found).toEqual(rowsOf(ANSWERS));
});

test("no answer to anybody else carries what belongs to a student", async () => {
  const leaks: string[] = [];
  for (const [route = "", path = ""] of rowsOf(ANSWERS))
    for (const person of [null, school.studentB])
      for (const headers of [{}, { rsc: "1" }]) {
        const { body } = await visit(person, route, path, headers);
        // What was asked for may be said again: sign-in carries the address to come back to.
        const secrets = secretsOfA().filter((secret) => !fill(school, path).includes(secret));
        leaks.push(
          ...secrets.filter((secret) => body.includes(secret)).map((secret) => `${path}: ${secret}`),
        );
      }
  expect(leaks).toEqual([]);
});

test("what belongs to a student is in the answers to that student", async () => {
  const { body } = await school.ask(school.studentA, "/api/student/partner-enrollments");
  for (const name of ["enrollmentId", "orderId", "certificateId", "publicId"])
    expect(body).toContain(school.ids[name]);
  expect((await school.ask(school.studentA, "/student/dashboard")).body).toContain(school.studentA.name);
});

test("the sign-in library answers no more than listed", async () => {
  const found: string[][] = [];
  for (const endpoint of signInEndpoints(school.env)) {
    const answers: string[] = [];
    for (const person of people)
      answers.push(sayAnswer(school, await visit(person, endpoint, endpoint.replace(/^\w+ /, "/api/auth"))));
    found.push([endpoint, ...answers]);
  }
  expect(found).toEqual(rowsOf(SIGN_IN));
});

test("after all of it the log names nobody and holds no session and no way into a course", async () => {
  const path = `/api/partner-launch/${school.ids["enrollmentId"]}`;
  const { headers } = await school.ask(school.studentA, path);
  const token = new URL(headers.get("location")!).searchParams.get("token")!;
  const log = await school.stop();
  expect(log).toContain("web listens");
  for (const secret of [...secretsInLogs(school), token]) expect(log).not.toContain(secret);
});

/** Asks once; sessions that the answer ended are put back, and tries are not counted. */
async function visit(
  person: SignedIn | null,
  route: string,
  path: string,
  headers: Record<string, string> = {},
) {
  const isPost = route.startsWith("POST");
  const body = fill(school, BODIES[route] ?? "{}");
  const post = {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  };
  const answer = await school.ask(person, fill(school, path), isPost ? post : { headers });
  if (isPost) await school.restoreSessions();
  return answer;
}

function secretsOfA(): string[] {
  const { id, name, claims } = school.studentA;
  return [id, name, claims.email, ...Object.values(school.ids)];
}

function signInEndpoints(env: Record<string, string>): string[] {
  const config = loadConfig(env);
  const { api } = createAuth(config, openDatabase(env["WEB_DATABASE_URL"]!));
  const endpoints = Object.values(api) as { path?: string; options?: { method?: string | string[] } }[];
  return endpoints
    .flatMap(({ path, options }) =>
      path === undefined ? [] : [options?.method ?? "GET"].flat().map((method) => `${method} ${path}`),
    )
    .toSorted();
}
