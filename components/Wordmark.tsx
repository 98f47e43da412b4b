/** The school's name beside the sign: two lines, and the baton handed from one to the other. */
export function Wordmark({ name }: { name: string }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2 text-lg leading-tight sm:text-xl font-bold tracking-tight">
      <svg
        viewBox="0 0 32 24"
        width="32"
        height="24"
        aria-hidden="true"
        className="flex-none"
        fill="none"
        strokeLinecap="round"
      >
        <path d="M2 17h13" stroke="currentColor" strokeWidth="4" />
        <path d="M17 7h13" stroke="currentColor" strokeWidth="4" />
        <path d="M11 19 21 5" stroke="var(--accent)" strokeWidth="5.5" />
      </svg>
      {name}
    </span>
  );
}
