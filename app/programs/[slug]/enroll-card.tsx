import { useTranslations } from "next-intl";
import { ENROLL_FORM } from "#app/programs/[slug]/enroll-form.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import { useSay } from "#components/use-say.ts";
import type { Program } from "#lib/db/reads/programs.ts";
import { programLength } from "#lib/domain/catalogue-words.ts";
import { priceOf } from "#lib/domain/money.ts";
import { signInPath } from "#lib/domain/return-path.ts";
import type { Sentence } from "#lib/domain/sentence.ts";

interface EnrollProps {
  program: Program;
  isSignedIn: boolean;
  enrollment: { id: string } | null;
  problem: Sentence | null;
}

/** Says what a program costs and lets the person in, or says why not. */
export function EnrollCard(props: EnrollProps) {
  const { program } = props;
  const t = useTranslations("program");
  const say = useSay();
  const length = programLength(program);
  return (
    <section aria-label={t("enroll")} className="card grid gap-5 p-5 sm:p-6 lg:sticky lg:top-6">
      <p className="figures text-3xl font-bold tracking-tight">
        {say(priceOf(program.priceCents, program.currency))}
        <span className="block text-base font-normal tracking-normal text-ink-soft">
          {t(program.priceCents === 0 ? "nothingToPay" : "onePayment")}
          {length ? `, ${say(length)}` : ""}
        </span>
      </p>
      {props.problem ? <Notice tone="bad">{say(props.problem)}</Notice> : null}
      <Act {...props} />
    </section>
  );
}

function Act({ program, isSignedIn, enrollment }: EnrollProps) {
  const t = useTranslations("program");
  const say = useSay();
  if (enrollment)
    return (
      <>
        <p>{t("youAreIn")}</p>
        <PlainLink href={`/student/progress#${enrollment.id}`} className="button button-primary">
          {t("seeWhere")}
        </PlainLink>
      </>
    );
  if (program.notForSale) return <p>{say(program.notForSale)}</p>;
  if (!isSignedIn)
    return (
      <>
        <PlainLink href={signInPath(`/programs/${program.slug}`)} className="button button-primary">
          {t("signInToEnroll")}
        </PlainLink>
        <WhatHappens free={program.priceCents === 0} />
      </>
    );
  return (
    <>
      <form id={ENROLL_FORM} method="post" action="/api/enrollments/create" className="grid">
        <input type="hidden" name="programSlug" value={program.slug} />
        <SubmitButton busy={t("oneMoment")}>{t("enroll")}</SubmitButton>
      </form>
      <WhatHappens free={program.priceCents === 0} />
    </>
  );
}

function WhatHappens({ free }: { free: boolean }) {
  const t = useTranslations("program");
  return (
    <ol className="list-decimal space-y-1 pl-5 text-ink-soft marker:font-bold">
      <li>{t(free ? "firstFree" : "firstPaid")}</li>
      <li>{t("second")}</li>
      <li>{t("third")}</li>
    </ol>
  );
}
