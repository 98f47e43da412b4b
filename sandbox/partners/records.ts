/** What each partner has on record: accounts, enrollments, certificates. */
import type { DatabaseSync } from "node:sqlite";
import { lessonsOf } from "#sandbox/partners/course.ts";
import type { Account, Enrollment } from "#sandbox/partners/enrollment.ts";

interface EnrollmentRow {
  id: string;
  account_id: string;
  reference: string;
  course_code: string;
  status: Enrollment["status"];
  state: string;
  created_at: string;
}

/** Reads and writes records of all partners. Like a real partner it does not forbid a second account or enrollment of one reference. */
export class PartnerRecords {
  readonly #addAccount;
  readonly #account;
  readonly #accountsByReference;
  readonly #accountsByEmail;
  readonly #saveEnrollment;
  readonly #enrollment;
  readonly #enrollmentsByReference;
  readonly #enrollmentsByAccount;
  readonly #latestEnrollments;
  readonly #addCertificate;
  readonly #certificate;

  constructor(db: DatabaseSync) {
    this.#addAccount = db.prepare("insert into partner_accounts values (?, ?, ?, ?, ?)");
    const account = "select id, reference, email, name from partner_accounts where partner = ? and";
    this.#account = db.prepare(`${account} id = ?`);
    this.#accountsByReference = db.prepare(`${account} reference = ?`);
    this.#accountsByEmail = db.prepare(`${account} email = ?`);
    this.#saveEnrollment = db.prepare(
      `insert into partner_enrollments values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (partner, id) do update set status = excluded.status, state = excluded.state`,
    );
    const enrollment = "select * from partner_enrollments where partner = ?";
    this.#enrollment = db.prepare(`${enrollment} and id = ?`);
    this.#enrollmentsByReference = db.prepare(`${enrollment} and reference = ? order by created_at`);
    this.#enrollmentsByAccount = db.prepare(`${enrollment} and account_id = ? order by created_at`);
    this.#latestEnrollments = db.prepare(`${enrollment} order by created_at desc limit ?`);
    this.#addCertificate = db.prepare("insert or ignore into partner_certificates values (?, ?, ?)");
    this.#certificate = db.prepare(
      "select enrollment_id from partner_certificates where partner = ? and number = ?",
    );
  }

  addAccount(partner: string, { id, reference, email, name }: Account): void {
    this.#addAccount.run(partner, id, reference, email.toLowerCase(), name);
  }

  findAccount(partner: string, id: string): Account | null {
    return (this.#account.get(partner, id) as Account | undefined) ?? null;
  }

  findAccountsByReference(partner: string, reference: string): Account[] {
    return this.#accountsByReference.all(partner, reference) as unknown as Account[];
  }

  findAccountsByEmail(partner: string, email: string): Account[] {
    return this.#accountsByEmail.all(partner, email.toLowerCase()) as unknown as Account[];
  }

  saveEnrollment(partner: string, enrollment: Enrollment): void {
    const { id, accountId, reference, courseCode, status, createdAt, ...state } = enrollment;
    const json = JSON.stringify(state);
    this.#saveEnrollment.run(partner, id, accountId, reference, courseCode, status, json, createdAt);
    if (state.certificate) this.#addCertificate.run(partner, state.certificate.number, id);
  }

  findEnrollment(partner: string, id: string): Enrollment | null {
    const row = this.#enrollment.get(partner, id) as EnrollmentRow | undefined;
    return row ? toEnrollment(row) : null;
  }

  findEnrollmentsByReference(partner: string, reference: string): Enrollment[] {
    return (this.#enrollmentsByReference.all(partner, reference) as unknown as EnrollmentRow[]).map(
      toEnrollment,
    );
  }

  findEnrollmentsByAccount(partner: string, accountId: string): Enrollment[] {
    return (this.#enrollmentsByAccount.all(partner, accountId) as unknown as EnrollmentRow[]).map(
      toEnrollment,
    );
  }

  /** The newest `limit` enrollments. */
  latestEnrollments(partner: string, limit: number): Enrollment[] {
    return (this.#latestEnrollments.all(partner, limit) as unknown as EnrollmentRow[]).map(toEnrollment);
  }

  /** The enrollment that earned the certificate `number`. */
  findEnrollmentByCertificate(partner: string, number: string): Enrollment | null {
    const row = this.#certificate.get(partner, number) as { enrollment_id: string } | undefined;
    return row ? this.findEnrollment(partner, row.enrollment_id) : null;
  }
}

/** State kept by an earlier version lacks what was added since. */
function toEnrollment(row: EnrollmentRow): Enrollment {
  type Later = "lessons" | "examAttempts" | "special";
  type State = Omit<
    Enrollment,
    "id" | "accountId" | "reference" | "courseCode" | "status" | "createdAt" | Later
  > &
    Partial<Pick<Enrollment, Later>>;
  const state = JSON.parse(row.state) as State;
  return {
    id: row.id,
    accountId: row.account_id,
    reference: row.reference,
    courseCode: row.course_code,
    status: row.status,
    createdAt: row.created_at,
    ...state,
    lessons: state.lessons ?? lessonsOf(row.course_code),
    examAttempts: state.examAttempts ?? 0,
    special: state.special ?? {},
  };
}
