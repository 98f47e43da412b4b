import type { ReactNode } from "react";
import { StatusTag } from "#components/StatusTag.tsx";
import { PartnerText } from "#components/PartnerText.tsx";
import { When } from "#components/When.tsx";
import type { StepVoucher } from "#lib/db/reads/step-vouchers.ts";
import type { StepStanding, StudentStep } from "#lib/db/reads/student-steps.ts";
import { calendarDay, exactTime } from "#lib/domain/relative-time.ts";
import type { Telling } from "#lib/domain/standing-sentence.ts";
import { standingWords } from "#lib/domain/standing-words.ts";
import { voucherKind, voucherWords } from "#lib/domain/voucher-words.ts";

interface SpecialsProps {
  step: StudentStep;
  vouchers: readonly StepVoucher[];
  telling: Telling;
}

/** Lists what a step goes through besides progress: standing, deadline, exams, time, vouchers. Draws nothing where there is none. */
export function StepSpecials({ step, vouchers, telling }: SpecialsProps) {
  const facts = step.standing ? factsOf(step.standing, telling) : [];
  const special = step.status === "in_progress" ? standingWords(step.standing?.kind ?? "") : null;
  if (facts.length === 0 && !special && vouchers.length === 0) return null;
  return (
    <dl className="figures mt-3 grid max-w-2xl gap-x-4 gap-y-1 text-[0.9375rem] sm:grid-cols-[auto_minmax(0,1fr)]">
      {special ? (
        <Fact name="Standing">
          <StatusTag {...special} />
        </Fact>
      ) : null}
      {facts.map(([name, text]) => (
        <Fact key={name} name={name}>
          <PartnerText>{text}</PartnerText>
        </Fact>
      ))}
      {vouchers.map((voucher) => (
        <Voucher key={voucher.id} voucher={voucher} telling={telling} />
      ))}
    </dl>
  );
}

function factsOf(standing: StepStanding, { timeZone }: Telling): [string, string][] {
  const { seatMinutes, at, place, dueAt, groupCode, requirementMetOn, examAttempts } = standing;
  const facts: [string, string | null][] = [
    ["Begins", at && exactTime(at, timeZone)],
    ["Where", at && place],
    ["Due", dueAt && exactTime(dueAt, timeZone)],
    ["Exams taken", examAttempts > 0 ? String(examAttempts) : null],
    ["Seat time", seatMinutes && `${figure(seatMinutes.done)} of ${figure(seatMinutes.required)} minutes`],
    ["Group", groupCode],
    ["Requirement met", requirementMetOn && calendarDay(requirementMetOn)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function figure(minutes: number): string {
  return minutes.toLocaleString("en-US");
}

function Voucher({ voucher, telling }: { voucher: StepVoucher; telling: Telling }) {
  const { attempt, expiresAt } = voucher;
  const moved = voucher.consumedAt ?? voucher.reservedAt;
  return (
    <Fact name={voucherKind(voucher.kind)}>
      <StatusTag {...voucherWords(voucher.status)} />
      {attempt !== null && attempt > 1 ? ` retake ${attempt - 1},` : ""}
      {moved ? (
        <>
          {" "}
          <When at={moved} now={telling.now} timeZone={telling.timeZone} />
        </>
      ) : null}
      {expiresAt ? `, good until ${exactTime(expiresAt, telling.timeZone)}` : ""}
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
