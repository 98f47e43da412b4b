import { ENROLL_FORM } from "#app/programs/[slug]/enroll-form.ts";
import { Notice } from "#components/Notice.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { SubmitButton } from "#components/SubmitButton.tsx";
import type { Program } from "#lib/db/reads/programs.ts";
import { lengthLabel } from "#lib/domain/catalogue-words.ts";
import { formatPrice } from "#lib/domain/money.ts";
import { signInPath } from "#lib/domain/return-path.ts";

interface EnrollProps {
  program: Program;
  isSignedIn: boolean;
  enrollment: { id: string } | null;
  problem: string | null;
}

/** Says what a program costs and lets the person in, or says why not. */
export function EnrollCard(props: EnrollProps) {
  const { program } = props;
  const length = lengthLabel(program);
  return (
    <section aria-label="Enroll" className="card grid gap-5 p-5 sm:p-6 lg:sticky lg:top-6">
      <p className="figures text-3xl font-bold tracking-tight">
        {formatPrice(program.priceCents, program.currency)}
        <span className="block text-base font-normal tracking-normal text-ink-soft">
          {program.priceCents === 0 ? "nothing to pay" : "one payment for the whole program"}
          {length ? `, ${length}` : ""}
        </span>
      </p>
      {props.problem ? <Notice tone="bad">{props.problem}</Notice> : null}
      <Act {...props} />
    </section>
  );
}

function Act({ program, isSignedIn, enrollment }: EnrollProps) {
  if (enrollment)
    return (
      <>
        <p>You are in this program.</p>
        <PlainLink href={`/student/progress#${enrollment.id}`} className="button button-primary">
          See where you are
        </PlainLink>
      </>
    );
  if (program.notForSale) return <p>{program.notForSale}</p>;
  if (!isSignedIn)
    return (
      <>
        <PlainLink href={signInPath(`/programs/${program.slug}`)} className="button button-primary">
          Sign in to enroll
        </PlainLink>
        <WhatHappens free={program.priceCents === 0} />
      </>
    );
  return (
    <>
      <form id={ENROLL_FORM} method="post" action="/api/enrollments/create" className="grid">
        <input type="hidden" name="programSlug" value={program.slug} />
        <SubmitButton busy="One moment…">Enroll</SubmitButton>
      </form>
      <WhatHappens free={program.priceCents === 0} />
    </>
  );
}

function WhatHappens({ free }: { free: boolean }) {
  return (
    <ol className="list-decimal space-y-1 pl-5 text-ink-soft marker:font-bold">
      <li>{free ? "You confirm on the payment page; nothing is charged." : "You pay on Stripe’s page."}</li>
      <li>We set up your first course, usually within a minute.</li>
      <li>You start with one click. The next step opens when you finish.</li>
    </ol>
  );
}
