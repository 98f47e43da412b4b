import { inAList } from "#lib/domain/catalogue-words.ts";
import { isStepOver } from "#lib/domain/step-status.ts";

interface AwayProps {
  step: {
    status: string;
    partner: { name: string; active: boolean; supportEmail: string | null };
    alternatives: readonly { courseName: string; partner: { name: string } }[];
  };
  /** Where the school answers; null when it names no address. */
  schoolEmail: string | null;
}

/** Says what it means that a partner is switched off: what happened, what else there is, whom to ask, who knows. */
export function AwayPartner({ step, schoolEmail }: AwayProps) {
  const { partner, alternatives } = step;
  if (partner.active || isStepOver(step.status)) return null;
  return (
    <div className="mt-3 grid max-w-[65ch] gap-1.5 rounded-lg border-l-[6px] border-edge-strong bg-ground px-4 py-3">
      <p>
        Your school has switched {partner.name} off for now, so its courses cannot be opened. What you have
        done there is kept.
      </p>
      <p>{otherWays(alternatives)}</p>
      <p>Your school sees your name on its list and will write to you with what comes next.</p>
      <Contact partner={partner} schoolEmail={schoolEmail} />
    </div>
  );
}

function otherWays(alternatives: AwayProps["step"]["alternatives"]): string {
  if (alternatives.length === 0) return "No other partner teaches this step at the moment.";
  const ways = alternatives.map(({ courseName, partner }) => `${courseName} via ${partner.name}`);
  return `This step can also be taken as ${inAList(ways)}: tell your school if you would like to change.`;
}

function Contact({
  partner,
  schoolEmail,
}: Pick<AwayProps["step"], "partner"> & Pick<AwayProps, "schoolEmail">) {
  const email = partner.supportEmail ?? schoolEmail;
  if (!email) return <p>Questions? Ask at the office of your school.</p>;
  return (
    <p>
      Questions: <a href={`mailto:${encodeURI(email)}`}>{email}</a>
      {partner.supportEmail ? ` (${partner.name})` : " (your school)"}
    </p>
  );
}
