/** Single-use launch addresses, and the sessions they turn into. */
import { randomBytes } from "node:crypto";
import type { SandboxContext } from "#sandbox/part.ts";

const LAUNCH_MS = 5 * 60 * 1000;
const SESSION_MS = 8 * 3600 * 1000;

/** Who may see which course page. */
export interface Session {
  token: string;
  enrollmentId: string;
  /** Where "Back to your school" leads: always below Baton's own address. */
  returnUrl: string;
}

interface Row {
  token: string;
  enrollment_id: string;
  return_url: string;
}

export class SignOn {
  readonly #context: SandboxContext;
  readonly #addLaunch;
  readonly #useLaunch;
  readonly #addSession;
  readonly #session;

  constructor(context: SandboxContext) {
    this.#context = context;
    this.#addLaunch = context.db.prepare("insert into partner_launches values (?, ?, ?, ?, ?, null)");
    this.#useLaunch = context.db.prepare(
      `update partner_launches set used_at = ?1
       where token = ?2 and partner = ?3 and used_at is null and expires_at > ?1
       returning token, enrollment_id, return_url`,
    );
    this.#addSession = context.db.prepare("insert into partner_sessions values (?, ?, ?, ?, ?)");
    this.#session = context.db.prepare(
      `select token, enrollment_id, return_url from partner_sessions
       where token = ? and partner = ? and enrollment_id = ? and expires_at > ?`,
    );
  }

  /** Makes an address that signs a browser on once within five minutes. */
  newLaunch(partner: string, enrollmentId: string, returnUrl: string): { url: string; expiresAt: string } {
    const token = newToken();
    const expiresAt = Date.now() + LAUNCH_MS;
    this.#addLaunch.run(token, partner, enrollmentId, this.#safeReturn(returnUrl), expiresAt);
    return {
      url: `${this.#context.baseUrl}/${partner}/sso?token=${token}`,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  /** Turns a launch token into a session; null when it is unknown, used or expired. */
  redeem(partner: string, token: string): Session | null {
    const row = this.#useLaunch.get(Date.now(), token, partner) as unknown as Row | undefined;
    if (!row) return null;
    const session = { token: newToken(), enrollmentId: row.enrollment_id, returnUrl: row.return_url };
    const expiresAt = Date.now() + SESSION_MS;
    this.#addSession.run(session.token, partner, session.enrollmentId, session.returnUrl, expiresAt);
    return session;
  }

  /** The session of a course page, or null when the browser has none for it. */
  findSession(partner: string, token: string, enrollmentId: string): Session | null {
    const row = this.#session.get(token, partner, enrollmentId, Date.now()) as unknown as Row | undefined;
    return row ? { token, enrollmentId, returnUrl: row.return_url } : null;
  }

  #safeReturn(returnUrl: string): string {
    const { appUrl } = this.#context;
    if (!URL.canParse(returnUrl)) return appUrl;
    return new URL(returnUrl).origin === new URL(appUrl).origin ? returnUrl : appUrl;
  }
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}
