/** What a form of an author comes back with. */
export interface AuthorAnswer {
  problem: string | null;
  /** Said when something was kept. */
  done: string | null;
  /** Where scripts lead on; without scripts the action redirects. */
  goTo: string | null;
}

export const NO_ANSWER: AuthorAnswer = { problem: null, done: null, goTo: null };
