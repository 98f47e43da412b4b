import { PartnerName } from "#components/PartnerName.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { StatusTag } from "#components/StatusTag.tsx";
import { When } from "#components/When.tsx";
import type { VoucherRow } from "#lib/db/reads/admin-vouchers.ts";
import { exactTime } from "#lib/domain/relative-time.ts";
import { voucherKind, voucherWords } from "#lib/domain/voucher-words.ts";

/** Draws one voucher: what it is for, who has it, how long it is good. */
export function VoucherItem(props: { voucher: VoucherRow; now: Date; timeZone: string }) {
  const { voucher, now, timeZone } = props;
  return (
    <li className="grid gap-x-8 gap-y-1 px-5 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <div>
        <h3>
          <Holder voucher={voucher} />
        </h3>
        <p className="text-ink-soft">
          {voucherKind(voucher.kind)}
          {voucher.attempt !== null && voucher.attempt > 1 ? `, retake ${voucher.attempt - 1}` : ""} ·{" "}
          {voucher.courseName ?? "any course"} · <PartnerName {...voucher.partner} />
          {voucher.expiresAt ? ` · good until ${exactTime(voucher.expiresAt, timeZone)}` : ""}
        </p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusTag {...voucherWords(voucher.status)} />
        <span className="text-ink-soft">
          <When at={voucher.since} now={now} timeZone={timeZone} />
        </span>
      </p>
    </li>
  );
}

function Holder({ voucher: { student, enrollmentId } }: { voucher: VoucherRow }) {
  if (!student) return "Nobody’s yet";
  const name = student.name || student.email;
  return enrollmentId ? <PlainLink href={`/admin/enrollments/${enrollmentId}`}>{name}</PlainLink> : name;
}
