import { PlainLink } from "#components/PlainLink.tsx";

export default function NotFoundPage() {
  return (
    <div className="max-w-2xl">
      <h1>There is no such page</h1>
      <p className="mt-4 text-lg">The address may be mistyped, or the page may not be for this account.</p>
      <p className="mt-6 flex flex-wrap gap-3">
        <PlainLink href="/programs" className="button button-primary">
          See the programs
        </PlainLink>
        <PlainLink href="/student/dashboard" className="button">
          Go to your dashboard
        </PlainLink>
      </p>
    </div>
  );
}
