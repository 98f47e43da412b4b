import { PlainLink } from "#components/PlainLink.tsx";

/** Draws the foot of every page. */
export function SiteFooter({ schoolName }: { schoolName: string }) {
  return (
    <footer className="border-t border-edge">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap justify-between gap-x-8 gap-y-2 px-4 py-6 text-ink-soft sm:px-6">
        <p>{schoolName} runs on Baton: one line from enrollment to certificate.</p>
        <p>
          <PlainLink href="/verify">Check a certificate</PlainLink>
        </p>
      </div>
    </footer>
  );
}
