/** Sees how far every simulated student is, by one look at the database for all who wait. */
import type pg from "pg";
import { setTimeout as pause } from "node:timers/promises";

export interface WatchedStep {
  stepId: string;
  status: string;
  partner: string;
  /** `partner_courses.kind`. */
  kind: string;
  externalEnrollmentId: string | null;
  startedAt: Date | null;
  /** `partner_lms_enrollments.standing`; null until the partner enrolled the student. */
  standing: string | null;
}

export interface WatchedOrder {
  status: string;
  enrollmentId: string | null;
  enrollmentStatus: string | null;
  certificateId: string | null;
  steps: WatchedStep[];
}

const LOOK_EVERY_MS = 200;

export interface Watcher {
  /** Resolves with the order's state once `holds`; rejects after `withinMs`. */
  until(orderId: string, holds: (order: WatchedOrder) => boolean, withinMs: number): Promise<WatchedOrder>;
  stop(): Promise<void>;
}

/** A student did not get where the watcher was asked to wait for. */
export class StuckError extends Error {
  override readonly name = "StuckError";
}

interface Wait {
  orderId: string;
  holds: (order: WatchedOrder) => boolean;
  resolve: (order: WatchedOrder) => void;
}

/** Starts looking through `pool` until stopped. A look that fails (a database restart) is left out. */
export function startWatcher(pool: pg.Pool): Watcher {
  const waits = new Set<Wait>();
  let stopped = false;
  const loop = run();

  async function run(): Promise<void> {
    while (!stopped) {
      if (waits.size > 0) await settleWaits().catch(() => undefined);
      await pause(LOOK_EVERY_MS);
    }
  }

  async function settleWaits(): Promise<void> {
    const orders = await readOrders(
      pool,
      [...waits].map(({ orderId }) => orderId),
    );
    for (const wait of waits) {
      const order = orders.get(wait.orderId);
      if (!order || !wait.holds(order)) continue;
      waits.delete(wait);
      wait.resolve(order);
    }
  }

  return {
    until(orderId, holds, withinMs) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waits.delete(wait);
          reject(new StuckError(`order ${orderId} did not get on within ${withinMs / 1000} s`));
        }, withinMs);
        const wait: Wait = {
          orderId,
          holds,
          resolve: (order) => {
            clearTimeout(timer);
            resolve(order);
          },
        };
        waits.add(wait);
      });
    },
    async stop() {
      stopped = true;
      await loop;
    },
  };
}

async function readOrders(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, WatchedOrder>> {
  const { rows } = await pool.query<WatchedOrder & { id: string }>(
    `
    select o.id, o.status, e.id as "enrollmentId", e.status as "enrollmentStatus",
      (select c.id from public.certificates c where c.enrollment_id = e.id and c.status = 'valid') as "certificateId",
      coalesce(steps.all, '[]') as steps
    from public.orders o
    left join public.enrollments e on e.order_id = o.id
    left join lateral (
      select jsonb_agg(jsonb_build_object('stepId', s.id, 'status', s.status, 'partner', p.provider_type, 'kind', c.kind,
        'externalEnrollmentId', x.external_enrollment_id, 'startedAt', s.started_at,
        'standing', x.standing) order by s.sequence_order) as all
      from public.enrollment_steps s
      join public.partner_lms_providers p on p.id = s.provider_id
      join public.partner_courses c on c.id = s.course_id
      left join public.partner_lms_enrollments x on x.id = s.partner_enrollment_id
      where s.enrollment_id = e.id
    ) steps on true
    where o.id = any ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...order }) => [id, { ...order, steps: order.steps.map(withDate) }]));
}

function withDate(step: WatchedStep): WatchedStep {
  return { ...step, startedAt: step.startedAt && new Date(step.startedAt) };
}
