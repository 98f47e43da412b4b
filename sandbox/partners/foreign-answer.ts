/** Answers about somebody else, and what an answer holds of whom. */
import type { PartnerEngine } from "#sandbox/partners/engine.ts";
import type { ForeignKind } from "#sandbox/partners/hostility.ts";
import type { Operation, Outcome } from "#sandbox/partners/calls.ts";
import type { Account, Enrollment } from "#sandbox/partners/enrollment.ts";
import type { PlayedPartner } from "#sandbox/partners/played.ts";
import type { Known } from "#sandbox/partners/twisted-answer.ts";

const LOOKED_THROUGH = 50;
/** What a partner's own file keeps of an enrollment and shows to people. */
const SHOWN = /place|site|room|location|address|title|name/i;

interface Person {
  account: Account;
  enrollment: Enrollment;
}

/**
 * What the partner says instead: of another student's record, or of this one under an id that is another's.
 * Null when nobody else is on record or the operation is about no record.
 */
export function foreignOutcome(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Operation,
  kind: ForeignKind,
): Outcome | null {
  const own = recordsOf(engine, partner.slug, operation);
  const other = findOther(engine, partner.slug, own.accounts, operation);
  if (other === null) return null;
  return kind === "foreign-record"
    ? aboutOther(engine, partner, operation, other)
    : underOtherId(operation, own, other);
}

/** The ids and texts that answers to this operation may hold. */
export function knownOf(engine: PartnerEngine, slug: string, operation: Operation): Known {
  const { accounts, enrollments } = recordsOf(engine, slug, operation);
  const certificates = enrollments.flatMap(({ certificate }) => certificate ?? []);
  return {
    ids: new Set([
      ...accounts.flatMap(({ id, reference }) => [id, reference]),
      ...enrollments.flatMap(({ id, accountId, reference }) => [id, accountId, reference]),
    ]),
    texts: new Set([
      ...accounts.flatMap(({ name, email }) => [name, email]),
      ...enrollments.flatMap(({ courseCode, special }) => [courseCode, ...shownTexts(special)]),
      ...certificates.flatMap(({ number, pageUrl, verifyUrl }) => [number, pageUrl, verifyUrl]),
    ]),
  };
}

/** The records an operation is about, after it was done. */
function recordsOf({ records }: PartnerEngine, slug: string, operation: Operation) {
  const withAccounts = (enrollments: Enrollment[]) => ({
    accounts: enrollments.flatMap(({ accountId }) => records.findAccount(slug, accountId) ?? []),
    enrollments,
  });
  switch (operation.kind) {
    case "findAccounts":
    case "createAccount":
      return { accounts: records.findAccountsByReference(slug, operation.reference), enrollments: [] };
    case "findEnrollments":
    case "createEnrollment":
      return withAccounts(records.findEnrollmentsByReference(slug, operation.reference));
    case "special":
      return withAccounts([]);
    default: {
      const enrollment = records.findEnrollment(slug, operation.enrollmentId);
      return withAccounts(enrollment ? [enrollment] : []);
    }
  }
}

/** The newest enrollment of somebody this operation is not about. */
function findOther(
  { records }: PartnerEngine,
  slug: string,
  own: readonly Account[],
  operation: Operation,
): Person | null {
  const isOwn = (account: Account) =>
    own.some(({ id }) => id === account.id) ||
    ("reference" in operation && operation.reference === account.reference);
  for (const enrollment of records.latestEnrollments(slug, LOOKED_THROUGH)) {
    const account = records.findAccount(slug, enrollment.accountId);
    if (account && !isOwn(account)) return { account, enrollment };
  }
  return null;
}

function aboutOther(
  engine: PartnerEngine,
  partner: PlayedPartner,
  operation: Operation,
  { account, enrollment }: Person,
): Outcome | null {
  switch (operation.kind) {
    case "findAccounts":
      return { kind: "accounts", accounts: [account] };
    case "createAccount":
      return { kind: "account", account };
    case "findEnrollments":
      return { kind: "enrollments", enrollments: [enrollment] };
    case "createEnrollment":
      return { kind: "created", enrollment };
    case "readEnrollment":
      return { kind: "enrollment", enrollment };
    case "readCertificate":
      return {
        kind: "certificate",
        enrollment,
        certificate: enrollment.certificate ?? engine.newCertificate(partner),
      };
    case "cancel":
      return { kind: "canceled", enrollment: { ...enrollment, status: "canceled" } };
    case "launch":
    case "special":
      return null;
  }
}

function underOtherId(
  operation: Operation,
  own: { accounts: readonly Account[]; enrollments: readonly Enrollment[] },
  other: Person,
): Outcome | null {
  const accounts = own.accounts.map((account) => ({ ...account, id: other.account.id }));
  const enrollments = own.enrollments.map((enrollment) => ({ ...enrollment, id: other.enrollment.id }));
  const [account] = accounts;
  const [enrollment] = enrollments;
  switch (operation.kind) {
    case "findAccounts":
      return { kind: "accounts", accounts };
    case "createAccount":
      return account ? { kind: "account", account } : null;
    case "findEnrollments":
      return { kind: "enrollments", enrollments };
    case "createEnrollment":
      return enrollment ? { kind: "created", enrollment } : null;
    default:
      return null;
  }
}

function shownTexts(special: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(special).flatMap(([key, value]) => {
    if (typeof value === "string") return SHOWN.test(key) ? [value] : [];
    const isObject = typeof value === "object" && value !== null;
    return isObject ? shownTexts(value as Record<string, unknown>) : [];
  });
}
