import { SubmitButton } from "#components/SubmitButton.tsx";

/** Asks once more before a lesson is taken out; works without scripts. */
export function RemoveLesson({ title, act }: { title: string; act: () => Promise<void> }) {
  return (
    <details className="relative">
      <summary className="button button-small">
        Delete<span className="sr-only">: {title}</span>
      </summary>
      <form action={act} className="card mt-2 grid gap-3 p-4">
        <p>Students no longer see it. What they did in it is kept.</p>
        <SubmitButton className="button-small" busy="Deleting…">
          Yes, delete<span className="sr-only"> {title}</span>
        </SubmitButton>
      </form>
    </details>
  );
}
